"""The list of activities, and one activity's page."""

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from gateway.console import facts
from gateway.console.activities.finding import Found, activity_or_404
from gateway.console.current import core, may, today
from gateway.console.gate import needs
from gateway.console.learning import standing
from jamakan.programme.activities import Activity
from jamakan.staff.roles import May
from jamakan.store import attendance, places, plans, tallies
from jamakan.store.activities import all_activities, row_ids
from jamakan.store.attendance import MOST, Attendee
from jamakan.store.registrations import CANCELLED, SEATED, WAITLISTED
from jamakan.store.staff import accounts, trail
from jamakan.store.tallies import PRESENT, SEATED_NOW, Tally

pages = Blueprint("showing", __name__)

LISTS = {"seated": SEATED, "waiting": (WAITLISTED,), "cancelled": (CANCELLED,)}
TRAIL = 10


@dataclass(frozen=True, slots=True)
class Quota:
    """People of one kind: aimed at, there so far; seats kept for them, taken by them, and who of them waits."""

    label: str
    wanted: int
    got: int
    kept: int
    seated: int
    waiting: int


@pages.get("")
@needs(May.VIEW)
def index() -> ResponseReturnValue:
    """Activities to come, the next one first; or past ones, the latest first."""
    past = request.args.get("when") == "past"
    now = datetime.now(UTC)
    with core().db.read() as connection:
        chosen = [activity for activity in all_activities(connection) if (activity.ends_at < now) == past]
        ids = row_ids(connection, [activity.slug for activity in chosen])
        counts = tallies.of(connection, ids.values())
    rows = [(activity, counts[ids[activity.slug]]) for activity in chosen]
    return render_template("activities/index.html", rows=rows[::-1] if past else rows, past=past)


@pages.get("/<slug>")
@needs(May.VIEW)
def show(slug: str) -> ResponseReturnValue:
    """One activity: seats, quotas, people, who came, what was done."""
    found = activity_or_404(slug)
    which = request.args.get("list", "seated")
    people = _people(found, which if which in LISTS else "seated")
    with core().db.read() as connection:
        quotas, held = plans.quotas(connection, found.id), places.held(connection, found.id)
        told = trail.of_subject(connection, f"activity:{slug}", TRAIL) if may(May.AUDIT) else []
        names = accounts.names(connection, core().settings.vault, {entry.account_id for entry in told})
    return render_template(
        "activities/show.html",
        found=found,
        activity=found.activity,
        tally=found.tally,
        quotas=_quotas(found, quotas),
        held=held,
        people=people,
        which=which if which in LISTS else "seated",
        sizes=_sizes(found.activity, found.tally),
        more=people[-1].registration if len(people) == MOST else None,
        exam=standing.of_activity(found.id),
        told=told,
        names=names,
        moved=request.args.get("moved") == "yes",
        past=found.activity.starts_at <= datetime.now(UTC),
        code_day=_code_day(found),
    )


def _code_day(found: Found) -> int:
    """The day whose code is wanted: today's; before and after, the first one's."""
    number = (today() - found.activity.first_day).days + 1
    return number if number in found.days else 1


def _people(found: Found, which: str) -> list[Attendee]:
    after = request.args.get("after", 0, type=int)
    with core().db.read() as connection:
        return attendance.roll(connection, core().settings.vault, found.id, LISTS[which], after)


def _sizes(activity: Activity, tally: Tally) -> dict[str, int]:
    return {"seated": activity.seats_taken, "waiting": activity.waitlisted, "cancelled": tally.people(CANCELLED)}


def _quotas(found: Found, wanted: plans.Quotas) -> list[Quota]:
    """Counted among those who came once somebody did, else among those who have a seat."""
    measure = PRESENT if found.tally.people(PRESENT) else SEATED_NOW
    return [
        Quota(
            label=facts.label(fact, value),
            wanted=quota.people,
            got=found.tally.people(measure, fact, value),
            kept=quota.reserved,
            seated=found.tally.people(SEATED_NOW, fact, value),
            waiting=found.tally.people(WAITLISTED, fact, value),
        )
        for (fact, value), quota in wanted.items()
    ]
