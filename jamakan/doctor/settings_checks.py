"""Whether the settings are those of a service that people call."""

from datetime import UTC, datetime

import phonenumbers

from flows.catalog import load_library
from flows.texts import texts
from jamakan.channels import africastalking
from jamakan.config import Settings
from jamakan.core import Core, key_mark
from jamakan.doctor.verdicts import Verdict, failure, ok, warning
from jamakan.house.ports import LOOPBACK

MARK = 8  # hex digits of the key's reference: enough to tell two keys apart, no help to find one
TOKENS = 2  # the one in use, and its successor while the carrier's settings are changed


def examined(core: Core) -> Settings:
    return core.settings


def environment(settings: Settings) -> Verdict:
    if settings.env != "production":
        return warning(f"this is a {settings.env} house: missing settings are filled in", "JAMAKAN_ENV=production")
    return ok("production: nothing is filled in")


def key(settings: Settings) -> Verdict:
    mark = key_mark(settings)[:MARK]
    return ok(f"key {mark}; without a copy of it, kept elsewhere, backups cannot be read")


def webhook_tokens(settings: Settings) -> Verdict:
    count = len(settings.webhook_tokens)
    if not count:
        return failure("no webhook token: carriers get 404", "python3 run.py token, then JAMAKAN_WEBHOOK_TOKENS")
    if count > TOKENS:
        return warning(f"{count} webhook tokens are valid", "remove those that no carrier's settings name any more")
    return ok(f"{count} webhook token(s)")


def carrier(settings: Settings) -> Verdict:
    if africastalking.CHANNEL not in settings.channels or settings.env != "production":
        return ok(f"channels: {', '.join(settings.channels)}")
    if settings.at_base_url:
        return warning(
            "Africa's Talking is somewhere else (JAMAKAN_AT_BASE_URL)", "leave it empty, unless you rehearse"
        )
    if settings.at_username == "sandbox":
        return warning(
            "Africa's Talking's sandbox: nothing reaches real phones", "JAMAKAN_AT_USERNAME of your account"
        )
    return ok(f"channels: {', '.join(settings.channels)}, a live account")


def address(settings: Settings) -> Verdict:
    if settings.bind not in {LOOPBACK, "localhost", "::1"}:
        return warning(
            f"the gateway listens on {settings.bind} without TLS", "JAMAKAN_BIND=127.0.0.1 behind the TLS proxy"
        )
    return ok("the gateway listens on this machine only")


def languages(settings: Settings) -> Verdict:
    """Every language that is offered must have all the words: a missing one is shown in French."""
    for language in settings.languages:
        missing = [name for name, text in texts().items() if language not in text]
        library = load_library()
        missing += [name for name in library.names if language not in library.flow(name).languages]
        if missing:
            return warning(
                f"'{language}' is offered, and {len(missing)} text(s) or flow(s) are French there: {missing[0]}, …",
                f"translate them, or take {language} out of JAMAKAN_LANGUAGES",
            )
    return ok(f"every text in {', '.join(settings.languages)}")


def country(settings: Settings) -> Verdict:
    if settings.country not in phonenumbers.SUPPORTED_REGIONS:
        return failure(
            f"no country {settings.country!r}: numbers cannot be read", "JAMAKAN_COUNTRY, two letters as ML"
        )
    return ok(f"numbers without a country are read as {settings.country}'s")


def time_zone(settings: Settings) -> Verdict:
    """Settings refuse a zone without data; a wrong one shows here."""
    return ok(f"{settings.timezone}, where it is {datetime.now(UTC).astimezone(settings.zone):%H:%M} now")


CHECKS = (
    ("environment", environment),
    ("key", key),
    ("webhook tokens", webhook_tokens),
    ("carrier", carrier),
    ("address", address),
    ("languages", languages),
    ("country", country),
    ("time zone", time_zone),
)
