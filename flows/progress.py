"""How far a dialogue is: question 3 of 11."""

from flows.routes import after, irrelevant
from flows.steps import QUESTIONS, Step
from flows.walk import Walk


def progress(walk: Walk) -> tuple[int, int]:
    """The number of the question shown, and of all questions on the path as far as it is known now.

    Ahead, choices not made yet count as not made: the path is the one without their jumps.
    """
    behind = sum(walk.flow.step(name).kind in QUESTIONS for name in walk.trail if name in walk.flow)
    ahead = sum(step.kind in QUESTIONS for step in _ahead(walk))
    return behind + 1, behind + max(ahead, 1)


def _ahead(walk: Walk) -> list[Step]:
    found: dict[str, Step] = {}
    name = walk.position or None
    while name and name in walk.flow and name not in found:
        step = walk.flow.step(name)
        if _may_come(walk, step):
            found[name] = step
            name = None if step.ends else after(walk.flow, step).step
        else:
            name = irrelevant(walk.flow, step).step
    return list(found.values())


def _may_come(walk: Walk, step: Step) -> bool:
    """Whether it is relevant, or may become so by an answer that is not given yet."""
    if walk.sheet.relevant(step):
        return True
    asked = frozenset().union(*(condition.references for condition in step.conditions))
    return any(name in walk.flow and name not in walk.sheet.answers for name in asked)
