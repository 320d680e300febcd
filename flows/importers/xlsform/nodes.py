"""Drafts as the nodes of a flow file, so that spreadsheets and YAML go through the same readers and checks.

The line of a node is the row of the survey sheet.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from flows.expressions.tokens import Kind as TokenKind
from flows.expressions.tokens import tokenize
from flows.importers.xlsform import kinds
from flows.importers.xlsform.choices import OTHER, ListedChoice
from flows.importers.xlsform.drafts import Draft, GroupDraft, Words
from flows.importers.xlsform.form import Form
from flows.importers.xlsform.formulas import Formula
from flows.loader.nodes import Items, Node, Scalar, Table
from flows.steps import NUMBERS, QUESTIONS, Kind

SKIP_KEY = "9"
NUMBER_SKIP_KEY = "*"  # any digit may be the answer
_SPECIFY = {"fr": "Précisez", "en": "Please specify"}
_NOT_NAME = re.compile(r"[^a-z0-9]+")


def flow_node(name: str, title: str, drafts: Sequence[Draft], form: Form, pass_mark: str = "") -> Table:
    languages = form.languages.codes
    return _table(
        0,
        {
            "flow": Scalar(name, 0),
            "title": _words(0, dict.fromkeys(languages, title)),
            "languages": Items(tuple(Scalar(code, 0) for code in languages), 0),
            "pass": _scalar(0, pass_mark),
            "steps": Items(tuple(_items(drafts, 0, form)), 0),
        },
    )


def flow_name(written: str) -> str:
    """A form id as a flow name: small ASCII letters, digits and _."""
    plain = unicodedata.normalize("NFKD", written).encode("ascii", "ignore").decode()
    name = _NOT_NAME.sub("_", plain.lower()).strip("_")[:60]
    return name if name[:1].isalpha() else f"form_{name}".rstrip("_")


def _items(drafts: Iterable[Draft], depth: int, form: Form) -> Iterator[Node]:
    """Steps, and at their places the groups they stand in, of those that stand in `depth` groups already."""
    for group, members in groupby(drafts, key=lambda draft: draft.groups[depth : depth + 1]):
        if group:
            yield _group(group[0], tuple(_items(members, depth + 1, form)), form)
        else:
            yield from (node for draft in members for node in _steps(draft, form))


def _group(group: GroupDraft, items: tuple[Node, ...], form: Form) -> Table:
    line = group.row.number
    return _table(
        line,
        {
            "group": _scalar(line, group.row.get("name")),
            "label": _words(line, form.in_all_languages(group.label)),
            "relevant": _source(group.relevant),
            "steps": Items(items, line),
        },
    )


def _steps(draft: Draft, form: Form) -> list[Node]:
    select = kinds.select(draft.question.written)
    step = _step(draft, form)
    return [step, _specify(draft, form)] if select and select.or_other and draft.choices else [step]


def _step(draft: Draft, form: Form) -> Table:
    line = draft.question.row.number
    asked = draft.kind in QUESTIONS
    filtered_one_by_one = form.lists.duplicates_allowed and draft.choice_filter
    choices = [_choice(choice, draft, form, bool(filtered_one_by_one)) for choice in draft.choices]
    return _table(
        line,
        {
            "name": _scalar(line, draft.name),
            "kind": Scalar(draft.kind.value, line),
            "label": _words(line, form.in_all_languages(draft.label)),
            "hint": _words(line, form.in_all_languages(draft.hint)),
            "choices": Items(tuple(choices), line) if choices else None,
            "choice_filter": None if filtered_one_by_one else _source(draft.choice_filter),
            "relevant": _source(draft.relevant),
            "constraint": _constraint(draft),
            "constraint_message": _words(line, form.in_all_languages(draft.constraint_message)),
            "required": Scalar("yes" if draft.required else "no", line) if asked else None,
            "required_message": _words(line, form.in_all_languages(draft.required_message)),
            "right": _scalar(line, draft.right),
            "skip": _skip(draft) if asked else None,
            "default": _scalar(line, draft.default),
            "personal": Scalar("yes", line) if draft.personal else None,
            "calculation": _source(draft.calculation),
            "min": _scalar(line, draft.minimum),
            "max": _scalar(line, draft.maximum),
        },
    )


def _skip(draft: Draft) -> Scalar | None:
    if (draft.required and not draft.default) or draft.question.written.lower() in kinds.ACKNOWLEDGE:
        return None
    return Scalar(NUMBER_SKIP_KEY if draft.kind in NUMBERS else SKIP_KEY, draft.question.row.number)


def _choice(choice: ListedChoice, draft: Draft, form: Form, filtered: bool) -> Table:
    line = draft.question.row.number
    label = form.words(form.workbook.choices, choice.row, "label") or {form.languages.default: choice.name}
    cells = {name: Scalar(text, line) for name, text in choice.columns.items()}
    return _table(
        line,
        {
            "name": _scalar(line, choice.name),
            "label": _words(line, form.in_all_languages(label)),
            "relevant": _source(draft.choice_filter) if filtered else None,
            "columns": _table(line, cells) if cells else None,
        },
    )


def _specify(draft: Draft, form: Form) -> Table:
    """The question that or_other adds."""
    line = draft.question.row.number
    return _table(
        line,
        {
            "name": Scalar(f"{draft.name}_{OTHER}", line),
            "kind": Scalar(Kind.TEXT.value, line),
            "label": _words(line, {code: _SPECIFY.get(code, _SPECIFY["fr"]) for code in form.languages.codes}),
            "relevant": Scalar(f"selected(${{{draft.name}}}, '{OTHER}')", line),
            "required": Scalar("no", line),
            "skip": Scalar(SKIP_KEY, line),
        },
    )


def _constraint(draft: Draft) -> Scalar | None:
    """A constraint may name its own question, whose answer is not given yet: that is `.` too."""
    if draft.constraint is None:
        return None
    source = draft.constraint.source
    for token in reversed(tokenize(source)):
        if token.kind is TokenKind.REFERENCE and token.text == draft.name:
            end = source.index("}", token.position) + 1
            source = f"{source[: token.position]}.{source[end:]}"
    return Scalar(source, draft.constraint.row)


def _source(formula: Formula | None) -> Scalar | None:
    return Scalar(formula.source, formula.row) if formula else None


def _scalar(line: int, value: str) -> Scalar | None:
    return Scalar(value, line) if value else None


def _words(line: int, words: Words) -> Table | None:
    return _table(line, {code: Scalar(text, line) for code, text in words.items()}) if words else None


def _table(line: int, rows: Mapping[str, Node | None]) -> Table:
    return Table({name: (node.line, node) for name, node in rows.items() if node}, line)
