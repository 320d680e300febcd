"""How this carrier behaves: who may use it, where it calls back, and the rules a test may change."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Seconds = Annotated[float, Field(ge=0, le=86_400, allow_inf_nan=False)]
ServiceCode = Annotated[str, StringConstraints(pattern=r"^\*[0-9]+(\*[0-9]+)*#$", max_length=40)]
SenderName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9 ._-]{1,15}$")]
CallbackUrl = Annotated[str, StringConstraints(pattern=r"^(https?://[^\s]+)?$", max_length=2000)]
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


@dataclass(slots=True)
class Settings:
    """The settings in force. `rules` and `urls` are replaced whole, never changed in place."""

    username: str = "sandbox"
    api_key: str = "atsk_emulator"
    balance: str = "USD 100.0000"
    rules: Rules = field(default_factory=Rules)
    urls: Urls = field(default_factory=Urls)
