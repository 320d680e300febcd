"""What an expression is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flows.expressions.values import Value


@dataclass(frozen=True, slots=True)
class Environment:
    """All an expression may know.

    answers: what each question was answered, by name; missing or "" means empty. Texts as stored (ISO dates), or
        typed values, as a calculate yields them within a turn.
    now: aware; its time zone decides what day it is.
    current: the answer being judged, `.` of a constraint; the value so far for once().
    choices: question → choice name → label, in the language of the dialogue, for jr:choice-name().
    language: of month and day names in format-date().
    columns: of the row a choice_filter judges, by bare name; a bare word that is none of them is empty.
    """

    answers: Mapping[str, Value]
    now: datetime
    current: str = ""
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    language: str = "fr"
    columns: Mapping[str, str] = field(default_factory=dict)
