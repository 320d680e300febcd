"""Dates, numbers and money as the country writes them, in the reader's language."""

from datetime import date, datetime

from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_decimal, format_percent

from gateway.console.current import core
from gateway.console.words import language
from jamakan.phones import masked, spaced
from jamakan.programme import activities
from jamakan.programme.activities import LOCALES, Activity

MICROS = 1_000_000
HIDDEN = "…"


def locale() -> str:
    """Babel's name of the reader's language."""
    return LOCALES[language()]


def day(value: date | datetime, style: str = "long") -> str:
    """`23 novembre 2026`; styles: Babel's, or a pattern as "EEEE d MMMM"."""
    return format_date(_here(value), style, locale=locale())


def moment(value: datetime) -> str:
    """`23 nov. 2026, 14:05`."""
    return format_datetime(_here(value), "d MMM y, HH:mm", locale=locale())


def clock(value: datetime) -> str:
    """`14:05`."""
    return format_time(value.astimezone(core().settings.zone), "HH:mm", locale=locale())


def number(value: float) -> str:
    """`1 234`."""
    return format_decimal(round(value), locale=locale())


def decimal(value: float) -> str:
    """`4,25`: two places at most."""
    return format_decimal(round(value, 2), locale=locale())


def share(part: float, whole: float) -> str:
    """`42 %`; a dash when there is no whole to have a part of."""
    return (
        format_percent(part / whole, "#,##0 %" if language() == "fr" else "#,##0%", locale=locale()) if whole else "–"
    )


def fcfa(micros: int) -> str:
    """`1 250 FCFA`, from millionths."""
    return f"{number(micros / MICROS)} FCFA"


def when(activity: Activity) -> str:
    """An activity's dates."""
    return activities.dates(activity, language())


def initials(name: str) -> str:
    """`A. T.`: what somebody sees who may not read names."""
    return " ".join(f"{word[0]}." for word in name.split()) or HIDDEN


FILTERS = {
    "day": day,
    "moment": moment,
    "clock": clock,
    "number": number,
    "decimal": decimal,
    "fcfa": fcfa,
    "when": when,
    "masked": masked,
    "spaced": spaced,
    "initials": initials,
}


def _here(value: date | datetime) -> date | datetime:
    return value.astimezone(core().settings.zone) if isinstance(value, datetime) else value
