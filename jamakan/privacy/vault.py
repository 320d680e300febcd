"""Encryption at rest and keyed look-up, from one master key.

Every value that could name a person (a phone number, a name, a message, a dialogue) is sealed with
AES-256-GCM before it reaches Redis, SQL or a file, and found again by a keyed hash, never by its clear text.
"""

import base64
import hmac
import os
from hashlib import sha256
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
FORMAT = b"\x01"  # which cipher and key a sealed value was made with, so that keys can be rotated later
NONCE_BYTES = 12
REF_HEX = 32  # 128 bits: two contacts sharing a reference is out of reach for any country


class VaultError(ValueError):
    """A sealed value that cannot be opened, or a key that cannot be used."""


class Vault:
    """Seals, opens and names values with keys derived from one 32-byte master key."""

    def __init__(self, master: bytes) -> None:
        if len(master) != KEY_BYTES:
            raise VaultError(f"the key has {len(master)} bytes, not {KEY_BYTES}: make one with 'python3 run.py key'")
        self._cipher = AESGCM(_derive(master, b"jamakan seal v1"))
        self._naming = _derive(master, b"jamakan ref v1")

    @classmethod
    def from_text(cls, key: str) -> Self:
        """A vault from the base64 text that settings hold."""
        try:
            master = base64.b64decode(key.strip(), altchars=b"-_", validate=True)
        except ValueError as error:
            raise VaultError(f"the key is not base64 ({error}): make one with 'python3 run.py key'") from error
        return cls(master)

    def seal(self, clear: bytes, purpose: str) -> bytes:
        """Encrypt; `purpose` is bound in, so a value moved to another column does not open there."""
        nonce = os.urandom(NONCE_BYTES)
        return FORMAT + nonce + self._cipher.encrypt(nonce, clear, purpose.encode())

    def open(self, sealed: bytes, purpose: str) -> bytes:
        """Decrypt what `seal` made for the same purpose.

        Raises VaultError when the key is another, the purpose differs, or the bytes were altered.
        """
        if sealed[:1] != FORMAT or len(sealed) <= NONCE_BYTES + 1:
            raise VaultError(f"this is no sealed value for {purpose}")
        try:
            return self._cipher.decrypt(sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :], purpose.encode())
        except InvalidTag as error:
            raise VaultError(f"a sealed value for {purpose} does not open with this JAMAKAN_KEY") from error

    def seal_text(self, clear: str, purpose: str) -> bytes:
        """`seal` for text."""
        return self.seal(clear.encode(), purpose)

    def open_text(self, sealed: bytes, purpose: str) -> str:
        """`open` for text."""
        return self.open(sealed, purpose).decode()

    def ref(self, kind: str, value: str) -> str:
        """The keyed name of a value: 32 hex digits, the same for ever, useless without the key."""
        return hmac.new(self._naming, f"{kind}\x00{value}".encode(), sha256).hexdigest()[:REF_HEX]


def new_key() -> str:
    """A fresh master key, as the text that JAMAKAN_KEY takes."""
    return base64.urlsafe_b64encode(os.urandom(KEY_BYTES)).decode()


def _derive(master: bytes, label: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=label).derive(master)
