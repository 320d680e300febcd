"""Flow files as people bring them: YAML, or an XLSForm spreadsheet whatever it is called."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from flows.importers.limits import IMPORT_BYTES, IMPORT_MEMORY, IMPORT_SECONDS
from flows.importers.xlsform import Problem, Rows, XlsformError, import_xlsform, is_binary, read_rows
from flows.loader import load_flow
from flows.model import Flow
from flows.problems import FlowError
from flows.problems import Problem as FlowProblem
from jamakan import bounded

YAML_ENDINGS = frozenset({".yaml", ".yml"})


@dataclass(frozen=True, slots=True)
class Remark:
    """Something its author should know about a file. sheet and column are empty, row is 0, where they say nothing.

    what: the cell, or the part of it that matters. told: all of it in a line, as `str` gives it.
    """

    sheet: str
    row: int
    column: str
    what: str
    why: str
    told: str

    def __str__(self) -> str:
        return self.told


class FlowFileError(ValueError):
    """A file that gives no flow: one located problem a line."""

    def __init__(self, problems: Iterable[Remark]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True, slots=True)
class FlowFile:
    """A flow read from a file. `source` is YAML, whatever the file was."""

    flow: Flow
    source: str
    warnings: tuple[Remark, ...]
    left_out: tuple[Remark, ...] = ()


def read_flow_file(path: Path, *, skip_unsupported: bool = False, language: str = "fr") -> FlowFile:
    """The flow in a file.

    Raises:
        FlowFileError: with every problem, also when there is no such file.
    """
    return read_flow(_bytes(path), str(path), skip_unsupported=skip_unsupported, language=language)


def read_flow(data: bytes, name: str, *, skip_unsupported: bool = False, language: str = "fr") -> FlowFile:
    """The flow in the bytes of a file of that name.

    Raises:
        FlowFileError: with every problem.
    """
    if Path(name).suffix.lower() in YAML_ENDINGS:
        return _yaml(data, name)
    try:
        found = import_xlsform(data, language=language, skip_unsupported=skip_unsupported, reader=bounded_rows)
    except XlsformError as error:
        raise FlowFileError(_of_form(name, error.problems)) from error
    except bounded.OverrunError as error:
        raise FlowFileError([_whole(name, f"cannot be read: {error}. Save it again as .xlsx or CSV")]) from error
    return FlowFile(found.flow, found.source, _of_form(name, found.warnings), _of_form(name, found.left_out))


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(IMPORT_BYTES + 1)
    except IsADirectoryError as error:
        raise FlowFileError([_whole(str(path), "this is not a form but a folder: name a file in it")]) from error
    except OSError as error:
        raise FlowFileError([_whole(str(path), f"cannot be read: {error.strerror}")]) from error


def bounded_rows(data: bytes) -> Rows:
    """`read_rows`, where what a damaged spreadsheet does to its parser does not happen to us.

    Raises:
        OverrunError: it took too much memory or time.
    """
    if is_binary(data):
        return bounded.run(read_rows, data, seconds=IMPORT_SECONDS, memory=IMPORT_MEMORY)
    return read_rows(data)


def _yaml(data: bytes, name: str) -> FlowFile:
    try:
        source = data.decode()
    except UnicodeDecodeError as error:
        why = f"not UTF-8 text ({error.reason} at byte {error.start}): save it as UTF-8"
        raise FlowFileError([_whole(name, why)]) from error
    try:
        loaded = load_flow(source, name)
    except FlowError as error:
        raise FlowFileError(_of_yaml(error.problems)) from error
    return FlowFile(loaded.flow, source, _of_yaml(loaded.warnings))


def _whole(name: str, why: str) -> Remark:
    return Remark("", 0, "", "", why, f"{name}: {why}")


def _of_form(name: str, problems: Iterable[Problem]) -> tuple[Remark, ...]:
    return tuple(Remark(one.sheet, one.row, one.column, one.what, one.why, f"{name}: {one}") for one in problems)


def _of_yaml(problems: Iterable[FlowProblem]) -> tuple[Remark, ...]:
    return tuple(Remark("", one.line, one.where, "", one.reason, str(one)) for one in problems)
