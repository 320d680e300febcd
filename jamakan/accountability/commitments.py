"""Commitments: made, described anew, kept or dropped, told of to those who asked."""

from collections.abc import Collection
from datetime import UTC, date, datetime
from uuid import uuid4

from jamakan.accountability import Stale, wording
from jamakan.broadcasts import drafting
from jamakan.core import Core
from jamakan.programme import commitments as life
from jamakan.programme.audience import Audience
from jamakan.programme.plan import ANSWER, Broadcast, Plan
from jamakan.publishing import show
from jamakan.store.accountability import Connection, commitments, history
from jamakan.store.accountability.commitments import About, Commitment
from jamakan.store.staff import trail


def subject(number: int) -> str:
    """What the trail calls a commitment."""
    return f"commitment:{number}"


def make(core: Core, about: About, cases: Collection[int], by: int, today: date, form: str = "") -> int:
    """A new commitment, that answers these cases; late from the beginning when its day has passed. Its number.

    `form`: what makes two sendings of one form one commitment.
    """
    now, vault = datetime.now(UTC), core.settings.vault
    with core.db.begin() as connection:
        number, fresh = commitments.add(connection, about, now, form or uuid4().hex)
        if not fresh:
            return number
        commitments.answer_cases(connection, number, cases)
        history.tell(connection, vault, number, life.MADE, life.OPEN, by=by, at=now)
        if life.is_late(about.due_on, today) and (made := commitments.one(connection, number)):
            _expire(core, connection, made, now)
        trail.append(connection, vault, now, by, "commitment.made", subject(number))
    show(core)
    return number


def describe(core: Core, seen: Commitment, about: About, cases: Collection[int], by: int, today: date) -> None:
    """Say other things of it. A day that is moved makes it late, or ends that. Raises Stale."""
    now, vault = datetime.now(UTC), core.settings.vault
    late = life.is_late(about.due_on, today)
    event = {life.OPEN: life.EXPIRE if late else "", life.LATE: "" if late else life.RENEW}.get(seen.state, "")
    state = life.after(seen.state, event) or seen.state
    with core.db.begin() as connection:
        if about == seen.about and sorted(cases) == commitments.cases_of(connection, seen.id):
            return
        if not commitments.describe(connection, seen, about, state, now):
            raise Stale
        commitments.answer_cases(connection, seen.id, cases)
        history.tell(connection, vault, seen.id, life.CHANGED, state, by=by, at=now, text=_moved(seen, about))
        trail.append(connection, vault, now, by, "commitment.changed", subject(seen.id))
    show(core)


def move(core: Core, seen: Commitment, event: str, by: int, note: str, today: date) -> None:
    """Bring it to its next state, with the evidence or the reason. Raises Stale."""
    now, vault = datetime.now(UTC), core.settings.vault
    state = life.after(seen.state, event) if event in life.BY_STAFF else None
    with core.db.begin() as connection:
        if state is None or not commitments.change(connection, seen, now, state=state):
            _insist(core, connection, seen.id, event, by, note)
            return
        history.tell(connection, vault, seen.id, event, state, by=by, at=now, text=note)
        reopened = commitments.one(connection, seen.id) if state == life.OPEN else None
        if reopened and life.is_late(reopened.about.due_on, today):
            _expire(core, connection, reopened, now)
        trail.append(connection, vault, now, by, f"commitment.{event}", subject(seen.id))
    show(core)


def note(core: Core, seen: Commitment, text: str, by: int) -> None:
    """Write down news of it. Raises Stale."""
    now, vault = datetime.now(UTC), core.settings.vault
    with core.db.begin() as connection:
        if not commitments.change(connection, seen, now):
            _insist(core, connection, seen.id, life.NOTE, by, text)
            return
        history.tell(connection, vault, seen.id, life.NOTE, seen.state, by=by, at=now, text=text)
        trail.append(connection, vault, now, by, "commitment.note", subject(seen.id))


def prepare(core: Core, seen: Commitment, by: int, author: str) -> Broadcast:
    """A draft that tells those who asked how it stands; asked for twice it is one. Raises BroadcastError.

    It goes to the lines behind its cases, else to those with a seat at its activity. `author`: as broadcasts name
    them.
    """
    now, vault = datetime.now(UTC), core.settings.vault
    with core.db.read() as connection:
        cases = commitments.cases_of(connection, seen.id)
        told = history.of(connection, vault, seen.id)
    reason = next((one.text for one in reversed(told) if one.event == life.DROP), "")
    plan = Plan(
        kind=ANSWER,
        texts=wording.texts(seen, reason),
        audience=_those_who_asked(seen, cases),
        starts_at=now,
        expires_at=drafting.expiry(core, "", now),
    )
    made = drafting.create(core, plan, by=author, dedupe=f"commitment:{seen.id}:{seen.version}")
    with core.db.begin() as connection:
        history.tell(connection, vault, seen.id, life.TOLD, seen.state, by=by, at=now, broadcast=made.id)
    return made


def look(core: Core, today: date | None = None) -> int:
    """Make late what was due before today; how many. The clock's: run twice it does nothing twice."""
    now, late = datetime.now(UTC), 0
    today = today or now.astimezone(core.settings.zone).date()
    with core.db.begin() as connection:
        for one in commitments.overdue(connection, today):
            late += _expire(core, connection, one, now)
    if late:
        show(core)
    return late


def _expire(core: Core, connection: Connection, seen: Commitment, now: datetime) -> bool:
    state = life.TRANSITIONS[life.OPEN, life.EXPIRE]
    if not commitments.change(connection, seen, now, state=state):
        return False
    history.tell(connection, core.settings.vault, seen.id, life.EXPIRE, state, by=None, at=now)
    return True


def _insist(core: Core, connection: Connection, number: int, event: str, by: int, text: str) -> None:
    """Raises Stale, unless the same form was sent twice."""
    last = history.last(connection, core.settings.vault, number)
    if last is None or (last.event, last.by, last.text) != (event, by, text):
        raise Stale


def _those_who_asked(seen: Commitment, cases: Collection[int]) -> Audience:
    if cases:
        return Audience(cases=tuple(cases))
    return Audience(activity=seen.about.activity) if seen.about.activity else Audience(nobody=True)


def _moved(seen: Commitment, about: About) -> str:
    """The day before and after, when it was moved: an agreed delay is part of the story."""
    days = [day.isoformat() if day else "?" for day in (seen.about.due_on, about.due_on)]
    return " → ".join(days) if days[0] != days[1] else ""
