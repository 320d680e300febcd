"""Files are built in slices that survive a kill, rest sealed, and go when their time is over."""

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select, update

from jamakan import exports, retention
from jamakan.core import Core
from jamakan.exports import ExportRefused, Order, building
from jamakan.programme.activities import Activity
from jamakan.state import queues
from jamakan.store.database import DatabaseAway
from jamakan.store.exports import records
from jamakan.store.exports.filters import Filters
from jamakan.store.models import Contact, Export, ExportPart
from jamakan.store.staff import trail
from tests.support.console import register, trail_holds
from tests.support.files import built, bytes_of, column, found, sheet
from tests.support.rows import column as cells
from tests.support.rows import count, everything_in
from tests.support.stories import VAULT

NAMES = tuple(f"Personne Numéro{number}" for number in range(25))


class Killed(BaseException):
    """Nobody catches it, as nobody catches SIGKILL."""


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slices of ten rows, and a mark of progress for each."""
    monkeypatch.setattr(building, "SLICE", 10)
    monkeypatch.setattr(building, "TELL_EVERY", 10)


def asked(core: Core, kind: str = "people", how: str = "csv") -> int:
    return exports.ask(core, Order(kind, how, Filters()), None, start=False)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("how", ["csv", "xlsx"])
@pytest.mark.parametrize("survived", range(7))
def test_a_killed_builder_is_followed_by_one_that_goes_on(
    core: Core, kayes: Activity, monkeypatch: pytest.MonkeyPatch, how: str, survived: int
) -> None:
    register(core, kayes, *NAMES)
    number, begun = asked(core, how=how), 0

    def put_part(*args: Any) -> None:
        nonlocal begun
        begun += 1
        kept(*args)
        if begun > survived:
            raise Killed

    kept = records.put_part
    with monkeypatch.context() as patch:
        patch.setattr(records, "put_part", put_part)
        with suppress(Killed):
            exports.build_one(core, number)
    record = exports.build_one(core, number)
    assert (record.state, record.rows_done, record.percent) == ("ready", 25, 100)
    assert len({*column(sheet(core, record), "person")}) == 25
    assert cells(core.db, select(ExportPart.stage).distinct()) == [record.file]


@pytest.mark.usefixtures("small")
def test_progress_is_kept_where_pages_see_it(core: Core, kayes: Activity, monkeypatch: pytest.MonkeyPatch) -> None:
    register(core, kayes, *NAMES)
    number, seen = asked(core), []
    step = building._step

    def looked(core: Core, record: records.Record, holder: str = "") -> bool:
        seen.append(record.percent)
        return step(core, record, holder)

    monkeypatch.setattr(building, "_step", looked)
    exports.build_one(core, number)
    assert seen == sorted(seen)
    assert len(set(seen)) >= 4


@pytest.mark.usefixtures("small")
def test_two_builders_side_by_side_make_one_file(core: Core, kayes: Activity) -> None:
    register(core, kayes, *NAMES)
    number = asked(core)
    stale = found(core, number)
    building._step(core, stale)
    building._step(core, stale)  # both saw it asked for
    reading = found(core, number)
    building._step(core, reading)
    building._step(core, reading)  # both read the first slice
    assert found(core, number).rows_done == 10
    record = exports.build_one(core, number)
    assert len(sheet(core, record)) == 26
    building._step(core, reading)
    assert len(sheet(core, found(core, number))) == 26


def test_the_long_worker_builds_what_was_asked_for_and_asks_for_itself_while_there_is_more(
    core: Core, kayes: Activity, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(core, kayes, "Awa Traoré")
    exports.ask(core, Order("people", "csv", Filters()), None)
    assert queues.look(core.redis).queues["long"].waiting == 1
    monkeypatch.setattr(building, "AT_MOST_SECONDS", 0.0)
    assert exports.build(core) == 0
    assert queues.look(core.redis).queues["long"].waiting == 2
    monkeypatch.setattr(building, "AT_MOST_SECONDS", 15.0)
    assert exports.build(core) == 1
    assert exports.build(core) == 0


def test_files_rest_sealed(core: Core, kayes: Activity) -> None:
    register(core, kayes, "Awa Traoré")
    record = built(core, "people", identified=True)
    assert b"Awa Traor" in bytes_of(core, record)
    resting = everything_in(core.db)
    assert b"Awa Traor" not in resting
    assert b"70000000" not in resting
    assert not list((core.settings.var / "exports").iterdir())


def test_a_file_goes_when_its_time_is_over_and_what_it_was_stays(core: Core, kayes: Activity) -> None:
    register(core, kayes, "Awa Traoré")
    record = built(core, "people")
    assert record.expires_at is not None
    retention.remove(core, record.expires_at - timedelta(minutes=1))
    assert found(core, record.id).state == "ready"
    retention.remove(core, record.expires_at)
    assert (found(core, record.id).state, count(core.db, ExportPart)) == ("expired", 0)


@pytest.mark.parametrize("sweeps", [exports.build, retention.remove])
def test_what_a_killed_process_left_behind_is_swept(core: Core, sweeps: Callable[[Core], int]) -> None:
    left = building.folder(core) / "tmpabc"
    left.mkdir()
    (left / "rows.xml").write_text("Awa")
    long_ago = (datetime.now(UTC) - timedelta(hours=1)).timestamp()
    os.utime(left / "rows.xml", (long_ago, long_ago))
    sweeps(core)
    assert not left.exists()


@pytest.mark.usefixtures("small")
def test_a_file_removed_while_it_is_written_leaves_nothing(
    core: Core, kayes: Activity, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(core, kayes, *NAMES)
    number = asked(core)
    put_block = records.put_block

    def removed_after(connection: Connection, record: records.Record, *block: Any) -> bool:
        kept = put_block(connection, record, *block)
        return records.remove(connection, record, datetime.now(UTC)) and kept if kept else kept

    monkeypatch.setattr(records, "put_block", removed_after)
    assert exports.build_one(core, number).state == "expired"
    assert count(core.db, ExportPart) == 0


def test_who_asked_and_who_took_it_are_in_the_trail(core: Core, kayes: Activity) -> None:
    register(core, kayes, "Awa Traoré")
    bytes_of(core, built(core, "people", identified=True))
    with core.db.read() as connection:
        told = [(entry.action, entry.subject.split(":")[0]) for entry in trail.latest(connection, None, 2)]
    assert told == [("export.taken_whole", "export"), ("export.asked_whole", "export")]
    assert trail_holds(core)


@pytest.mark.parametrize(
    ("order", "field", "reason"),
    [
        (Order("money", "csv", Filters()), "kind", "unknown"),
        (Order("people", "pdf", Filters()), "format", "unknown"),
        (Order("people", "csv", Filters(activity="atlantis")), "activity", "unknown"),
        (Order("answers", "csv", Filters()), "version", "needed"),
        (Order("answers", "csv", Filters(version="0")), "version", "unknown"),
        (Order("people", "csv", Filters(since="31/12")), "since", "day"),
        (Order("people", "csv", Filters(until="9999-12-31")), "until", "day"),
        (Order("people", "csv", Filters(since="0001-01-01")), "since", "day"),
        (Order("people", "csv", Filters(since="2026-12-02", until="2026-12-01")), "until", "order"),
    ],
)
def test_what_cannot_be_exported_is_refused(core: Core, order: Order, field: str, reason: str) -> None:
    with pytest.raises(ExportRefused) as refused:
        exports.ask(core, order, None)
    assert (refused.value.field, refused.value.reason) == (field, reason)


def test_rows_of_another_key_fail_the_file_and_say_why(core: Core, kayes: Activity) -> None:
    register(core, kayes, "Awa Traoré")
    with core.db.begin() as connection:
        connection.execute(update(Contact).values(phone=VAULT.seal_text("+22370000000", "another purpose")))
    record = built(core, "people")
    assert (record.state, record.reason, record.salt) == ("failed", "VaultError", "")


@pytest.mark.parametrize(
    ("trouble", "becomes", "a_day_later"),
    [
        (ZeroDivisionError, ("failed", "ZeroDivisionError"), ("failed", "ZeroDivisionError")),
        (DatabaseAway, ("asked", ""), ("failed", "given_up")),
    ],
)
def test_one_that_breaks_its_builder_stops_no_other(
    core: Core,
    kayes: Activity,
    monkeypatch: pytest.MonkeyPatch,
    trouble: type[Exception],
    becomes: tuple[str, str],
    a_day_later: tuple[str, str],
) -> None:
    register(core, kayes, "Awa Traoré")
    broken, whole = asked(core), asked(core, "attendance")
    begin = building._STEPS["asked"]

    def breaks(core: Core, record: records.Record, holder: str) -> bool:
        if record.id == broken:
            raise trouble
        return begin(core, record, holder)

    monkeypatch.setitem(building._STEPS, "asked", breaks)
    for _ in range(9):
        with suppress(DatabaseAway):
            exports.build(core)
    assert (found(core, broken).state, found(core, broken).reason) == becomes
    assert found(core, whole).state == "ready"
    with core.db.begin() as connection:
        connection.execute(update(Export).values(asked_at=datetime.now(UTC) - timedelta(days=2)))
    exports.build(core)
    assert (found(core, broken).state, found(core, broken).reason) == a_day_later
