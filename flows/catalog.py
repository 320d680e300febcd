"""The flows that come with the service."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from flows.languages.weaving import library_files, offered, woven
from flows.loader import load_flow
from flows.model import Flow
from flows.problems import FlowError, Problem, Report


@dataclass(frozen=True, slots=True)
class Catalog:
    """Flows by name, each with the YAML it was read from."""

    _flows: Mapping[str, Flow]
    _sources: Mapping[str, str]
    warnings: tuple[Problem, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._flows)

    def __contains__(self, name: object) -> bool:
        return name in self._flows

    def flow(self, name: str) -> Flow:
        """
        Raises:
            KeyError: no flow has this name.
        """
        return self._flows[name]

    def source(self, name: str) -> str:
        """The YAML of `flow(name)`; parsing it gives the same version again, for ever.

        Raises:
            KeyError: no flow has this name.
        """
        return self._sources[name]


@cache
def load_library() -> Catalog:
    """The packaged flows, read once a process.

    Raises:
        FlowError: with every problem of every file.
    """
    files = {name: woven(source, name, offered()) for name, source in library_files().items()}
    return catalog(sorted(files.items()))


def catalog(files: Iterable[tuple[str, str]]) -> Catalog:
    """The flows of these files (name, YAML), which may lead to each other.

    Raises:
        FlowError: with every problem of every file, a flow that leads to a missing one included.
    """
    report = Report("")
    read: dict[str, tuple[str, str, Flow]] = {}
    for filename, source in files:
        try:
            loaded = load_flow(source, filename)
        except FlowError as error:
            report.problems.extend(error.problems)
            continue
        report.warnings.extend(loaded.warnings)
        if loaded.flow.name in read:
            other = read[loaded.flow.name][0]
            report.problems.append(Problem(filename, 1, "flow", f"{other} already holds '{loaded.flow.name}'"))
        read[loaded.flow.name] = (filename, source, loaded.flow)
    if not report.problems:
        for filename, _, flow in read.values():
            report.problems.extend(_lost_ways(flow, filename, read.keys()))
    report.stop_on_problems()
    flows = {name: flow for name, (_, _, flow) in read.items()}
    return Catalog(flows, {name: source for name, (_, source, _) in read.items()}, tuple(report.warnings))


def _lost_ways(flow: Flow, filename: str, names: Iterable[str]) -> Iterable[Problem]:
    for step in flow.steps:
        for goto in filter(None, (step.goto, *(choice.goto for choice in step.choices))):
            if goto not in names:
                yield Problem(filename, step.line, f"step {step.name}, goto", f"there is no flow '{goto}'")
