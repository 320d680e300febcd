"""Sealed values open with the right key, for the right purpose, unaltered; and only then."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jamakan.privacy.vault import Vault, VaultError, new_key

VAULT = Vault(b"k" * 32)


@given(st.text())
def test_what_was_sealed_opens_as_it_was(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        return  # lone surrogates are stopped at the door
    assert VAULT.open_text(VAULT.seal_text(text, "name"), "name") == text


def test_two_seals_of_one_value_differ_and_its_reference_does_not() -> None:
    assert VAULT.seal_text("+22370000001", "phone") != VAULT.seal_text("+22370000001", "phone")
    assert VAULT.ref("phone", "+22370000001") == VAULT.ref("phone", "+22370000001")
    assert VAULT.ref("phone", "+22370000001") != VAULT.ref("name", "+22370000001")
    assert len(VAULT.ref("phone", "+22370000001")) == 32


def test_the_clear_text_is_not_in_the_sealed_one() -> None:
    assert b"Awa" not in VAULT.seal_text("Awa Traore", "name")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda sealed: sealed[:-1] + bytes([sealed[-1] ^ 1]),
        lambda sealed: sealed[:5],
        lambda _sealed: b"",
        lambda _sealed: b"plain text",
    ],
    ids=["a bit flipped", "cut short", "empty", "never sealed"],
)
def test_an_altered_value_does_not_open(spoil) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(VaultError):
        VAULT.open(spoil(VAULT.seal(b"secret", "name")), "name")


def test_a_value_moved_to_another_column_does_not_open() -> None:
    with pytest.raises(VaultError, match="phone"):
        VAULT.open(VAULT.seal(b"secret", "name"), "phone")


def test_another_key_does_not_open_and_says_which_setting() -> None:
    with pytest.raises(VaultError, match="JAMAKAN_KEY"):
        Vault.from_text(new_key()).open(VAULT.seal(b"secret", "name"), "name")


@pytest.mark.parametrize("key", ["", "short", "é" * 10, "A" * 20])
def test_an_unusable_key_is_refused_with_what_to_do(key: str) -> None:
    with pytest.raises(VaultError, match=r"run\.py key"):
        Vault.from_text(key)
