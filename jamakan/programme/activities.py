"""An activity as screens, messages and pages speak of it."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_interval, format_skeleton

from jamakan.programme.regions import region_name

ZONE = ZoneInfo("Africa/Bamako")  # where activities happen; UTC all year round
MONTH = "month"  # precision of an activity of which only the month was published
LOCALES = {"fr": "fr_FR", "en": "en_GB"}  # day before month in both

THIN_SPACE = "\u2009"  # what Babel puts around a dash between months; it would make an SMS cost double


@dataclass(frozen=True, slots=True)
class Activity:
    """A workshop or meeting with its seats as they stand. `precision` is "day" or "month"."""

    slug: str
    region: str
    place: str
    starts_at: datetime
    ends_at: datetime
    precision: str
    seats: int
    seats_taken: int
    waitlisted: int
    target: int
    reached: int | None
    note: str

    @property
    def full(self) -> bool:
        """Whether the next person goes on the waiting list."""
        return self.seats_taken >= self.seats

    @property
    def first_day(self) -> date:
        return self.starts_at.astimezone(ZONE).date()

    @property
    def last_day(self) -> date:
        return self.ends_at.astimezone(ZONE).date()


def name(activity: Activity) -> str:
    """What the activity is called: its region's name, the same in every language."""
    return region_name(activity.region)


def dates(activity: Activity, language: str) -> str:
    """When it is, in full: "26–27 nov. 2026", "novembre 2025" when only the month is known."""
    if activity.precision == MONTH:
        return format_date(activity.first_day, "MMMM yyyy", locale=_locale(language))
    return _days(activity, "yMMMd", language)


def short_dates(activity: Activity, language: str) -> str:
    """When it is, without the year: "26–27 nov.". For screens, where each letter counts."""
    if activity.precision == MONTH:
        return format_date(activity.first_day, "MMM", locale=_locale(language))
    return _days(activity, "MMMd", language)


def label(activity: Activity, language: str) -> str:
    """One line of a list to choose from: "Kayes 26–27 nov."."""
    return f"{name(activity)} {short_dates(activity, language)}"


def placeholders(activity: Activity, language: str) -> dict[str, str]:
    """What texts may say of it: `{activity}`, `{date}`, `{time}`, `{place}`."""
    return {
        "activity": name(activity),
        "date": dates(activity, language),
        "time": f"{activity.starts_at.astimezone(ZONE):%H:%M}",
        "place": activity.place,
    }


def _days(activity: Activity, skeleton: str, language: str) -> str:
    if activity.first_day == activity.last_day:
        return format_skeleton(skeleton, activity.first_day, locale=_locale(language))
    days = format_interval(activity.first_day, activity.last_day, skeleton, locale=_locale(language))
    return days.replace(THIN_SPACE, " ")


def _locale(language: str) -> str:
    return LOCALES.get(language, LOCALES["fr"])
