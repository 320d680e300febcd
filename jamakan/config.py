"""Settings: JAMAKAN_* variables, checked when a process starts, listed in .env.example."""

import sys
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AliasChoices, Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from jamakan.house.valkey import socket_url
from jamakan.house_rules.model import CHANGEABLE, CHANNELS, WORDS, HouseRules, split
from jamakan.privacy.vault import Vault, VaultError

MIN_TOKEN = 20  # characters; the token is the only thing that tells a carrier's callback from a stranger's
Address = Annotated[str, Field(pattern=r"^(https?://\S+)?$")]


class SettingsError(Exception):
    """Settings that cannot be used, with every reason, a line each."""


class Settings(HouseRules, BaseSettings):
    """What a deployment decides. Every field is the variable of its name in capitals behind JAMAKAN_.

    Its rules are the values from which staff start: whoever goes by them reads `jamakan.house_rules`.
    """

    model_config = SettingsConfigDict(
        env_prefix="JAMAKAN_", extra="ignore", frozen=True, hide_input_in_errors=True, populate_by_name=True
    )

    env: Literal["production", "development", "demo"] = "production"
    key: str = Field("", repr=False)
    var: Path = Path("var")
    database_url: str = Field("", repr=False)  # it may hold a password
    redis_url: str = Field("", repr=False, validation_alias=AliasChoices("JAMAKAN_REDIS_URL", "REDIS_URL"))
    webhook_tokens: WORDS = Field((), repr=False)

    # These stand in screens of 160 characters beside some 130 of text.
    org: str = Field("COCEM", min_length=1, max_length=30)
    helpline: str = Field("+223 20 00 00 00", min_length=1, max_length=20)
    helpline_hours: str = Field("8h-17h", min_length=1, max_length=20)
    languages: Annotated[WORDS, Field(min_length=1)] = ("fr", "en")
    country: str = "ML"
    service_code: str = "*384*12345#"
    short_code: str = "36000"

    channels: Annotated[WORDS, Field(min_length=1)] = ("africastalking",)  # the first one is the default
    at_username: str = "sandbox"
    at_api_key: str = Field("", repr=False)
    at_base_url: str = ""  # empty: the real Africa's Talking, sandbox or live by the username
    at_sender: str = ""
    at_per_second: float = Field(0.0, ge=0)  # recipients; 0: no limit known
    sms_batch: int = Field(
        200, ge=1, le=200
    )  # no maximum is documented; an unknown outcome concerns no more than this

    orange_client_id: str = ""
    orange_client_secret: str = Field("", repr=False)
    orange_sender_address: str = Field("2230000", pattern=r"^\d{6,8}$")  # the country's pseudo-number
    orange_sender_name: str = Field("", pattern=r"^[A-Za-z0-9 ]{0,11}$")
    orange_country: str = Field("MLI", pattern=r"^[A-Z]{3}$")  # as its contracts are listed
    orange_base_url: Address = "https://api.orange.com"
    orange_per_second: float = Field(5.0, gt=0)

    android_url: Address = ""
    android_username: str = ""
    android_password: str = Field("", repr=False)
    android_webhook_key: str = Field("", repr=False)
    android_sim: int = Field(0, ge=0, le=3)  # 0: the phone's choice
    android_per_second: float = Field(0.05, gt=0)  # 180 an hour: operators allow a SIM 30 to 200

    sms_lanes: int = Field(6, ge=2, le=64)  # calls side by side for each channel, one of them for answers alone
    pinned: WORDS = ()  # rules that staff may not change

    bind: str = "127.0.0.1"
    port: int = Field(8080, ge=0, le=65535)
    gateway_workers: int = Field(2, ge=1)
    gateway_threads: int = Field(2, ge=1)
    public_url: Address = ""  # the console as staff reach it; empty: this machine only
    proxies: int = Field(0, ge=0, le=5)  # in front of the gateway, each adding to X-Forwarded-For
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    metrics_token: str = Field("", repr=False)  # empty: /metrics answers this machine only

    @field_validator("webhook_tokens", "languages", "channels", "pinned", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return split(value)

    @field_validator("webhook_tokens")
    @classmethod
    def _long_enough(cls, tokens: tuple[str, ...]) -> tuple[str, ...]:
        if any(len(token) < MIN_TOKEN for token in tokens):
            raise ValueError(f"a webhook token needs {MIN_TOKEN} characters: make one with 'python3 run.py token'")
        return tokens

    @field_validator("metrics_token")
    @classmethod
    def _empty_or_long(cls, token: str) -> str:
        if token and len(token) < MIN_TOKEN:
            raise ValueError(f"the metrics token needs {MIN_TOKEN} characters: make one with 'python3 run.py token'")
        return token

    @field_validator("channels")
    @classmethod
    def _known_channels(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := set(names) - set(CHANNELS):
            raise ValueError(f"no such channel: {', '.join(sorted(unknown))}; there are {', '.join(CHANNELS)}")
        return tuple(dict.fromkeys(names))

    @field_validator("pinned")
    @classmethod
    def _known_rules(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := set(names) - set(CHANGEABLE):
            raise ValueError(f"no such rule: {', '.join(sorted(unknown))}; there are {', '.join(CHANGEABLE)}")
        return names

    @field_validator("key")
    @classmethod
    def _usable_key(cls, key: str) -> str:
        if key:
            try:
                Vault.from_text(key)
            except VaultError as error:
                raise ValueError(str(error)) from error
        return key

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if not self.key:
            raise ValueError("JAMAKAN_KEY is empty: make one with 'python3 run.py key', keep a copy elsewhere")
        if self.env == "production":
            needed = (
                "redis_url",
                "webhook_tokens",
                *(name for channel in self.channels for name in CHANNELS[channel]),
            )
            if missing := [name for name in needed if not getattr(self, name)]:
                names = ", ".join(f"JAMAKAN_{name.upper()}" for name in missing)
                raise ValueError(f"production needs {names}")
        return self

    @property
    def console_url(self) -> str:
        """Where staff find the console, without a slash at the end."""
        return self.public_url.rstrip("/") or f"http://{self.bind}:{self.port}"

    @cached_property
    def vault(self) -> Vault:
        return Vault.from_text(self.key)

    @property
    def sql_url(self) -> str:
        """The database's URL; by default a SQLite file in the var directory."""
        return self.database_url or f"sqlite:///{self.var / 'jamakan.db'}"

    @property
    def redis_address(self) -> str:
        """Redis's URL; outside production, by default the embedded server of the var directory."""
        return self.redis_url or socket_url(self.var)

    @property
    def values(self) -> dict[str, str]:
        """The placeholders that every text for people may use."""
        return {"org": self.org, "tel": self.helpline, "hours": self.helpline_hours}


def read_settings() -> Settings:
    """The settings of this process. Raises SettingsError with every problem at once."""
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError("\n".join(_explain(dict(problem)) for problem in error.errors())) from error


def settings_or_exit() -> Settings:
    """`read_settings` for entry points: problems go to stderr, exit code 2."""
    try:
        return read_settings()
    except SettingsError as error:
        print(f"jamakan: settings that cannot be used:\n{error}", file=sys.stderr)
        raise SystemExit(2) from error


def _explain(problem: dict[str, object]) -> str:
    location = problem["loc"]
    names = [str(part) for part in location] if isinstance(location, tuple) else []
    name = names[0] if names else ""
    variable = name if name.isupper() else f"JAMAKAN_{name.upper()}"
    reason = str(problem["msg"]).removeprefix("Value error, ")
    return f"  {variable}: {reason}" if name else f"  {reason}"
