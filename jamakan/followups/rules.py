"""What a rule may say. Which fields and placeholders go with which kind is the table `KINDS`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flows.placeholders import names
from jamakan.store.registrations import CONFIRMED, REGISTERED, WAITLISTED

BEFORE, AFTER, UNFINISHED, UNANSWERED = "before_activity", "after_activity", "unfinished", "unanswered"
INVITED = "after_invitation"
RENEWAL = "renewal"
PRESENT = "present"  # marked by staff on a day of the activity
STATES = (REGISTERED, CONFIRMED, WAITLISTED, PRESENT)

OF_SERVICE = ("org", "tel", "hours")
OF_ACTIVITY = ("activity", "date", "time", "place")
OF_PERSON = ("name", "code")
OF_SURVEY = ("title",)
QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Kind:
    """`what`: when its rules fall due, in words. `fields` and `placeholders` beside those every rule may use.

    `expires`: how long after that a message may leave when the rule does not say; None: until the activity begins.
    """

    what: str
    fields: frozenset[str]
    placeholders: tuple[str, ...]
    expires: timedelta | None


KINDS: Mapping[str, Kind] = {
    BEFORE: Kind("before an activity begins", frozenset({"who"}), OF_ACTIVITY + OF_PERSON, None),
    AFTER: Kind("after an activity ended", frozenset({"who"}), OF_ACTIVITY + OF_PERSON, timedelta(days=2)),
    UNFINISHED: Kind(
        "after the last answer to a survey left unfinished",
        frozenset({"flow"}),
        (QUESTION, *OF_SURVEY),
        timedelta(days=1),
    ),
    UNANSWERED: Kind(
        "after an activity ended, to those who did not begin the survey",
        frozenset({"who", "flow"}),
        OF_ACTIVITY + OF_PERSON + OF_SURVEY,
        timedelta(days=2),
    ),
    INVITED: Kind(
        "after a broadcast invited to the survey, to those who did not begin it since",
        frozenset({"flow"}),
        OF_SURVEY,
        timedelta(days=2),
    ),
    RENEWAL: Kind(
        "after somebody joined the network, or stayed another year", frozenset(), (QUESTION,), timedelta(days=7)
    ),
}
ASKING = frozenset({UNFINISHED, RENEWAL})  # the message holds the question, and an SMS answers it
NEEDED: Mapping[str, tuple[str, ...]] = {UNANSWERED: ("flow",), INVITED: ("flow",)}
OF_ACTIVITIES = frozenset({BEFORE, AFTER, UNANSWERED})
TO_BEGIN = frozenset({UNANSWERED, INVITED})  # they call people to a survey; the unfinished one is theirs to end


@dataclass(frozen=True, slots=True)
class Rule:
    """A follow-up. `delay`: how long before or after; `expires`: for how long a message may still leave then.

    `text`: words by language. `who`: states of registrations. `flow`: of a survey, "" for any. `source`: its YAML.
    """

    name: str
    kind: str
    delay: timedelta
    expires: timedelta | None
    text: Mapping[str, str]
    who: tuple[str, ...]
    flow: str
    source: str

    @property
    def personal(self) -> bool:
        """Whether each person of a line is written to, rather than the line once: the text names one of them."""
        return any(set(OF_PERSON) & names(text) for text in self.text.values())

    @property
    def in_words(self) -> str:
        """When and to whom, on one line."""
        flow = f" ({self.flow})" if self.flow else ""
        who = f", to {', '.join(self.who)}" if "who" in KINDS[self.kind].fields else ""
        return f"{in_words(self.delay)} {KINDS[self.kind].what}{flow}{who}"

    def due(self, anchor: datetime) -> datetime:
        """When it falls due; `anchor`: the activity's start or end, the last answer or the invitation."""
        return anchor - self.delay if self.kind == BEFORE else anchor + self.delay

    def anchor(self, due: datetime) -> datetime:
        """What falls due at `due`: the inverse of `due`."""
        return due + self.delay if self.kind == BEFORE else due - self.delay

    def ends(self, anchor: datetime) -> datetime:
        """From when on it is no use sending. A rule about what is to come never outlives its beginning."""
        late = self.due(anchor) + self.expires if self.expires is not None else anchor
        return min(late, anchor) if self.kind == BEFORE else late

    @property
    def lasts(self) -> timedelta:
        """The longest time between falling due and being of no use."""
        return min(self.expires or self.delay, self.delay) if self.kind == BEFORE else self.expires or timedelta()


@dataclass(frozen=True, slots=True)
class Published:
    """A rule as the house has it. What fell due up to `since` is never sent."""

    id: int
    rule: Rule
    active: bool
    since: datetime


def in_words(delay: timedelta) -> str:
    """`2 days`, `90 minutes`: the largest unit that leaves no rest."""
    minutes = int(delay.total_seconds()) // 60
    for unit, size in (("day", 1440), ("hour", 60), ("minute", 1)):
        if minutes % size == 0:
            count = minutes // size
            return f"{count} {unit}{'' if count == 1 else 's'}"
    raise AssertionError("minutes divide by one")
