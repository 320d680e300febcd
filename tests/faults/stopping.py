"""Ending early: whatever tells this program to stop, what it started is stopped first."""

import asyncio
import signal
import sys
from collections.abc import Coroutine
from typing import Any, TypeVar

STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
STOPPED = 128 + signal.SIGINT  # exit code of somebody who was interrupted

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """`asyncio.run`, cancelled by every signal that asks to stop. Raises SystemExit then, when all is cleaned up."""
    try:
        return asyncio.run(_stoppable(work))
    except asyncio.CancelledError as stopped:
        print(stopped, file=sys.stderr)
        raise SystemExit(STOPPED) from None


async def _stoppable(work: Coroutine[Any, Any, T]) -> T:
    task = asyncio.ensure_future(work)
    for number in STOPS:
        asyncio.get_running_loop().add_signal_handler(number, task.cancel, f"stopped by {number.name}")
    return await task
