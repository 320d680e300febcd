"""State diagrams of a flow, drawn from its transition table."""

from flows.draw.mermaid import mermaid
from flows.draw.svg import svg

__all__ = ["mermaid", "svg"]
