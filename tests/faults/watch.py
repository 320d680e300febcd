"""How long mending takes: for each fault, when people are answered again, all that
was acknowledged before its end is stored, and no message from before waits."""

import math
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from tests.faults.books import AWAY, Rows, key_of
from tests.faults.history import REPORT, History, Request
from tests.faults.judge import calm_needed

LOOK_SECONDS = 0.5
TURNS = "SELECT id, key FROM turns WHERE id > {}"
REPORTS = "SELECT id, provider_id, status FROM delivery_reports WHERE id > {}"
WAITING = "SELECT created_at FROM messages WHERE direction = 'out' AND state IN ('queued', 'sending')"


@dataclass(slots=True)
class Awaited:
    """What a fault left to mend. Times of `time.monotonic`, but for `at`, when it was over."""

    begin: float
    end: float
    at: datetime
    missing: set[object]
    under_load: bool
    recovered: float = math.inf


class Watch:
    """Looks into SQL twice a second, in a thread, for the block. Nothing is judged here: see `judge`."""

    def __init__(self, rows: Rows, history: History, vault: Any) -> None:
        self._rows = rows
        self._history = history
        self._vault = vault
        self._seen: set[object] = set()
        self._last_turn = self._last_report = 0
        self._waiting: list[datetime] = []
        self._awaited: list[Awaited] = []
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._look_for_ever, daemon=True)

    def over(self, begin: float, end: float, under_load: bool = True) -> None:
        """A fault is over. Under load, mended means also that somebody was answered since."""
        missing = {self._name(request) for request in self._history.acked()}
        with self._lock:
            self._awaited.append(Awaited(begin, end, datetime.now(UTC), missing, under_load))

    @property
    def settled(self) -> bool:
        """Whether everything is mended and nothing waits."""
        with self._lock:
            return not self._waiting and all(math.isfinite(one.recovered) for one in self._awaited)

    @property
    def served(self) -> bool:
        """Whether somebody was answered since the last fault."""
        with self._lock:
            return all(self._answered_since(one) for one in self._awaited)

    @property
    def recovery(self) -> float:
        """The longest calm that mending took, in seconds."""
        with self._lock:
            faults = [(one.begin, one.end) for one in self._awaited]
            return calm_needed(faults, [one.recovered for one in self._awaited])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._thread.join()

    def _look_for_ever(self) -> None:
        while not self._stopping.wait(LOOK_SECONDS):
            try:
                self._look()
            except AWAY:
                continue
            self._tick_off()

    def _look(self) -> None:
        turns = self._rows(TURNS.format(self._last_turn))
        reports = self._rows(REPORTS.format(self._last_report))
        self._waiting = [_utc(created) for (created,) in self._rows(WAITING)]
        self._seen |= {key for _, key in turns} | {(number, status) for _, number, status in reports}
        self._last_turn = max([self._last_turn, *(row[0] for row in turns)])
        self._last_report = max([self._last_report, *(row[0] for row in reports)])

    def _tick_off(self) -> None:
        now = time.monotonic()
        with self._lock:
            for one in self._awaited:
                one.missing -= self._seen
                if one.recovered == math.inf and self._mended(one):
                    one.recovered = now

    def _mended(self, one: Awaited) -> bool:
        return not one.missing and self._answered_since(one) and all(made > one.at for made in self._waiting)

    def _answered_since(self, one: Awaited) -> bool:
        return not one.under_load or self._history.last_acked > one.end

    def _name(self, request: Request) -> object:
        return (request.id, request.text) if request.kind == REPORT else key_of(self._vault, request)


def _utc(read: str | datetime) -> datetime:
    """SQLite gives text without a zone, in UTC."""
    return datetime.fromisoformat(read).replace(tzinfo=UTC) if isinstance(read, str) else read
