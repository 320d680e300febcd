"""The year itself: when who does what, and playing it."""

import heapq
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from random import Random

from flows.catalog import load_library
from jamakan import planning, storing
from jamakan.core import Core
from jamakan.demo_data import seats, words
from jamakan.demo_data.clock import moved
from jamakan.demo_data.ledger import Held, Ledger
from jamakan.demo_data.mobile import Mobile
from jamakan.demo_data.pocket import Pocket
from jamakan.demo_data.scene import Scene
from jamakan.demo_data.villagers import PLACES, Villager, villagers
from jamakan.programme.activities import ZONE
from jamakan.store import plans
from jamakan.store.plans import Plan, Quota

SEED = 2026
DAYS = 365
HOUR = timedelta(hours=1)
FIRST_HELD, BETWEEN = 45, 50  # days from the beginning of the year to the first activity, and from one to the next
ASK_BEFORE = (40, 2)  # days before it that people register
SEATS_FOR = 0.9  # of those who ask
OPENS, CLOSES = time(9), time(16)
AWAKE = (7, 20)  # hours at which people pick up their phone
SPEAKS, ANSWERS_ABOUT_IT, STOPS = 0.06, 0.7, 0.015

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

Act = Callable[[], object]


@dataclass(slots=True)
class Plans:
    """What is to happen, the earliest first; acts plan further acts."""

    _acts: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=itertools.count)

    def at(self, when: datetime, act: Act) -> None:
        """Have it happen then."""
        heapq.heappush(self._acts, (when, next(self._order), act))

    def __iter__(self) -> Iterator[tuple[datetime, Act]]:
        while self._acts:
            when, _, act = heapq.heappop(self._acts)
            yield when, act


def play(core: Core, people: int, staff: int, *, until: date, seed: int = SEED) -> Ledger:
    """A year that ends with the day before `until`, with so many people; what everybody did.

    `staff`: the account whose acts the staff's are. The tables are there, the house is at rest: no worker runs.
    """
    begins = datetime.combine(until - timedelta(days=DAYS), time(6), ZONE)
    chance = Random(seed)  # noqa: S311 - makes figures believable, guards nothing
    pocket = Pocket(core, chance)
    with moved(begins) as clock:
        mobile = Mobile(pocket, load_library(), core.settings.service_code)
        scene = Scene(core, clock, chance, pocket, mobile, staff)
        storing.refresh(core)
        held = [_announce(scene, begins, number, people) for number in range(len(PLACES))]
        scene.ledger.held.extend(held)
        storing.refresh(core)
        _live(scene, _plan(scene, held, list(villagers(people, seed))))
        scene.settle()
    storing.refresh(core)  # what is open now, not then
    return scene.ledger


def _announce(scene: Scene, begins: datetime, number: int, people: int) -> Held:
    """Staff plan one of the activities."""
    region = PLACES[number]
    first = (begins + timedelta(days=FIRST_HELD + BETWEEN * number)).date()
    starts, ends = (datetime.combine(*when, ZONE) for when in ((first, OPENS), (first + timedelta(days=1), CLOSES)))
    seats_there = max(1, round(people / len(PLACES) * SEATS_FOR))
    with scene.core.db.begin() as connection:
        series = plans.series_named(connection, SERIES, TITLE, people)
    plan = Plan(region, HALLS[region], starts, ends, seats_there, seats_there, "")
    quotas = {("sex", "female"): Quota(seats_there // 2), ("displacement", "displaced"): Quota(seats_there // 8)}
    slug = planning.add(scene.core, scene.staff, series, plan, quotas)
    return Held(slug, region, starts, ends, seats_there)


def _plan(scene: Scene, held: Sequence[Held], everybody: Sequence[Villager]) -> Plans:
    """Who does what when, as far as it does not follow from something else."""
    to_come, by_region = Plans(), {one.region: one for one in held}
    for who in everybody:
        there = by_region[who.region]
        asks = _awake(scene.chance, there.starts_at, -ASK_BEFORE[0], -ASK_BEFORE[1])
        to_come.at(asks, partial(_ask, scene, to_come, who, there))
    for there in held:
        for day in (1, 2):
            opens = there.starts_at + timedelta(days=day - 1, minutes=30)
            to_come.at(opens, partial(seats.door, scene, there, day))
        to_come.at(there.ends_at + timedelta(hours=1), partial(_afterwards, scene, to_come, there))
    return to_come


def _ask(scene: Scene, to_come: Plans, who: Villager, there: Held) -> None:
    story = seats.register(scene, who, there)
    if story and scene.chance.random() < seats.CANCELS:
        when = _awake(scene.chance, there.starts_at, -1, -1)
        to_come.at(when, partial(seats.give_up, scene, story))


def _afterwards(scene: Scene, to_come: Plans, there: Held) -> None:
    """What those who came do in the days and months that follow."""
    for story in scene.ledger.of(there.slug):
        if 2 in story.days and scene.chance.random() < ANSWERS_ABOUT_IT:
            to_come.at(_awake(scene.chance, there.ends_at, 1, 4), partial(words.opinion, scene, story))
        if story.days and scene.chance.random() < SPEAKS:
            to_come.at(_awake(scene.chance, there.ends_at, 5, 40), partial(words.speak, scene, story.who))


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
