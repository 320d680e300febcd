"""The second factor: one-time codes of a phone application (RFC 6238), and codes on paper for the day it is lost."""

import hmac
import secrets
from datetime import datetime

import pyotp
import segno

PERIOD = 30  # seconds
DRIFT = 1  # periods that a phone's clock may be wrong
CODES = 10
CODE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another
CODE_LENGTH = 10  # 49 bits: guessing one meets the back-off first

new_secret = pyotp.random_base32


def period(secret: str, code: str, now: datetime) -> int | None:
    """The period this code belongs to, now or a step away; None when it is not a code of this secret."""
    totp, current = pyotp.TOTP(secret, interval=PERIOD), int(now.timestamp()) // PERIOD
    typed = "".join(code.split())
    for step in range(current - DRIFT, current + DRIFT + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), typed.encode()):
            return step
    return None


def address(secret: str, email: str, org: str) -> str:
    """What the QR code says: the otpauth:// address of this secret."""
    return pyotp.TOTP(secret, interval=PERIOD).provisioning_uri(name=email, issuer_name=f"Jamakan {org}")


def picture(address: str) -> str:
    """The address as a QR code, SVG to stand in a page. Dark on white whatever surrounds it: cameras need that."""
    code = segno.make(address, error="m", micro=False)
    drawing: str = code.svg_inline(scale=5, border=4, light="#fff", dark="#000", omitsize=True)
    return drawing


def new_recovery_codes() -> list[str]:
    """Fresh codes for paper, as people read them: `abcde-fghjk`."""
    half = CODE_LENGTH // 2
    words = ("".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH)) for _ in range(CODES))
    return [f"{word[:half]}-{word[half:]}" for word in words]


def plain(code: str) -> str:
    """A recovery code as typed, without case, spaces and dashes."""
    return "".join(letter for letter in code.casefold() if letter.isalnum())
