"""The routes a deployment has."""

import pytest
from pydantic import ValidationError

from jamakan.channels.routes import ROUTES, routes
from jamakan.config import CHANNELS, Settings

KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="


def settings(**more: object) -> Settings:
    return Settings.model_validate({"env": "development", "key": KEY} | more)


def test_africas_talking_is_the_only_route_unless_said_otherwise() -> None:
    assert list(routes(settings())) == ["africastalking"]


def test_the_first_route_named_is_the_first_one() -> None:
    chosen = settings(channels=" android, orange,africastalking, orange", android_url="http://127.0.0.1:9")
    assert list(routes(chosen)) == ["android", "orange", "africastalking"]


def test_each_route_knows_its_limits() -> None:
    known = routes(settings(channels=",".join(CHANNELS)))
    limits = {route.name: (route.batch, route.per_second) for route in known.values()}
    assert limits == {
        "africastalking": (200, None),
        "orange": (1, 5.0),
        "android": (1, 0.05),
    }
    assert routes(settings(at_per_second=40))["africastalking"].per_second == 40


def test_there_is_a_route_for_every_channel_of_the_settings() -> None:
    assert list(ROUTES) == list(CHANNELS)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"channels": "pigeon"}, "no such channel: pigeon; there are africastalking, orange, android"),
        ({"channels": ""}, "at least 1"),
        ({"sms_batch": 201}, "200"),
        ({"orange_sender_name": "JAMAKAN-TOO-LONG"}, "pattern"),
        ({"orange_sender_address": "tel:+2230000"}, "pattern"),
        ({"android_url": "127.0.0.1:8080"}, "pattern"),
        ({"android_sim": 4}, "3"),
    ],
)
def test_what_cannot_be_meant_is_refused(wrong: dict[str, object], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        settings(**wrong)


@pytest.mark.parametrize(
    ("channels", "missing"),
    [
        ("africastalking", "JAMAKAN_AT_API_KEY"),
        ("orange", "JAMAKAN_ORANGE_CLIENT_ID, JAMAKAN_ORANGE_CLIENT_SECRET"),
        (
            "android",
            "JAMAKAN_ANDROID_URL, JAMAKAN_ANDROID_USERNAME, JAMAKAN_ANDROID_PASSWORD, JAMAKAN_ANDROID_WEBHOOK_KEY",
        ),
        ("orange,africastalking", "JAMAKAN_ORANGE_CLIENT_ID, JAMAKAN_ORANGE_CLIENT_SECRET, JAMAKAN_AT_API_KEY"),
    ],
)
def test_production_needs_what_its_channels_need_and_no_more(channels: str, missing: str) -> None:
    with pytest.raises(ValidationError, match=rf"production needs {missing} \["):
        settings(env="production", redis_url="redis://r", webhook_tokens="t" * 20, channels=channels)
