"""The types of the survey sheet: what each becomes, or why it is refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from flows.steps import Kind

ASKED: Mapping[str, Kind] = {
    **dict.fromkeys(("text", "string", "add text prompt", "q string", "phone number"), Kind.TEXT),
    **dict.fromkeys(("integer", "int", "add integer prompt", "q int", "percentage"), Kind.INTEGER),
    **dict.fromkeys(("decimal", "add decimal prompt", "q decimal"), Kind.DECIMAL),
    **dict.fromkeys(("date", "add date prompt", "q date"), Kind.DATE),
    **dict.fromkeys(("note", "add note prompt", "q note"), Kind.NOTE),
    **dict.fromkeys(("calculate", "add calculate prompt", "q calculate", "hidden"), Kind.CALCULATE),
}
RANGE = "range"
ACKNOWLEDGE = frozenset({"acknowledge", "add acknowledge prompt", "q acknowledge", "trigger"})

# Filled by the server, as calculates. `once` keeps the moment the dialogue began.
FILLED: Mapping[str, str] = {
    **dict.fromkeys(("start", "start time", "get start time"), "once(now())"),
    **dict.fromkeys(("end", "end time", "get end time"), "now()"),
    **dict.fromkeys(("today", "get today"), "once(today())"),
}
# Of the telephone or its owner: kept empty, for no form gets the number in clear.
PRIVATE = frozenset(
    {"deviceid", "imei", "device id", "get device id", "phonenumber", "get phone number", "username"}
    | {"subscriberid", "subscriber id", "get subscriber id", "simserial", "sim id", "get sim id"}
)
IGNORED = frozenset({"audit"})  # a log of the app; no answer

_CAMERA = "a basic phone sends no pictures, sounds or files"
_PLACE = "a basic phone has no map and no GPS: ask for the place with a list"
_FILE = "lists come from the choices sheet, not from files: copy the choices there"
REFUSED: Mapping[str, str] = {
    **dict.fromkeys(
        ("photo", "image", "picture", "add photo prompt", "add image prompt", "q image", "q picture"), _CAMERA
    ),
    **dict.fromkeys(
        ("audio", "add audio prompt", "q audio", "background-audio", "video", "add video prompt"), _CAMERA
    ),
    **dict.fromkeys(("q video", "file", "add file prompt"), _CAMERA),
    **dict.fromkeys(
        ("barcode", "add barcode prompt", "q barcode"), "a basic phone reads no barcodes: ask for the number"
    ),
    **dict.fromkeys(("geopoint", "geotrace", "geoshape", "gps", "location", "add location prompt"), _PLACE),
    **dict.fromkeys(("q geopoint", "q location", "q geoshape", "q geotrace"), _PLACE),
    **dict.fromkeys(("start-geopoint", "background-geopoint", "osm"), _PLACE),
    **dict.fromkeys(("xml-external", "csv-external"), _FILE),
    "rank": "ordering a list is not asked by phone: ask for the first choice with select_one",
    "email": "an e-mail address is not asked by phone",
    "time": "times are not asked by phone: ask with a list, or as text",
    **dict.fromkeys(("datetime", "date time", "add date time prompt", "q date time"), "ask for the date alone"),
}

_SELECT_ONE = r"select_one|select one from|select one|select1|add select one prompt using|select one using|q select1"
_SELECT_MANY = (
    r"select_multiple|select all that apply from|select all that apply|select multiple from|select multiple using"
    r"|add select multiple prompt using|q select"
)
_SELECT = re.compile(
    rf"(?:(?P<one>{_SELECT_ONE})|(?P<many>{_SELECT_MANY})) (?P<list>\S+)"
    r"(?P<other> (?:or_other|or other|or specify other))?",
    re.IGNORECASE,
)
_FROM_ELSEWHERE = re.compile(
    r"(select[ _](one|multiple)[ _]from[ _]file|select_one_external|rank|osm) ", re.IGNORECASE
)
_CONTROL = re.compile(
    r"(?P<edge>begin|end)[ _](?P<what>group|repeat|lgroup|loop|looped group)(?: .*)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Select:
    kind: Kind
    list_name: str
    or_other: bool


@dataclass(frozen=True, slots=True)
class Control:
    """The beginning or the end of a group, or of a repeat, which is refused."""

    begins: bool
    repeats: bool


def select(written: str) -> Select | None:
    match = _SELECT.fullmatch(written)
    if not match or _FROM_ELSEWHERE.match(written):
        return None
    return Select(Kind.SELECT_ONE if match["one"] else Kind.SELECT_MULTIPLE, match["list"], bool(match["other"]))


def control(written: str) -> Control | None:
    match = _CONTROL.fullmatch(written)
    return Control(match["edge"].lower() == "begin", match["what"].lower() != "group") if match else None


def refusal(written: str) -> str:
    """Why a type is refused; "" when it is not one of those ODK knows."""
    if match := _FROM_ELSEWHERE.match(written):
        command = match[1].lower()
        return REFUSED.get(command, _PLACE if command == "osm" else _FILE)
    return REFUSED.get(written.lower(), "")
