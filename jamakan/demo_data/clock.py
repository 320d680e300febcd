"""The year's clock: while it runs, this process lives at the moment of the act being played."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import time_machine

Clock = time_machine.Traveller


@contextmanager
def moved(start: datetime) -> Iterator[Clock]:
    """This process at `start` for the block, and wherever it is moved to. Durations are measured as ever."""
    with time_machine.travel(start, tick=False) as clock:
        yield clock
