"""Cases: opened from a message, moved on, written about, answered."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from jamakan import answering
from jamakan.answering import MOST_PARTS, TOO_LONG, AnswerRefused, Reply
from jamakan.core import Core
from jamakan.house_rules.reading import in_force
from jamakan.inbox import Stale, sent_by_now
from jamakan.people.acts import show
from jamakan.programme import cases as life
from jamakan.programme.inbox import TO_CASE
from jamakan.state import wake
from jamakan.store import lines, staff_answers
from jamakan.store.inbox import cases, history, items, telling
from jamakan.store.inbox.cases import About, Case
from jamakan.store.inbox.items import Item
from jamakan.store.messages import parts
from jamakan.store.staff import trail
from jamakan.store.staff_answers import Line, Written


def subject(number: int) -> str:
    """What the trail and answers call a case."""
    return f"case:{number}"


def open_from(core: Core, seen: Item, others: Collection[int], about: About, by: int) -> int:
    """A new case of a message, and of `others` of its line that are open. Its number. Raises Stale."""
    now, vault = datetime.now(UTC), core.settings.vault
    due = now + timedelta(days=in_force(core).case_answer_days)
    with core.db.begin() as connection:
        number = cases.add(connection, vault, seen.contact_id, about, by, now, due)
        history.tell(connection, vault, number, life.OPENED, life.READ, by=by, at=now)
        if not items.move(connection, seen, TO_CASE, now, case_id=number):
            raise Stale
        more = [item for item in items.together(connection, vault, seen.contact_id) if item.id in others]
        taken = [seen, *(item for item in more if items.move(connection, item, TO_CASE, now, case_id=number))]
        for item in sorted(taken, key=lambda one: one.id):
            history.tell(connection, vault, number, life.MESSAGE, life.READ, by=None, at=item.at, message_id=item.id)
        trail.append(connection, vault, now, by, "case.opened", subject(number), message=seen.id)
    _show(core, seen.contact_id)
    return number


def join(core: Core, seen: Item, case: Case, by: int) -> None:
    """Put a message into a case of its line, which waits from now on; one that had ended goes on. Raises Stale."""
    now, vault = datetime.now(UTC), core.settings.vault
    state = life.after(case.state, life.REOPEN) or case.state
    with core.db.begin() as connection:
        moved = case.contact_id == seen.contact_id and items.move(connection, seen, TO_CASE, now, case_id=case.id)
        if not moved or not cases.change(connection, case, now, waits=True, state=state):
            raise Stale
        history.tell(connection, vault, case.id, life.MESSAGE, state, by=None, at=now, message_id=seen.id)
        trail.append(connection, vault, now, by, "case.joined", subject(case.id), message=seen.id)
    _show(core, case.contact_id)


def move(
    core: Core, seen: Case, event: str, by: int, reason: str = "", institution: str = "", *, tell: bool = False
) -> None:
    """Bring a case to its next state; `institution`: to whom it is transmitted.

    `tell`: the person reads it by SMS, the reason of a rejection included; of a confidential case never.
    Raises Stale; AnswerRefused: that SMS would be too long.
    """
    now, vault = datetime.now(UTC), core.settings.vault
    state = life.after(seen.state, event)
    also = {"institution": institution} if event in life.NEEDS_INSTITUTION else {}
    words = "\n".join(filter(None, (institution, reason)))
    sms = _sms(core, seen, event, institution, reason) if tell and not seen.sensitive else None
    with core.db.begin() as connection:
        if state is None or not cases.change(
            connection, seen, now, state=state, **also, **cases.marks(seen, event, now)
        ):
            if not history.is_last(connection, vault, seen.id, event, by, words):
                raise Stale
            return  # the same form, sent twice
        if sms is not None:
            telling.queue(connection, vault, seen, *sms, now)
        history.tell(connection, vault, seen.id, event, state, by=by, at=now, text=words)
        trail.append(connection, vault, now, by, f"case.{event}", subject(seen.id))
    _show(core, seen.contact_id)
    wake.soon(core.redis, wake.SEND_QUEUE)


def note(core: Core, seen: Case, text: str, by: int, *, settled: bool = False) -> None:
    """Write something down that nobody is sent. `settled`: the person was answered otherwise. Raises Stale."""
    now, vault = datetime.now(UTC), core.settings.vault
    event = life.SETTLED if settled else life.NOTE
    with core.db.begin() as connection:
        if not cases.change(connection, seen, now, **cases.marks(seen, event, now)):
            if not history.is_last(connection, vault, seen.id, event, by, text):
                raise Stale
            return
        history.tell(connection, vault, seen.id, event, seen.state, by=by, at=now, text=text)
        trail.append(connection, vault, now, by, f"case.{event}", subject(seen.id))


def describe(core: Core, seen: Case, about: About, by: int) -> None:
    """Say other things of it. Raises Stale."""
    if about == seen.about:
        return
    now, vault = datetime.now(UTC), core.settings.vault
    with core.db.begin() as connection:
        if not cases.describe(connection, vault, seen, about, now):
            raise Stale
        history.tell(connection, vault, seen.id, life.CHANGED, seen.state, by=by, at=now)
        trail.append(connection, vault, now, by, "case.changed", subject(seen.id))


def hold(core: Core, seen: Case, holder: int | None, name: str, by: int) -> None:
    """Have somebody, of this name, see to it; or nobody. Raises Stale."""
    if holder == seen.holder:
        return
    now, vault = datetime.now(UTC), core.settings.vault
    with core.db.begin() as connection:
        if not cases.change(connection, seen, now, holder_id=holder):
            raise Stale
        history.tell(connection, vault, seen.id, life.HELD, seen.state, by=by, at=now, text=name)
        trail.append(connection, vault, now, by, "case.assigned", subject(seen.id), to=holder)


def answer(core: Core, seen: Case, text: str, by: int, token: str) -> Written:
    """Answer by SMS, once for each `token`. Raises AnswerRefused; Stale: the case changed, nothing was sent."""
    now, vault = datetime.now(UTC), core.settings.vault
    reply = Reply(seen.contact_id, text, by, token, subject(seen.id))
    with core.db.begin() as connection:
        if (before := staff_answers.written(connection, reply.dedupe)) is not None:
            return Written(before, fresh=False)
        line = answering.check(staff_answers.line(connection, seen.contact_id), text)
        if not cases.change(connection, seen, now, **cases.marks(seen, life.ANSWER, now)):
            return Written(sent_by_now(staff_answers.written(connection, reply.dedupe)), fresh=False)
        done = staff_answers.write(
            connection, vault, line, text, dedupe=reply.dedupe, about=reply.about, by=by, at=now
        )
        history.tell(
            *(connection, vault, seen.id, life.ANSWER, seen.state), by=by, at=now, message_id=done.message_id
        )
        trail.append(connection, vault, now, by, "case.answered", reply.about, message=done.message_id)
    wake.soon(core.redis, wake.SEND_QUEUE)
    return done


def _sms(core: Core, seen: Case, event: str, institution: str, reason: str) -> tuple[Line, str] | None:
    """What the person reads of a move, and on which line; None: nothing. Raises AnswerRefused."""
    with core.db.read() as connection:
        line = staff_answers.line(connection, seen.contact_id)
    if line is None:
        return None
    values = {**core.settings.values, "institution": institution, "reason": reason}
    text = telling.told(seen, event, values, line.language)
    if parts(text) > MOST_PARTS:
        raise AnswerRefused(TOO_LONG)
    return (line, text) if text else None


def _show(core: Core, contact_id: int) -> None:
    """A call finds the case as it is now."""
    with core.db.read() as connection:
        ref = lines.ref(connection, contact_id)
    show(core, [ref] if ref else [])
