"""Leases in Redis: one leader, one reader at a time, given up by itself when the holder dies.

A lease makes doing things once likely and cheap; that they count once is SQL's business (unique keys).
"""

from redis import Redis

RENEW = """
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('PEXPIRE', KEYS[1], ARGV[2]) return 1 end
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end
return 0
"""
RELEASE = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0"


def lead(redis: Redis, key: str, holder: str, seconds: float) -> bool:
    """Take or renew the lease. False when somebody else holds it."""
    return bool(redis.eval(RENEW, 1, key, holder, str(int(seconds * 1000))))


def release(redis: Redis, key: str, holder: str) -> None:
    """Give the lease up, if it is still ours."""
    redis.eval(RELEASE, 1, key, holder)
