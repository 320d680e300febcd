"""A flow as a Mermaid state diagram."""

import re

from flows.draw.graph import Graph, short
from flows.model import Flow
from flows.steps import FALLBACK_LANGUAGE
from flows.transitions import END, START

_SPECIAL = re.compile(r"[^\w\s.,?!()\'’/+-]")


def mermaid(flow: Flow, language: str = FALLBACK_LANGUAGE) -> str:
    """Text of a `stateDiagram-v2`, ending with a newline."""
    graph = Graph.of(flow, language)
    ids = {name: f"s{number}" for number, name in enumerate(graph.boxes)}
    lines = ["stateDiagram-v2"]
    for name, caption in graph.boxes.items():
        if name != START and not name.startswith(END):
            lines.append(f'    state "{_plain(f"{name} — {caption}" if caption else name)}" as {ids[name]}')
    for row in graph.rows:
        start = "[*]" if row.step == START else ids[row.step]
        end, outcome = ("[*]", row.target[len(END) :]) if row.target.startswith(END) else (ids[row.target], "")
        said = " ".join(filter(None, (short(row.condition), outcome.strip())))
        lines.append(f"    {start} --> {end}" + (f" : {_plain(said)}" if said else ""))
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """Mermaid has no escapes for quotes, colons and semicolons: entities stand for them."""
    return _SPECIAL.sub(lambda match: match[0] if match[0] in "—…→" else f"#{ord(match[0])};", text)
