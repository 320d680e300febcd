"""A reminder to everybody registered: who, in which words, at what cost; then queued, each line once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog
from redis.exceptions import RedisError

from flows.placeholders import fill
from flows.text.folding import fold
from flows.text.gsm7 import Measure, measure
from jamakan.core import Core
from jamakan.programme import activities as wording
from jamakan.programme.activities import Activity
from jamakan.state import wake
from jamakan.store import broadcasts
from jamakan.store.activities import find
from jamakan.store.broadcasts import BroadcastError, Reminder

log = structlog.get_logger()

PLACEHOLDERS = ("activity", "date", "place", "time", "org", "tel")


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one language as they leave, and what they cost. `lines`: phone lines that get them."""

    language: str
    text: str
    measure: Measure
    lines: int

    @property
    def parts(self) -> int:
        return self.measure.parts * self.lines


@dataclass(frozen=True, slots=True)
class Preview:
    """What sending would do. `excluded` counts lines left out, by reason; `cost` is in FCFA."""

    wordings: tuple[Wording, ...]
    excluded: Mapping[str, int]
    cost: float

    @property
    def lines(self) -> int:
        return sum(wording.lines for wording in self.wordings)

    @property
    def parts(self) -> int:
        return sum(wording.parts for wording in self.wordings)


def preview(core: Core, activity: str, texts: Mapping[str, str]) -> Preview:
    """Recipients, parts and cost, sending nothing. Raises BroadcastError."""
    ready = render(core, activity, texts)
    with core.db.read() as connection:
        audience = broadcasts.audience(connection, activity)
    lines = dict.fromkeys(ready, 0)
    for one in audience.recipients:
        lines[one.language if one.language in ready else broadcasts.DEFAULT_LANGUAGE] += 1
    leaving = {language: fold(text, language) for language, text in ready.items()}
    wordings = tuple(Wording(language, text, measure(text), lines[language]) for language, text in leaving.items())
    parts = sum(wording.parts for wording in wordings)
    return Preview(wordings, audience.excluded, parts * core.settings.sms_price)


def send(core: Core, activity: str, texts: Mapping[str, str]) -> Reminder:
    """Queue it for all who do not have it yet. Raises BroadcastError."""
    ready = render(core, activity, texts)
    reminder = broadcasts.remind(core.db, core.settings.vault, activity, ready, datetime.now(UTC))
    try:
        wake.wake(core.redis, wake.SEND_QUEUE)
    except RedisError as error:
        log.warning("reminder queued, it leaves when Redis is back", reason=type(error).__name__)
    return reminder


def render(core: Core, slug: str, texts: Mapping[str, str]) -> dict[str, str]:
    """The texts with their placeholders filled. Raises BroadcastError naming an unknown one."""
    with core.db.read() as connection:
        activity = find(connection, slug)
    if activity is None:
        raise BroadcastError(f"there is no activity {slug!r}: 'python3 run.py activities' lists them")
    if activity.starts_at <= datetime.now(UTC):
        raise BroadcastError(f"the activity {slug} has begun: nobody is reminded of the past")
    if not texts.get(broadcasts.DEFAULT_LANGUAGE, "").strip():
        raise BroadcastError("the reminder has no text in French, which everybody else falls back to")
    return {language: _filled(core, activity, language, text) for language, text in texts.items()}


def _filled(core: Core, activity: Activity, language: str, text: str) -> str:
    values = core.settings.values | {
        "activity": wording.name(activity),
        "date": wording.dates(activity, language),
        "place": activity.place,
        "time": f"{activity.starts_at.astimezone(core.settings.zone):%H:%M}",
    }

    def value(name: str) -> str:
        if name not in values:
            known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
            raise BroadcastError(f"the text has a placeholder {{{name}}} that nothing fills; known: {known}")
        return values[name]

    return fill(text, value)
