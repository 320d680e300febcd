"""A reading that may take long, asked for in the background: whoever wants it never waits longer than they say."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Watched(Generic[T]):
    """What `read` gave lately. It is read at most once every `fresh` seconds, and forgotten after `stale` seconds.

    `read` must not raise: None is what it gives when there is nothing to read.
    """

    def __init__(self, read: Callable[[], T | None], fresh: float, stale: float) -> None:
        self._read = read
        self._fresh, self._stale = fresh, stale
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="watched")
        self._lock = Lock()
        self._asked: Future[None] | None = None
        self._known: T | None = None
        self._at = -stale  # of the last answer, on the monotonic clock

    def now(self, patience: float) -> T | None:
        """The last reading, a new one if it comes within `patience` seconds; None when there is none to be had."""
        with self._lock:
            idle = self._asked is None or self._asked.done()
            if idle and time.monotonic() - self._at > self._fresh:
                self._asked = self._reader.submit(self._renew)
            asked = self._asked
        if asked is not None:
            wait([asked], timeout=patience)
        return self._known if time.monotonic() - self._at < self._stale else None

    def close(self) -> None:
        """Wait for the reading under way: what it reads from may be closed then."""
        self._reader.shutdown()

    def _renew(self) -> None:
        self._known, self._at = self._read(), time.monotonic()
