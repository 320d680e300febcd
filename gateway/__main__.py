"""`python -m gateway`: granian with the settings' address, workers and threads.

Granian was the fastest of the servers measured with a Redis commit in each request, with two workers of two threads:
threads share an fsync of the append-only file.
"""

from granian.constants import Interfaces
from granian.server import Server

from jamakan.config import settings_or_exit

KILL_SECONDS = 5  # what a worker has to finish its requests when the gateway stops


def main() -> None:
    """Serve until told to stop."""
    settings = settings_or_exit()
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
