"""The counts follow the dialogues: what a changing dialogue added is taken away, and what it adds then is added.

Whatever changes dialogues or answers does so inside `changing`, under the lock of the ingest.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from secrets import token_hex
from typing import Any

from sqlalchemy import Connection, Select, and_, delete, literal_column, select, true
from sqlalchemy.dialects.postgresql import Insert

from jamakan.store.database import insert_on
from jamakan.store.many import Rows, one_of
from jamakan.store.models import Answer, Dialogue, SurveyCount, SurveyRecount
from jamakan.surveys.counted import STANDS, Key, Said, Way, counted

AT_ONCE = 2000  # dialogues read at a time when all are counted again
Steps = Mapping[str, Collection[str]]  # key of a dialogue → names of steps
NAMES = ("version", "measure", "step", "value", "language", "kind")

_WAYS = select(
    Dialogue.id,
    Dialogue.key,
    Dialogue.version,
    Dialogue.language,
    Dialogue.kind,
    Dialogue.position,
    Dialogue.outcome,
    Dialogue.started_at,
    Dialogue.ended_at,
)
_BY_KEY = _WAYS.where(one_of(Dialogue.key, "wanted"))
_BY_LINE = _WAYS.where(one_of(Dialogue.contact_id, "wanted"))
_ANSWERS = select(
    Answer.dialogue_id,
    Answer.step,
    Answer.kind,
    Answer.value,
    Answer.sealed.is_not(None),
    Answer.waited,
).where(Answer.withdrawn_seq < Answer.seq)
_ALL_OF = _ANSWERS.where(one_of(Answer.dialogue_id, "wanted"))
_PLACES = Rows(Answer.dialogue_id, Answer.step)
_COUNTS = Rows(*(getattr(SurveyCount, name) for name in (*NAMES, "people")))


@contextmanager
def changing(connection: Connection, keys: Collection[str], steps: Steps | None = None) -> Iterator[None]:
    """Around what changes the dialogues of these keys, makes them or deletes them.

    steps: those named there neither begin nor end now, and only their answers at these steps change: a dialogue of
    fifty answers then costs as much as one of five.
    """
    with _changing(connection, _BY_KEY, keys, steps or {}):
        yield


@contextmanager
def changing_lines(connection: Connection, contact_ids: Collection[int]) -> Iterator[None]:
    """Around what changes or deletes dialogues and answers of these lines."""
    with _changing(connection, _BY_LINE, contact_ids, {}):
        yield


def expired(connection: Connection, left: Mapping[tuple[str, str, str, str, str], int], outcome: str) -> None:
    """So many dialogues, by (version, language, kind, position, outcome), have this outcome now."""
    changes: Counter[Key] = Counter()
    for (version, language, kind, position, before), people in left.items():
        if version:
            changes[version, STANDS, position, before, language, kind] -= people
            changes[version, STANDS, position, outcome, language, kind] += people
    _add(connection, changes)


def versions(connection: Connection) -> list[str]:
    """All versions that somebody began, or that counts are kept of."""
    begun = select(Dialogue.version).where(Dialogue.version != "").distinct()
    return sorted(connection.execute(begun.union(select(SurveyCount.version))).scalars())


def uncounted(connection: Connection) -> list[str]:
    """The versions that are to be counted anew: until then their counts may even fall below nothing."""
    return list(connection.execute(select(SurveyRecount.version).order_by(SurveyRecount.version)).scalars())


def begin_recount(connection: Connection, version: str) -> str:
    """Have one version counted anew by whoever is given this token, and by nobody who began before."""
    row = {"version": version, "token": token_hex(8)}
    statement = insert_on(connection.dialect.name, SurveyRecount)
    changes = {"token": statement.excluded.token}
    connection.execute(statement.on_conflict_do_update(index_elements=["version"], set_=changes), row)
    return row["token"]


def differences(connection: Connection, version: str) -> dict[Key, int]:
    """How far the counts of a version are from its dialogues, both as at one moment: `connection` is a snapshot.

    Whatever changes a dialogue moves its counts along, so that what is wrong stays wrong by as much.
    """
    found: Counter[Key] = Counter()
    last = 0
    page = _WAYS.where(Dialogue.version == version).order_by(Dialogue.id).limit(AT_ONCE)
    while rows := connection.execute(page.where(Dialogue.id > last)).all():
        found.update(_counted(connection, rows, {}))
        last = rows[-1].id
    kept = Counter(_kept(connection, version))
    return {key: found[key] - kept[key] for key in found.keys() | kept.keys() if found[key] != kept[key]}


def end_recount(connection: Connection, version: str, token: str, wrong: Mapping[Key, int]) -> bool:
    """Put right what is wrong, under the lock of the ingest. False: somebody began to count since, theirs counts."""
    ours = delete(SurveyRecount).where(SurveyRecount.version == version, SurveyRecount.token == token)
    if not connection.execute(ours).rowcount:
        return False
    _add(connection, wrong)
    _drop_empty(connection)
    return True


@contextmanager
def _changing(
    connection: Connection, which: Select[*tuple[Any, ...]], wanted: Collection[Any], steps: Steps
) -> Iterator[None]:
    before = _said(connection, which, wanted, steps)
    yield
    after = _said(connection, which, wanted, steps)
    after.subtract(before)
    _add(connection, after)


def _said(
    connection: Connection, which: Select[*tuple[Any, ...]], wanted: Collection[Any], steps: Steps
) -> Counter[Key]:
    if not wanted:
        return Counter()
    return Counter(_counted(connection, connection.execute(which, {"wanted": list(wanted)}).all(), steps))


def _counted(connection: Connection, ways: Collection[Any], steps: Steps) -> Iterator[Key]:
    said: defaultdict[int, list[Said]] = defaultdict(list)
    for row in _answers(connection, ways, steps):
        said[row[0]].append(Said(row[1], row[2], row[3], bool(row[4]), row[5]))
    for row in ways:
        yield from counted(Way(*row[2:]), said[row[0]])


def _answers(connection: Connection, ways: Collection[Any], steps: Steps) -> Iterator[Any]:
    """The standing answers of these dialogues; of those named in `steps`, the answers there."""
    if whole := [way.id for way in ways if way.key not in steps]:
        yield from connection.execute(_ALL_OF, {"wanted": whole})
    if places := [(way.id, step) for way in ways if way.key in steps for step in steps[way.key]]:
        given = _PLACES.given(connection.dialect, places)
        yield from connection.execute(_at_places(connection.dialect.name), given)


@cache
def _at_places(dialect: str) -> Select[*tuple[Any, ...]]:
    place = _PLACES.table(dialect)
    return _ANSWERS.join(place, and_(Answer.dialogue_id == place.c.dialogue_id, Answer.step == place.c.step))


def _kept(connection: Connection, version: str) -> dict[Key, int]:
    query = select(*(getattr(SurveyCount, name) for name in NAMES), SurveyCount.people)
    return {
        (row[0], row[1], row[2], row[3], row[4], row[5]): row.people
        for row in connection.execute(query.where(SurveyCount.version == version))
    }


def _add(connection: Connection, changes: Mapping[Key, int]) -> None:
    """Add these numbers of people. Rows that come to nothing go: what was never said leaves no trace."""
    rows = [(*key, people) for key, people in sorted(changes.items()) if people]
    if rows:
        connection.execute(_adding(connection.dialect.name), _COUNTS.given(connection.dialect, rows))
        if any(people < 0 for *_, people in rows):
            _drop_empty(connection)


def _drop_empty(connection: Connection) -> None:
    connection.execute(delete(SurveyCount).where(SurveyCount.people == literal_column("0")))


@cache
def _adding(dialect: str) -> Insert:
    counts = _COUNTS.table(dialect)
    given = select(*counts.c).where(true())  # SQLite would take ON CONFLICT for part of a FROM
    statement = insert_on(dialect, SurveyCount).from_select([*NAMES, "people"], given)
    more = SurveyCount.people + statement.excluded.people
    return statement.on_conflict_do_update(index_elements=NAMES, set_={"people": more})
