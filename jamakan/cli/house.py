"""What commands that need the house share."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from jamakan.config import read_settings
from jamakan.core import Core, build_core

P = ParamSpec("P")
R = TypeVar("R")


def with_core(command: Callable[Concatenate[Core, P], R]) -> Callable[P, R]:
    """Give the command a core of its own, closed when it ends."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        core = build_core(read_settings())
        try:
            return command(core, *args, **kwargs)
        finally:
            core.close()

    return run
