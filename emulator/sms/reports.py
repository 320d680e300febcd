"""Africa's Talking's delivery reports: a form, posted once."""

from collections.abc import Callable

from emulator.callbacks import Courier
from emulator.exchange import Reply
from emulator.lives import Life, Report


def teller(courier: Courier, reason: str = "", premium: bool = False) -> Callable[[Life, Report], Reply]:
    """Return how the reports of a message are posted; `reason` takes the place of the life cycle's."""

    def tell(life: Life, report: Report) -> Reply:
        entry = life.entry
        fields = [
            ("id", entry.id),
            ("status", report.status),
            ("phoneNumber", entry.number),
            ("networkCode", entry.network),
        ]
        if report.reason:
            fields.append(("failureReason", reason or report.reason))
        if premium:
            fields.append(("retryCount", "0"))
        return courier.post("delivery", fields)

    return tell
