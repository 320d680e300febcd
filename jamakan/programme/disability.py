"""What the Washington Group Short Set says of a person: computed from six answers, never asked.

Source: Washington Group on Disability Statistics, Short Set on Functioning. Two thresholds are kept. The standard
one, by which disability is counted, is "a lot of difficulty" or "cannot do at all" somewhere; the wide one is "some
difficulty" or more somewhere. Neither says anything of belonging to a group, which people declare themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass

FLOW = "difficulties"  # the dialogue that asks them
QUESTIONS = ("seeing", "hearing", "walking", "remembering", "self_care", "communicating")
SCALE = {"none": 0, "some": 1, "a_lot": 2, "cannot": 3}
NO_ANSWER = "no_answer"
SOME = 1
STANDARD = 2


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a person reaches each threshold; None where the answers do not tell."""

    some: bool | None = None
    standard: bool | None = None


def standing(answers: Mapping[str, str]) -> Standing:
    """Where six answers (question: a word of SCALE, or NO_ANSWER, or missing) put a person.

    One answer that reaches a threshold is enough for a yes. Only all six below it make a no: somebody who passed
    over a question may have the difficulty it asks about, so that silence is never counted as "no disability".
    """
    levels = [SCALE[answers[question]] for question in QUESTIONS if answers.get(question) in SCALE]
    return Standing(_reaches(levels, SOME), _reaches(levels, STANDARD))


def word(reached: bool | None) -> str:
    """How a threshold is kept and split by: yes, no, or "" when it is not known."""
    return {True: "yes", False: "no", None: ""}[reached]


def _reaches(levels: list[int], threshold: int) -> bool | None:
    if any(level >= threshold for level in levels):
        return True
    return False if len(levels) == len(QUESTIONS) else None
