"""How this carrier behaves: who may use it, where it calls back, and the rules a test may change."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

AFRICASTALKING, ORANGE, ANDROID = "africastalking", "orange", "android"
Seconds = Annotated[float, Field(ge=0, le=86_400, allow_inf_nan=False)]
ServiceCode = Annotated[str, StringConstraints(pattern=r"^\*[0-9]+(\*[0-9]+)*#$", max_length=40)]
SenderName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9 ._-]{1,15}$")]
CallbackUrl = Annotated[str, StringConstraints(pattern=r"^(https?://[^\s]+)?$", max_length=2000)]
PhoneNumber = Annotated[str, StringConstraints(pattern=r"^\+[1-9][0-9]{7,14}$")]
Cycle = Literal[
    "normal",
    "buffered",
    "rejected",
    "failed",
    "absent",
    "expired",
    "none",
    "duplicate",
    "out_of_order",
    "conflicting",
    "early",
    "unknown",
]
OrangeCycle = Literal[
    "normal",
    "waiting",
    "uncertain",
    "impossible",
    "impossible_then_delivered",
    "none",
    "duplicate",
    "early",
    "unknown",
]
AndroidCycle = Literal["normal", "undelivered", "failed", "cancelled", "none", "duplicate", "early", "out_of_order"]


class Rules(BaseModel):
    """What a test or a demonstration may change while the carrier runs. Times are virtual seconds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    style: Literal["sandbox", "live"] = "sandbox"
    short_codes: tuple[SenderName, ...] = ("36000",)
    sender_ids: tuple[SenderName, ...] = ("JAMAKAN",)
    service_codes: tuple[ServiceCode, ...] = ("*384*12345#",)
    opt_out_text: Annotated[str, Field(max_length=200)] = ""
    lifecycle: Cycle = "normal"
    report_seconds: Seconds = 0.5
    retry_seconds: Annotated[Seconds, Field(gt=0)] = 60
    retry_for_seconds: Seconds = 12 * 3600
    answer_seconds: Annotated[Seconds, Field(gt=0)] = 10
    session_seconds: Annotated[Seconds, Field(gt=0)] = 180
    inactivity_seconds: Annotated[Seconds, Field(gt=0)] = 60
    screen_limit: Annotated[int, Field(ge=20, le=182)] = 160
    strict_screens: bool = False

    orange_number: Annotated[str, StringConstraints(pattern=r"^[0-9]{4,10}$")] = "2230000"
    orange_lifecycle: OrangeCycle = "normal"
    orange_per_second: Annotated[int, Field(ge=1, le=100_000)] = 5
    orange_token_seconds: Seconds = 3600
    orange_message_ids: bool = True  # older platforms gave incoming messages none

    android_number: PhoneNumber = "+22379000009"
    android_lifecycle: AndroidCycle = "normal"
    android_national: bool = False  # the SIM's operator gives senders without their country
    android_signing_key: Annotated[str, Field(max_length=200)] = "key_emulator"
    android_signature_age: Annotated[float, Field(ge=-86_400, le=86_400, allow_inf_nan=False)] = 0  # real seconds

    def carrier_of(self, number: str) -> str:
        """Return the carrier that owns one of the customer's numbers."""
        owners = {self.orange_number: ORANGE, self.android_number: ANDROID}
        return owners.get(number, AFRICASTALKING)


class Urls(BaseModel):
    """Where each kind of callback is posted; empty means that the customer configured none."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    ussd: CallbackUrl = ""
    ussd_end: CallbackUrl = ""
    sms: CallbackUrl = ""
    delivery: CallbackUrl = ""
    opt_out: CallbackUrl = ""
    subscription: CallbackUrl = ""
    airtime_status: CallbackUrl = ""
    airtime_validation: CallbackUrl = ""
    orange_delivery: CallbackUrl = ""
    orange_sms: CallbackUrl = ""
    android: CallbackUrl = ""


@dataclass(slots=True)
class Settings:
    """The settings in force. `rules` and `urls` are replaced whole, never changed in place."""

    username: str = "sandbox"
    api_key: str = "atsk_emulator"
    balance: str = "USD 100.0000"
    orange_client_id: str = "orange_emulator"
    orange_client_secret: str = "secret_emulator"  # noqa: S105 - pretended, as all here
    android_username: str = "sms"
    android_password: str = "password_emulator"  # noqa: S105
    rules: Rules = field(default_factory=Rules)
    urls: Urls = field(default_factory=Urls)

    @property
    def numbers(self) -> tuple[str, ...]:
        """What people can write to: a carrier the customer does not listen to is not shown."""
        orange = (self.rules.orange_number,) if self.urls.orange_sms else ()
        android = (self.rules.android_number,) if self.urls.android else ()
        return (*self.rules.short_codes, *orange, *android)
