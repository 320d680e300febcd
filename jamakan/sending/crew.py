"""The lanes of one flush: threads that end together, when none of them finds anything left to do."""

import time
from threading import Condition, Event, Thread

from jamakan.sending.desk import Desk
from jamakan.sending.gate import BULK, SINGLE

POLL_SECONDS = 0.1  # how late a lane sees what came since its last look
BULK_POLL_SECONDS = 0.5
LONGEST_WAIT = 5.0  # seconds; a channel slower than that is looked at again by the next flush


class Crew:
    """Who is at work. A lane that finds nothing stays as long as another is at work: it may be needed meanwhile."""

    def __init__(self, stopping: Event, until: float) -> None:
        self.failure: BaseException | None = None
        self._stopping = stopping
        self._until = until
        self._turn = Condition()
        self._over = False
        self._calls = 0
        self._lanes: set[Lane] = set()
        self._idle: dict[Lane, int] = {}  # the calls made when each began its last look, in vain

    def enter(self, lane: "Lane") -> None:
        """Before it starts: nobody ends while somebody has not begun."""
        self._lanes.add(lane)

    def leave(self, lane: "Lane") -> None:
        """It ended."""
        with self._turn:
            self._lanes.discard(lane)
            self._end_if_idle()

    def goes_on(self, lane: "Lane") -> bool:
        """Whether a lane may take more. Those for answers alone stay until the last broadcast's call is over."""
        if self._over or self._stopping.is_set():
            return False
        if time.monotonic() < self._until:
            return True
        with self._turn:
            return not lane.carries_bulk and any(other.carries_bulk for other in self._lanes)

    @property
    def calls(self) -> int:
        """How many calls were made. What one queues (a message rerouted) is another lane's."""
        return self._calls

    def called(self) -> None:
        """A call was made."""
        with self._turn:
            self._calls += 1

    def rest(self, lane: "Lane", seen: int, seconds: float) -> None:
        """It found nothing to do, looking after so many calls."""
        with self._turn:
            self._idle[lane] = seen
            self._end_if_idle()
            if not self._over:
                self._turn.wait(seconds)
            del self._idle[lane]

    def wait(self, seconds: float) -> None:
        """Something is to be done a little later."""
        with self._turn:
            if not self._over:
                self._turn.wait(seconds)

    def fail(self, failure: BaseException) -> None:
        """Something broke: everybody ends after the call under way. The first failure is the one to be told."""
        self.failure = self.failure or failure
        self.end()

    def end(self) -> None:
        """Nobody takes anything more."""
        with self._turn:
            self._over = True
            self._turn.notify_all()

    def _end_if_idle(self) -> None:
        """When nobody finds anything it is over; whoever looked before the last call looks once more."""
        if self._lanes <= self._idle.keys():
            self._over = self._over or all(seen == self._calls for seen in self._idle.values())
            self._turn.notify_all()


class Lane(Thread):
    """Claims, calls and records, one call after the other. `dealt`: messages so far."""

    def __init__(self, crew: Crew, desk: Desk, number: int) -> None:
        # A daemon: a carrier that hangs must not keep a process that was told to stop. Its call stays in doubt.
        super().__init__(name=f"{desk.route.name}-{number}", daemon=True)
        self.dealt = 0
        self.carries_bulk = number > 0
        self._crew = crew
        self._desk = desk
        self._kinds = (SINGLE, BULK) if self.carries_bulk else (SINGLE,)
        crew.enter(self)

    def run(self) -> None:
        """Serve until the crew ends."""
        try:
            while self._crew.goes_on(self):
                self._step()
        except BaseException as error:  # told by `flush`, whose thread can be told
            self._crew.fail(error)
        finally:
            self._crew.leave(self)

    def _step(self) -> None:
        seen = self._crew.calls
        served = self._desk.serve(self._kinds)
        if served and served.messages:
            self.dealt += served.messages
            self._crew.called()
        elif served and served.wait <= LONGEST_WAIT:
            self._crew.wait(served.wait)
        else:
            self._crew.rest(self, seen, BULK_POLL_SECONDS if self.carries_bulk else POLL_SECONDS)
