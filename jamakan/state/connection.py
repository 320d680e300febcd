"""Connections to Redis, with retries off.

redis-py retries a write whose reply was lost up to ten times and applies it each time (measured: one XADD, eleven
entries). Whoever writes here either recognises its own write or lets the carrier ask again.
"""

from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

CONNECT_SECONDS = 1.0
ANSWER_SECONDS = 3.0


def connect(url: str) -> Redis:
    """A client for one process; it connects on first use."""
    client: Redis = Redis.from_url(
        url,
        socket_connect_timeout=CONNECT_SECONDS,
        socket_timeout=ANSWER_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )
    return client
