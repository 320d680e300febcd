"""Living through a message's life cycle: posting its delivery reports, and putting the SMS on the phone."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import RLock

from emulator.callbacks import Courier
from emulator.clock import Clock
from emulator.handsets import Bubble, Handsets
from emulator.ledger import Entry
from emulator.settings import Settings
from emulator.sms.lifecycles import LIFECYCLES, Lifecycle, Report

LIVES_KEPT = 20_000


@dataclass(slots=True)
class Life:
    """One accepted message on its way. `told` is what was reported: (status, time, HTTP status of the answer)."""

    entry: Entry
    lifecycle: str
    reason: str = ""
    premium: bool = False
    told: list[tuple[str, str, int]] = field(default_factory=list)
    arrived: bool = False


class Reports:
    """Every message on its way. A report is posted after the one before was answered, so order is as listed."""

    def __init__(self, settings: Settings, clock: Clock, courier: Courier, handsets: Handsets, lock: RLock) -> None:
        self._settings = settings
        self._clock = clock
        self._courier = courier
        self._handsets = handsets
        self._lock = lock
        self.lives: deque[Life] = deque(maxlen=LIVES_KEPT)

    def follow(self, lives: Sequence[Life]) -> None:
        """Begin the lives of freshly accepted messages; the early ones are over on return."""
        for life in lives:
            self.lives.append(life)
            cycle = LIFECYCLES[life.lifecycle]
            if cycle.early:
                for report in cycle.reports:
                    self._tell(life, report)
                self._arrive(life, cycle)
            else:
                self._wait(life, cycle, 0)

    def _wait(self, life: Life, cycle: Lifecycle, step: int) -> None:
        waits = cycle.reports[step].waits if step < len(cycle.reports) else 1
        self._clock.later(waits * self._settings.rules.report_seconds, lambda: self._live(life, cycle, step))

    def _live(self, life: Life, cycle: Lifecycle, step: int) -> None:
        if step < len(cycle.reports):
            self._tell(life, cycle.reports[step])
        if step + 1 < len(cycle.reports):
            self._wait(life, cycle, step + 1)
        else:
            self._arrive(life, cycle)

    def _tell(self, life: Life, report: Report) -> None:
        entry = life.entry
        fields = [
            ("id", entry.id),
            ("status", report.status),
            ("phoneNumber", entry.number),
            ("networkCode", entry.network),
        ]
        if report.reason:
            fields.append(("failureReason", life.reason or report.reason))
        if life.premium:
            fields.append(("retryCount", "0"))
        at = self._clock.now().isoformat()
        reply = self._courier.post("delivery", fields)
        life.told.append((report.status, at, reply.status))

    def _arrive(self, life: Life, cycle: Lifecycle) -> None:
        if not cycle.arrives:
            return
        with self._lock:
            life.arrived = True
            bubble = bubble_of(life.entry, self._clock.now().isoformat())
            self._handsets.put(life.entry.number, bubble)


def bubble_of(entry: Entry, at: str) -> Bubble:
    """Return how an accepted message looks on the phone."""
    return Bubble(entry.id, "in", entry.peer, entry.text, entry.parts, at, unread=True)
