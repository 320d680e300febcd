"""Files staff brought: kept as they came, whatever reading them says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from jamakan.store import database
from jamakan.store.models import SurveyUpload

RECEIVED, REFUSED, DRAFT, PUBLISHED, PUT_ASIDE = "received", "refused", "draft", "published", "put_aside"
WAITING = (RECEIVED, REFUSED, DRAFT)  # something is still to be done about them

Report = Mapping[str, Sequence[Sequence[Any]]]
"""problems, warnings, left_out: each a list of [sheet, row, column, what, why]."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file without its bytes. `flow`, `version`, `title` and `source` are empty unless a flow could be read."""

    id: int
    filename: str
    skip_unsupported: bool
    uploaded_by: int | None
    uploaded_at: datetime
    state: str
    flow: str
    version: str
    title: Mapping[str, str]
    report: Report


@dataclass(frozen=True, slots=True)
class Read:
    """What reading a file came to."""

    state: str
    report: Report
    flow: str = ""
    version: str = ""
    title: Mapping[str, str] | None = None
    source: str = ""


_UPLOAD = (
    SurveyUpload.id,
    SurveyUpload.filename,
    SurveyUpload.skip_unsupported,
    SurveyUpload.uploaded_by,
    SurveyUpload.uploaded_at,
    SurveyUpload.state,
    SurveyUpload.flow,
    SurveyUpload.version,
    SurveyUpload.title,
    SurveyUpload.report,
)


def keep(
    connection: Connection, token: str, filename: str, data: bytes, now: datetime, by: int | None, *, skip: bool
) -> tuple[int, bool]:
    """Keep a file; its number, and whether it is new. The same form sent twice is one upload."""
    row = {
        "token": token,
        "filename": filename,
        "data": data,
        "skip_unsupported": skip,
        "uploaded_by": by,
        "uploaded_at": now,
        "state": RECEIVED,
        "flow": "",
        "version": "",
        "title": {},
        "source": "",
        "report": {},
    }
    statement = database.insert(connection, SurveyUpload).on_conflict_do_nothing(index_elements=["token"])
    number = connection.execute(statement.returning(SurveyUpload.id), row).scalar()
    if number is not None:
        return number, True
    return connection.execute(select(SurveyUpload.id).where(SurveyUpload.token == token)).scalar_one(), False


def was_read(connection: Connection, number: int, read: Read) -> None:
    """Note what reading came to, unless somebody decided about the file meanwhile."""
    row = {"state": read.state, "report": dict(read.report), "flow": read.flow, "version": read.version}
    row |= {"title": dict(read.title or {}), "source": read.source}
    waiting = (SurveyUpload.id == number, SurveyUpload.state.in_(WAITING))
    connection.execute(update(SurveyUpload).where(*waiting).values(row))


def move(connection: Connection, number: int, before: Sequence[str], state: str) -> bool:
    """To another state. False when it was in none of those `before`."""
    statement = update(SurveyUpload).where(SurveyUpload.id == number, SurveyUpload.state.in_(before))
    return connection.execute(statement.values(state=state)).rowcount == 1


def find(connection: Connection, number: int) -> Upload | None:
    """A file by its number."""
    row = connection.execute(select(*_UPLOAD).where(SurveyUpload.id == number)).one_or_none()
    return Upload(*row) if row else None


def data(connection: Connection, number: int) -> bytes:
    """The file as it came."""
    return connection.execute(select(SurveyUpload.data).where(SurveyUpload.id == number)).scalar_one()


def source(connection: Connection, number: int) -> str:
    """The flow read from it, as YAML; "" when none could be."""
    return connection.execute(select(SurveyUpload.source).where(SurveyUpload.id == number)).scalar_one()


def waiting(connection: Connection, most: int) -> list[Upload]:
    """The files something is still to be done about, the latest first."""
    query = select(*_UPLOAD).where(SurveyUpload.state.in_(WAITING)).order_by(SurveyUpload.id.desc()).limit(most)
    return [Upload(*row) for row in connection.execute(query)]
