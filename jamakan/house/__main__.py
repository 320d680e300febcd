"""`python -m jamakan.house valkey`: the first process of the house."""

import os
import signal
import sys
from pathlib import Path

from jamakan.house.valkey import ValkeyError, serve, socket_url


def keep_valkey() -> None:
    """The `valkey` process: the embedded server, or nothing to do when the settings name another one."""
    var = Path(os.environ.get("JAMAKAN_VAR", "var"))
    named = os.environ.get("JAMAKAN_REDIS_URL") or os.environ.get("REDIS_URL")
    if named and named != socket_url(var):
        print("REDIS_URL names a server: this house starts none", flush=True)
        signal.pause()
    try:
        serve(var)
    except (ValkeyError, OSError) as error:
        sys.exit(f"valkey: {error}")


if __name__ == "__main__":
    if sys.argv[1:] != ["valkey"]:
        sys.exit("usage: python -m jamakan.house valkey")
    keep_valkey()
