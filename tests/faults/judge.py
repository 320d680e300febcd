"""The judge of a run. Pure: what was acknowledged, what is stored, what the carrier took; out come the findings.

Acknowledged ⊆ stored; stored once; the carrier took nothing twice; whatever has no known outcome is in sight; every
SMS is answered.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

LOST, TWICE, HIDDEN, UNANSWERED, UNSETTLED, ODD = "lost", "twice", "hidden", "unanswered", "unsettled", "odd"

UNCERTAIN = "uncertain"
TAKEN = frozenset({"sent", "delivered", "failed"})  # states of a message whose outcome the carrier told
WAITING = frozenset({"queued", "sending"})
REPLY = "reply"


Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong."""

    kind: str
    what: str


@dataclass(frozen=True)
class Heard:
    """What was acknowledged, under the names it must be found by."""

    turns: Mapping[str, str] = field(default_factory=dict)  # key of the turn → the request, in words
    words: frozenset[str] = frozenset()  # answers nobody else gave
    sms: frozenset[str] = frozenset()  # the carrier's identifiers
    reports: frozenset[tuple[str, str]] = frozenset()  # (message, status)
    seats: frozenset[str] = frozenset()  # phones told that they are registered
    reminders: frozenset[tuple[str, str]] = frozenset()  # (phone, mark) of those staff were told would be reminded


@dataclass(frozen=True, slots=True)
class Out:
    """One message of the outbox, opened. `body` as it left: folded."""

    id: int
    phone: str
    body: str
    state: str
    purpose: str
    provider_id: str
    broadcast: int | None = None


@dataclass(frozen=True)
class Stored:
    """What SQL holds at the end. Counters count rows."""

    turns: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    sms: Counter[str] = field(default_factory=Counter)
    reports: Counter[tuple[str, str]] = field(default_factory=Counter)
    seats: Counter[str] = field(default_factory=Counter)
    reminders: Counter[tuple[str, str]] = field(default_factory=Counter)
    sms_of: Counter[str] = field(default_factory=Counter)  # SMS received, by phone
    out: Sequence[Out] = ()
    set_aside: int = 0  # entries nobody could store
    wrong_counters: Sequence[str] = ()  # activities whose counters are not what counting gives


@dataclass(frozen=True, slots=True)
class Taken:
    """One message as the carrier's ledger has it."""

    id: str
    phone: str
    text: str


def judge(heard: Heard, stored: Stored, taken: Sequence[Taken], listed: frozenset[int]) -> list[Finding]:
    """Everything that is wrong. `listed`: the messages a person is shown as uncertain."""
    return [
        *lost("turn", heard.turns, stored.turns),
        *lost("answer", heard.words, stored.words),
        *lost("SMS", heard.sms, stored.sms),
        *lost("report", heard.reports, stored.reports),
        *lost("seat", heard.seats, stored.seats),
        *lost("reminder", heard.reminders, stored.reminders),
        *(Finding(LOST, f"{stored.set_aside} entries set aside") for _ in range(min(stored.set_aside, 1))),
        *twice("turn", stored.turns),
        *twice("answer", stored.words),
        *twice("SMS", stored.sms),
        *twice("report", stored.reports),
        *twice("seat", stored.seats),
        *(Finding(ODD, f"the counters of {slug} are wrong") for slug in stored.wrong_counters),
        *twice("reminder", stored.reminders),
        *twice("message of a broadcast", Counter((o.broadcast, o.phone) for o in stored.out if o.broadcast)),
        *unanswered(stored),
        *sent_twice(stored.out, taken),
        *hidden(stored.out, taken, listed),
        *(Finding(UNSETTLED, f"message {o.id} is {o.state}") for o in stored.out if o.state in WAITING),
    ]


def lost(what: str, acknowledged: Iterable[Name], stored: Mapping[Name, int]) -> list[Finding]:
    """Acknowledged, and not there. A mapping says in words what each is."""
    words = acknowledged if isinstance(acknowledged, Mapping) else {}
    return [Finding(LOST, f"{what}: {words.get(one, one)}") for one in acknowledged if one not in stored]


def twice(what: str, stored: Mapping[Name, int]) -> list[Finding]:
    """There more than once."""
    return [Finding(TWICE, f"{what}: {one} is there {count} times") for one, count in stored.items() if count > 1]


def sent_twice(out: Iterable[Out], taken: Iterable[Taken]) -> list[Finding]:
    """Texts the carrier took for a phone more often than the outbox holds them for it."""
    written = Counter((message.phone, message.body) for message in out)
    handed = Counter((one.phone, one.text) for one in taken)
    return [
        Finding(TWICE, f"{phone} was sent {text!r} {count} times, written {written[phone, text]} times")
        for (phone, text), count in handed.items()
        if count > written[phone, text]
    ]


def hidden(out: Iterable[Out], taken: Iterable[Taken], listed: frozenset[int]) -> list[Finding]:
    """Uncertain and not listed; or taken by the carrier while no row says that it has or may have it."""
    out, taken = list(out), list(taken)
    unlisted = [
        Finding(HIDDEN, f"message {one.id} is uncertain and not listed")
        for one in out
        if one.state == UNCERTAIN and one.id not in listed
    ]
    known = {one.provider_id for one in out if one.provider_id}
    doubtful = Counter((one.phone, one.body) for one in out if one.state == UNCERTAIN)
    orphans = Counter((one.phone, one.text) for one in taken if one.id not in known)
    return unlisted + [
        Finding(HIDDEN, f"{phone} was sent {text!r} {count} times more than rows say")
        for (phone, text), count in (orphans - doubtful).items()
    ]


def unanswered(stored: Stored) -> list[Finding]:
    """Phones with another number of replies written than of SMS received."""
    replies = Counter(one.phone for one in stored.out if one.purpose == REPLY)
    return [
        Finding(UNANSWERED if replies[phone] < count else TWICE, f"{phone}: {count} SMS, {replies[phone]} replies")
        for phone, count in stored.sms_of.items()
        if replies[phone] != count
    ]


def calm_needed(faults: Sequence[tuple[float, float]], recovered: Sequence[float]) -> float:
    """The longest calm a recovery took, in seconds: from the end of the last fault before it, 0 while one goes on.

    `faults`: their begin and end; `recovered`: for each, when all acknowledged before its end was stored and
    settled.
    """
    return max((_calm_before(faults, moment) for moment in recovered), default=0.0)


def _calm_before(faults: Sequence[tuple[float, float]], moment: float) -> float:
    begun = [(begin, end) for begin, end in faults if begin <= moment]
    last = max((end for _, end in begun), default=moment)
    return max(0.0, moment - last)
