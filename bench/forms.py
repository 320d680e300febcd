"""How spreadsheet forms found anywhere fare: refused or imported, then played to the end by USSD and by SMS.

    python -m bench.forms FOLDER [--people 3]

Each form is imported as it is and with --skip-unsupported, and what imports is answered by seeded people on the pure
engine, twice: on the screens of USSD and on those of SMS. Both must store the same answers, on screens that fit. A
line for each form is printed, then the totals and the reasons for which forms are refused.
"""

import argparse
import json
import random
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from flows import engine
from flows.importers.xlsform import Imported, Problem, XlsformError, import_xlsform
from flows.model import Flow
from flows.steps import Kind
from flows.text.gsm7 import is_gsm7, width
from flows.world import SMS, USSD, Surface, World
from jamakan.bounded import OverrunError
from jamakan.flow_files import bounded_rows

NOW = datetime(2025, 12, 17, 9, tzinfo=UTC)
MOST_TURNS = 5_000
_NUMBERS = ("25", "3", "1", "60", "100", "2000", "0")
TYPED: Mapping[Kind, Sequence[str]] = {
    Kind.SELECT_ONE: ("1", "2", "3", "4", "5"),
    Kind.SELECT_MULTIPLE: ("1", "1 2", "2", "3"),
    Kind.TEXT: ("Bonjour", "76123456", "12", "a", "A123", "0761234567", "761234567", "https://a.b", "a@b.org"),
    Kind.INTEGER: _NUMBERS,
    Kind.DECIMAL: ("2,5", *_NUMBERS),
    Kind.DATE: ("17/12/2025", "01/01/1990", "10/10/2020", "16/12/2025"),
    Kind.NOTE: ("1",),
}
# Words of a problem → the kind of reason it is counted under.
REASONS: Mapping[str, str] = {
    "repeats": "repeats",
    "no GPS": "places and GPS",
    "no pictures": "pictures, sounds, files",
    "no barcodes": "barcodes",
    "from files": "lists in other files",
    "secondary instances": "lists in other files",
    "attached data": "lists in other files",
    "not asked": "times, e-mail, ordering",
    "ask for the date alone": "times, e-mail, ordering",
    "computed default": "computed defaults",
    "() is not supported": "functions Jamakan has not",
    "is not supported": "functions Jamakan has not",
    "paths are not": "XPath paths and predicates",
    "predicates are not": "XPath paths and predicates",
    "entities": "entities",
    "asked later": "conditions on later questions",
    "its own answer": "conditions on later questions",
    "in a circle": "conditions on later questions",
    "this name already": "names given twice",
    "names more than one": "names given twice",
    "no question named": "references to nothing",
    "is no question": "references to nothing",
    "stands for nothing": "references to nothing",
    "is always empty": "bare words in expressions",
    "no list named": "missing lists and choices",
    "has no choice named": "missing lists and choices",
    "no type ODK knows": "unknown types",
    "not a form": "no form at all",
    "empty": "no form at all",
    "pyxform": "ODK refuses it",
}


@dataclass(frozen=True)
class Played:
    """One person's way through a form. stuck: the question no answer was taken for. state: bytes of the dialogue."""

    outcome: str
    answers: Mapping[str, str]
    stuck: str
    milliseconds: Sequence[float]
    oversized: int
    state: int


@dataclass
class Trial:
    """What became of one file. refused, skipping: the problems as it is, and with what is unsupported left out."""

    name: str
    seconds: float = 0.0
    refused: Sequence[Problem] = ()
    skipping: Sequence[Problem] = ()
    imported: Imported | None = None
    left_out: int = 0
    people: int = 0
    equal: int = 0
    stuck: list[str] = field(default_factory=list)
    oversized: int = 0
    milliseconds: list[float] = field(default_factory=list)
    state: int = 0


def play(flow: Flow, surface: Surface, person: str) -> Played:
    """Answer every question as `person` does: the same words wherever the same question is asked."""
    world = World(NOW, surface)
    result = engine.start(flow, key="k" * 32, language=flow.languages[0], world=world)
    spent: list[float] = []
    oversized = state = 0
    while not result.dialogue.outcome and len(spent) < MOST_TURNS:
        oversized += width(result.screen.body) > surface.limit or not is_gsm7(result.screen.body)
        state = max(state, len(json.dumps(result.dialogue.to_json(), ensure_ascii=False).encode()))
        position = result.dialogue.position
        for text in _typed(flow, position, person):
            began = time.perf_counter()
            result = engine.step(flow, result.dialogue, text, world)
            spent.append((time.perf_counter() - began) * 1000)
            if result.dialogue.position != position or result.dialogue.outcome:
                break
        else:
            return Played("", result.dialogue.answers, position, spent, oversized, state)
    return Played(result.dialogue.outcome, result.dialogue.answers, "", spent, oversized, state)


def _typed(flow: Flow, position: str, person: str) -> list[str]:
    step = flow.step(position)
    typed = list(TYPED[step.kind])
    random.Random(f"{person} {position}").shuffle(typed)  # noqa: S311 - a person, not a secret
    return [*typed, *([step.leave_key] if step.leave_key else ())]


def tried(path: Path, people: int) -> Trial:
    """One file, imported twice and played by as many people on both surfaces."""
    trial = Trial(path.name)
    began = time.perf_counter()
    try:
        rows = bounded_rows(path.read_bytes())
    except OverrunError as error:
        trial.refused = trial.skipping = (Problem("", 0, "", "", str(error)),)
        return trial
    read = partial(import_xlsform, b"", reader=lambda _: rows)
    try:
        trial.imported = read()
    except XlsformError as error:
        trial.refused = error.problems
    trial.seconds = time.perf_counter() - began
    try:
        trial.imported = trial.imported or read(skip_unsupported=True)
        trial.left_out = len(trial.imported.left_out)
        _play_all(trial, trial.imported.flow, people)
    except XlsformError as error:
        trial.skipping = error.problems
    return trial


def _play_all(trial: Trial, flow: Flow, people: int) -> None:
    for person in range(people):
        by_ussd, by_sms = (play(flow, surface, f"person {person}") for surface in (USSD, SMS))
        same = (by_ussd.outcome, by_ussd.answers) == (by_sms.outcome, by_sms.answers)
        trial.people += 1
        trial.equal += same and not by_ussd.stuck
        trial.stuck += [played.stuck for played in (by_ussd, by_sms) if played.stuck]
        trial.oversized += by_ussd.oversized + by_sms.oversized
        trial.milliseconds += [*by_ussd.milliseconds, *by_sms.milliseconds]
        trial.state = max(trial.state, by_ussd.state, by_sms.state)


def reason(problem: Problem) -> str:
    return next((name for words, name in REASONS.items() if words in problem.why), "others")


def report(trials: Sequence[Trial]) -> Iterator[str]:
    """The table, line by line."""
    yield f"{'form':<50} {'steps':>5} {'import':>7} {'out':>4} {'equal':>6} {'step ms':>8}  problems"
    for trial in trials:
        yield _line(trial)
    imported = [trial for trial in trials if trial.imported]
    as_is = [trial for trial in imported if not trial.refused]
    yield f"{len(trials)} files: {len(as_is)} import as they are, {len(imported)} with --skip-unsupported"
    equal, people = sum(trial.equal for trial in imported), sum(trial.people for trial in imported)
    stuck = sorted({f"{trial.name}: {step}" for trial in imported for step in trial.stuck})
    yield f"{equal} of {people} played to the end with equal answers by USSD and by SMS, {len(stuck)} questions stuck"
    yield from (f"  stuck at {where}" for where in stuck)
    yield f"{sum(trial.oversized for trial in imported)} screens too big or outside GSM-7"
    spent = [one for trial in imported for one in trial.milliseconds]
    if spent:
        yield f"{len(spent)} turns, median {statistics.median(spent):.2f} ms, longest {max(spent):.1f} ms"
        yield f"largest dialogue {max(trial.state for trial in imported)} bytes"
    yield from _reasons("refused as they are because of", [trial.refused for trial in trials])
    yield from _reasons("refused with --skip-unsupported because of", [trial.skipping for trial in trials])


def _reasons(title: str, problems: Sequence[Sequence[Problem]]) -> Iterator[str]:
    yield f"{title:<44} files  problems"
    files = Counter(name for found in problems for name in {reason(problem) for problem in found})
    counts = Counter(reason(problem) for found in problems for problem in found)
    for name, number in files.most_common():
        yield f"  {name:<42} {number:>5} {counts[name]:>9}"


def _line(trial: Trial) -> str:
    steps = len(trial.imported.flow.steps) if trial.imported else 0
    equal = f"{trial.equal}/{trial.people}" if trial.people else ""
    median = f"{statistics.median(trial.milliseconds):.2f}" if trial.milliseconds else ""
    refused = len(trial.refused)
    still = "" if trial.imported or not refused else f", {len(trial.skipping)} with --skip-unsupported"
    said = f"{refused}{still}" if refused else ""
    name = trial.name if len(trial.name) <= 50 else f"…{trial.name[-49:]}"
    return (
        f"{name:<50} {steps or '':>5} {trial.seconds:>6.2f}s {trial.left_out or '':>4} {equal:>6} {median:>8}  {said}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--people", type=int, default=3)
    options = parser.parse_args()
    files = sorted(path for path in options.folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    for line in report([tried(path, options.people) for path in files]):
        print(line)


if __name__ == "__main__":
    main()
