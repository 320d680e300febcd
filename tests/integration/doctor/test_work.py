"""Work that is not done, waits too long or needs a person is found."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from rq import SimpleWorker
from rq.serializers import JSONSerializer
from sqlalchemy import update

from jamakan import schedule
from jamakan.config import Settings
from jamakan.core import Core, build_core
from jamakan.doctor.examination import examine
from jamakan.doctor.verdicts import Level
from jamakan.privacy.vault import new_key
from jamakan.state import keys, lock, stream, wake
from jamakan.store import channel_states, ingest, spending
from jamakan.store.models import Message
from jamakan.store.spending import Cost
from tests.support.line import Line
from tests.support.weak import asked

AGO = timedelta  # how long before now


def now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def with_settings(core: Core, **changes: Any) -> Iterator[Core]:
    """The same house with other settings."""
    with closing(build_core(Settings(**(core.settings.model_dump() | changes)))) as other:
        yield other


def messages_are(core: Core, **changes: Any) -> None:
    """Change every message on its way out; a span of time is a moment that long ago."""
    changes = {name: now() - value if isinstance(value, AGO) else value for name, value in changes.items()}
    with core.db.begin() as connection:
        connection.execute(update(Message).where(Message.direction == "out").values(**changes))


def test_a_house_at_work_passes_every_check(core: Core) -> None:
    core.check_key()
    lock.lead(core.redis, keys.CLOCK_LOCK, "host:1", 60)
    schedule.ask(core)
    schedule.done(core, "refresh")
    core.redis.set(keys.BACKED_UP, str(now().timestamp()))
    for name in wake.JOBS:
        worker = SimpleWorker([wake.queue(core.redis, name)], connection=core.redis, serializer=JSONSerializer)
        worker.register_birth()
    with with_settings(core, monthly_cap=100.0) as capped:
        found = [finding for finding in examine(capped) if finding.group in {"work", "messages"}]
    assert {finding.verdict.level for finding in found} == {Level.OK}, found


@pytest.mark.parametrize("name", wake.JOBS)
def test_a_queue_that_nobody_works_is_found(core: Core, name: str) -> None:
    verdict = asked(core, "work", f"worker {name}")
    assert verdict.level is Level.FAILURE
    assert verdict.do == f"systemctl status jamakan-worker@{name}"


def test_no_clock_no_duty_and_nothing_shown_are_found(core: Core) -> None:
    core.redis.delete(keys.PROGRAMME)
    assert asked(core, "work", "clock").level is Level.FAILURE
    assert asked(core, "work", "programme").do == "python3 run.py project"
    assert asked(core, "messages", "duties").says == "no duty of the clock has ever ended"
    schedule.ask(core)
    schedule.done(core, "refresh", now() - AGO(minutes=10))
    late = asked(core, "messages", "duties")
    assert late.level is Level.FAILURE
    assert late.says.startswith("a duty of the clock ended 6")  # 600 s and a little


def test_answers_that_wait_long_for_sql_are_found(awa: Line, core: Core) -> None:
    awa.dials("1")
    assert asked(core, "work", "answers").level is Level.OK
    ((_, sealed),) = stream.read(core.redis, 1)
    core.redis.delete(keys.EVENTS)
    an_hour_ago = int((now() - AGO(hours=1)).timestamp() * 1000)
    core.redis.xadd(keys.EVENTS, {stream.FIELD: sealed}, id=f"{an_hour_ago}-0")
    verdict = asked(core, "work", "answers")
    assert verdict.level is Level.FAILURE
    assert "1 answer(s) wait for SQL, the oldest 36" in verdict.says


def test_an_old_backup_and_none_at_all_are_found(core: Core) -> None:
    assert asked(core, "work", "backup").says == "no backup was ever made"
    core.redis.set(keys.BACKED_UP, str((now() - AGO(hours=30)).timestamp()))
    assert asked(core, "work", "backup").says == "the last whole backup is 30 h old"
    assert asked(core, "work", "backup").level is Level.WARNING


def test_another_key_than_the_house_is_found(core: Core) -> None:
    assert asked(core, "work", "key").level is Level.WARNING
    core.check_key()
    assert asked(core, "work", "key").level is Level.OK
    with with_settings(core, key=new_key()) as other:
        assert "another JAMAKAN_KEY" in asked(other, "work", "key").says


@pytest.mark.parametrize(
    ("changes", "check", "level", "words"),
    [
        ({"state": "uncertain"}, "uncertain", Level.WARNING, "1 message(s) may have been sent or not"),
        (
            {"state": "sending", "attempted_at": AGO(minutes=10)},
            "stuck",
            Level.FAILURE,
            "1 attempt(s) without an outcome",
        ),
        ({"state": "sending", "attempted_at": AGO()}, "stuck", Level.OK, "every attempt"),
        (
            {"not_before": AGO(minutes=2)},
            "due",
            Level.FAILURE,
            "1 reply message(s) could leave, the oldest",
        ),
        ({"not_before": -AGO(hours=2)}, "due", Level.OK, "0 message(s) due, 1 for later"),
        ({"not_before": AGO(minutes=2), "priority": 2}, "due", Level.OK, "1 message(s) due"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else None,
)
def test_messages_that_do_not_move(
    awa: Line, core: Core, changes: dict[str, Any], check: str, level: Level, words: str
) -> None:
    awa.texts("AIDE")
    awa.outbox()
    messages_are(core, **changes)
    verdict = asked(core, "messages", check)
    assert verdict.level is level
    assert words in verdict.says


def test_what_nobody_asked_for_may_wait_for_the_morning(awa: Line, core: Core) -> None:
    awa.texts("AIDE")
    awa.outbox()
    messages_are(core, priority=2, not_before=AGO(hours=5))
    zone = core.settings.zone
    an_hour_ago = (datetime.now(zone) - timedelta(hours=1)).time().replace(minute=0, second=0, microsecond=0)
    closed = {"send_from": time(23), "send_until": time(23, 30)}
    if an_hour_ago >= time(22):
        closed = {"send_from": time(3), "send_until": time(3, 30)}
    with with_settings(core, **closed) as at_night:
        assert asked(at_night, "messages", "due").level is Level.OK
    with with_settings(core, send_from=time(0), send_until=time(23, 59, 59)) as by_day:
        assert asked(by_day, "messages", "due").level is Level.FAILURE


def test_a_stopped_channel_is_found_with_its_reason(core: Core) -> None:
    with core.db.begin() as connection:
        channel_states.stop(connection, "africastalking", "InsufficientBalance", now(), None)
    verdict = asked(core, "messages", "channels")
    assert verdict.level is Level.FAILURE
    assert "africastalking: InsufficientBalance" in verdict.says


@pytest.mark.parametrize(
    ("spent", "level"), [(79.0, Level.OK), (80.0, Level.WARNING), (100.0, Level.FAILURE), (140.0, Level.FAILURE)]
)
def test_a_month_that_nears_its_cap_is_found(core: Core, spent: float, level: Level) -> None:
    with core.db.begin() as connection:
        spending.add(connection, now().date(), "africastalking", Cost(int(spent * 1_000_000)))
    with with_settings(core, monthly_cap=100.0) as capped:
        verdict = asked(capped, "messages", "spending")
    assert verdict.level is level
    assert f"{spent:.0f} of 100 FCFA this month" in verdict.says
    without = asked(core, "messages", "spending")
    assert (without.level, "without limit" in without.says) == (Level.WARNING, True)


def test_what_could_not_be_stored_is_found(core: Core) -> None:
    ingest.quarantine(core.db, b"torn", "no entry of ours", core.settings.vault)
    assert asked(core, "messages", "quarantine").says.startswith("1 entries could not be stored")
