"""What nobody should post to Orange's and the phone's callbacks: refused with a reason, and nothing is stored."""

from collections.abc import Mapping
from typing import Any

import pytest
from flask.testing import FlaskClient

from gateway.app import create_app
from jamakan.config import Settings
from jamakan.core import Core, build_core
from jamakan.state import stream
from tests.support.callbacks import EVENT, GOOD, PATHS, SIGNING_KEY, encoded, post, signature
from tests.support.line import TOKEN

hooks = pytest.mark.parametrize("hook", PATHS)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Nothing here comes as far as SQL: one engine will do."""
    return sqlite_url


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The small house, which knows its phone's signing key."""
    return settings.model_copy(update={"android_webhook_key": SIGNING_KEY})


def without(told: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The same, with a field taken out wherever it is."""
    return {
        key: without(value, name) if isinstance(value, dict) else value for key, value in told.items() if key != name
    }


@hooks
@pytest.mark.parametrize("token", ["wrong", "a" * 500, "é", "%00", TOKEN[:-1], TOKEN + "x"])
def test_an_unknown_token_is_404_and_stores_nothing(client: FlaskClient, core: Core, hook: str, token: str) -> None:
    path = PATHS[hook].replace(TOKEN, token)
    assert post(client, hook, encoded(GOOD[hook]), path).status_code == 404
    assert stream.waiting(core.redis) == 0


@hooks
@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b"null", 400),
        (b"{}", 400),
        (b"\xff\xfe", 400),
        (b"text=1&from=2", 400),
        (b"[" * 50_000, 400),
        (b'{"event": {}, "deliveryInfoNotification": [], "inboundSMSMessageNotification": 1}', 400),
        (b'{"a": "' + b"a" * 1_000_000 + b'"}', 413),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(
    client: FlaskClient, core: Core, hook: str, body: bytes, status: int
) -> None:
    answer = post(client, hook, body)
    assert answer.status_code == status
    assert answer.text
    assert stream.waiting(core.redis) == 0


@pytest.mark.parametrize(
    ("hook", "field"),
    [
        *(("orange_delivery", name) for name in ("callbackData", "deliveryStatus", "deliveryInfo")),
        *(("orange_sms", name) for name in ("message", "senderAddress", "inboundSMSMessage")),
        *(("android", name) for name in ("event", "id", "payload", "message")),
    ],
)
def test_what_lacks_a_field_is_refused_with_its_name(client: FlaskClient, core: Core, hook: str, field: str) -> None:
    answer = post(client, hook, encoded(without(GOOD[hook], field)))
    assert answer.status_code == 400
    assert field in answer.text
    assert stream.waiting(core.redis) == 0


@hooks
@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_only_posts_are_taken(client: FlaskClient, hook: str, method: str) -> None:
    assert getattr(client, method)(PATHS[hook]).status_code == 405


@hooks
def test_redis_away_is_503_so_that_the_carrier_asks_again(settings: Settings, hook: str) -> None:
    away = settings.model_copy(update={"redis_url": "unix:///nowhere/valkey.sock"})
    answer = post(create_app(build_core(away)).test_client(), hook, encoded(GOOD[hook]))
    assert (answer.status_code, answer.text) == (503, "nothing was kept: ask again")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Timestamp": "1"},
        signature(encoded(EVENT), key="wrong"),
        signature(encoded(EVENT) + b" "),
        signature(encoded(EVENT), at=1_000_000_000),
        signature(encoded(EVENT), at=4_000_000_000),
        signature(encoded(EVENT)) | {"X-Timestamp": "4000000000"},
        signature(encoded(EVENT)) | {"X-Signature": "é"},
    ],
    ids=["none", "no signature", "wrong key", "other body", "old", "to come", "other time", "no hex"],
)
def test_a_webhook_our_phone_did_not_sign_now_is_refused(
    client: FlaskClient, core: Core, headers: dict[str, str]
) -> None:
    answer = client.post(PATHS["android"], data=encoded(EVENT), headers=headers)
    assert answer.status_code == 401
    assert stream.waiting(core.redis) == 0


def test_without_a_key_of_ours_nothing_comes_in(settings: Settings) -> None:
    keyless = settings.model_copy(update={"android_webhook_key": ""})
    answer = post(create_app(build_core(keyless)).test_client(), "android", encoded(EVENT))
    assert answer.status_code == 401
    assert "JAMAKAN_ANDROID_WEBHOOK_KEY" in answer.text
