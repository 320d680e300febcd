"""A flow as an SVG picture: its steps down the page as in the file, jumps beside them. No script, no outside font.

On the right of a box stand the conditions under which it leads elsewhere, and where to; on the left a line for each
step jumped to collects the arrows.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape

from flows.draw.graph import Graph, short
from flows.model import Flow
from flows.steps import FALLBACK_LANGUAGE, words
from flows.transitions import END, FLOW, START, Transition

BOX_WIDTH, BOX_HEIGHT, GAP, MARGIN = 300, 42, 26, 24
LANE, LINE, NOTES_WIDTH = 14, 17, 430
_COLOURS = ("#0969da", "#bc4c00", "#1a7f37", "#8250df", "#bf3989", "#57606a")
_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#1b1f24}.note{font-size:11px;fill:#57606a}.end{fill:#1a7f37}"
    "rect{fill:#f6f8fa;stroke:#57606a}path{fill:none;stroke:#57606a}.back{fill:#fff;stroke:none}"
)


@dataclass(frozen=True, slots=True)
class _Row:
    """A step with its place on the page. jumps: all ways but the one straight to the step below."""

    name: str
    caption: str
    y: int
    jumps: tuple[Transition, ...]

    @property
    def middle(self) -> int:
        return self.y + BOX_HEIGHT // 2


def svg(flow: Flow, language: str = FALLBACK_LANGUAGE) -> str:
    """A complete SVG document, ending with a newline."""
    graph = Graph.of(flow, language)
    rows = _rows(graph)
    lanes = _lanes(rows)
    left = MARGIN + LANE * (max(lanes.values(), default=0) + 2)
    width, height = left + BOX_WIDTH + NOTES_WIDTH, rows[-1].y + BOX_HEIGHT + GAP + LINE * len(rows[-1].jumps)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
        f"<title>{escape(words(flow.title, language))}</title><style>{_STYLE}</style>",
        f'<rect class="back" width="{width}" height="{height}"/>',
        *_follow(graph, rows, left),
        *_lines(rows, lanes, left),
        *(drawn for row in rows for drawn in _box(row, left)),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _rows(graph: Graph) -> list[_Row]:
    steps = [name for name in graph.boxes if not name.startswith((START, END, FLOW))]
    below = dict(pairwise(steps))
    ways: dict[str, list[Transition]] = {}
    for way in graph.rows:
        if way.condition or way.target != below.get(way.step):
            ways.setdefault(way.step, []).append(way)
    rows, y = [], MARGIN
    for name in steps:
        jumps = tuple(ways.get(name, ()))
        rows.append(_Row(name, graph.boxes[name], y, jumps))
        y += max(BOX_HEIGHT, LINE * len(jumps)) + GAP
    return rows


def _lanes(rows: Iterable[_Row]) -> Mapping[str, int]:
    """Step jumped to → its line, counted from the boxes outwards, so that lines at the same height differ."""
    heights = {row.name: row.middle for row in rows}
    reach: dict[str, list[int]] = {}
    for row in rows:
        for jump in row.jumps:
            if jump.target in heights:
                reach.setdefault(jump.target, [heights[jump.target]]).append(row.middle)
    lanes: dict[str, int] = {}
    ends: list[list[tuple[int, int]]] = []
    for target, ys in sorted(reach.items(), key=lambda item: max(item[1]) - min(item[1])):
        top, bottom = min(ys), max(ys)
        free = (number for number, taken in enumerate(ends) if all(bottom < a or top > b for a, b in taken))
        lane = next(free, len(ends))
        ends[lane : lane + 1] = [[*(ends[lane] if lane < len(ends) else ()), (top, bottom)]]
        lanes[target] = lane
    return lanes


def _follow(graph: Graph, rows: list[_Row], left: int) -> Iterator[str]:
    """Straight down where the next step may simply follow."""
    plain = {(way.step, way.target) for way in graph.rows if not way.condition}
    x = left + BOX_WIDTH // 2
    yield f'<circle cx="{x}" cy="{MARGIN // 3}" r="6"/>'
    yield _path(f"M{x} {MARGIN // 3}V{MARGIN - 1}", _tip_down(x, MARGIN))
    for row, below in pairwise(rows):
        if (row.name, below.name) in plain:
            yield _path(f"M{x} {row.y + BOX_HEIGHT}V{below.y - 1}", _tip_down(x, below.y))


def _lines(rows: Iterable[_Row], lanes: Mapping[str, int], left: int) -> Iterator[str]:
    heights = {row.name: row.middle for row in rows}
    for row in rows:
        for target in dict.fromkeys(jump.target for jump in row.jumps if jump.target in lanes):
            x, y = left - LANE * (lanes[target] + 1), heights[target]
            colour = _COLOURS[lanes[target] % len(_COLOURS)]
            start = row.middle + (6 if y > row.middle else -6)
            tip = f"M{left - 6} {y - 4}L{left} {y}L{left - 6} {y + 4}"
            yield _path(f"M{left} {start}H{x}V{y}H{left - 1}", tip, colour)


def _box(row: _Row, left: int) -> Iterator[str]:
    yield f'<rect x="{left}" y="{row.y}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="7"/>'
    yield f'<text x="{left + 10}" y="{row.y + 18}">{escape(row.name)}</text>'
    yield f'<text class="note" x="{left + 10}" y="{row.y + 34}">{escape(row.caption)}</text>'
    for number, jump in enumerate(row.jumps):
        target = jump.target.removeprefix(END).strip()
        css = "note end" if jump.target.startswith(END) else "note"
        said = f"{short(jump.condition)} → {target}" if jump.condition else f"→ {target}"
        x, y = left + BOX_WIDTH + 12, row.y + 12 + LINE * number
        yield f'<text class="{css}" x="{x}" y="{y}">{escape(said)}</text>'


def _tip_down(x: int, y: int) -> str:
    return f"M{x - 4} {y - 6}L{x} {y}L{x + 4} {y - 6}"


def _path(line: str, tip: str, colour: str = "#57606a") -> str:
    return f'<path d="{line}{tip}" style="stroke:{colour}"/>'
