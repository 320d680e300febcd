"""Registering, giving up, coming or not."""

from datetime import UTC, datetime

from jamakan import planning
from jamakan.demo_data.ledger import Held, Story
from jamakan.demo_data.scene import Scene
from jamakan.demo_data.villagers import Villager
from jamakan.programme.regions import region_name
from jamakan.store import activities, attendance
from jamakan.store.attendance import Attendee

COMES = {1: 0.86, 2: 0.9}  # on the first day; on the second, of those who came on the first
CONFIRMS, BY_PHONE = 0.6, 0.35  # the latter: of those who come, by the code of the day
CONSENT = {"already": "another", "whose": "shared", "privacy": "read", "consent": "yes", "full": "wait"}
FACTS = ("name", "age", "sex", "region", "group", "displacement")


def register(scene: Scene, who: Villager, held: Held) -> Story | None:
    """They ask for a seat, on a phone that another of the family may have used. None: no seat was asked for."""
    said = scene.calls(
        who,
        main={"menu": "registration"},
        registration=CONSENT | {fact: getattr(who, fact) for fact in FACTS} | {"activity": region_name(held.region)},
        difficulties={"intro": "go" if who.difficulties else "pass", **who.difficulties, "pvh": who.pvh},
    )
    if not said:
        return None
    story = Story(who, held.slug, datetime.now(UTC), comes=_days(scene))
    scene.ledger.stories.append(story)
    return story


def give_up(scene: Scene, story: Story) -> None:
    """They write that they do not come."""
    scene.writes(story.who, "ANNULER" if story.who.language == "fr" else "CANCEL")
    story.cancelled_at, story.comes = datetime.now(UTC), ()
    scene.settle()  # who moves up may call within the hour


def confirm(scene: Scene, story: Story) -> None:
    """They dial the day before, and are asked whether they come."""
    if story in scene.ledger.seated(story.activity):
        story.confirmed = scene.calls(story.who, main={"seat": "confirm"})


def door(scene: Scene, held: Held, day: int) -> None:
    """The code of the day is shown in the room; who does not dial it is ticked off at the door."""
    activity_id, listed = _listed(scene, held)
    code = planning.make_code(scene.core, scene.staff, activity_id, held.slug, day)
    for story in scene.ledger.seated(held.slug):
        if day not in story.comes:
            continue
        story.days.append(day)
        if not scene.shared(story.who) and scene.chance.random() < BY_PHONE:
            scene.calls(story.who, suffix=code)
        else:
            attendee = listed[story.who.phone, story.who.name]
            planning.check_in(scene.core, scene.staff, activity_id, attendee, day, came=True)


def _days(scene: Scene) -> tuple[int, ...]:
    first = scene.chance.random() < COMES[1]
    return (1, 2) if first and scene.chance.random() < COMES[2] else (1,) if first else ()


def _listed(scene: Scene, held: Held) -> tuple[int, dict[tuple[str, str], Attendee]]:
    """The activity's row, and who is on its list."""
    found: dict[tuple[str, str], Attendee] = {}
    with scene.core.db.read() as connection:
        activity_id = activities.row_ids(connection, [held.slug])[held.slug]
        last = 0
        while page := attendance.roll(connection, scene.core.settings.vault, activity_id, after=last):
            found |= {(attendee.phone, attendee.name): attendee for attendee in page}
            last = page[-1].registration
    return activity_id, found
