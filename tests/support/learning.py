"""People with a seat in Kayes, where the shipped knowledge test is asked, and how they take it."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from jamakan.core import Core
from jamakan.learning import choosing
from jamakan.programme.activities import Activity
from jamakan.projections import project_everybody, project_programme
from jamakan.store import ingest, models
from jamakan.store.activities import open_activities
from tests.support.stories import VAULT, Phone

RIGHT = ("2", "1", "3", "2", "1", "3", "2", "1", "3")  # what is typed for each right answer of `citizenship`
UNKNOWN = "9"


def in_kayes(core: Core) -> Activity:
    """The next activity, with its test."""
    with core.db.read() as connection:
        activity = open_activities(connection, datetime.now(UTC))[0]
    choosing.choose(core, activity.slug)
    return activity


def seat(core: Core, phone: str, *names: str, activity: Activity, **facts: str) -> None:
    """Give each of these people, all reached by one phone, a seat."""
    line = Phone(phone)
    for number, name in enumerate(names):
        code = str(100_000 + int(phone[-4:]) * 10 + number)
        line.registers(activity.slug, name, dialogue=f"seat {phone} {name}", code=code, **{"sex": "female"} | facts)
    ingest.apply(core.db, VAULT, line.told, core.settings.values)
    project_everybody(core)


def typed(right: int) -> tuple[str, ...]:
    """Nine answers of which this many are right: the first ones."""
    return (*RIGHT[:right], *[UNKNOWN] * (len(RIGHT) - right))


def move(core: Core, activity: Activity, *, begins: timedelta, lasts: timedelta) -> None:
    """Have the activity begin so long from now and last so long."""
    starts = datetime.now(UTC) + begins
    with core.db.begin() as connection:
        mine = update(models.Activity).where(models.Activity.slug == activity.slug)
        connection.execute(mine.values(starts_at=starts, ends_at=starts + lasts))
    project_programme(core)
    project_everybody(core)


def over(core: Core, activity: Activity) -> None:
    """The activity ended an hour ago."""
    move(core, activity, begins=timedelta(hours=-7), lasts=timedelta(hours=6))
