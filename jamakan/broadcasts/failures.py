"""Why a message did not arrive, in plain words, and what somebody can do about it."""

from dataclasses import dataclass

from flows.text.matching import normal
from jamakan.store.broadcasts.progress import Failure
from jamakan.store.messages import EXPIRED, FAILED, SKIPPED, UNCERTAIN, UNREPORTED


@dataclass(frozen=True, slots=True)
class Explained:
    """`meaning`: what happened. `advice`: what to do, "" for nothing."""

    meaning: str
    advice: str = ""


CORRECT = "check the number with the person, then write to the right one"
CALL = "call them, or try again another day"
ASK_FIRST = "ask the person whether they got it before you send it again ('python3 run.py resend NUMBER')"
MEND = "whoever runs the service has to settle it with the carrier; then send again"

# The carriers' words and ours, as `normal` writes them → what they mean. The first found in the reason counts.
MEANINGS: tuple[tuple[tuple[str, ...], Explained], ...] = (
    (
        ("invalidphonenumber", "userdoesnotexist", "notnetworksubcriber", "notnetworksubscriber"),
        Explained("the network does not know this number", CORRECT),
    ),
    (("unsupportednumbertype",), Explained("this number takes no SMS (a landline?)", CORRECT)),
    (
        ("userinblacklist", "opted out", "usernotsubscribed", "donotdisturb"),
        Explained("the person does not want messages", "respect it"),
    ),
    (("useraccountsuspended", "userisinactive"), Explained("the line is suspended", CALL)),
    (("absentsubscriber",), Explained("the phone was off or out of reach for too long", CALL)),
    (
        ("couldnotroute", "svc0004"),
        Explained("this carrier does not reach that network", "send by another channel (--fallback)"),
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
        Explained("the carrier refuses our account", MEND),
    ),
    (("too late",), Explained("it could not leave before it was too late to be of use")),
    (("too many messages",), Explained("the person had enough messages that day")),
    (("stopped",), Explained("the broadcast was stopped before it left")),
)
OF_STATES = {  # when no reason is known to us
    FAILED: Explained("the carrier could not deliver it", CALL),
    UNCERTAIN: Explained("the carrier gave no answer: it may have arrived or not", ASK_FIRST),
    UNREPORTED: Explained("sent, but the network never said whether it arrived", "nothing: most of these arrived"),
    EXPIRED: Explained("it could not leave before it was too late to be of use"),
    SKIPPED: Explained("it was not sent"),
}


def explain(failure: Failure) -> Explained:
    """What became of a message, in words. Doubt is told before anything else: it is what somebody has to decide."""
    if failure.state in {UNCERTAIN, UNREPORTED}:
        return OF_STATES[failure.state]
    reason = normal(failure.reason)
    return next(
        (meaning for words, meaning in MEANINGS if any(word in reason for word in words)), OF_STATES[failure.state]
    )
