"""What people do about their cases by phone: open one, ask for a call, follow it, say whether they are satisfied."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from jamakan import events
from jamakan.programme import case_words
from jamakan.programme import cases as life
from jamakan.programme.regions import REGIONS
from jamakan.store.inbox import cases, followed, history
from jamakan.store.inbox.cases import About, Opening
from jamakan.store.ingest.batch import Moment
from jamakan.store.ingest.desk import Desk, answer
from jamakan.store.models import Activity, Registration
from jamakan.store.registrations import ACTIVE

LONGEST_TITLE = 80  # of what was said, to tell cases apart in a list
WHENS = ("morning", "afternoon", "evening", "any_time")  # to be called
JUDGEMENTS = (life.YES, life.NO, life.NOT_YET)


def open_case(desk: Desk, moment: Moment, event: events.Performed) -> None:
    """Somebody asks, reports or proposes something: they are told its number, and when they will be answered."""
    said = event.answers
    words = "\n".join(filter(None, (said.get("words", "").strip(), said.get("institution", "").strip())))
    kind = said.get("kind", "")
    about = About(
        kind if kind in life.KINDS else life.CHALLENGE,
        said.get("words", "").strip()[:LONGEST_TITLE],
        said.get("theme", "")[:40],
        _region(said.get("elsewhere") or (said.get("region", "") if said.get("here") != "no" else "")),
    )
    opening = replace(_opening(desk, moment, event, about), anonymous=said.get("named") == "no")
    opened = cases.add_by_phone(desk.connection, desk.vault, opening)
    if opened is None:
        return
    number, more = opened
    desk.batch.counts.update(more)
    desk.batch.profiles.add(moment.line.ref)
    history.tell(desk.connection, desk.vault, number, life.OPENED, life.RECEIVED, by=None, at=moment.at, text=words)
    answer(desk, moment, "case.ok", number=str(number), day=case_words.day(opening.due_at, moment.line.language))


def call_me(desk: Desk, moment: Moment, event: events.Performed) -> None:
    """Somebody has an abuse to tell: a trusted person calls them. No SMS leaves, no list but theirs shows it."""
    opening = replace(_opening(desk, moment, event, About(life.CHALLENGE, "")), sensitive=True)
    opened = cases.add_by_phone(desk.connection, desk.vault, opening)
    if opened is None:
        return
    when = event.answers.get("when", "")
    desk.batch.profiles.add(moment.line.ref)
    text = when if when in WHENS else ""
    history.tell(desk.connection, desk.vault, opened[0], life.OPENED, life.RECEIVED, by=None, at=moment.at, text=text)


def follow(desk: Desk, moment: Moment, event: events.Performed) -> None:
    """Tell where an older case of this line stands. Of those of others nothing is said, not even that they are."""
    number = _number(event.answers.get("number", ""))
    case = followed.one(desk.connection, moment.line.id, number) if number else None
    if case is None:
        answer(desk, moment, "case.unknown", number=event.answers.get("number", ""))
    else:
        answer(desk, moment, "case.status", **case_words.placeholders(case, moment.line.language))


def satisfied(desk: Desk, moment: Moment, event: events.Performed) -> None:
    """What the person says of the end of their case; who is not satisfied has it opened again."""
    number, said = _number(event.answers.get("which", "")), event.answers.get("satisfied", "")
    case = cases.one(desk.connection, desk.vault, number)
    if case is None or case.contact_id != moment.line.id or case.state not in life.ENDED or said not in JUDGEMENTS:
        return
    back = {"state": life.after(case.state, life.CONTEST), "waits": True} if said == life.NO else {}
    more = cases.move(desk.connection, case, moment.at, satisfied=said, **back)
    if more is None:
        return
    desk.batch.counts.update(more)
    desk.batch.profiles.add(moment.line.ref)
    event_name, state = (life.CONTEST, life.READ) if back else (life.JUDGED, case.state)
    history.tell(desk.connection, desk.vault, number, event_name, state, by=None, at=moment.at, text=said)


def _opening(desk: Desk, moment: Moment, event: events.Performed, about: About) -> Opening:
    due = moment.at + timedelta(days=desk.terms.answer_days)
    activity = _activity(desk.connection, moment.line.id, moment.at)
    return Opening(moment.line.id, about, event.dialogue, moment.at, due, activity_id=activity)


def _activity(connection: Connection, contact_id: int, at: datetime) -> int | None:
    """The activity this line was last at, else the next one it has a seat at."""
    query = select(Activity.id, Activity.starts_at).join(Registration, Registration.activity_id == Activity.id)
    mine = Registration.contact_id == contact_id, Registration.state.in_(ACTIVE)
    rows = connection.execute(query.where(*mine).order_by(Activity.starts_at)).all()
    begun = [row.id for row in rows if row.starts_at <= at]
    return begun[-1] if begun else rows[0].id if rows else None


def _region(slug: str) -> str:
    return slug if slug in REGIONS else ""


def _number(said: str) -> int:
    """The number in "n12"; 0 for none, or one that no row has."""
    digits = said.removeprefix("n")
    return int(digits) if digits.isdecimal() and len(digits) < 10 else 0
