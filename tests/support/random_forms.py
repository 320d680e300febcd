"""A Hypothesis strategy: forms as NGOs write them, in two languages, with groups inside groups."""

from dataclasses import dataclass, field

from hypothesis import strategies as st

_HEADERS = (
    *("type", "name", "label::Français (fr)", "label::English (en)", "hint::Français (fr)", "hint::English (en)"),
    *("required", "relevant", "constraint", "constraint_message::Français (fr)", "constraint_message::English (en)"),
    *("required_message::Français (fr)", "required_message::English (en)", "calculation", "choice_filter", "default"),
    "parameters",
)
_CHOICES = """\
| choices |
| | list_name | name | label::Français (fr) | label::English (en) | region |
| | region | segou | Ségou | Segou | |
| | region | gao | Gao | Gao | |
| | ville | niono | Niono | Niono | segou |
| | ville | la  grande, ville | La grande ville | The big town | gao |
| | groupe | a | Élus | Elected | |
| | groupe | b | Jeunes | Youth | |
| settings |
| | form_title | form_id | default_language |
| | Suivi | suivi | Français (fr) |
"""
_WORDS = st.text(st.sampled_from("abcdéçœɛŋ '’,.?!-{%=<&\"1"), min_size=1, max_size=30).filter(str.strip)
_CONSTRAINTS = {
    "integer": [". >= 18 and . <= 110", ". > 3 or . = 1", ". mod 2 = 0"],
    "decimal": [". > 0", ". <= 2.5"],
    "text": ["string-length(.) < 9", "regex(., '[a-z]+ [0-9]*')"],
    "range": [". != 3", ". >= 2 and . <= 4"],
    "date": [". <= today()", ". > date('2020-01-01')"],
    "select_one region": [". != 'gao'"],
    "select_multiple groupe": ["count-selected(.) <= 1"],
}
_DEFAULTS = {
    "integer": "20",
    "text": "deux mots",
    "date": "2025-12-17",
    "select_one region": "gao",
    "select_multiple groupe": "a b",
}
_TYPES = [
    *(*_CONSTRAINTS, "select_one ville", "note", "calculate", "acknowledge", "start", "end", "today"),
    *("begin_group", "end_group", "begin_group", "end_group"),
]


@dataclass
class _Form:
    rows: list[dict[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    depth: int = 0


@st.composite
def forms(draw: st.DrawFn) -> str:
    """A form in Markdown, from which nothing is left out on import."""
    made = _Form([{"type": "integer", "name": "q0", **_words(draw, "label", made=[])}], ["q0"])
    for number in range(1, draw(st.integers(2, 12))):
        _row(draw, f"q{number}", draw(st.sampled_from(_TYPES)), made)
    made.rows += [{"type": "text", "name": "fin", **_words(draw, "label", made.asked)}]
    made.rows += [{"type": "end_group"}] * made.depth
    lines = [
        "| survey |",
        _line(list(_HEADERS)),
        *(_line([row.get(key, "") for key in _HEADERS]) for row in made.rows),
    ]
    return "\n".join([*lines, _CHOICES])


def _row(draw: st.DrawFn, name: str, kind: str, made: _Form) -> None:
    if kind == "end_group":
        if made.depth and made.rows[-1]["type"] != "begin_group":
            made.depth -= 1
            made.rows.append({"type": kind})
        return
    row = {"type": kind, "name": name, **_maybe(draw, "relevant", _condition(draw, made.asked))}
    if kind == "begin_group":
        made.depth += 1
        made.rows.append(row | (_words(draw, "label", made.asked) if draw(st.booleans()) else {}))
        return
    if kind == "calculate":
        row["calculation"] = draw(st.sampled_from(["1 + 1", f"coalesce(${{{made.asked[-1]}}}, 'x')", "today()"]))
    elif kind in {"start", "end", "today"}:
        row = {"type": kind, "name": name}
    else:
        row |= _asked(draw, kind, made)
    made.rows.append(row)
    made.asked.append(name)


def _asked(draw: st.DrawFn, kind: str, made: _Form) -> dict[str, str]:
    row = _words(draw, "label", made.asked)
    row |= _words(draw, "hint", made.asked) if draw(st.booleans()) else {}
    if kind == "note":
        return row
    if kind == "range":
        row["parameters"] = draw(
            st.sampled_from(["", "start=0 end=5", "start=0 end=100 step=10", "start=9 end=-9 step=3"])
        )
    if kind == "select_one ville":
        row |= _maybe(draw, "choice_filter", f"region = ${{{made.asked[0]}}}")
    if kind in _CONSTRAINTS and draw(st.booleans()):
        row["constraint"] = draw(st.sampled_from(_CONSTRAINTS[kind]))
        row |= _words(draw, "constraint_message", made.asked) if draw(st.booleans()) else {}
    if draw(st.booleans()):
        row["required"] = draw(st.sampled_from(["yes", "true()", "TRUE"]))
        row |= _words(draw, "required_message", made.asked) if draw(st.booleans()) else {}
    if kind in _DEFAULTS:
        row |= _maybe(draw, "default", _DEFAULTS[kind])
    return row


def _condition(draw: st.DrawFn, asked: list[str]) -> str:
    name = draw(st.sampled_from(asked))
    return draw(st.sampled_from([f"${{{name}}} != 'x'", f"${{{name}}} > 1 and not(${{q0}} = 2)"]))


def _maybe(draw: st.DrawFn, column: str, text: str) -> dict[str, str]:
    return {column: text} if draw(st.booleans()) else {}


def _words(draw: st.DrawFn, column: str, made: list[str]) -> dict[str, str]:
    said = {code: draw(_WORDS) for code in ("Français (fr)", "English (en)")}
    mention = f" ${{{draw(st.sampled_from(made))}}}" if made and draw(st.booleans()) else ""
    return {f"{column}::{code}": text + mention for code, text in said.items()}


def _line(cells: list[str]) -> str:
    return "| | " + " | ".join(cells) + " |"
