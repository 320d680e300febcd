"""Messages that wait for a person: answered, given to somebody, set aside, tagged."""

from collections.abc import Collection
from datetime import UTC, datetime

from jamakan import answering
from jamakan.answering import Reply
from jamakan.core import Core
from jamakan.inbox import Stale, sent_by_now
from jamakan.programme import inbox as life
from jamakan.state import wake
from jamakan.store import staff_answers
from jamakan.store.inbox import items
from jamakan.store.inbox.items import Item
from jamakan.store.staff import trail
from jamakan.store.staff_answers import Written


def subject(item_id: int) -> str:
    """What the trail and answers call a message."""
    return f"message:{item_id}"


def answer(core: Core, seen: Item, others: Collection[int], text: str, by: int, token: str) -> Written:
    """Answer a message by SMS, once for each `token`. `others`: open messages of the line it answers as well.

    Raises AnswerRefused; Stale: somebody else saw to the message meanwhile, nothing was sent.
    """
    now, vault = datetime.now(UTC), core.settings.vault
    reply = Reply(seen.contact_id, text, by, token, subject(seen.id))
    with core.db.begin() as connection:
        if (before := staff_answers.written(connection, reply.dedupe)) is not None:
            return Written(before, fresh=False)
        line = answering.check(staff_answers.line(connection, seen.contact_id), text)
        if not items.move(connection, seen, life.ANSWER, now, holder_id=by):
            return Written(sent_by_now(staff_answers.written(connection, reply.dedupe)), fresh=False)
        for item in items.together(connection, vault, seen.contact_id):
            if item.id in others:
                items.move(connection, item, life.ANSWER, now, holder_id=by)
        done = staff_answers.write(
            connection, vault, line, text, dedupe=reply.dedupe, about=reply.about, by=by, at=now
        )
        trail.append(connection, vault, now, by, "message.answered", reply.about, message=done.message_id)
    wake.soon(core.redis, wake.SEND_QUEUE)
    return done


def hold(core: Core, seen: Item, holder: int | None, by: int) -> None:
    """Have somebody see to it, or nobody. Raises Stale."""
    if holder == seen.holder:
        return
    now, vault = datetime.now(UTC), core.settings.vault
    with core.db.begin() as connection:
        if not items.change(connection, seen, now, holder_id=holder):
            raise Stale
        trail.append(connection, vault, now, by, "message.assigned", subject(seen.id), to=holder)


def set_aside(core: Core, seen: Item, by: int) -> None:
    """It needs no answer. Raises Stale."""
    _move(core, seen, life.SET_ASIDE, by, "message.set_aside")


def reopen(core: Core, seen: Item, by: int) -> None:
    """It needs somebody after all. Raises Stale."""
    _move(core, seen, life.REOPEN, by, "message.reopened")


def tag(core: Core, item_id: int, word: str, by: int) -> None:
    """Put a tag on it; told twice it is the same."""
    now = datetime.now(UTC)
    with core.db.begin() as connection:
        if items.tag(connection, item_id, word):
            trail.append(connection, core.settings.vault, now, by, "message.tagged", subject(item_id), tag=word)


def untag(core: Core, item_id: int, word: str, by: int) -> None:
    """Take a tag off; told twice it is the same."""
    now = datetime.now(UTC)
    with core.db.begin() as connection:
        if items.untag(connection, item_id, word):
            trail.append(connection, core.settings.vault, now, by, "message.untagged", subject(item_id), tag=word)


def _move(core: Core, seen: Item, event: str, by: int, action: str) -> None:
    now = datetime.now(UTC)
    with core.db.begin() as connection:
        if not items.move(connection, seen, event, now):
            raise Stale
        trail.append(connection, core.settings.vault, now, by, action, subject(seen.id))
