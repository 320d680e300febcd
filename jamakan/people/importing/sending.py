"""A long spreadsheet of people that the office reads: it is staged, or refused with every problem."""

from dataclasses import replace

from jamakan.core import Core
from jamakan.people.importing import digest, stage
from jamakan.spreadsheets import arriving
from jamakan.spreadsheets.arriving import Arrival
from jamakan.spreadsheets.problems import SpreadsheetError

KIND = "people"


def keep(core: Core, by: int, data: bytes, activity: str) -> str:
    """Keep a file for the office to read; what to ask for it by. The same file again is the same."""
    what = digest(core, data, activity)
    arriving.keep(core, name(what), data, by=str(by), about={"activity": activity})
    return what


def name(what: str) -> str:
    """What a file of people is kept under."""
    return f"{KIND}:{what}"


def read(core: Core, _what: str, data: bytes, arrival: Arrival) -> Arrival:
    """Read a file of people and stage it."""
    try:
        staged = stage(core, int(arrival.by), data, arrival.about["activity"])
    except SpreadsheetError as error:
        return arrival.refuse(error.problems)
    return replace(arrival, over=True, became=staged.id)
