"""Flow files as people bring them: YAML, or an XLSForm spreadsheet whatever it is called."""

from dataclasses import dataclass
from pathlib import Path

from flows.importers.xlsform import XlsformError, import_xlsform
from flows.loader import load_flow
from flows.model import Flow
from flows.problems import FlowError

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
    """The flow in a file. Raises FlowFileError with every problem, OSError when it cannot be read."""
    data = path.read_bytes()
    if path.suffix.lower() in YAML_ENDINGS:
        return _yaml(data, path)
    try:
        found = import_xlsform(data, name="", language=language, skip_unsupported=skip_unsupported)
    except XlsformError as error:
        raise FlowFileError([f"{path}: {problem}" for problem in error.problems]) from error
    warnings = tuple(f"{path}: {problem}" for problem in found.warnings)
    left_out = tuple(f"{path}: {problem}" for problem in found.left_out)
    return FlowFile(found.flow, found.source, warnings, left_out)


def _yaml(data: bytes, path: Path) -> FlowFile:
    try:
        source = data.decode()
    except UnicodeDecodeError as error:
        problem = f"{path}: not UTF-8 text ({error.reason} at byte {error.start}): save it as UTF-8"
        raise FlowFileError([problem]) from error
    try:
        loaded = load_flow(source, str(path))
    except FlowError as error:
        raise FlowFileError([str(problem) for problem in error.problems]) from error
    return FlowFile(loaded.flow, source, tuple(map(str, loaded.warnings)))
