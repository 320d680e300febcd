"""How long a step of a long form takes, how big its dialogue gets, how long its import takes.

    python -m bench.flows [--questions 500] [--runs 5]

Every question but the first is relevant by an expression, every second has a constraint. Beside it, in the same run,
the same dialogue on a form of ten questions: the ratio tells whether a step depends on the length of its form.
"""

import argparse
import json
import statistics
import time
from datetime import UTC, datetime

from flows import engine
from flows.engine import Result
from flows.expressions import Environment, parse
from flows.importers.xlsform import XlsformError, import_xlsform, to_xlsx
from flows.model import Flow
from flows.world import World
from jamakan.flow_files import read_flow

WORLD = World(now=datetime(2026, 11, 23, 12, tzinfo=UTC))
SHORT = 10


def form(questions: int) -> bytes:
    """A Markdown XLSForm with that many questions."""
    rows = ["| survey |", "| | type | name | label::Français (fr) | relevant | constraint |"]
    for number in range(questions):
        kind = ("integer", "text", "select_one yn", "decimal")[number % 4]
        relevant = f"${{q{number - 4}}} != 'never' and string-length(${{q{number - 1}}}) > 0" if number >= 4 else ""
        constraint = ". >= 0 and . < 1000" if kind in {"integer", "decimal"} else ""
        rows.append(f"| | {kind} | q{number} | Question {number} ? | {relevant} | {constraint} |")
    rows += ["| choices |", "| | list_name | name | label::Français (fr) |"]
    rows += ["| | yn | yes | Oui |", "| | yn | no | Non |"]
    rows += ["| settings |", "| | form_id | form_title |", "| | long | Long |"]
    return "\n".join(rows).encode()


def answer(number: int) -> str:
    return ("7", "des mots", "1", "2,5")[number % 4]


def play(flow: Flow, questions: int) -> tuple[list[float], Result]:
    """Milliseconds of each step of a whole dialogue, and where it ended."""
    result = engine.start(flow, key="bench", language="fr", world=WORLD)
    spent = []
    for number in range(questions):
        began = time.perf_counter()
        result = engine.step(flow, result.dialogue, answer(number), WORLD)
        spent.append((time.perf_counter() - began) * 1000)
    return spent, result


def size_after(flow: Flow, answers: int) -> int:
    """Bytes of a dialogue with that many answers, as JSON."""
    result = engine.start(flow, key="k" * 32, language="fr", world=WORLD)
    for number in range(answers):
        result = engine.step(flow, result.dialogue, answer(number), WORLD)
    return len(json.dumps(result.dialogue.to_json(), ensure_ascii=False, separators=(",", ":")).encode())


def conditions() -> float:
    """Milliseconds for 500 conditions on a form of 500 answers, the best of 20 runs."""
    env = Environment({f"q{n}": "idp women" if n % 3 else str(n) for n in range(500)}, WORLD.now)
    parsed = [parse(f"${{q{n}}} >= 18 and selected(${{q{n - 1}}}, 'idp')") for n in range(1, 501)]
    best = float("inf")
    for _ in range(20):
        began = time.perf_counter()
        for condition in parsed:
            condition.truth(env)
        best = min(best, time.perf_counter() - began)
    return best * 1000


def imported_from_excel(flow: Flow) -> float:
    """Seconds, the start of the process that reads the workbook included."""
    data = to_xlsx(flow)
    began = time.perf_counter()
    read_flow(data, "long.xlsx")
    return time.perf_counter() - began


def refused(questions: int) -> tuple[int, float]:
    """How many mistakes were told, and the seconds it took."""
    data = form(questions).replace(b"'never'", b"never").replace(b"| text |", b"| txet |")
    began = time.perf_counter()
    try:
        import_xlsform(data)
    except XlsformError as error:
        return len(error.problems), time.perf_counter() - began
    raise AssertionError("the mistakes were not seen")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=500)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()

    began = time.perf_counter()
    flow = import_xlsform(form(options.questions)).flow
    print(f"import of {options.questions} rows: {time.perf_counter() - began:.2f} s (wanted under 2)")
    print(f"  as .xlsx, read in a process of its own: {imported_from_excel(flow):.2f} s")
    found, seconds = refused(options.questions)
    print(f"  with {found} mistakes, all told: {seconds:.2f} s")
    short = import_xlsform(form(SHORT)).flow

    long_steps: list[float] = []
    short_steps: list[float] = []
    for _ in range(options.runs):
        long_steps += play(flow, options.questions)[0]
        for _ in range(options.questions // SHORT):
            short_steps += play(short, SHORT)[0]
    median, tail = statistics.median(long_steps), statistics.quantiles(long_steps, n=100)[98]
    ratio = median / statistics.median(short_steps)
    print(f"a step of {options.questions} questions: median {median:.2f} ms (wanted under 2), p99 {tail:.2f} ms")
    print(f"  {ratio:.1f} times a step of {SHORT} questions")
    print(f"500 conditions: {conditions():.2f} ms")
    print(f"a dialogue with 100 answers: {size_after(flow, 100)} bytes (wanted under 8192)")


if __name__ == "__main__":
    main()
