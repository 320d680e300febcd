"""Bodies are read strictly: nothing a carrier posts comes out emptied."""

import pytest

from jamakan.channels.bodies import FORM_TYPE, MAX_FIELDS, BodyError, clean, read_form, read_json
from jamakan.channels.fields import section


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (b"", {}),
        (b"text=&id=1", {"text": "", "id": "1"}),
        (b"text=1%2A2&phoneNumber=%2B22370000001", {"text": "1*2", "phoneNumber": "+22370000001"}),
        ("text=déjà".encode(), {"text": "déjà"}),
        (b"text=d%C3%A9j%C3%A0+vu", {"text": "déjà vu"}),
        (b"text=a%00b", {"text": "a b"}),
        ("text=😀".encode(), {"text": "😀"}),
    ],
)
def test_a_form_is_read_whole(body: bytes, fields: dict[str, str]) -> None:
    assert read_form(body, f"{FORM_TYPE}; charset=UTF-8") == fields


@pytest.mark.parametrize("body", [b"text=d\xe9j\xe0", b"text=d%E9j%E0"], ids=["raw bytes", "percent-encoded"])
def test_bytes_that_are_not_utf8_are_an_error_that_keeps_what_was_said(body: bytes) -> None:
    with pytest.raises(BodyError, match="UTF-8") as refusal:
        read_form(body, FORM_TYPE)
    assert refusal.value.readable == {"text": "déjà"}


@pytest.mark.parametrize("surrogate", [b"text=%ED%A0%80", b"text=\xed\xa0\x80"])
def test_lone_surrogates_stop_at_the_door(surrogate: bytes) -> None:
    with pytest.raises(BodyError):
        read_form(surrogate, FORM_TYPE)


@pytest.mark.parametrize(
    ("body", "content_type", "reason"),
    [
        (b'{"text": "1"}', "application/json", "expected"),
        (b"text=1", "", "expected"),
        (b"&".join(b"a=1" for _ in range(MAX_FIELDS + 1)), FORM_TYPE, "fields"),
    ],
)
def test_what_is_no_form_says_why(body: bytes, content_type: str, reason: str) -> None:
    with pytest.raises(BodyError, match=reason) as refusal:
        read_form(body, content_type)
    assert refusal.value.readable is None


def test_line_breaks_are_kept_and_other_control_characters_become_spaces() -> None:
    assert clean("un\ndeux\x00trois\x07") == "un\ndeux trois "


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b'{"a": {"b": "1"}}', {"a": {"b": "1"}}),
        ('{"a": "déjà 😀"}'.encode(), {"a": "déjà 😀"}),
        (b'{"a": "d\\u00e9j\\u00e0"}', {"a": "déjà"}),
        (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
    ],
)
def test_a_json_object_is_read_whole(body: bytes, told: dict[str, object]) -> None:
    assert read_json(body) == told


def test_json_that_is_not_utf8_keeps_what_was_said() -> None:
    with pytest.raises(BodyError, match="UTF-8") as refusal:
        read_json(b'{"a": "d\xe9j\xe0"}')
    assert refusal.value.readable == {"a": "déjà"}


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"1", b"null", b"a=1", b'"x"', b"[" * 60_000, b'{"a":' * 10_000, b"9" * 6_000, b"\xff\xfe"],
)
def test_what_is_no_json_object_is_refused(body: bytes) -> None:
    with pytest.raises(BodyError) as refusal:
        read_json(body)
    assert refusal.value.readable is None


def test_halves_of_surrogate_pairs_are_told_as_unreadable() -> None:
    (text,) = section(read_json(b'{"a": {"b": "x\\ud800y\\u0000z"}}'), "a").values()
    assert text == "x\ufffdy z"


def test_a_section_holds_texts_and_numbers_only() -> None:
    told = {"a": {"text": "1", "number": 2, "nothing": None, "list": [1], "object": {}}}
    assert section(told, "a") == {"text": "1", "number": "2"}
