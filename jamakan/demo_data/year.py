"""The year itself: when who does what, and playing it."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from random import Random

from flows.catalog import load_library
from jamakan import planning, storing
from jamakan.core import Core
from jamakan.demo_data import seats, staff, tests, words
from jamakan.demo_data.clock import moved
from jamakan.demo_data.ledger import Held, Ledger
from jamakan.demo_data.mobile import Mobile
from jamakan.demo_data.plans import Plans
from jamakan.demo_data.pocket import Pocket
from jamakan.demo_data.scene import Scene
from jamakan.demo_data.villagers import PLACES, Villager, villagers
from jamakan.learning import choosing
from jamakan.programme.activities import ZONE
from jamakan.store import plans as plan_list
from jamakan.store.plans import Plan, Quota

SEED = 2026
DAYS = 365
HOUR = timedelta(hours=1)
TOLD_AFTER = timedelta(days=62)
FIRST_HELD, BETWEEN = 45, 50  # days from the beginning of the year to the first activity, and from one to the next
ASK_BEFORE = (40, 2)  # days before it that people register
SEATS_FOR = 0.9  # of those who ask
OPENS, CLOSES = time(9), time(16)
AWAKE = (7, 20)  # hours at which people pick up their phone
CANCELS, SPEAKS, CONFIDES = 0.04, 0.08, 0.01
ANSWERS_ABOUT_IT, JOINS, STOPS = 0.7, 0.3, 0.015

SERIES = "annee-de-demonstration"
TITLE = "Citoyenneté active, l’année de démonstration"
HALLS = {
    "kayes": "Maison des jeunes, Kayes",
    "mopti": "Maison de la femme, Mopti",
    "gao": "Maison des jeunes, Gao",
    "sikasso": "Centre culturel, Sikasso",
    "segou": "Maison de la femme, Ségou",
    "bamako": "FEMAPH, Bamako",
}


def play(core: Core, people: int, account: int, *, until: date, seed: int = SEED) -> Ledger:
    """A year that ends with the day before `until`, with so many people; what everybody did.

    `account`: whose acts the staff's are. The tables are there, the house is at rest: no worker runs.
    """
    begins = datetime.combine(until - timedelta(days=DAYS), time(6), ZONE)
    chance = Random(seed)  # noqa: S311 - makes figures believable, guards nothing
    pocket = Pocket(core, chance)
    everybody = list(villagers(people, seed))
    phones = Counter(who.phone for who in everybody)
    sharing = {phone for phone, users in phones.items() if users > 1}
    with moved(begins) as clock:
        mobile = Mobile(pocket, load_library(), core.settings.service_code)
        scene = Scene(core, clock, chance, pocket, mobile, account, sharing)
        storing.refresh(core)
        scene.ledger.held.extend(_announce(scene, begins, number, people) for number in range(len(PLACES)))
        storing.refresh(core)
        _live(scene, _plan(scene, everybody))
        scene.look_after()
    storing.refresh(core)  # what is open now, not then
    return scene.ledger


def _announce(scene: Scene, begins: datetime, number: int, people: int) -> Held:
    """Staff plan one of the activities."""
    region = PLACES[number]
    first = (begins + timedelta(days=FIRST_HELD + BETWEEN * number)).date()
    starts, ends = (datetime.combine(*when, ZONE) for when in ((first, OPENS), (first + timedelta(days=1), CLOSES)))
    seats_there = max(1, round(people / len(PLACES) * SEATS_FOR))
    with scene.core.db.begin() as connection:
        series = plan_list.series_named(connection, SERIES, TITLE, people)
    plan = Plan(region, HALLS[region], starts, ends, seats_there, seats_there, "")
    quotas = {("sex", "female"): Quota(seats_there // 2), ("displacement", "displaced"): Quota(seats_there // 8)}
    slug = planning.add(scene.core, scene.staff, series, plan, quotas)
    choosing.choose(scene.core, slug, by=scene.staff)
    return Held(slug, region, starts, ends, seats_there)


def _plan(scene: Scene, everybody: Sequence[Villager]) -> Plans:
    """Who does what when, as far as it does not follow from something else."""
    to_come, by_region = Plans(), {one.region: one for one in scene.ledger.held}
    for who in everybody:
        there = by_region[who.region]
        asks = _awake(scene.chance, there.starts_at, -ASK_BEFORE[0], -ASK_BEFORE[1])
        to_come.at(asks, partial(_ask, scene, to_come, who, there))
    for there in scene.ledger.held:
        to_come.at(there.starts_at - timedelta(days=2), partial(staff.remind, scene, there))
        for day in (1, 2):
            opens = there.starts_at + timedelta(days=day - 1, minutes=30)
            to_come.at(opens, partial(seats.door, scene, there, day))
        to_come.at(there.ends_at + HOUR, partial(_afterwards, scene, to_come, there))
    return to_come


def _ask(scene: Scene, to_come: Plans, who: Villager, there: Held) -> None:
    """They register; then, with a seat, they may give it up, confirm it, take the test."""
    story = seats.register(scene, who, there)
    if story is None or scene.shared(who):
        return
    if scene.chance.random() < CANCELS:
        to_come.at(_awake(scene.chance, there.starts_at, -1, -1), partial(seats.give_up, scene, story))
    elif story.comes:
        eve = _awake(scene.chance, there.starts_at, -1, -1)
        if scene.chance.random() < seats.CONFIRMS:
            to_come.at(eve, partial(seats.confirm, scene, story))
            if scene.chance.random() < tests.TAKES["before"]:
                to_come.at(eve + 2 * HOUR, partial(tests.take, scene, story, "before"))


def _afterwards(scene: Scene, to_come: Plans, there: Held) -> None:
    """What those who came do in the days and months that follow; what staff do with it."""
    for story in scene.ledger.of(there.slug):
        alone, lucky = not scene.shared(story.who), scene.chance.random
        if 2 in story.days and alone and lucky() < tests.TAKES["after"]:
            to_come.at(_awake(scene.chance, there.ends_at, 0, 2), partial(tests.take, scene, story, "after"))
        if 2 in story.days and lucky() < ANSWERS_ABOUT_IT:
            to_come.at(_awake(scene.chance, there.ends_at, 3, 6), partial(words.opinion, scene, story))
        if story.days and lucky() < SPEAKS:
            to_come.at(_awake(scene.chance, there.ends_at, 5, 40), partial(words.speak, scene, story.who))
        if story.days and lucky() < CONFIDES:
            to_come.at(_awake(scene.chance, there.ends_at, 5, 40), partial(words.confide, scene, story.who))
        if story.days and alone and lucky() < JOINS:
            to_come.at(_awake(scene.chance, there.ends_at, 3, 20), partial(words.join, scene, story))
        if alone and lucky() < STOPS:
            to_come.at(_awake(scene.chance, there.ends_at, 20, 35), partial(words.stop, scene, story))
    to_come.at(there.ends_at + timedelta(days=7), partial(staff.note_promises, scene, there))
    for days in range(6, 60, 6):
        to_come.at(there.ends_at + timedelta(days=days), partial(staff.see_to_cases, scene, to_come))
    to_come.at(there.ends_at + TOLD_AFTER, partial(staff.campaign, scene, there))


def _live(scene: Scene, to_come: Plans) -> None:
    """Play act after act; the house works whenever an hour passed since, and each morning."""
    settled, looked_after = datetime.now(UTC), datetime.now(UTC).date()
    for when, act in to_come:
        if when - settled >= HOUR:
            scene.settle()
            settled = when
        scene.clock.move_to(max(when, datetime.now(UTC)))
        if when.date() > looked_after:
            scene.look_after()
            looked_after = when.date()
        act()


def _awake(chance: Random, about: datetime, first: int, last: int) -> datetime:
    """Some moment of a day from `first` to `last` days after this, at an hour at which people are up."""
    day = (about + timedelta(days=chance.randint(first, last))).date()
    minutes = chance.randrange(AWAKE[0] * 60, AWAKE[1] * 60)
    return datetime.combine(day, time(), ZONE) + timedelta(minutes=minutes, seconds=chance.randrange(60))
