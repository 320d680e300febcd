"""Virtual time: the real time, which tests may freeze and move forward."""

import heapq
import itertools
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

Task = Callable[[], object]

log = logging.getLogger(__name__)


class Clock:
    """What time it is, and what is due.

    Without `start()` nothing runs by itself: `advance` runs what is due in the caller's thread, in order of time,
    which is what unit tests want. With it, due tasks run in a few threads as time goes by.
    """

    def __init__(self, tick: Callable[[], float] = time.monotonic, origin: datetime | None = None) -> None:
        self._tick = tick
        self._origin = origin or datetime.now(UTC)
        self._since = tick()
        self._shift = 0.0
        self._frozen = False
        self._advancing = 0
        self._stopped = False
        self._due: list[tuple[float, int, Task]] = []
        self._order = itertools.count()
        self._changed = threading.Condition(threading.RLock())

    def now(self) -> datetime:
        """Return the virtual time, in UTC."""
        with self._changed:
            return self._origin + timedelta(seconds=self._elapsed())

    @property
    def frozen(self) -> bool:
        """Whether time stands still until `advance` or `run`."""
        return self._frozen

    @property
    def waiting(self) -> int:
        """How many tasks are still to come."""
        return len(self._due)

    def later(self, delay: float, task: Task) -> None:
        """Ask for a task to be run once, `delay` virtual seconds from now."""
        with self._changed:
            heapq.heappush(self._due, (self._elapsed() + delay, next(self._order), task))
            self._changed.notify_all()

    def freeze(self) -> None:
        """Stop the time."""
        with self._changed:
            self._shift, self._since, self._frozen = self._elapsed(), self._tick(), True
            self._changed.notify_all()

    def run(self) -> None:
        """Let the time go on from where it is."""
        with self._changed:
            self._shift, self._since, self._frozen = self._elapsed(), self._tick(), False
            self._changed.notify_all()

    def advance(self, seconds: float) -> int:
        """Move time forward, running in this thread everything that falls due; return how many tasks ran."""
        with self._changed:
            self._advancing += 1
            target = self._elapsed() + seconds
        ran = 0
        try:
            while task := self._take(target):
                task()
                ran += 1
        finally:
            with self._changed:
                self._advancing -= 1
                self._jump(target)
                self._changed.notify_all()
        return ran

    def clear(self) -> None:
        """Forget every task, and let the time go on."""
        with self._changed:
            self._due.clear()
        self.run()

    def start(self) -> None:
        """Run due tasks in the background from now on."""
        threading.Thread(target=self._dispatch, name="emulator-clock", daemon=True).start()

    def stop(self) -> None:
        """End the background running."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def _elapsed(self) -> float:
        return self._shift if self._frozen else self._shift + self._tick() - self._since

    def _jump(self, target: float) -> None:
        self._shift += max(0.0, target - self._elapsed())

    def _take(self, until: float) -> Task | None:
        with self._changed:
            if not self._due or self._due[0][0] > until:
                return None
            moment, _, task = heapq.heappop(self._due)
            self._jump(moment)
            return task

    def _dispatch(self) -> None:
        pool = ThreadPoolExecutor(max_workers=8, thread_name_prefix="emulator-task")
        while not self._stopped:
            with self._changed:
                task = None if self._advancing else self._take(self._elapsed())
                if task is None:
                    self._changed.wait(self._pause())
                    continue
            pool.submit(task).add_done_callback(_report_failure)
        pool.shutdown(wait=False, cancel_futures=True)

    def _pause(self) -> float | None:
        """Return the seconds until the next task is due; None when only a change can make one due."""
        if self._frozen or self._advancing or not self._due:
            return None
        return max(0.0, self._due[0][0] - self._elapsed())


def _report_failure(future: Future[object]) -> None:
    if not future.cancelled() and (error := future.exception()):
        log.error("a task of the emulator failed", exc_info=error)
