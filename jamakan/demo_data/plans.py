"""What is to happen, in its order."""

import heapq
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

Act = Callable[[], object]


@dataclass(slots=True)
class Plans:
    """Acts with their moments, the earliest first; acts plan further acts."""

    _acts: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=itertools.count)

    def at(self, when: datetime, act: Act) -> None:
        """Have it happen then."""
        heapq.heappush(self._acts, (when, next(self._order), act))

    def __iter__(self) -> Iterator[tuple[datetime, Act]]:
        while self._acts:
            when, _, act = heapq.heappop(self._acts)
            yield when, act
