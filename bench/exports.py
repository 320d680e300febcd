"""How long files take to be built, in how much memory.

    python -m bench.exports [--rows 1000000] [--lines 100000] [--database-url postgresql+psycopg://…]

Without a URL: SQLite in a directory of its own. The rows are messages. The peak of memory is this process's, the
filling of the database (in a process of its own) left out.
"""

import argparse
import multiprocessing
import resource
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from bench.bulk import AT_ONCE, KEY, contact
from jamakan import exports
from jamakan.config import Settings
from jamakan.core import build_core
from jamakan.exports import Order
from jamakan.exports.layout import FORMATS
from jamakan.store import messages, models
from jamakan.store.database import Database, insert
from jamakan.store.exports.filters import Filters
from jamakan.store.messages import BROADCAST, Draft
from jamakan.store.migrate import migrate


def fill(settings: Settings, rows: int, lines: int) -> None:
    """So many messages to so many lines."""
    now, vault = datetime.now(UTC), settings.vault
    with closing(Database(settings.sql_url)) as db:
        migrate(db)
        for first in range(0, lines, AT_ONCE):
            some = [contact(vault, f"+2237{number:07d}", now) for number in range(first, min(first + AT_ONCE, lines))]
            with db.begin() as connection:
                connection.execute(insert(connection, models.Contact), some)
        row = messages.outgoing(vault, Draft("", 1, "africastalking", BROADCAST, "Demain 9h", now))
        for first in range(0, rows, AT_ONCE):
            numbers = range(first, min(first + AT_ONCE, rows))
            written = [row | {"dedupe_key": f"b:{one}", "contact_id": one % lines + 1} for one in numbers]
            with db.begin() as connection:
                messages.write(connection, written)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--lines", type=int, default=100_000)
    options.add_argument("--database-url", default="")
    told = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = told.database_url or f"sqlite:///{folder}/bench.db"
        settings = Settings(env="development", key=KEY, database_url=url, var=Path(folder))
        filling = multiprocessing.get_context("spawn").Process(target=fill, args=(settings, told.rows, told.lines))
        filling.start()
        filling.join()
        with closing(build_core(settings)) as core:
            for how in FORMATS:
                began = time.monotonic()
                number = exports.ask(core, Order("messages", how, Filters()), None, start=False)
                record = exports.build_one(core, number)
                seconds = time.monotonic() - began
                peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                print(
                    f"{how}: {record.rows_done:,} rows, {record.size / 1e6:.0f} MB, {seconds:.0f} s, {peak:.0f} MiB"
                )


if __name__ == "__main__":
    main()
