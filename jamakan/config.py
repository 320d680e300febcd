"""Settings: JAMAKAN_* variables, checked when a process starts, listed in .env.example."""

import sys
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AliasChoices, Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from jamakan.house.valkey import socket_url
from jamakan.privacy.vault import Vault, VaultError

MIN_TOKEN = 20  # characters; the token is the only thing that tells a carrier's callback from a stranger's
WORDS = Annotated[tuple[str, ...], NoDecode]  # read from "a,b" rather than from JSON


class SettingsError(Exception):
    """Settings that cannot be used, with every reason, a line each."""


class Settings(BaseSettings):
    """What a deployment decides. Every field is the variable of its name in capitals behind JAMAKAN_."""

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
    timezone: str = "Africa/Bamako"
    service_code: str = "*384*12345#"
    short_code: str = "36000"

    at_username: str = "sandbox"
    at_api_key: str = Field("", repr=False)
    at_base_url: str = ""  # empty: the real Africa's Talking, sandbox or live by the username
    at_sender: str = ""
    sms_price: float = Field(8.0, ge=0)  # XOF a part
    sms_batch: int = Field(100, ge=1, le=1000)

    bind: str = "127.0.0.1"
    port: int = Field(8080, ge=0, le=65535)
    gateway_workers: int = Field(2, ge=1)
    gateway_threads: int = Field(2, ge=1)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("webhook_tokens", "languages", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(word.strip() for word in value.split(",") if word.strip())
        return value

    @field_validator("webhook_tokens")
    @classmethod
    def _long_enough(cls, tokens: tuple[str, ...]) -> tuple[str, ...]:
        if any(len(token) < MIN_TOKEN for token in tokens):
            raise ValueError(f"a webhook token needs {MIN_TOKEN} characters: make one with 'python3 run.py token'")
        return tokens

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"no such time zone: {name!r}; write one like Africa/Bamako") from error
        return name

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
            missing = [name for name in ("redis_url", "webhook_tokens", "at_api_key") if not getattr(self, name)]
            if missing:
                names = ", ".join(f"JAMAKAN_{name.upper()}" for name in missing)
                raise ValueError(f"production needs {names}")
        return self

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

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


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
