"""When rules fall due: the one truth of what is sent and of what is foretold."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import structlog

from jamakan.core import Core
from jamakan.followups.reading import RulesError, read_rules
from jamakan.followups.rules import BEFORE, OF_ACTIVITIES, TO_BEGIN, UNANSWERED, Published, Rule
from jamakan.hours import Hours
from jamakan.programme.activities import Activity
from jamakan.store import surveys
from jamakan.store.followups import audience
from jamakan.store.followups import rules as table
from jamakan.store.followups.rules import ACTIVE, Stored

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Occasion:
    """A rule falling due, at `due`, about one activity. From `ends` on it is no use sending."""

    rule: Rule
    rule_id: int
    activity_id: int
    activity: Activity
    due: datetime
    ends: datetime

    @property
    def subject(self) -> str:
        """What it is about, in the keys of its messages."""
        return f"a{self.activity_id}"

    @property
    def silent_in(self) -> tuple[str, datetime] | None:
        """The survey that those it is for did not begin, and since when."""
        return (self.rule.flow, self.activity.starts_at) if self.rule.kind == UNANSWERED else None


def published(core: Core) -> list[Published]:
    """The rules of the house, by name. One that this version cannot read is left out and logged."""
    with core.db.read() as connection:
        stored = table.all_rules(connection)
    return [found for one in stored if (found := _readable(one)) is not None]


def answerable(core: Core, rules: Iterable[Published]) -> list[Published]:
    """These rules without those that call people to a survey which takes nobody now: it is paused or closed."""
    with core.db.read() as connection:
        resting = {survey.flow for survey in surveys.published(connection) if survey.state != surveys.OPEN}
    return [one for one in rules if one.rule.kind not in TO_BEGIN or one.rule.flow not in resting]


def of_activities(core: Core, one: Published, now: datetime, until: datetime) -> Iterator[Occasion]:
    """The occasions of a rule about activities: those due by `until` whose messages may still leave at `now`."""
    rule, opened = one.rule, opens(one, now)
    if rule.kind not in OF_ACTIVITIES or until <= opened:
        return
    with core.db.read() as connection:
        found = audience.activities(connection, rule.anchor(opened), rule.anchor(until), by_end=rule.kind != BEFORE)
    for number, activity in found.items():
        anchor = activity.starts_at if rule.kind == BEFORE else activity.ends_at
        yield Occasion(rule, one.id, number, activity, rule.due(anchor), rule.ends(anchor))


def window(one: Published, now: datetime, until: datetime) -> tuple[datetime, datetime]:
    """After and until when somebody last said something, or was invited, so that it falls due by `until`."""
    return one.rule.anchor(opens(one, now)), one.rule.anchor(until)


def opens(one: Published, now: datetime) -> datetime:
    """What fell due until then is not sent: before the rule was there, or too long ago to be of use."""
    return max(one.since, now - one.rule.lasts)


def leaves(hours: Hours, due: datetime, ends: datetime, now: datetime) -> datetime | None:
    """When a message due then may leave; None when that would be too late."""
    at = hours.next_open(max(due, now))
    return at if at < ends else None


def _readable(stored: Stored) -> Published | None:
    try:
        (rule,) = read_rules(stored.source, stored.name)
    except RulesError as error:
        log.error("follow-up rule cannot be read, nobody is written to by it", rule=stored.name, reason=str(error))
        return None
    return Published(stored.id, rule, stored.state == ACTIVE, stored.since)
