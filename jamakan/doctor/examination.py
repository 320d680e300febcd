"""The table of all checks, and going through it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from redis.exceptions import RedisError

from jamakan.core import Core
from jamakan.doctor import (
    host_checks,
    postgres_checks,
    redis_checks,
    settings_checks,
    sql_checks,
    work_checks,
)
from jamakan.doctor.verdicts import Finding, Verdict, cannot_tell, failure
from jamakan.store.database import DatabaseAway

F = TypeVar("F")
Check = tuple[str, Callable[[F], Verdict]]

NOT_ASKED = cannot_tell("its server is away")


@dataclass(frozen=True, slots=True)
class Group(Generic[F]):
    """Checks on the same facts. `gather` asks `server`, and gives None when the checks do not concern this house."""

    name: str
    server: str
    gather: Callable[[Core], F | None]
    checks: tuple[Check[F], ...]


GROUPS: tuple[Group[Any], ...] = (
    Group("settings", "", settings_checks.examined, settings_checks.CHECKS),
    Group("machine", "", host_checks.examined, host_checks.CHECKS),
    Group("redis", "redis", redis_checks.examined, redis_checks.CHECKS),
    Group("postgresql", "sql", postgres_checks.examined, postgres_checks.CHECKS),
    Group("sqlite", "sql", sql_checks.sqlite_examined, sql_checks.SQLITE_CHECKS),
    Group("tables", "sql", sql_checks.schema_examined, sql_checks.SCHEMA_CHECKS),
    Group("work", "redis", work_checks.hands_examined, work_checks.HANDS_CHECKS),
    Group("messages", "sql", work_checks.papers_examined, work_checks.PAPERS_CHECKS),
)


def examine(core: Core) -> Iterator[Finding]:
    """Every finding, as it is made. A server that is away is a finding, and is asked once."""
    away: set[str] = set()
    for group in GROUPS:
        try:
            facts = None if group.server in away else group.gather(core)
        except (RedisError, DatabaseAway) as error:
            away.add(group.server)
            yield Finding(group.name, "answers", _away(error))
        if group.server in away:
            yield from (Finding(group.name, name, NOT_ASKED) for name, _ in group.checks)
        elif facts is not None:
            yield from (Finding(group.name, name, check(facts)) for name, check in group.checks)


def _away(error: Exception) -> Verdict:
    if isinstance(error, DatabaseAway):
        return failure(f"SQL is away: {error}", "is the server up, is JAMAKAN_DATABASE_URL right?")
    return failure(f"Redis does not answer ({type(error).__name__})", "is it up, is JAMAKAN_REDIS_URL right?")
