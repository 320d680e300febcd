"""Living through a message's life cycle: telling the customer of it, and putting the SMS on the phone."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import RLock

from emulator.clock import Clock
from emulator.exchange import Reply
from emulator.handsets import Bubble, Handsets
from emulator.ledger import Entry
from emulator.settings import Settings

LIVES_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Report:
    """One delivery report: its status, the reason it carries, and how many waits come before it."""

    status: str
    reason: str = ""
    waits: int = 1


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """The reports of one message.

    `arrives`: the SMS reaches the phone, after the last report. `early`: reports come before the send is answered.
    """

    reports: tuple[Report, ...]
    arrives: bool = False
    early: bool = False


@dataclass(slots=True)
class Life:
    """One accepted message on its way.

    `tell` posts a report of it to the customer, in its carrier's way. `told` is what was reported: (status, time,
    HTTP status of the answer).
    """

    entry: Entry
    lifecycle: str
    cycle: Lifecycle
    tell: Callable[["Life", Report], Reply]
    told: list[tuple[str, str, int]] = field(default_factory=list)
    arrived: bool = False


class Lives:
    """Every message on its way. A report is posted after the one before was answered, so order is as listed."""

    def __init__(self, settings: Settings, clock: Clock, handsets: Handsets, lock: RLock) -> None:
        self._settings = settings
        self._clock = clock
        self._handsets = handsets
        self._lock = lock
        self.kept: deque[Life] = deque(maxlen=LIVES_KEPT)

    def follow(self, lives: Sequence[Life]) -> None:
        """Begin the lives of freshly accepted messages; the early ones are over on return."""
        for life in lives:
            self.kept.append(life)
            if life.cycle.early:
                for report in life.cycle.reports:
                    self._tell(life, report)
                self._arrive(life)
            else:
                self._wait(life, 0)

    def _wait(self, life: Life, step: int) -> None:
        reports = life.cycle.reports
        waits = reports[step].waits if step < len(reports) else 1
        self._clock.later(waits * self._settings.rules.report_seconds, lambda: self._live(life, step))

    def _live(self, life: Life, step: int) -> None:
        reports = life.cycle.reports
        if step < len(reports):
            self._tell(life, reports[step])
        if step + 1 < len(reports):
            self._wait(life, step + 1)
        else:
            self._arrive(life)

    def _tell(self, life: Life, report: Report) -> None:
        at = self._clock.now().isoformat()
        reply = life.tell(life, report)
        life.told.append((report.status, at, reply.status))

    def _arrive(self, life: Life) -> None:
        if not life.cycle.arrives:
            return
        with self._lock:
            life.arrived = True
            bubble = bubble_of(life.entry, self._clock.now().isoformat())
            self._handsets.put(life.entry.number, bubble)


def bubble_of(entry: Entry, at: str) -> Bubble:
    """Return how an accepted message looks on the phone."""
    return Bubble(entry.id, "in", entry.peer, entry.text, entry.parts, at, unread=True)
