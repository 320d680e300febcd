"""The core of a worker process, built once: jobs carry ids, never connections."""

from functools import cache

from jamakan.config import settings_or_exit
from jamakan.core import Core, build_core
from jamakan.logs import configure


@cache
def core() -> Core:
    """This process's core."""
    settings = settings_or_exit()
    configure(settings)
    return build_core(settings)
