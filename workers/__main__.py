"""`python -m workers store|send|clock`."""

import sys

from rq import SimpleWorker
from rq.serializers import JSONSerializer

from jamakan.state import wake
from jamakan.state.connection import connect
from workers import clock
from workers import send as _send  # noqa: F401  # loaded before the first job, not during it
from workers import store as _store  # noqa: F401
from workers.process import core

USAGE = "usage: python -m workers store|send|clock"


class Worker(SimpleWorker):
    """Runs jobs in this process: no fork, so nothing outlives a kill, and our jobs may be lost or run twice."""

    max_connection_wait_time = 5.0  # seconds between tries when Redis is away (RQ's own grows to a minute)


def work(queue_name: str) -> None:
    """Run the jobs of one queue until told to stop."""
    connection = connect(core().settings.redis_address)
    queue = wake.queue(connection, queue_name)
    Worker([queue], connection=connection, serializer=JSONSerializer, log_job_description=False).work(
        logging_level="WARNING"
    )


def main() -> None:
    """The entry point of every worker process."""
    names = sys.argv[1:]
    if len(names) != 1 or names[0] not in {*wake.JOBS, "clock"}:
        sys.exit(USAGE)
    if names[0] == "clock":
        clock.run()
    else:
        work(names[0])


if __name__ == "__main__":
    main()
