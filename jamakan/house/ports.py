"""Free ports on loopback."""

import socket

LOOPBACK = "127.0.0.1"
TRIES = 100  # ports looked at above the preferred one


def free_port(preferred: int = 0) -> int:
    """The preferred port when nobody listens there, else the next free one above it; any free one for 0.

    Raises OSError when there is none.
    """
    candidates = range(preferred, min(preferred + TRIES, 65536)) if preferred else [0]
    for port in candidates:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as servers do after a restart
            try:
                probe.bind((LOOPBACK, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError(f"no free port from {preferred} to {candidates[-1]} on {LOOPBACK}")
