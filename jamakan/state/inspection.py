"""How the Redis of this house is set and how it fares, read without changing anything but a probe that expires."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from redis import Redis
from redis.exceptions import RedisError, ResponseError

from jamakan.state import keys

PROBE_MS = 1000
SETTINGS = ("appendfsync", "no-appendfsync-on-rewrite")  # those that INFO does not tell
PROBE = "redis.call('SET', KEYS[1], '1', 'PX', ARGV[1]) return 1"  # a script, as turns are committed by one


@dataclass(frozen=True, slots=True)
class RedisFacts:
    """What a server tells of itself.

    `info`: the fields of INFO, empty when the server refuses it. `config`: those of SETTINGS, None when CONFIG is
    refused, as managed services do. `refusal`: why it keeps nothing now, "" when it does. `skew`: its clock minus
    ours, in seconds.
    """

    info: Mapping[str, Any]
    config: Mapping[str, str] | None
    refusal: str
    skew: float


def look(redis: Redis) -> RedisFacts:
    """Ask the server. Raises RedisError when it does not answer at all."""
    before = time.time()
    seconds, micros = redis.time()
    skew = seconds + micros / 1e6 - (before + time.time()) / 2
    try:
        config = {_text(name): _text(value) for name, value in redis.config_get(*SETTINGS).items()}
    except ResponseError:
        config = None
    return RedisFacts(info(redis), config, refusal(redis), skew)


def info(redis: Redis, section: str | None = None) -> Mapping[str, Any]:
    """The fields of INFO; none when the server refuses it."""
    try:
        told: Mapping[str, Any] = redis.info(section)
    except ResponseError:
        return {}
    return told


def memory_limit(told: Mapping[str, Any]) -> int:
    """The bytes a server may use, by its own setting or by its machine; 0 when it does not tell."""
    return int(told.get("maxmemory") or told.get("total_system_memory") or 0)


def memory_share(told: Mapping[str, Any]) -> float | None:
    """How much of that it uses, 0 to 1; None when it does not tell."""
    limit = memory_limit(told)
    return told["used_memory"] / limit if limit and "used_memory" in told else None


def refusal(redis: Redis) -> str:
    """Why this server keeps nothing now: away, full, a replica, unable to write its file. "" when it keeps.

    A full or read-only server answers a PING all the same.
    """
    try:
        redis.eval(PROBE, 1, keys.READY, PROBE_MS)
    except ResponseError as error:
        return str(error).partition(" script: ")[0]
    except RedisError as error:
        return f"does not answer ({type(error).__name__})"
    return ""


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
