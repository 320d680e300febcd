"""The rules and what each may be. `Settings` is made of them too: a value is checked alike wherever it stands."""

import re
from datetime import date, time
from functools import cached_property
from typing import Annotated, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_settings import NoDecode

from jamakan.hours import WEEKDAYS, Hours, NeverOpen
from jamakan.prices import MICROS, Prices

WORDS = Annotated[tuple[str, ...], NoDecode]  # read from "a,b" rather than from JSON
Price = Annotated[float, Field(ge=0, le=10_000, allow_inf_nan=False)]  # XOF a part
Days = Annotated[int, Field(ge=30, le=3650)]  # less, and a carrier might still tell again what was forgotten
NETWORK_PRICE = re.compile(r"(?P<channel>[a-z]+)/(?P<network>\w{1,40})=(?P<price>\d{1,5}(\.\d{1,3})?)")

THEME = re.compile(r"(?P<name>[a-z][a-z_]{0,39})=(?P<fr>[^=/,]{1,24})/(?P<en>[^=/,]{1,24})")
THEMES = (
    "water=L'eau/Water",
    "health=La santé/Health",
    "school=L'école/School",
    "security=La sécurité/Security",
    "civil_status=L'état civil/Civil status",
    "elections=Les élections/Elections",
    "roads=Les routes/Roads",
)

CHANNELS = {  # the routes to phones there are, and the settings each cannot do without in production
    "africastalking": ("at_api_key",),
    "orange": ("orange_client_id", "orange_client_secret"),
    "android": ("android_url", "android_username", "android_password", "android_webhook_key"),
}
PRICES = {"africastalking": "sms_price", "orange": "orange_price", "android": "android_price"}


class HouseRules(BaseModel):
    """What staff decide about sending, money and keeping. Every field is a variable of the environment too."""

    model_config = ConfigDict(frozen=True)

    timezone: str = "Africa/Bamako"

    # What nobody asked for (broadcasts, follow-ups) leaves between these hours; answers leave at once.
    send_from: time = time(8)
    send_until: time = time(20)
    no_send_days: WORDS = ()  # weekdays (sun) and dates (2027-04-11)
    unasked_a_day: int = Field(3, ge=1, le=100)  # of those, a person a day
    replies_a_day: int = Field(60, ge=1, le=10_000)  # to one number: two machines answering each other cost no more
    broadcast_per_second: float = Field(0.0, ge=0, allow_inf_nan=False)  # recipients; 0: as fast as their channels go
    fallback_channel: str = ""  # for single messages whose channel does not reach a number; "" is none

    monthly_cap: float | None = Field(None, ge=0, allow_inf_nan=False)  # XOF; None: no limit, and doctor says so
    budget_warning: float = Field(0.8, gt=0, le=1)  # of the cap; past it every broadcast needs a second person
    approval_over: int = Field(500, ge=0)  # lines; a larger broadcast needs a second person

    sms_price: Price = 8.0
    orange_price: Price = 12.0
    android_price: Price = 20.0
    network_prices: WORDS = ()  # africastalking/61002=7.5: channel, the carrier's code of the network, XOF a part

    case_read_hours: int = Field(48, ge=1, le=720)  # within which somebody has read what people report
    case_answer_days: int = Field(15, ge=1, le=365)  # within which they are promised an answer
    case_themes: WORDS = THEMES  # water=L'eau/Water: a name of ours, the French, the English

    keep_turns_days: Days = 365
    keep_reports_days: Days = 180
    keep_exports_days: int = Field(2, ge=1, le=30)

    @field_validator("no_send_days", "network_prices", "case_themes", mode="before")
    @classmethod
    def _split_words(cls, value: object) -> object:
        return split(value)

    @field_validator("send_from", "send_until")
    @classmethod
    def _of_the_zone(cls, at: time) -> time:
        if at.tzinfo is not None:
            raise ValueError("hours are those of JAMAKAN_TIMEZONE: write HH:MM, without a zone of their own")
        return at

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"no such time zone: {name!r}; write one like Africa/Bamako") from error
        return name

    @field_validator("monthly_cap", mode="before")
    @classmethod
    def _no_limit(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("no_send_days")
    @classmethod
    def _known_days(cls, days: tuple[str, ...]) -> tuple[str, ...]:
        for day in days:
            if day not in WEEKDAYS:
                try:
                    date.fromisoformat(day)
                except ValueError as error:
                    known = ", ".join(WEEKDAYS)
                    raise ValueError(f"{day!r} is no day: write {known}, or a date as 2027-04-11") from error
        return days

    @field_validator("fallback_channel")
    @classmethod
    def _known_channel(cls, name: str) -> str:
        if name and name not in CHANNELS:
            raise ValueError(f"no such channel: {name}; there are {', '.join(CHANNELS)}")
        return name

    @field_validator("network_prices")
    @classmethod
    def _known_prices(cls, prices: tuple[str, ...]) -> tuple[str, ...]:
        for price in prices:
            found = NETWORK_PRICE.fullmatch(price)
            if found is None or found["channel"] not in CHANNELS:
                raise ValueError(f"{price!r} is no price: write africastalking/61002=7.5, a channel of ours first")
        return prices

    @field_validator("case_themes")
    @classmethod
    def _known_themes(cls, themes: tuple[str, ...]) -> tuple[str, ...]:
        for theme in themes:
            if THEME.fullmatch(theme) is None:
                raise ValueError(f"{theme!r} is no theme: write water=L'eau/Water, 24 letters at most each")
        if len({theme.partition("=")[0] for theme in themes}) != len(themes):
            raise ValueError("two themes have the same name")
        return themes

    @model_validator(mode="after")
    def _opens(self) -> Self:
        try:
            _ = self.hours
        except NeverOpen as error:
            raise ValueError(f"JAMAKAN_SEND_FROM, _UNTIL, JAMAKAN_NO_SEND_DAYS: {error}") from error
        return self

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @cached_property
    def hours(self) -> Hours:
        """When messages nobody asked for may leave."""
        return Hours(self.send_from, self.send_until, self.zone, frozenset(self.no_send_days))

    @property
    def cap_micros(self) -> int | None:
        """What a month may cost, in millionths of XOF; None without a limit."""
        return None if self.monthly_cap is None else round(self.monthly_cap * MICROS)

    @property
    def warning_micros(self) -> int | None:
        """From which spending on every broadcast needs a second person."""
        return None if self.monthly_cap is None else round(self.monthly_cap * self.budget_warning * MICROS)

    @property
    def themes(self) -> dict[str, dict[str, str]]:
        """What a case may be about: name → language → words."""
        found = [THEME.fullmatch(theme) for theme in self.case_themes]
        return {one["name"]: {"fr": one["fr"], "en": one["en"]} for one in found if one}

    def prices(self, channel: str) -> Prices:
        """What a part costs by a channel."""
        part = round(float(getattr(self, PRICES[channel])) * MICROS)
        found = [NETWORK_PRICE.fullmatch(price) for price in self.network_prices]
        of_channel = [one for one in found if one and one["channel"] == channel]
        return Prices(part, {one["network"]: round(float(one["price"]) * MICROS) for one in of_channel})


CHANGEABLE = tuple(name for name in HouseRules.model_fields if name != "timezone")


def split(value: object) -> object:
    """The words of "a, b" as a tuple; anything else as it is."""
    if isinstance(value, str):
        return tuple(word.strip() for word in value.split(",") if word.strip())
    return value
