"""Reminders at the console: drafts made as staff make them, and the office and the carrier behind them."""

import re
from html import unescape

from sqlalchemy import select, update

from jamakan.broadcasts import appraisal
from jamakan.core import Core
from jamakan.store.models import Message
from tests.support import bulk
from tests.support.console import Staff
from tests.support.rows import column

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)"(?: id="[^"]*")? value="([^"]*)"')


def hidden(staff: Staff) -> dict[str, str]:
    """The hidden fields of the page last seen, the last of each name."""
    return {name: unescape(value) for name, value in HIDDEN.findall(staff.html) if name != "csrf_token"}


def drafts(staff: Staff, **fields: str) -> int:
    """Write a reminder; its number."""
    staff.opens("/reminders/new")
    usual = {"once": hidden(staff)["once"], "kind": "invitation", "activity": "", "text__fr": "Bonjour à tous"}
    answer = staff.sends("/reminders/new", **usual | fields)
    return int(answer.location.split("/")[2])


def addressed(staff: Staff, number: int, **boxes: str) -> None:
    """Choose its audience."""
    staff.opens(f"/reminders/{number}/audience")
    staff.sends(f"/reminders/{number}/audience", **{"seen": hidden(staff)["seen"]} | boxes)


def everybody(staff: Staff, **fields: str) -> int:
    """A draft to all who registered."""
    number = drafts(staff, **fields)
    addressed(staff, number, everybody="yes")
    return number


def submits(staff: Staff, number: int) -> None:
    """Hand it in, from its page."""
    staff.opens(f"/reminders/{number}")
    staff.sends(f"/reminders/{number}/submit", seen=hidden(staff)["seen"])


def approves(staff: Staff, number: int) -> None:
    """Agree to it, from its page."""
    staff.opens(f"/reminders/{number}")
    staff.sends(f"/reminders/{number}/approve", seen=hidden(staff)["seen"])


def office(core: Core) -> int:
    """What the office worker does meanwhile."""
    appraisal.count_wanted(core)
    return bulk.office(core)


def fates(core: Core, number: int, *states: tuple[str, str]) -> None:
    """What the carrier made of the first messages of a reminder: state and its word."""
    found = column(core.db, select(Message.id).where(Message.broadcast_id == number).order_by(Message.id))
    with core.db.begin() as connection:
        for message, (state, reason) in zip(found, states, strict=False):
            connection.execute(update(Message).where(Message.id == message).values(state=state, reason=reason))
