"""What a phone does about the network: join, change its themes, leave, stay another year."""

from datetime import timedelta

from jamakan.events import Performed
from jamakan.store.ingest.batch import Moment
from jamakan.store.ingest.desk import Desk, answer
from jamakan.store.network import members
from jamakan.store.privacy.holders import Holder, holder

RENEWABLE = timedelta(days=330)  # into the year: a yes that comes with the first question is one for another year


def join(desk: Desk, moment: Moment, event: Performed) -> None:
    """Make a member of whoever speaks; somebody not known by that name on the line is told by SMS."""
    found = _member_to_be(desk, moment, event.answers.get("who", ""))
    if found is not None and found.alone is not None:
        members.join(desk.connection, moment.line.id, found.alone, event.answers.get("themes", ""), moment.at)


def leave(desk: Desk, moment: Moment, event: Performed) -> None:
    """Take whoever speaks out of the network."""
    found = _member_to_be(desk, moment, event.answers.get("leaving", ""))
    if found is not None:
        members.leave(desk.connection, moment.line.id, found.participant_id, moment.at)


def renew(desk: Desk, moment: Moment, _event: Performed) -> None:
    """Give another year to those of the line whose year is nearly over."""
    members.renew(desk.connection, moment.line.id, moment.at - RENEWABLE, moment.at)
    desk.batch.profiles.add(moment.line.ref)


def end(desk: Desk, moment: Moment, _event: Performed) -> None:
    """Take those of the line out who were asked and said no."""
    members.end(desk.connection, moment.line.id, moment.at - RENEWABLE, moment.at)
    desk.batch.profiles.add(moment.line.ref)


def _member_to_be(desk: Desk, moment: Moment, name: str) -> Holder | None:
    desk.batch.profiles.add(moment.line.ref)
    found = holder(desk.connection, desk.vault, moment.line.id, name)
    if found is None:
        answer(desk, moment, "data.which")
    return found
