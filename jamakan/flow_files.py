"""Flow files as people bring them: YAML, or an XLSForm spreadsheet whatever it is called."""

from dataclasses import dataclass
from pathlib import Path

from flows.importers.limits import IMPORT_BYTES, IMPORT_MEMORY, IMPORT_SECONDS
from flows.importers.xlsform import Rows, XlsformError, import_xlsform, is_binary, read_rows
from flows.loader import load_flow
from flows.model import Flow
from flows.problems import FlowError
from jamakan import bounded

YAML_ENDINGS = frozenset({".yaml", ".yml"})


class FlowFileError(ValueError):
    """A file that gives no flow: one located problem a line."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass(frozen=True, slots=True)
class FlowFile:
    """A flow read from a file. `source` is YAML, whatever the file was; `warnings` and `left_out` a line each."""

    flow: Flow
    source: str
    warnings: tuple[str, ...]
    left_out: tuple[str, ...] = ()


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
        raise FlowFileError([f"{name}: {problem}" for problem in error.problems]) from error
    except bounded.OverrunError as error:
        raise FlowFileError([f"{name}: cannot be read: {error}. Save it again as .xlsx or CSV"]) from error
    warnings = tuple(f"{name}: {problem}" for problem in found.warnings)
    left_out = tuple(f"{name}: {problem}" for problem in found.left_out)
    return FlowFile(found.flow, found.source, warnings, left_out)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(IMPORT_BYTES + 1)
    except IsADirectoryError as error:
        raise FlowFileError([f"{path}: this is not a form but a folder: name a file in it"]) from error
    except OSError as error:
        raise FlowFileError([f"{path}: cannot be read: {error.strerror}"]) from error


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
        problem = f"{name}: not UTF-8 text ({error.reason} at byte {error.start}): save it as UTF-8"
        raise FlowFileError([problem]) from error
    try:
        loaded = load_flow(source, name)
    except FlowError as error:
        raise FlowFileError([str(problem) for problem in error.problems]) from error
    return FlowFile(loaded.flow, source, tuple(map(str, loaded.warnings)))
