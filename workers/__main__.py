"""`python -m workers store|send|office|long|clock`."""

import sys
from importlib import import_module

from rq import SimpleWorker
from rq.serializers import JSONSerializer

from jamakan.state import wake
from jamakan.state.connection import connect
from workers.process import STOPPING, core

USAGE = "usage: python -m workers store|send|office|long|clock"


class Worker(SimpleWorker):
    """Runs jobs in this process: no fork, so nothing outlives a kill, and our jobs may be lost or run twice."""

    max_connection_wait_time = 5.0  # seconds between tries when Redis is away (RQ's own grows to a minute)

    def handle_warm_shutdown_request(self) -> None:
        """SIGTERM during a job: the job may end early, at a place of its choice."""
        super().handle_warm_shutdown_request()  # type: ignore[no-untyped-call]  # RQ leaves it untyped
        STOPPING.set()


def work(queue_name: str) -> None:
    """Run the jobs of one queue until told to stop."""
    import_module(wake.JOBS[queue_name].rpartition(".")[0])  # before the first job, and no other worker's
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
        import_module("workers.clock").run()
    else:
        work(names[0])


if __name__ == "__main__":
    main()
