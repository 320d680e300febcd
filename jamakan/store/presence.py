"""People who say with the code of the day that they are there."""

from sqlalchemy import select

from jamakan import events
from jamakan.store import attendance
from jamakan.store.ingest.batch import Moment
from jamakan.store.ingest.desk import Desk, tell
from jamakan.store.models import Activity, Registration
from jamakan.store.registrations import SEATED, Notice

EVERYBODY = "all"  # of this line, as the flow `presence` answers


def claimed(desk: Desk, moment: Moment, event: events.Performed) -> None:
    """Somebody said with the code that they are there: the seats of this line, or one of them, are marked."""
    seats = (
        select(Registration.id)
        .join(Activity, Activity.id == Registration.activity_id)
        .where(Activity.slug == event.answers.get("day_activity", ""), Registration.contact_id == moment.line.id)
        .where(Registration.state.in_(SEATED))
    )
    who = event.answers.get("who", EVERYBODY)
    found = (
        desk.connection.execute(seats if who == EVERYBODY else seats.where(Registration.code == who)).scalars().all()
    )
    if not found:  # given up meanwhile, or taken back by staff: what the screen said is put right
        tell(desk, moment, [Notice("presence.gone", moment.line.id)])
        return
    day = int(event.answers["day_number"])
    for registration in found:
        attendance.mark(desk.connection, registration, day, None, moment.at, attendance.PHONE)
    desk.batch.profiles.add(moment.line.ref)
    desk.batch.activities_changed = True
