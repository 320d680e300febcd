"""Whether a webhook comes from our phone, and now: HMAC-SHA256 of the raw body and the timestamp beside it."""

import hmac

OLDEST = 300  # seconds; each attempt of the phone to deliver is signed anew, so a late event is no old signature


class BadSignature(ValueError):
    """Somebody else's webhook, or one sent again later. The text says what to look at."""


def check(key: str, body: bytes, timestamp: str, signature: str, now: float) -> None:
    """Raises BadSignature. `timestamp` (Unix seconds) and `signature` (hexadecimal) are what their headers hold."""
    if not key:
        raise BadSignature("JAMAKAN_ANDROID_WEBHOOK_KEY is empty: set it to the app's signing key")
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) < 12):
        raise BadSignature("X-Timestamp is missing or is no Unix time in seconds")
    expected = hmac.digest(key.encode(), body + timestamp.encode(), "sha256").hex()
    if not hmac.compare_digest(expected.encode(), signature.strip().lower().encode()):
        raise BadSignature("X-Signature is not that of our key over this body and timestamp")
    if abs(now - int(timestamp)) > OLDEST:
        raise BadSignature(f"signed {now - int(timestamp):+.0f} s ago, {OLDEST} at most: is the phone's clock right?")
