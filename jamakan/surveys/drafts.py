"""From a file to a survey: kept first, then read, looked at, and opened. Each act is a transaction with its trail."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any

from flows.loader import parse_flow
from flows.model import Flow
from jamakan import publishing
from jamakan.core import Core
from jamakan.flow_files import FlowFile, FlowFileError, Remark, read_flow
from jamakan.publishing import Draft, Outrun
from jamakan.store import survey_uploads
from jamakan.store.staff import trail
from jamakan.store.survey_uploads import DRAFT, PUT_ASIDE, REFUSED, WAITING, Read, Upload

LONGEST_NAME = 200


def take(core: Core, by: int, token: str, filename: str, data: bytes, *, skip: bool = False) -> int:
    """Keep a file and read it; its number. `token` is the form's: sent twice it is one upload.

    skip: leave out optional questions of a kind no phone can answer.
    """
    now, name = datetime.now(UTC), PurePath(filename.replace("\\", "/")).name[-LONGEST_NAME:] or "?"
    with core.db.begin() as connection:
        number, new = survey_uploads.keep(connection, token, name, data, now, by, skip=skip)
        if new:
            trail.append(connection, core.settings.vault, now, by, "survey.uploaded", f"upload:{number}")
    if new:
        read(core, number)
    return number


def read(core: Core, number: int) -> None:
    """Read a kept file: at its arrival, or again when that was cut short."""
    with core.db.read() as connection:
        upload, data = survey_uploads.find(connection, number), survey_uploads.data(connection, number)
    if upload is not None:
        found = _read(upload, data)
        with core.db.begin() as connection:
            survey_uploads.was_read(connection, number, found)


def flow_of(core: Core, number: int) -> Flow | None:
    """The flow read from a file, to be looked at and played; None when none could be read."""
    with core.db.read() as connection:
        source = survey_uploads.source(connection, number)
    return parse_flow(source, f"upload {number}") if source else None


def publish(core: Core, by: int, upload: Upload, keyword: str, seen: str) -> None:
    """Open a draft. `seen`: the version that was open when it was decided, "" for none.

    Raises PublishError; Outrun when the draft is no draft any more, or another version was opened meanwhile.
    """
    with core.db.read() as connection:
        source = survey_uploads.source(connection, upload.id)
    if not source:
        raise Outrun
    found = FlowFile(parse_flow(source, f"upload {upload.id}"), source, ())
    publishing.publish(core, found, keyword, datetime.now(UTC), by, Draft(upload.id, seen))


def put_aside(core: Core, by: int, number: int) -> bool:
    """The file is not wanted; it stays kept. False when it was published or put aside before."""
    with core.db.begin() as connection:
        moved = survey_uploads.move(connection, number, WAITING, PUT_ASIDE)
        if moved:
            now, vault = datetime.now(UTC), core.settings.vault
            trail.append(connection, vault, now, by, "survey.put_aside", f"upload:{number}")
    return moved


def _read(upload: Upload, data: bytes) -> Read:
    try:
        found = read_flow(data, upload.filename, skip_unsupported=upload.skip_unsupported)
    except FlowFileError as error:
        return Read(REFUSED, {"problems": _rows(error.problems)})
    report = {"warnings": _rows(found.warnings), "left_out": _rows(found.left_out)}
    return Read(DRAFT, report, found.flow.name, found.flow.version, found.flow.title, found.source)


def _rows(remarks: Iterable[Remark]) -> list[list[Any]]:
    return [[one.sheet, one.row, one.column, one.what, one.why] for one in remarks]
