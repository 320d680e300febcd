"""What to do about what a carrier said, of one message and of the whole channel."""

import pytest

from jamakan.channels.outcomes import Failed, Outcome, Retry, Sent, Uncertain
from jamakan.sending.policy import Busy, Refused, Silent, Trouble, fate, trouble
from jamakan.store.outbox import Fate, Rerouted

SENT = Sent("id")
UNROUTED = Failed("CouldNotRoute", routing=True)
ACCOUNT = Failed("InsufficientBalance", configuration=True)
SLOW = Retry("slow down", 30, limited=False)


@pytest.mark.parametrize(
    ("outcome", "attempts", "other", "becomes"),
    [
        (SENT, 1, "orange", SENT),
        (Uncertain("cut"), 1, "orange", Uncertain("cut")),
        (Failed("InvalidPhoneNumber"), 1, "orange", Failed("InvalidPhoneNumber")),
        (UNROUTED, 1, "", UNROUTED),
        (UNROUTED, 1, "orange", Rerouted("CouldNotRoute", "orange")),
        (ACCOUNT, 4, "orange", Retry("InsufficientBalance", 0, limited=False)),
        (SLOW, 99, "", Retry("slow down", 0, limited=False)),  # the channel waits, the message has lost nothing
        (Retry("busy", 60), 1, "", Retry("busy", 60)),
        (Retry("busy", 60), 3, "", Retry("busy", 240)),
        (Retry("busy", 3600), 4, "", Retry("busy", 3600)),
        (Retry("busy", 60), 5, "", Failed("busy, 5 times")),
    ],
)
def test_of_one_message(outcome: Outcome, attempts: int, other: str, becomes: Fate) -> None:
    assert fate(outcome, attempts, other) == becomes


@pytest.mark.parametrize(
    ("outcomes", "says"),
    [
        ([SENT, SENT], None),
        ([SENT, Failed("InvalidPhoneNumber"), Uncertain("RiskHold")], None),
        ([Failed("InvalidPhoneNumber")], None),  # it answered, and about the number
        ([SENT, ACCOUNT], Refused("InsufficientBalance")),
        ([SLOW], Busy("slow down", 30)),
        ([Uncertain("read time-out"), Uncertain("read time-out")], Silent("read time-out")),
        ([], None),
    ],
)
def test_of_the_channel(outcomes: list[Outcome], says: Trouble | None) -> None:
    assert trouble(outcomes) == says
