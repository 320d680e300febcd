"""What can be exported: the columns of each kind, and how its rows become cells."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flows.loader import load_flow
from flows.steps import NUMBERS, STORED
from jamakan.exports import report
from jamakan.exports.eye import Cell, Eye
from jamakan.exports.layout import FORMATS, XLSX, Layout
from jamakan.prices import MICROS
from jamakan.store import flow_versions, sealing
from jamakan.store.exports import Connection, answers, attendance, commitments, messages, people
from jamakan.store.exports.answers import Given
from jamakan.store.exports.filters import Filters

PEOPLE, ANSWERS, MESSAGES, ATTENDANCE = "people", "answers", "messages", "attendance"
COMMITMENTS, FIGURES = "commitments", "figures"
FACTS = ("sex", "age", "region", "group", "displacement", "pvh", "disability", "disability_some", "by_relay")
YES, NO = 1, 0

Columns = Callable[[Connection, Filters, Eye], list[str]]
Total = Callable[[Connection, Filters, Any], int]
Page = Callable[[Connection, Filters, Any, int, int], Sequence[Any]]
Cells = Callable[[Connection, Eye, Sequence[str], Sequence[Any]], list[list[Cell]]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file. `filters`: the fields of `Filters` it goes by; `formats`: how it can be laid out."""

    filters: tuple[str, ...]
    columns: Columns
    total: Total
    page: Page
    cells: Cells
    formats: Mapping[str, Layout] = field(default_factory=lambda: FORMATS)


def _people_columns(_connection: Connection, _filters: Filters, eye: Eye) -> list[str]:
    return ["person", "line", *_named(eye), "phone", "network", "language", "stopped", *FACTS, "registered"]


def _people(
    _connection: Connection, eye: Eye, _columns: Sequence[str], rows: Sequence[people.Row]
) -> list[list[Cell]]:
    return [
        [
            eye.person(row.id),
            eye.line(row.contact_id),
            *_name(eye, row.name),
            eye.phone(row.phone),
            row.network,
            row.language,
            YES if row.opted_out else NO,
            *_facts(row),
            eye.moment(row.created_at),
        ]
        for row in rows
    ]


# A question may be called "language": what we add begins with _, as in the exports of ODK and KoBo.
_OF_DIALOGUE = ("_dialogue", "_line", "_phone", "_language", "_channel", "_kind", "_activity", "_outcome")
_TIMES = ("_started", "_last", "_ended")


def _answer_columns(connection: Connection, filters: Filters, _eye: Eye) -> list[str]:
    """The questions by their XLSForm names, in the order of the form."""
    source = flow_versions.source(connection, filters.version)
    steps = load_flow(source, filters.version).flow.steps if source else ()
    return [*_OF_DIALOGUE, *_TIMES, *dict.fromkeys(step.name for step in steps if step.kind in STORED)]


def _answers(
    connection: Connection, eye: Eye, columns: Sequence[str], rows: Sequence[answers.Row]
) -> list[list[Cell]]:
    given = answers.given(connection, [row.id for row in rows])
    questions = columns[len(_OF_DIALOGUE) + len(_TIMES) :]
    return [[*_dialogue(eye, row), *_captured(eye, questions, given.get(row.id, {}))] for row in rows]


def _dialogue(eye: Eye, row: answers.Row) -> list[Cell]:
    return [
        eye.numbered("dialogue", row.id),
        eye.line(row.contact_id),
        eye.phone(row.phone),
        *(row.language, row.channel, row.kind, row.activity, row.outcome),
        *map(eye.moment, (row.started_at, row.last_at, row.ended_at)),
    ]


def _captured(eye: Eye, questions: Sequence[str], given: Mapping[str, Given]) -> list[Cell]:
    return [_value(eye, given[name]) if name in given else None for name in questions]


def _value(eye: Eye, one: Given) -> Cell:
    if one.sealed is not None:
        return eye.hidden(one.sealed, sealing.ANSWER)
    if one.kind in NUMBERS and one.value:
        try:
            return int(one.value) if one.value.lstrip("-").isdecimal() else float(one.value)
        except ValueError:  # calculated from words: they stand as they are
            return one.value
    return one.value


def _message_columns(_connection: Connection, _filters: Filters, eye: Eye) -> list[str]:
    text = ["text"] if eye.identified else []  # it may well say who somebody is
    return [
        *("message", "line", "phone", "direction", "purpose", "channel", "network", "broadcast", *text),
        *("state", "reason", "parts", "cost", "currency", "created", "sent", "final"),
    ]


def _messages(
    _connection: Connection, eye: Eye, _columns: Sequence[str], rows: Sequence[messages.Row]
) -> list[list[Cell]]:
    return [
        [
            eye.numbered("message", row.id),
            eye.line(row.contact_id),
            eye.phone(row.phone),
            *(row.direction, row.purpose, row.channel, row.network, row.broadcast_id),
            *([eye.hidden(row.body, sealing.BODY)] if eye.identified else []),
            *(row.state, row.reason, row.parts or row.expected_parts, *_cost(row)),
            *map(eye.moment, (row.created_at, row.sent_at, row.final_at)),
        ]
        for row in rows
    ]


def _cost(row: messages.Row) -> list[Cell]:
    """As the carrier says, else by our price; nothing for what came in."""
    if row.cost_micros is not None:
        return [row.cost_micros / MICROS, row.currency]
    return [row.reserved_micros / MICROS, "XOF"] if row.reserved_micros else [None, ""]


def _attendance_columns(connection: Connection, filters: Filters, eye: Eye) -> list[str]:
    days = attendance.days(connection, filters, eye.zone)
    came = [f"day{day}" for day in range(1, days + 1)]
    about = ("activity", "activity_region", "starts", "person", "line", *_named(eye), "phone")
    return [*about, *FACTS, "state", "requested", *came]


def _attendance(
    connection: Connection, eye: Eye, columns: Sequence[str], rows: Sequence[attendance.Row]
) -> list[list[Cell]]:
    came = attendance.came(connection, [row.id for row in rows])
    days = range(1, len(columns) - columns.index("requested"))
    return [
        [
            *(row.activity, row.activity_region, eye.moment(row.starts_at)),
            *(eye.person(row.participant_id), eye.line(row.contact_id), *_name(eye, row.name), eye.phone(row.phone)),
            *_facts(row),
            *(row.state, eye.moment(row.requested_at)),
            *(YES if (row.id, day) in came else NO for day in days),
        ]
        for row in rows
    ]


def _commitment_columns(_connection: Connection, _filters: Filters, _eye: Eye) -> list[str]:
    about = ("commitment", "institution", "owner", "region", "activity", "asked", "promised", "cases")
    return [*about, "made", "due", "state", "last_news"]


def _commitments(
    _connection: Connection, eye: Eye, _columns: Sequence[str], rows: Sequence[commitments.Row]
) -> list[list[Cell]]:
    return [
        [
            *(row.id, row.institution, row.owner, row.region, row.activity or "", row.asked, row.wording, row.cases),
            *(row.made_on.isoformat(), row.due_on.isoformat() if row.due_on else "", row.state),
            eye.moment(row.changed_at),
        ]
        for row in rows
    ]


def _facts(row: people.Row | attendance.Row) -> Iterator[Cell]:
    for fact in FACTS:
        value = getattr(row, fact)
        yield (YES if value else NO) if isinstance(value, bool) else value


def _named(eye: Eye) -> tuple[str, ...]:
    return ("name",) if eye.identified else ()


def _name(eye: Eye, sealed: bytes | None) -> tuple[str, ...]:
    return (eye.hidden(sealed, sealing.NAME),) if eye.identified else ()


KINDS: Mapping[str, Kind] = {
    PEOPLE: Kind(("activity", "since", "until"), _people_columns, people.total, people.page, _people),
    ANSWERS: Kind(("version", "activity", "since", "until"), _answer_columns, answers.total, answers.page, _answers),
    MESSAGES: Kind(("activity", "since", "until"), _message_columns, messages.total, messages.page, _messages),
    ATTENDANCE: Kind(
        ("activity", "since", "until"), _attendance_columns, attendance.total, attendance.page, _attendance
    ),
    COMMITMENTS: Kind(
        ("activity", "since", "until"), _commitment_columns, commitments.total, commitments.page, _commitments
    ),
    FIGURES: Kind(
        *(("activity", "since", "until", "language"), report.columns, report.total, report.page, report.cells),
        {XLSX: report.as_sheets},
    ),
}
