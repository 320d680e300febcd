"""Why a message did not arrive, in plain words, and what somebody can do about it."""

from dataclasses import dataclass

from flows.text.matching import normal
from jamakan.sentences import said
from jamakan.store.broadcasts.progress import Failure
from jamakan.store.messages import EXPIRED, FAILED, SKIPPED, UNCERTAIN, UNREPORTED


@dataclass(frozen=True, slots=True)
class Explained:
    """`meaning`: what happened. `advice`: what to do, "" for nothing. Both as sentences."""

    meaning: str
    advice: str = ""


CORRECT = said("check the number with the person, then write to the right one")
CALL = said("call them, or try again another day")
ASK_FIRST = said("ask the person whether they got it before you send it again ('python3 run.py resend NUMBER')")
MEND = said("whoever runs the service has to settle it with the carrier; then send again")

# The carriers' words and ours, as `normal` writes them → what they mean. The first found in the reason counts.
MEANINGS: tuple[tuple[tuple[str, ...], Explained], ...] = (
    (
        ("invalidphonenumber", "userdoesnotexist", "notnetworksubcriber", "notnetworksubscriber"),
        Explained(said("the network does not know this number"), CORRECT),
    ),
    (("unsupportednumbertype",), Explained(said("this number takes no SMS (a landline?)"), CORRECT)),
    (
        ("userinblacklist", "opted out", "usernotsubscribed", "donotdisturb"),
        Explained(said("the person does not want messages"), said("respect it")),
    ),
    (("useraccountsuspended", "userisinactive"), Explained(said("the line is suspended"), CALL)),
    (("absentsubscriber",), Explained(said("the phone was off or out of reach for too long"), CALL)),
    (
        ("couldnotroute", "svc0004"),
        Explained(said("this carrier does not reach that network"), said("send by another channel (--fallback)")),
    ),
    (
        (
            "insufficientbalance",
            "insufficientcredit",
            "invalidsenderid",
            "api key",
            "client id",
            "pol0",
            "refused by",
        ),
        Explained(said("the carrier refuses our account"), MEND),
    ),
    (("too late",), Explained(said("it could not leave before it was too late to be of use"))),
    (("too many messages",), Explained(said("the person had enough messages that day"))),
    (("stopped",), Explained(said("the broadcast was stopped before it left"))),
)
OF_STATES = {  # when no reason is known to us
    FAILED: Explained(said("the carrier could not deliver it"), CALL),
    UNCERTAIN: Explained(said("the carrier gave no answer: it may have arrived or not"), ASK_FIRST),
    UNREPORTED: Explained(
        said("sent, but the network never said whether it arrived"), said("nothing: most of these arrived")
    ),
    EXPIRED: Explained(said("it could not leave before it was too late to be of use")),
    SKIPPED: Explained(said("it was not sent")),
}


def explain(failure: Failure) -> Explained:
    """What became of a message, in words."""
    return meaning(failure.state, failure.reason)


def meaning(state: str, reason: str) -> Explained:
    """What this state and reason mean. Doubt is told before anything else: it is what somebody has to decide."""
    if state in {UNCERTAIN, UNREPORTED}:
        return OF_STATES[state]
    told = normal(reason)
    return next((known for words, known in MEANINGS if any(word in told for word in words)), OF_STATES[state])
