"""What becomes of a message to a given number: the carrier's codes, and the rules tests set."""

from emulator.networks import is_landline
from emulator.planned import Outcome, Planned

CODES = {
    100: "Success",
    101: "Success",
    102: "Success",
    401: "RiskHold",
    402: "InvalidSenderId",
    403: "InvalidPhoneNumber",
    404: "UnsupportedNumberType",
    405: "InsufficientBalance",
    406: "UserInBlacklist",
    407: "CouldNotRoute",
    409: "DoNotDisturbRejection",
    500: "InternalServerError",
    501: "GatewayError",
    502: "RejectedByGateway",
}
ACCEPTED = frozenset({100, 101, 102})

# Magic numbers, for those who only have the web phone: +22399000 and the code wanted, or a number below.
MAGIC_CODES = "+22399000"
MAGIC_LIFECYCLES = {
    "+22399001001": "buffered",
    "+22399001002": "rejected",
    "+22399001003": "failed",
    "+22399001004": "absent",
    "+22399001005": "expired",
    "+22399001006": "none",
    "+22399001007": "duplicate",
    "+22399001008": "out_of_order",
    "+22399001009": "conflicting",
    "+22399001010": "early",
    "+22399001011": "unknown",
}


class Outcomes(Planned):
    """The outcome of every number. Callers hold the carrier's lock."""

    def __init__(self) -> None:
        super().__init__()
        self.opted_out: set[tuple[str, str]] = set()  # (sender, number)

    def take(self, number: str, sender: str) -> Outcome:
        """Return the outcome of one message to a valid number, using up one of a counted rule."""
        if (sender, number) in self.opted_out:
            return Outcome(406)
        return self.use(number) or _magic(number) or Outcome(404 if is_landline(number) else 0)


def _magic(number: str) -> Outcome | None:
    if number in MAGIC_LIFECYCLES:
        return Outcome(lifecycle=MAGIC_LIFECYCLES[number])
    ending = number.removeprefix(MAGIC_CODES)
    if ending != number and ending.isdecimal() and int(ending) in CODES:
        return Outcome(int(ending))
    return None
