"""Counts kept while dialogues come in are what counting again gives, whatever people did and in whatever order."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from alembic import command
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, select

from jamakan import events
from jamakan.core import Core
from jamakan.events import TurnEntry
from jamakan.store import dialogues, ingest, survey_counts
from jamakan.store.database import Database
from jamakan.store.ingest import LOCK
from jamakan.store.migrate import alembic_config, migrate
from jamakan.store.models import Answer, Contact, Dialogue, SurveyCount
from jamakan.surveys import recounting
from jamakan.surveys.counted import ANSWERED, CHOSEN, SKIPPED, STANDS, TIME
from tests.support.rows import rows
from tests.support.stories import NOON, VAULT, Phone, dialogue_of

STEPS = {"source": "select_one", "troubles": "select_multiple", "minutes": "integer", "day": "date", "idea": "text"}
VALUES = {
    "select_one": st.sampled_from(("pump", "well", "")),
    "select_multiple": st.sampled_from(("far", "far dirty", "dirty queue far", "")),
    "integer": st.integers(-50, 5000).map(str),
    "date": st.dates().map(str),
    "text": st.sampled_from(("", "Un deuxième puits", "<b>")),
}
OUTCOMES = ("completed", "refused", "breakoff", "failed")


@dataclass
class Caller:
    """Somebody in one dialogue of the survey `eau`."""

    phone: Phone
    language: str = "fr"
    kind: str = "ussd"
    version: str = "v1"
    key: str = field(init=False)

    def __post_init__(self) -> None:
        self.key = dialogue_of(self.phone, "eau")

    def begins(self) -> TurnEntry:
        started = events.DialogueStarted(self.key, "eau", self.version, self.language)
        return self.phone.says(started, events.DialogueMoved(self.key, "source"), kind=self.kind)

    def answers(
        self, step: str, value: str, then: str = "", kind: str = "", waited: float = 0, *, personal: bool = False
    ) -> TurnEntry:
        said = events.Answered(self.key, step, kind or STEPS[step], value, personal, waited)
        return self.phone.says(said, events.DialogueMoved(self.key, then or step), kind=self.kind)

    def takes_back(self, step: str) -> TurnEntry:
        dropped = events.Dropped(self.key, step)
        return self.phone.says(dropped, events.DialogueMoved(self.key, step), kind=self.kind)

    def ends(self, outcome: str = "completed") -> TurnEntry:
        return self.phone.says(events.DialogueEnded(self.key, outcome), kind=self.kind)


def tell(db: Database, *entries: TurnEntry) -> None:
    assert ingest.apply(db, VAULT, entries).quarantined == 0


def kept(db: Database) -> list[tuple[object, ...]]:
    return sorted(rows(db, select(SurveyCount)))


def wrong(db: Database) -> int:
    """Rows of the counts that counting again changes."""
    with db.read() as connection:
        versions = survey_counts.versions(connection)
    return sum(recounting.put_right(db, version) for version in versions)


@pytest.fixture
def awa() -> Caller:
    return Caller(Phone("+22370000001"))


def test_an_answer_is_counted_with_its_time(db: Database, awa: Caller) -> None:
    tell(db, awa.begins(), awa.answers("source", "pump", then="troubles"))
    tell(
        db,
        awa.answers("troubles", "far dirty", then="minutes"),
        awa.answers("minutes", "37", then="idea", waited=9.5),
    )
    tell(db, awa.answers("idea", ""))
    with db.read() as connection:
        counts = survey_counts.of_version(connection, "v1")
    assert counts.values(CHOSEN, "source") == {"pump": 1}
    assert counts.values(CHOSEN, "troubles") == {"far": 1, "dirty": 1}
    assert counts.values(CHOSEN, "minutes") == {"30": 1}
    assert (counts.people(ANSWERED, "idea"), counts.people(SKIPPED, "idea")) == (0, 1)
    assert counts.values(TIME, "minutes") == {"10": 1}
    assert counts.values(STANDS, "idea") == {"partial": 1}
    assert wrong(db) == 0


def test_a_changed_answer_moves_and_one_taken_back_goes(db: Database, awa: Caller) -> None:
    tell(db, awa.begins(), awa.answers("source", "pump", then="troubles"))
    tell(db, awa.takes_back("source"))
    with db.read() as connection:
        assert survey_counts.of_version(connection, "v1").values(CHOSEN, "source") == {}
    tell(db, awa.answers("source", "well", then="troubles"))
    with db.read() as connection:
        assert survey_counts.of_version(connection, "v1").values(CHOSEN, "source") == {"well": 1}
    assert wrong(db) == 0


def test_who_refuses_leaves_no_answer_in_the_counts(db: Database, awa: Caller) -> None:
    tell(db, awa.begins(), awa.answers("source", "pump"))
    tell(db, awa.ends("refused"))
    with db.read() as connection:
        counts = survey_counts.of_version(connection, "v1")
    assert counts.steps(CHOSEN) == counts.steps(ANSWERED) == {}
    assert counts.values(STANDS, "source") == {"refused": 1}
    assert wrong(db) == 0


def test_a_personal_answer_is_counted_without_its_words(db: Database, awa: Caller) -> None:
    tell(db, awa.begins(), awa.answers("source", "Awa Traoré", kind="select_one", personal=True))
    assert not any("Awa" in str(row) for row in kept(db))
    assert any(ANSWERED in row for row in kept(db))


def test_languages_and_channels_are_told_apart(db: Database, awa: Caller) -> None:
    john = Caller(Phone("+22370000002"), language="en", kind="sms")
    tell(db, awa.begins(), awa.answers("source", "pump"), john.begins(), john.answers("source", "well"))
    with db.read() as connection:
        assert survey_counts.of_version(connection, "v1", language="en").values(CHOSEN, "source") == {"well": 1}
        assert survey_counts.of_version(connection, "v1", kind="ussd").values(CHOSEN, "source") == {"pump": 1}
        assert set(survey_counts.of_version(connection, "v1").origins) == {("fr", "ussd"), ("en", "sms")}


def test_who_never_came_back_has_expired_in_the_counts_too(db: Database, awa: Caller) -> None:
    tell(db, awa.begins(), awa.answers("source", "pump", then="minutes"))
    assert dialogues.expire(db, NOON + timedelta(days=1), NOON + timedelta(days=9)) == 1
    with db.read() as connection:
        assert survey_counts.of_version(connection, "v1").values(STANDS, "minutes") == {"expired": 1}
        assert survey_counts.standing(connection, ["eau"]) == {"eau": survey_counts.Standing(0, 0)}
    assert wrong(db) == 0


def test_a_line_erased_is_gone_from_the_counts(db: Database, awa: Caller) -> None:
    tell(db, awa.begins(), awa.answers("source", "pump"))
    with db.begin(lock=LOCK) as connection:
        lines = list(connection.execute(select(Contact.id)).scalars())
        with survey_counts.changing_lines(connection, lines):
            connection.execute(delete(Answer))
            connection.execute(delete(Dialogue))
    assert kept(db) == []


def test_counts_that_were_lost_are_made_again(db: Database, awa: Caller) -> None:
    tell(db, awa.begins(), awa.answers("source", "pump"), awa.ends())
    before = kept(db)
    with db.begin() as connection:
        connection.execute(delete(SurveyCount))
    assert wrong(db) == len(before)
    assert kept(db) == before


@st.composite
def histories(draw: st.DrawFn) -> list[TurnEntry]:
    """What a few callers did, each in their own order, mixed, some of it late or told again."""
    told: list[TurnEntry] = []
    for number in range(draw(st.integers(1, 3))):
        caller = Caller(
            Phone(f"+2237000000{number}", start=NOON + timedelta(hours=draw(st.integers(0, 90)))),
            language=draw(st.sampled_from(("fr", "en"))),
            kind=draw(st.sampled_from(("ussd", "sms"))),
            version=draw(st.sampled_from(("v1", "v2"))),
        )
        told.append(caller.begins())
        for step in draw(st.lists(st.sampled_from(tuple(STEPS)), max_size=6)):
            if draw(st.integers(0, 3)):
                said, waited = draw(VALUES[STEPS[step]]), draw(st.integers(0, 90))
                told.append(caller.answers(step, said, waited=waited, personal=not draw(st.integers(0, 5))))
            else:
                told.append(caller.takes_back(step))
        if draw(st.booleans()):
            told.append(caller.ends(draw(st.sampled_from(OUTCOMES))))
    return draw(st.permutations(told + draw(st.lists(st.sampled_from(told), max_size=3))))


@pytest.fixture(scope="module")
def tables(sqlite_template: Path) -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        yield Path(shutil.copyfile(sqlite_template, Path(folder) / "empty.db"))


@settings(max_examples=60, deadline=None)
@given(history=histories(), size=st.integers(1, 8), forgotten=st.integers(0, 3))
def test_kept_is_counted_again(tables: Path, history: list[TurnEntry], size: int, forgotten: int) -> None:
    with TemporaryDirectory() as folder:
        path = shutil.copyfile(tables, Path(folder) / "jamakan.db")
        with closing(Database(f"sqlite:///{path}")) as db:
            for first in range(0, len(history), size):
                tell(db, *history[first : first + size])
                if first // size == forgotten:
                    dialogues.expire(db, NOON + timedelta(hours=40), datetime(2027, 1, 1, tzinfo=UTC))
            assert wrong(db) == 0


def test_what_is_older_than_the_counts_is_counted_once(core: Core, awa: Caller) -> None:
    moussa = Caller(Phone("+22370000002"))
    tell(core.db, awa.begins(), awa.answers("source", "pump"), moussa.begins())
    _as_before_there_were_counts(core.db)
    migrate(core.db)
    tell(core.db, awa.answers("source", "well"), moussa.ends("refused"))  # changed before the office counted
    assert min(people for *_, people in kept(core.db)) < 0
    assert recounting.recount_waiting(core) == 1
    with core.db.read() as connection:
        counts = survey_counts.of_version(connection, "v1")
    assert counts.values(CHOSEN, "source") == {"well": 1}
    assert wrong(core.db) == recounting.recount_waiting(core) == 0


def test_answers_are_stored_while_a_version_is_counted(
    core: Core, awa: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    moussa = Caller(Phone("+22370000002"))
    tell(core.db, awa.begins(), awa.answers("source", "pump"))
    _as_before_there_were_counts(core.db)
    migrate(core.db)
    looks = survey_counts.differences

    def looks_for_long(connection: Connection, version: str) -> object:
        connection.execute(select(Dialogue.id)).all()
        tell(core.db, awa.answers("source", "well"), moussa.begins(), moussa.answers("source", "pump"))
        return looks(connection, version)

    monkeypatch.setattr(survey_counts, "differences", looks_for_long)
    assert recounting.recount_waiting(core) == 1
    monkeypatch.undo()
    with core.db.read() as connection:
        counts = survey_counts.of_version(connection, "v1")
        assert survey_counts.uncounted(connection) == []
    assert counts.values(CHOSEN, "source") == {"well": 1, "pump": 1}
    assert wrong(core.db) == 0


def test_of_two_who_count_at_once_one_puts_right(core: Core, awa: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    tell(core.db, awa.begins(), awa.answers("source", "pump"))
    _as_before_there_were_counts(core.db)
    migrate(core.db)
    looks = survey_counts.differences

    def is_overtaken(connection: Connection, version: str) -> object:
        found = looks(connection, version)
        monkeypatch.undo()
        assert recounting.recount(core, [version]) > 0
        return found

    monkeypatch.setattr(survey_counts, "differences", is_overtaken)
    assert recounting.recount(core, ["v1"]) == 0
    assert wrong(core.db) == 0


def _as_before_there_were_counts(db: Database) -> None:
    with db.begin() as connection:
        connection.execute(delete(SurveyCount))
        config = alembic_config()
        config.attributes["connection"] = connection
        command.downgrade(config, "0009")
