"""Numbers, names and words rest nowhere in clear: not in a key or value of Redis, a cell of SQL, a line of log."""

import pytest
from redis import Redis

from jamakan import storing
from jamakan.core import Core
from jamakan.state import stream
from tests.integration.conversation.test_registration import registers
from tests.support.line import AWA, Line
from tests.support.rows import everything_in

NAME = "Awatoumata Traorewatt"
WORDS = "un secret que personne ne lit"
SECRETS = [secret.encode() for secret in (AWA[1:], AWA[4:], NAME, WORDS)]


def _everything_in(redis: Redis) -> bytes:
    found = b""
    for key in redis.scan_iter():
        kind = redis.type(key)
        readers = {b"string": redis.get, b"hash": redis.hgetall, b"stream": redis.xrange, b"set": redis.smembers}
        read = readers.get(kind, lambda name: redis.lrange(name, 0, -1))  # type: ignore[call-overload]
        found += key + b" " + repr(read(key)).encode() + b"\n"
    return found


def _assert_clear_of_secrets(stored: bytes) -> None:
    for secret in SECRETS:
        assert secret not in stored, f"{secret!r} rests in clear"


def test_nobody_who_reads_redis_sql_or_the_logs_learns_a_number_a_name_or_a_message(
    awa: Line, core: Core, capsys: pytest.CaptureFixture[str]
) -> None:
    awa.dials("1")
    registers(awa, NAME)
    awa.texts(WORDS)
    assert stream.waiting(core.redis) > 5
    _assert_clear_of_secrets(_everything_in(core.redis))
    storing.drain(core)
    _assert_clear_of_secrets(_everything_in(core.redis))
    _assert_clear_of_secrets(everything_in(core.db))
    printed = capsys.readouterr()
    _assert_clear_of_secrets((printed.out + printed.err).encode())


def test_the_search_would_find_a_secret_that_rests_in_clear(core: Core) -> None:
    core.redis.hset("leak", "phone", AWA)
    with pytest.raises(AssertionError, match="rests in clear"):
        _assert_clear_of_secrets(_everything_in(core.redis))
