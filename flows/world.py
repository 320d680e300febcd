"""What the engine is told of the world outside the dialogue: time, words, lists and the size of the screen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flows.limits import SMALLEST_SCREEN, SMS_MISTAKE, SMS_SCREEN, USSD_SCREEN
from flows.steps import Text


@dataclass(frozen=True, slots=True)
class Surface:
    """Where screens are shown. limit: septets of one screen. hints: whether "0 Retour" is worth its room.

    mistake: septets above which the answer to a mistake leaves the question out, to be asked for; 0 where it is free.
    """

    limit: int
    hints: bool
    mistake: int = 0

    def __post_init__(self) -> None:
        if self.limit < SMALLEST_SCREEN:
            raise ValueError(f"a screen of {self.limit} characters cannot be paged: {SMALLEST_SCREEN} at least")


USSD = Surface(USSD_SCREEN, hints=True)
SMS = Surface(SMS_SCREEN, hints=False, mistake=SMS_MISTAKE)


@dataclass(frozen=True, slots=True)
class Option:
    """A choice that comes from outside, such as an open activity.

    flag: something a step may react to (`flag_next`), e.g. "full".
    goto: the flow it leads to, if it is the door to one.
    values: placeholders that later labels may use once it is chosen.
    """

    name: str
    label: Text
    flag: str = ""
    goto: str = ""
    values: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class World:
    """now: aware, in the time zone that decides what day it is. values: placeholders of labels and texts."""

    now: datetime
    surface: Surface = USSD
    values: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)
