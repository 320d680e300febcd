"""How far a reminder is: a bar that moves while it leaves, and what became of every line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from gateway.console.current import core
from gateway.console.gate import needs
from gateway.console.reminders import wording
from gateway.console.reminders.finding import Found, reminder_or_404
from jamakan.broadcasts.standing import leaves_from
from jamakan.broadcasts.watching import watched
from jamakan.programme import broadcasts as life
from jamakan.programme.plan import Broadcast
from jamakan.staff.roles import May
from jamakan.store.broadcasts.progress import NOT_ARRIVED, Progress
from jamakan.store.messages import SENT

pages = Blueprint("following", __name__)

REPORTS = timedelta(minutes=10)  # most reports come within; a page left open all day asks no longer
MOVING = frozenset({life.SCHEDULED, life.SENDING})
STARTED = frozenset({life.SCHEDULED, life.SENDING, life.PAUSED, life.DONE, life.STOPPED})


@dataclass(frozen=True, slots=True)
class Standing:
    """Where it stands. `total`: lines it is for, as far as known; `opens`: when it may leave, if not yet.

    `watched`: it changes by itself: it is moving, or reports of what has just left still come in.
    """

    seen: Progress
    total: int
    moving: bool
    watched: bool
    opens: datetime | None
    left_out: Mapping[str, int]

    @property
    def gone(self) -> int:
        """Lines that nothing more has to be done for."""
        return self.seen.lines - self.seen.left

    @property
    def percent(self) -> int:
        """Never a hundred before the end."""
        whole = 100 * self.gone // self.total if self.total else 0
        return min(whole, 99) if self.moving else whole

    @property
    def troubled(self) -> int:
        """Lines that did not get it, or may not have."""
        return sum(self.seen.states.get(state, 0) for state in NOT_ARRIVED)


@pages.get("/<int:number>/progress")
@needs(May.VIEW)
def fragment(number: int) -> ResponseReturnValue:
    """The bar, for the page to ask again; when its state has changed the whole page is another."""
    found = reminder_or_404(number)
    if request.args.get("was") != found.state:
        return "", 200, {"HX-Refresh": "true"}
    return render_template("reminders/progress.html", found=found, follow=standing(found), wording=wording)


def standing(found: Found) -> Standing | None:
    """Where it stands; None before it was agreed to."""
    broadcast, now = found.broadcast, datetime.now(UTC)
    if found.state not in STARTED:
        return None
    seen = watched(core(), broadcast)
    opens = leaves_from(core(), broadcast, now) if found.state == life.SCHEDULED else None
    written = broadcast.prepared_at is not None or found.state == life.STOPPED
    return Standing(
        seen=seen,
        total=seen.lines if written else max(seen.lines, broadcast.approved_lines or 0),
        moving=found.state in MOVING,
        watched=found.state in MOVING or _reports_come(broadcast, seen, now),
        opens=opens if opens and opens > now else None,
        left_out=broadcast.excluded,
    )


def _reports_come(broadcast: Broadcast, seen: Progress, now: datetime) -> bool:
    ended = broadcast.finished_at
    return ended is not None and now - ended < REPORTS and bool(seen.states.get(SENT))
