"""The bodies of the control API, field by field."""

from collections.abc import Collection
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from emulator.account import AmountError, parse_amount
from emulator.android import sending as android
from emulator.android import webhooks
from emulator.faults import ENDPOINTS, RECORDED, Fault
from emulator.networks import normalise
from emulator.orange import receipts
from emulator.orange import sending as orange
from emulator.settings import AFRICASTALKING, ANDROID, ORANGE, CallbackUrl, Seconds, SenderName
from emulator.sms.incoming import DATE_FORMATS
from emulator.sms.lifecycles import LIFECYCLES
from emulator.sms.outcomes import CODES


def _number(raw: str) -> str:
    if (number := normalise(raw)) is None:
        raise ValueError(f"{raw!r} is not a phone number: write it like +22370000001")
    return number


def _one_of(names: frozenset[str] | dict[str, object]) -> AfterValidator:
    def check(name: str) -> str:
        if name not in names:
            raise ValueError(f"{name!r} is none of {', '.join(sorted(names))}")
        return name

    return AfterValidator(check)


# What can be planned for a number at each carrier: the codes it answers with, and the lives of its messages.
PLANS: dict[str, tuple[Collection[int | str], Collection[str]]] = {
    AFRICASTALKING: (CODES, LIFECYCLES),
    ORANGE: (orange.ERRORS, receipts.LIFECYCLES),
    ANDROID: (android.REFUSALS, webhooks.LIFECYCLES),
}


def _amount(text: str) -> str:
    try:
        parse_amount(text)
    except AmountError as error:
        raise ValueError(str(error)) from error
    return text


Number = Annotated[str, Field(max_length=40), AfterValidator(_number)]
Times = Annotated[int, Field(ge=1, le=1_000_000)]
Words = Annotated[str, Field(max_length=100_000)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=24)]


class Body(BaseModel):
    """A body in which a misspelt field is an error, not a surprise."""

    model_config = ConfigDict(extra="forbid")


class Nothing(Body):
    """No fields."""


class Advance(Body):
    """How far to move the clock."""

    seconds: Annotated[float, Field(ge=0, le=10_000_000, allow_inf_nan=False)]


class Balance(Body):
    """A new balance, for example "USD 0.0100"."""

    balance: Annotated[str, AfterValidator(_amount)]


class AskedFault(Body):
    """A fault: see `emulator.faults`. `times` null means until cleared; `recorded` null the kind's habit."""

    kind: Annotated[str, _one_of(dict(RECORDED))]
    recorded: bool | None = None
    endpoint: Annotated[str, _one_of(ENDPOINTS | {""})] = ""
    numbers: list[Number] = []
    times: Times | None = 1
    seconds: Seconds = 30
    status: Annotated[int, Field(ge=400, le=599)] = 500
    retry_after: Annotated[int, Field(ge=0, le=86_400)] | None = None
    location: CallbackUrl = ""

    @model_validator(mode="after")
    def _redirect_somewhere(self) -> "AskedFault":
        if self.kind == "redirect" and not self.location:
            raise ValueError("a redirect needs a location")
        return self

    def fault(self) -> Fault:
        """Return it as the carrier keeps it."""
        recorded = RECORDED[self.kind] if self.recorded is None else self.recorded
        return Fault(
            self.kind,
            recorded,
            self.endpoint,
            frozenset(self.numbers),
            self.times,
            self.seconds,
            self.status,
            self.retry_after,
            self.location,
        )


class AskedOutcome(Body):
    """What becomes of messages to a number: see `emulator.planned`. `times` null means for ever."""

    carrier: Literal["africastalking", "orange", "android"] = "africastalking"
    number: Number
    code: int | str = 0
    lifecycle: Annotated[str, Field(max_length=40)] = ""
    reason: Annotated[str, Field(max_length=60)] = ""
    times: Times | None = None

    @field_validator("code", "lifecycle")
    @classmethod
    def _known(cls, value: int | str, info: ValidationInfo) -> int | str:
        """One of those of its carrier, which stands before it."""
        names = PLANS[info.data.get("carrier", AFRICASTALKING)][info.field_name == "lifecycle"]
        if value and value not in names:
            raise ValueError(f"{value!r} is none of {', '.join(sorted(map(str, names)))}")
        return value


class AskedSms(Body):
    """An SMS from a phone. `link_id` null leaves the field out of the callback."""

    from_: Annotated[Number, Field(alias="from")]
    to: Annotated[str, StringConstraints(pattern=r"^\+?[A-Za-z0-9 ._-]{1,15}$")]
    text: Words
    id: Annotated[str, Field(max_length=100)] = ""
    date_format: Annotated[str, _one_of(dict(DATE_FORMATS))] = "space"
    link_id: Annotated[str, Field(max_length=100)] | None = ""
    cost: Annotated[str, Field(max_length=30)] = ""
    copies: Annotated[int, Field(ge=1, le=20)] = 1


class Dial(Body):
    """A phone and what it dials."""

    phone: Number
    code: Annotated[str, Field(min_length=1, max_length=500)]


class OfSession(Body):
    """A USSD session."""

    session: Annotated[str, Field(max_length=100)]


class Typed(OfSession):
    """A USSD session, and what is typed in it."""

    text: Words


class Person(Body):
    """A phone for the table, and who holds it."""

    number: Number
    name: Name


class OptOut(Body):
    """A subscriber who refuses a sender's messages."""

    phone: Number
    sender: SenderName


class Subscription(Body):
    """A subscriber who joins or leaves a premium service."""

    phone: Number
    short_code: SenderName
    keyword: Annotated[str, Field(max_length=60)] = ""
    update_type: Literal["addition", "deletion"] = "addition"
