"""The lives a message may have after it was accepted, as delivery reports tell them."""

from emulator.lives import Lifecycle, Report

SENT, SUBMITTED, BUFFERED, SUCCESS = Report("Sent"), Report("Submitted"), Report("Buffered"), Report("Success")

LIFECYCLES = {
    "normal": Lifecycle((SENT, SUBMITTED, SUCCESS), arrives=True),
    "buffered": Lifecycle((SENT, SUBMITTED, BUFFERED, Report("Success", waits=10)), arrives=True),
    "rejected": Lifecycle((Report("Rejected", "UserInBlackList"),)),
    "failed": Lifecycle((SENT, SUBMITTED, Report("Failed", "DeliveryFailure"))),
    "absent": Lifecycle((SENT, SUBMITTED, Report("AbsentSubscriber", waits=5))),
    "expired": Lifecycle((SENT, BUFFERED, Report("Expired", waits=20))),
    "none": Lifecycle((), arrives=True),
    "duplicate": Lifecycle((SENT, SENT, SUBMITTED, SUCCESS, SUCCESS), arrives=True),
    "out_of_order": Lifecycle((SUCCESS, SUBMITTED, SENT), arrives=True),
    "conflicting": Lifecycle((SENT, SUCCESS, Report("Failed", "DeliveryFailure")), arrives=True),
    "early": Lifecycle((SENT, SUBMITTED, SUCCESS), arrives=True, early=True),
    "unknown": Lifecycle((SENT, Report("Teleported"), SUCCESS), arrives=True),
}
