"""Webhooks signed by our phone, now, and by nobody else."""

import hmac

import pytest

from jamakan.channels.android.signature import OLDEST, BadSignature, check

KEY, NOW = "key", 1_790_000_000
BODY = '{"event":"sms:received","payload":{"message":"déjà"}}'.encode()


def signed(timestamp: str = str(NOW), body: bytes = BODY, key: str = KEY) -> str:
    return hmac.digest(key.encode(), body + timestamp.encode(), "sha256").hex()


@pytest.mark.parametrize("age", [0, OLDEST, -OLDEST])
def test_what_our_phone_signed_lately_comes_in(age: int) -> None:
    check(KEY, BODY, str(NOW - age), signed(str(NOW - age)), NOW)
    check(KEY, BODY, str(NOW - age), signed(str(NOW - age)).upper(), NOW)


@pytest.mark.parametrize("body", [b"", b"\xff\x00", b"{}"])
def test_the_raw_bytes_are_what_is_signed(body: bytes) -> None:
    check(KEY, body, str(NOW), signed(body=body), NOW)


@pytest.mark.parametrize(
    ("timestamp", "signature", "why"),
    [
        (str(NOW), signed(key="other"), "not that of our key"),
        (str(NOW), signed(body=BODY + b" "), "not that of our key"),
        (str(NOW), signed(str(NOW - 1)), "not that of our key"),
        (str(NOW), "", "not that of our key"),
        (str(NOW), "é" * 64, "not that of our key"),
        (str(NOW - OLDEST - 1), signed(str(NOW - OLDEST - 1)), "phone's clock"),
        (str(NOW + OLDEST + 1), signed(str(NOW + OLDEST + 1)), "phone's clock"),
        ("", signed(""), "X-Timestamp"),
        ("soon", signed("soon"), "X-Timestamp"),
        ("٣", signed("٣"), "X-Timestamp"),
        ("9" * 400, signed("9" * 400), "X-Timestamp"),
    ],
)
def test_anything_else_is_refused_with_what_to_look_at(timestamp: str, signature: str, why: str) -> None:
    with pytest.raises(BadSignature, match=why):
        check(KEY, BODY, timestamp, signature, NOW)


def test_without_a_key_nobody_comes_in() -> None:
    with pytest.raises(BadSignature, match="JAMAKAN_ANDROID_WEBHOOK_KEY"):
        check("", BODY, str(NOW), signed(key=""), NOW)
