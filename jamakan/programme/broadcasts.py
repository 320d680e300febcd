"""The life of a broadcast: its states, what moves it from one to the next, and when a second person must look.

A broadcast is submitted once, then approved: by a person when there is a reason for it (`reasons_to_ask`), else at
once by nobody (`by` is empty). Nothing reaches `sending` but through `scheduled`, where its lines are counted again.
"""

from collections.abc import Collection, Mapping

from flows.text.matching import normal
from jamakan.sentences import said

DRAFT, WAITING, SCHEDULED = "draft", "waiting", "scheduled"
SENDING, PAUSED, DONE, STOPPED = "sending", "paused", "done", "stopped"
STATES = (DRAFT, WAITING, SCHEDULED, SENDING, PAUSED, DONE, STOPPED)

EDIT, SUBMIT, APPROVE, REJECT = "edit", "submit", "approve", "reject"
START, PAUSE, RESUME, STOP = "start", "pause", "resume", "stop"
FINISH, REOPEN, RESEND = "finish", "reopen", "resend"
EVENTS = (EDIT, SUBMIT, APPROVE, REJECT, START, PAUSE, RESUME, STOP, FINISH, REOPEN, RESEND)

TRANSITIONS: Mapping[tuple[str, str], str] = {
    (DRAFT, EDIT): DRAFT,
    (DRAFT, SUBMIT): WAITING,
    (DRAFT, STOP): STOPPED,
    (WAITING, EDIT): DRAFT,
    (WAITING, APPROVE): SCHEDULED,
    (WAITING, REJECT): DRAFT,
    (WAITING, STOP): STOPPED,
    (SCHEDULED, EDIT): DRAFT,
    (SCHEDULED, START): SENDING,
    (SCHEDULED, PAUSE): PAUSED,
    (SCHEDULED, STOP): STOPPED,
    (SENDING, PAUSE): PAUSED,
    (SENDING, FINISH): DONE,
    (SENDING, REOPEN): SENDING,  # its audience is gone through once more
    (SENDING, RESEND): SENDING,
    (SENDING, STOP): STOPPED,
    (PAUSED, RESUME): SCHEDULED,
    (PAUSED, APPROVE): SCHEDULED,  # paused because it had grown past what was approved
    (PAUSED, STOP): STOPPED,
    (DONE, REOPEN): SCHEDULED,  # for those who joined its audience since
    (DONE, RESEND): SENDING,  # a person has some of its messages sent again
}
AUTHORING = (EDIT, SUBMIT)  # whoever did one of these, or made it, may not approve

GROWTH = 1.1  # lines now, against those approved: more than this needs a new look


class BroadcastError(ValueError):
    """What was asked of a broadcast cannot be done, with the reasons for whoever asked."""

    def __init__(self, *reasons: str) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = reasons


class NoBroadcast(BroadcastError):
    """There is none with this number."""


class Changed(BroadcastError):
    """Somebody else changed it since it was looked at."""


class MoveRefused(BroadcastError):
    """The broadcast's state does not allow this."""


def after(state: str, event: str) -> str:
    """The state that an event leads to. Raises MoveRefused, saying what is possible."""
    if (state, event) not in TRANSITIONS:
        possible = ", ".join(known for before, known in TRANSITIONS if before == state) or "nothing, it has ended"
        refusal = "{event} is not possible for a broadcast that is {state}; possible: {possible}"
        raise MoveRefused(said(refusal, event=event, state=state, possible=possible))
    return TRANSITIONS[state, event]


def moves(event: str) -> dict[str, str]:
    """The states an event may find a broadcast in, each with the one it leads to."""
    return {before: to for (before, known), to in TRANSITIONS.items() if known == event}


def reasons_to_ask(
    *, lines: int, micros: int, spent_micros: int, approval_over: int, warning_micros: int | None
) -> tuple[str, ...]:
    """Why a second person has to approve a broadcast, in words; nothing when nobody has to.

    `micros`: what it will cost, `spent_micros`: what the month cost so far, `warning_micros`: the budget's warning
    line, None without a budget; all in millionths of XOF.
    """
    reasons: list[str] = []
    if lines > approval_over:
        reasons.append(said("it goes to {lines:,} lines, more than {most:,}", lines=lines, most=approval_over))
    if warning_micros is not None and spent_micros + micros > warning_micros:
        after_it, line = round((spent_micros + micros) / 1e6), round(warning_micros / 1e6)
        dear = "the month would have cost {after:,} XOF, past the warning line of {line:,} XOF"
        reasons.append(said(dear, after=after_it, line=line))
    return tuple(reasons)


def has_grown(lines: int, approved_lines: int | None) -> bool:
    """Whether it would reach many more lines than somebody agreed to."""
    return lines > (approved_lines or 0) * GROWTH


def named(person: str) -> str:
    """The name of whoever decides something. Raises BroadcastError without one."""
    if not normal(person):
        raise BroadcastError(
            said("say who you are: what is decided about a broadcast is kept with a name (--as NAME)")
        )
    return " ".join(person.split())


def may_approve(person: str, authors: Collection[str]) -> bool:
    """Nobody approves their own, nor what was made without a name, which may be their own.

    Names are compared as people write them: case and accents do not tell apart.
    """
    return normal(person) not in {normal(author) for author in authors} and all(map(normal, authors))
