"""Waking workers: RQ jobs that carry no data, asked for only when none is asked for already.

A job may be lost, late or run twice: the flag expires by itself and the clock asks again.
"""

import structlog
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.serializers import JSONSerializer

from jamakan.state import keys
from jamakan.state.records import WAKE_MS

log = structlog.get_logger()

STORE_QUEUE = "store"
SEND_QUEUE = "send"
OFFICE_QUEUE = "office"  # what staff set going: broadcasts, follow-ups, what the carrier could not hand in
LONG_QUEUE = "long"  # what takes minutes, and holds up no broadcast: files, surveys counted anew
JOBS = {
    STORE_QUEUE: "workers.store.drain",
    SEND_QUEUE: "workers.send.flush",
    OFFICE_QUEUE: "workers.office.work",
    LONG_QUEUE: "workers.office.export",
}
FLAGS = {STORE_QUEUE: keys.STORE_FLAG, SEND_QUEUE: keys.SEND_FLAG, OFFICE_QUEUE: keys.OFFICE_FLAG}
MOST_WAITING = 20  # jobs in one queue: its worker is away, and what is not asked for now will be later
JOB_SECONDS = 300
LONG_JOBS = {  # what is done in one piece: else it would begin again for ever
    "workers.office.export": 3600,  # a sheet of a million rows is laid out
    "workers.office.recount": 3600,  # a survey of a million dialogues is counted
}
RESULT_SECONDS = 60
FAILURE_SECONDS = 86_400


def queue(redis: Redis, name: str) -> Queue:
    """The RQ queue, with JSON: a pickle in Redis would be code that anyone with write access runs."""
    return Queue(name, connection=redis, serializer=JSONSerializer)


def enqueue(redis: Redis, name: str, job: str = "") -> None:
    """Ask for the queue's own job now, or for another one (by its dotted name)."""
    jobs = queue(redis, name)
    if jobs.count < MOST_WAITING:
        wanted = job or JOBS[name]
        timeout = LONG_JOBS.get(wanted, JOB_SECONDS)
        jobs.enqueue_call(wanted, timeout=timeout, result_ttl=RESULT_SECONDS, failure_ttl=FAILURE_SECONDS)


def wake(redis: Redis, name: str) -> bool:
    """Ask for the queue's job unless it was asked for already. True when asked."""
    if not redis.set(FLAGS[name], b"1", nx=True, px=WAKE_MS):
        return False
    enqueue(redis, name)
    return True


def soon(redis: Redis, name: str) -> None:
    """`wake` after a commit: what was decided stands. With Redis away the clock asks."""
    try:
        wake(redis, name)
    except RedisError as error:
        log.warning("Redis is away: the clock will ask for the job", queue=name, reason=type(error).__name__)


def woken(redis: Redis, name: str) -> None:
    """What a job says first, so that whatever comes from now on asks for another."""
    redis.delete(FLAGS[name])
