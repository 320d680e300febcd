"""`python -m gateway`: granian with the settings' address, workers and threads.

Granian was the fastest of the servers measured with a Redis commit in each request, with two workers of two threads:
threads share an fsync of the append-only file.
"""

import sys

from granian.constants import Interfaces
from granian.server import Server

import gateway.app  # noqa: F401  # before the fork: the workers share what is loaded here
from flows.catalog import load_library
from flows.problems import FlowError
from jamakan.config import settings_or_exit

KILL_SECONDS = 5  # what a worker has to finish its requests when the gateway stops


def main() -> None:
    """Serve until told to stop. Settings or flows that cannot be used are told in words, exit code 2."""
    settings = settings_or_exit()
    try:
        load_library()
    except FlowError as error:
        print(f"gateway: flows that cannot be used:\n{error}", file=sys.stderr)
        raise SystemExit(2) from error
    Server(
        "gateway.wsgi:app",
        address=settings.bind,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.gateway_workers,
        blocking_threads=settings.gateway_threads,
        respawn_failed_workers=True,
        workers_kill_timeout=KILL_SECONDS,
        log_access=False,
        websockets=False,
    ).serve()


if __name__ == "__main__":
    main()
