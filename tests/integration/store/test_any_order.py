"""Whatever the stream does to entries, the tables end the same."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from jamakan import events
from jamakan.events import Entry, Refused, Report
from jamakan.store import ingest
from jamakan.store.database import Database
from jamakan.store.models import Activity
from jamakan.store.seed import seed
from tests.support.dump import dump
from tests.support.stories import NOON, VAULT, Phone

NUMBERS = ("+22370000001", "+22370000002", "+22370000003")
DIALOGUES = st.sampled_from(("a" * 32, "b" * 32))
STEPS = st.sampled_from(("name", "age", "why"))
ACTIVITIES = st.sampled_from(("kayes-2026-11-26", "mopti-2026-11-30", "bamako-2025-12-17", "nowhere"))
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=3)
CODES = st.sampled_from(("", "100001", "100002"))

TALK = st.one_of(
    st.builds(events.DialogueStarted, DIALOGUES, st.just("feedback"), st.just("v1"), st.just("fr")),
    st.builds(events.Answered, DIALOGUES, STEPS, st.just("text"), WORDS, st.booleans()),
    st.builds(events.Dropped, DIALOGUES, STEPS),
    st.builds(events.DialogueMoved, DIALOGUES, STEPS),
    st.builds(events.ConsentGiven, DIALOGUES, st.just("v1"), st.just("fr")),
    st.builds(events.LanguageSet, st.sampled_from(("fr", "en"))),
    st.just(events.OptedOut()),
    st.just(events.OptedIn()),
    st.builds(events.MessageIn, st.text(st.characters(codec="utf-8"), max_size=3), st.just("in-1")),
    st.builds(events.Reply, st.just("Merci")),
)
ANSWERS = st.fixed_dictionaries(
    {"activity": ACTIVITIES, "name": st.sampled_from(("Awa", "Sira")), "mode": st.sampled_from(("new", "change"))}
)
SEATS = st.one_of(
    st.builds(events.CancelRequested, CODES),
    st.builds(events.RegistrationRequested, st.uuids().map(lambda name: name.hex), CODES, ANSWERS),
)
CARRIER = st.one_of(
    st.builds(Report, st.just("at"), st.sampled_from("xyz"), st.sampled_from(("sent", "")), st.just("Sent")),
    st.builds(Refused, st.just("at"), st.just("sms"), st.just("no number"), st.sampled_from("xyz")),
)


@st.composite
def streams(draw: st.DrawFn, event: st.SearchStrategy[events.Event]) -> list[Entry]:
    """A stream as the conversation appends it: each line's turns in their order."""
    phones = [Phone(number) for number in NUMBERS]
    said = draw(st.lists(st.tuples(st.sampled_from(phones), st.lists(event, max_size=4)), min_size=1, max_size=12))
    entries: list[Entry] = [phone.says(*(_by(phone, one) for one in spoken), kind="sms") for phone, spoken in said]
    return entries + draw(st.lists(CARRIER, max_size=3))


def _by(phone: Phone, event: Any) -> Any:
    """The same event, in a dialogue of this line: no two lines share one."""
    own = {"dialogue": VAULT.ref("dialogue", phone.number + event.dialogue)} if hasattr(event, "dialogue") else {}
    return replace(event, **own)


@st.composite
def redelivered(draw: st.DrawFn, event: st.SearchStrategy[events.Event]) -> tuple[list[Entry], list[list[Entry]]]:
    """A stream, and the same in batches of any size in which entries come again after their first time."""
    stream = draw(streams(event))
    delivered = list(stream)
    for again in draw(st.lists(st.sampled_from(range(len(stream))), max_size=8)):
        first = delivered.index(stream[again])
        delivered.insert(draw(st.integers(first + 1, len(delivered))), stream[again])
    return stream, draw(batches(delivered))


@st.composite
def batches(draw: st.DrawFn, entries: Sequence[Entry]) -> list[list[Entry]]:
    """The same entries, cut anywhere."""
    cuts = sorted(draw(st.sets(st.integers(1, max(1, len(entries) - 1)), max_size=5)))
    return [list(entries[start:end]) for start, end in zip([0, *cuts], [*cuts, len(entries)], strict=True)]


@contextmanager
def ended_with(template: Path, parts: Sequence[Sequence[Entry]]) -> Iterator[dict[str, list[str]]]:
    """What a database holds once these batches were applied."""
    with TemporaryDirectory() as folder:
        path = shutil.copyfile(template, Path(folder) / "jamakan.db")
        with closing(Database(f"sqlite:///{path}")) as db:
            for part in parts:
                assert ingest.apply(db, VAULT, part).quarantined == 0
            yield dump(db)


@pytest.fixture(scope="module")
def small_programme(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the programme, one seat everywhere."""
    path = shutil.copyfile(sqlite_template, tmp_path_factory.mktemp("small") / "jamakan.db")
    with closing(Database(f"sqlite:///{path}")) as db:
        seed(db, NOON.date())
        with db.begin() as connection:
            connection.execute(update(Activity).values(seats=1))
    return path


@settings(max_examples=30, deadline=None)
@given(story=redelivered(st.one_of(TALK, SEATS)))
def test_cut_anywhere_and_delivered_again_it_ends_the_same(
    small_programme: Path, story: tuple[list[Entry], list[list[Entry]]]
) -> None:
    stream, parts = story
    with ended_with(small_programme, [stream]) as once, ended_with(small_programme, parts) as again:
        assert again == once


@settings(max_examples=30, deadline=None)
@given(data=st.data(), stream=streams(TALK))
def test_what_decides_no_seat_may_come_in_any_order(
    sqlite_template: Path, data: st.DataObject, stream: list[Entry]
) -> None:
    shuffled = data.draw(st.permutations(stream))
    parts = data.draw(batches(shuffled))
    with ended_with(sqlite_template, [stream]) as ordered, ended_with(sqlite_template, parts) as anyhow:
        assert anyhow == ordered
