"""Long forms, as YAML, for tests of speed and size."""

from collections.abc import Iterator


def long_form(questions: int) -> str:
    """A form of numbers and choices, most with relevance on an earlier answer and a constraint, some calculates."""
    lines = ["flow: long", "title: {fr: Enquête}", "languages: [fr]", "steps:"]
    for number in range(1, questions + 1):
        lines += _question(number)
    return "\n".join(lines)


def _question(number: int) -> Iterator[str]:
    name, before = f"menage_q{number:03}", f"menage_q{number - 1:03}"
    if number % 10 == 0:
        yield f"  - {{name: {name}, kind: calculate, calculation: 'coalesce(${{{before}}}, 0) + {number}'}}"
        return
    yield f"  - name: {name}"
    if number % 2:
        yield "    kind: integer"
        yield f"    label: 'Question {number} : combien de personnes vivent ici, enfants compris ?'"
        yield "    constraint: . >= 0 and . <= 120"
    else:
        yield "    kind: select_one"
        yield f"    label: 'Question {number} : avez-vous accès à l’eau ?'"
        yield f"    choices: [{{name: '{number}', label: Oui}}, {{name: '0', label: Non}}]"
        yield "    constraint: string-length(.) > 0"
    if number > 2:
        yield f"    relevant: not(${{{before}}} = 'never') and string-length(${{menage_q001}}) >= 0"
