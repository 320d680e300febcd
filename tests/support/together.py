"""Doing the same thing at the same instant from several threads."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def together(times: int, do: Callable[[int], T]) -> list[T]:
    """`do(0)` … `do(times - 1)`, started together; their results in order. The first failure is raised."""
    gate = threading.Barrier(times)

    def start(number: int) -> T:
        gate.wait()
        return do(number)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(start, range(times)))
