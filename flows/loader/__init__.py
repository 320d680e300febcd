"""YAML to Flow. Any text gives a Flow or a FlowError that names file, line and reason of every problem."""

from flows.loader.load import Loaded, build_flow, load_flow, parse_flow
from flows.problems import FlowError, Problem

__all__ = ["FlowError", "Loaded", "Problem", "build_flow", "load_flow", "parse_flow"]
