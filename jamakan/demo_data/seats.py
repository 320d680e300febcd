"""Registering, giving up, coming or not."""

from datetime import UTC, datetime

from jamakan import planning
from jamakan.demo_data.ledger import Held, Story
from jamakan.demo_data.scene import Scene
from jamakan.demo_data.villagers import Villager
from jamakan.programme.regions import region_name
from jamakan.store import activities, attendance
from jamakan.store.attendance import Attendee

CANCELS = 0.04
COMES = {1: 0.86, 2: 0.9}  # on the first day; on the second, of those who came on the first
CONSENT = {"already": "another", "whose": "shared", "privacy": "read", "consent": "yes", "full": "wait"}
FACTS = ("name", "age", "sex", "region", "group", "displacement")


def register(scene: Scene, who: Villager, held: Held) -> Story | None:
    """They ask for a seat, on a phone that another of the family may have used before. None: they did not get through."""
    said = scene.calls(
        who,
        main={"seat": "other", "menu": "registration"},
        registration=CONSENT | {fact: getattr(who, fact) for fact in FACTS} | {"activity": region_name(held.region)},
        difficulties={"intro": "go" if who.difficulties else "pass", **who.difficulties, "pvh": who.pvh},
    )
    if not said:
        return None
    story = Story(who, held.slug, datetime.now(UTC))
    scene.ledger.stories.append(story)
    return story


def give_up(scene: Scene, story: Story) -> None:
    """They write that they do not come."""
    scene.writes(story.who, "ANNULER" if story.who.language == "fr" else "CANCEL")
    story.cancelled = True


def door(scene: Scene, held: Held, day: int) -> None:
    """Staff tick those who came, on the door's list."""
    activity_id, listed = _listed(scene, held)
    for story in scene.ledger.of(held.slug):
        attendee = listed.get((story.who.phone, story.who.name))
        if attendee is None or attendee.state == "waitlisted" or story.cancelled:
            continue
        if (day == 1 or 1 in story.days) and scene.chance.random() < COMES[day]:
            planning.check_in(scene.core, scene.staff, activity_id, attendee, day, came=True)
            story.days.append(day)


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
