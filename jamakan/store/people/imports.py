"""Spreadsheets of people as they wait: staged, being kept, kept."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from jamakan.store.database import constant, insert
from jamakan.store.models import PeopleImport, PeopleImportChunk

STAGED, KEEPING, KEPT = "staged", "keeping", "kept"
COUNTED = ("added", "known", "seated", "waitlisted")


@dataclass(frozen=True, slots=True)
class New:
    """A file that was read."""

    digest: str
    by: int
    activity_id: int | None
    rows: int
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Import:
    """A file and how far it is kept. `known`: people who were there before; seats are of its activity."""

    id: int
    state: str
    by: int | None
    activity_id: int | None
    rows: int
    done: int
    added: int
    known: int
    seated: int
    waitlisted: int
    created_at: datetime
    expires_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class Chunk:
    """The next rows to keep, sealed."""

    first: int
    body: bytes
    activity_id: int | None


_COLUMNS = tuple(getattr(PeopleImport, name) for name in Import.__slots__)


def by_digest(connection: Connection, digest: str) -> Import | None:
    """The import of this very file."""
    row = connection.execute(select(*_COLUMNS).where(PeopleImport.digest == digest)).one_or_none()
    return Import(**row._asdict()) if row is not None else None


def find(connection: Connection, number: int) -> Import | None:
    """An import by its number."""
    row = connection.execute(select(*_COLUMNS).where(PeopleImport.id == number)).one_or_none()
    return Import(**row._asdict()) if row is not None else None


def stage(connection: Connection, new: New, chunks: Mapping[int, bytes]) -> Import:
    """Keep a file's rows sealed, by the place of each chunk's first; sent twice at once it is one import."""
    statement = insert(connection, PeopleImport).on_conflict_do_nothing(index_elements=["digest"])
    row = asdict(new) | {"state": STAGED, "finished_at": None}
    made = connection.execute(statement.returning(PeopleImport.id), row).scalar_one_or_none()
    if made is not None:
        rows = [{"import_id": made, "first": first, "body": body} for first, body in chunks.items()]
        connection.execute(insert(connection, PeopleImportChunk), rows)
    found = by_digest(connection, new.digest)
    if found is None:
        raise LookupError("an import that was just staged is not there")
    return found


def move(connection: Connection, number: int, before: str, after: str) -> bool:
    """From one state to another; one of two clicks does it."""
    statement = update(PeopleImport).where(PeopleImport.id == number, PeopleImport.state == before)
    return connection.execute(statement.values(state=after)).rowcount == 1


def chunk(connection: Connection, number: int) -> Chunk | None:
    """The first rows not kept yet."""
    query = (
        select(PeopleImportChunk.first, PeopleImportChunk.body, PeopleImport.activity_id)
        .join(PeopleImport, PeopleImport.id == PeopleImportChunk.import_id)
        .where(PeopleImportChunk.import_id == number)
        .order_by(PeopleImportChunk.first)
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    return Chunk(*row) if row is not None else None


def kept(connection: Connection, number: int, first: int, rows: int, counts: Mapping[str, int]) -> None:
    """These rows are people now: their sealed copy goes, the counts follow."""
    mine = PeopleImportChunk.import_id == number, PeopleImportChunk.first == first
    connection.execute(delete(PeopleImportChunk).where(*mine))
    changes = {name: getattr(PeopleImport, name) + counts.get(name, 0) for name in COUNTED}
    statement = update(PeopleImport).where(PeopleImport.id == number)
    connection.execute(statement.values({**changes, "done": PeopleImport.done + rows}))


def finish(connection: Connection, number: int, at: datetime) -> None:
    """All rows are kept."""
    statement = update(PeopleImport).where(PeopleImport.id == number, PeopleImport.state == KEEPING)
    connection.execute(statement.values(state=KEPT, finished_at=at))


def forget(connection: Connection, number: int) -> bool:
    """Throw away what is only staged."""
    staged = select(PeopleImport.id).where(PeopleImport.id == number, PeopleImport.state == STAGED)
    if connection.execute(staged.with_for_update()).first() is None:
        return False
    connection.execute(delete(PeopleImportChunk).where(PeopleImportChunk.import_id == number))
    connection.execute(delete(PeopleImport).where(PeopleImport.id == number))
    return True


def waiting(connection: Connection) -> list[int]:
    """Those that are to be kept, the oldest first."""
    query = select(PeopleImport.id).where(PeopleImport.state == constant(KEEPING)).order_by(PeopleImport.id)
    return list(connection.execute(query).scalars())


def old(connection: Connection, now: datetime) -> list[int]:
    """Those staged for too long."""
    query = select(PeopleImport.id).where(PeopleImport.state == STAGED, PeopleImport.expires_at < now)
    return list(connection.execute(query).scalars())
