"""Forms of the tests."""

from pathlib import Path

FOLDER = Path(__file__).parent.parent / "fixtures" / "forms"


def form(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def survey(*rows: str, choices: str = "", settings: str = "") -> bytes:
    """A form in Markdown: the first row holds the headers, and every row is written without its outer bars."""
    lines = ["| survey |", *(f"| | {row} |" for row in rows)]
    for name, sheet in (("choices", choices), ("settings", settings)):
        if sheet:
            lines += [f"| {name} |", *(f"| | {row.strip()} |" for row in sheet.strip().splitlines())]
    return "\n".join(lines).encode()


def big(questions: int) -> str:
    """A form of as many questions, with a condition or a constraint on most of them, in two languages."""
    headers = "type | name | label::Français (fr) | label::English (en) | required | relevant | constraint"
    rows = [f"| | {headers} |", "| | integer | q0 | Combien ? | How many? | yes | | . >= 0 |"]
    for number in range(1, questions):
        asked = f"| {number}. Et pour le point {number} ? | {number}. And for point {number}?"
        before = f"${{q{number - 1}}}"
        if number % 3 == 0:
            rows.append(f"| | integer | q{number} {asked} | yes | {before} != '' | . >= 0 and . < 1000 |")
        elif number % 3 == 1:
            rows.append(f"| | select_one avis | q{number} {asked} | | {before} >= 1 or {before} = '' | |")
        else:
            rows.append(f"| | select_multiple avis | q{number} {asked} | | | count-selected(.) <= 2 |")
    choices = [f"| | avis | a{n} | Avis {n} | Opinion {n} |" for n in range(8)]
    head = "| | list_name | name | label::Français (fr) | label::English (en) |"
    return "\n".join(["| survey |", *rows, "| choices |", head, *choices])
