"""A house backed up while it is used, lost, and restored: the same answers, nothing lost, nothing twice."""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, update

from gateway.app import create_app
from jamakan import backup, storing
from jamakan.cli.group import jamakan
from jamakan.config import Settings
from jamakan.core import Core, build_core
from jamakan.state import copies as redis_copies
from jamakan.state import stream
from jamakan.store import copies as sql_copies
from jamakan.store import restored
from jamakan.store.models import FollowUpRule, Message
from tests.support.line import AWA, FATOU, MOUSSA, Line
from tests.support.restoring import Phones, another_machine, some_answers_stored_and_some_waiting, told
from tests.support.rows import rows


def test_a_house_restored_elsewhere_knows_all_that_was_said(
    line: Phones, core: Core, other: Core, backups: Path
) -> None:
    some_answers_stored_and_some_waiting(line, core)
    made = backup.make(core, backups, keep=3)
    done = backup.restore(other, made, keep_redis=False, moved=False)
    assert done.entries == 3
    assert done.contacts == 3
    storing.drain(core)
    assert told(other) == told(core)
    assert stream.waiting(other.redis) == 0


def test_people_go_on_where_they_were(line: Phones, core: Core, other: Core, backups: Path) -> None:
    some_answers_stored_and_some_waiting(line, core)
    backup.restore(other, backup.make(core, backups, keep=3), keep_redis=False, moved=True)
    client = create_app(other).test_client()
    fatou = Line(client, other, FATOU)
    fatou.texts("On nous a écoutés")  # the question that waited for her
    assert "proposition" in fatou.outbox()[-1]
    awa = Line(client, other, AWA)
    awa.dials()
    awa.sees("Bienvenue")  # her language is known
    awa.types("1")
    awa.sees("déjà inscrit")


def test_a_carrier_that_repeats_what_was_answered_before_changes_nothing(
    line: Phones, core: Core, other: Core, backups: Path
) -> None:
    line(FATOU).texts("AVIS", carrier_id="sms-of-before")
    backup.restore(other, backup.make(core, backups, keep=3), keep_redis=False, moved=True)
    before = told(other)
    Line(create_app(other).test_client(), other, FATOU).texts("AVIS", carrier_id="sms-of-before")
    storing.drain(other)
    assert told(other) == before


def test_what_may_have_left_since_is_not_sent_again(line: Phones, core: Core, other: Core, backups: Path) -> None:
    """The house went on after the backup: Awa's confirmation left, tomorrow's message did not."""
    some_answers_stored_and_some_waiting(line, core)
    line(MOUSSA).texts("AIDE")
    storing.drain(core)
    with core.db.begin() as connection:
        out = select(Message.id).where(Message.direction == "out").order_by(Message.id)
        later, tried = list(connection.execute(out).scalars())[:2]
        tomorrow = datetime.now(UTC) + timedelta(days=1)
        connection.execute(update(Message).where(Message.id.in_((later, tried))).values(not_before=tomorrow))
        connection.execute(update(Message).where(Message.id == tried).values(attempts=1))  # a person may ask again
    done = backup.restore(other, backup.make(core, backups, keep=3), keep_redis=False, moved=False)
    states = rows(other.db, select(Message.id, Message.state).where(Message.direction == "out"))
    assert done.held is not None
    assert done.held.messages == len(states) - 1 > 0
    assert dict(states) == {number: "queued" if number == later else "uncertain" for number, _ in states}


def test_a_house_moved_goes_on_sending(line: Phones, core: Core, other: Core, backups: Path) -> None:
    some_answers_stored_and_some_waiting(line, core)
    done = backup.restore(other, backup.make(core, backups, keep=3), keep_redis=False, moved=True)
    assert done.held is None
    assert {state for (state,) in rows(other.db, select(Message.state).where(Message.direction == "out"))} == {
        "queued"
    }


def test_follow_ups_that_fell_due_meanwhile_stay_unsent(core: Core) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=30)
    with core.db.begin() as connection:
        connection.execute(
            FollowUpRule.__table__.insert(),
            {"name": "eve", "source": "", "state": "active", "since": long_ago, "changed_at": long_ago},
        )
    now = datetime.now(UTC)
    restored.hold(core.db, now)
    assert rows(core.db, select(FollowUpRule.since)) == [(now,)]


def test_a_backup_made_while_answers_move_loses_none(
    line: Phones, core: Core, other: Core, backups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Redis is copied first: what SQL takes over between the two copies is in both, and counts once."""
    some_answers_stored_and_some_waiting(line, core)
    for copies in (redis_copies, sql_copies):
        monkeypatch.setattr(copies, "copy", followed_by_a_drain(copies.copy, core))
    made = backup.make(core, backups, keep=3)
    assert stream.waiting(core.redis) == 0
    backup.restore(other, made, keep_redis=False, moved=False)
    assert told(other) == told(core)


def followed_by_a_drain(copy: Callable[..., object], core: Core) -> Callable[..., object]:
    """The same copy, after which the house stores what waits."""

    def copying(*arguments: object) -> object:
        copied = copy(*arguments)
        storing.drain(core)
        return copied

    return copying


def test_the_other_order_would_lose_them(line: Phones, core: Core, other: Core, backups: Path) -> None:
    """The control of the test above."""
    some_answers_stored_and_some_waiting(line, core)
    sql_copies.copy(core.db, backups / "sql")
    storing.drain(core)
    redis_copies.copy(core.redis, backups / "redis")
    sql_copies.load(other.db, backups / "sql")
    redis_copies.load(other.redis, backups / "redis")
    assert stream.waiting(other.redis) == 0
    assert len(told(other)["turns"]) == len(told(core)["turns"]) - 3


def test_only_sql_was_lost(line: Phones, core: Core, empty_url: str, backups: Path) -> None:
    some_answers_stored_and_some_waiting(line, core)
    made = backup.make(core, backups, keep=3)
    line(FATOU).texts("On nous a écoutés")
    expected = 4
    with closing(build_core(Settings(**(core.settings.model_dump() | {"database_url": empty_url})))) as mended:
        done = backup.restore(mended, made, keep_redis=True, moved=False)
        assert (done.records, done.entries) == (0, expected)
        assert len(told(mended)["turns"]) == len(told(core)["turns"]) + expected


def test_as_it_is_typed(
    line: Phones, core: Core, empty_url: str, backups: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(house: Core, *words: str) -> Result:
        for name in ("key", "var", "redis_url", "database_url"):
            monkeypatch.setenv(f"JAMAKAN_{name.upper()}", str(getattr(house.settings, name)))
        return CliRunner().invoke(jamakan, list(words), catch_exceptions=False)

    monkeypatch.setenv("JAMAKAN_ENV", "development")
    some_answers_stored_and_some_waiting(line, core)
    made = run(core, "backup", str(backups)).output.strip()
    refused = run(core, "restore", made)
    assert refused.exit_code == 1
    assert "this Redis holds a house" in refused.output
    with another_machine(core, empty_url, tmp_path) as other:
        restored_as = run(other, "restore", made)
    assert restored_as.exit_code == 0, restored_as.output
    assert "3 answers that waited are stored" in restored_as.output
    assert "may have left since the backup: see 'messages --needs-a-person'" in restored_as.output
