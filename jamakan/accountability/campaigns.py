"""Campaigns: opened, described anew, told of, closed."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from jamakan.accountability import Stale, wording
from jamakan.broadcasts import drafting
from jamakan.core import Core
from jamakan.programme import campaigns as life
from jamakan.programme.audience import Audience
from jamakan.programme.plan import ANSWER, Broadcast, Plan
from jamakan.store.accountability import campaigns
from jamakan.store.accountability.campaigns import About, Campaign
from jamakan.store.staff import trail

ONCE = "campaign:{number}:{version}"


class NotTold(Exception):
    """Nobody was told what came of it: it cannot close."""


def subject(number: int) -> str:
    """What the trail calls a campaign."""
    return f"campaign:{number}"


def make(core: Core, about: About, by: int, form: str = "") -> int:
    """A new campaign. Its number. `form`: what makes two sendings of one form one campaign."""
    now = datetime.now(UTC)
    with core.db.begin() as connection:
        number, fresh = campaigns.add(connection, about, now, form or uuid4().hex)
        if not fresh:
            return number
        campaigns.tell(connection, number, life.MADE, life.OPEN, by, now)
        trail.append(connection, core.settings.vault, now, by, "campaign.made", subject(number))
    return number


def describe(core: Core, seen: Campaign, about: About, by: int) -> None:
    """Say other things of it while it is open. Raises Stale."""
    if about == seen.about:
        return
    now = datetime.now(UTC)
    with core.db.begin() as connection:
        if seen.state != life.OPEN or not campaigns.describe(connection, seen, about, now):
            raise Stale
        campaigns.tell(connection, seen.id, life.CHANGED, life.OPEN, by, now)
        trail.append(connection, core.settings.vault, now, by, "campaign.changed", subject(seen.id))


def prepare(core: Core, seen: Campaign, asked: str, action: str, by: int, author: str) -> Broadcast:
    """A draft that tells people what came of it; asked for twice it is one. Raises BroadcastError, Stale.

    It goes to those with a seat at its activity, else to the people of its region, else to nobody until staff say.
    `author`: as broadcasts name them.
    """
    now = datetime.now(UTC)
    plan = Plan(
        kind=ANSWER,
        texts=wording.of_campaign(asked, action),
        audience=_asked(seen.about),
        starts_at=now,
        expires_at=drafting.expiry(core, "", now),
        name=seen.about.title[:80],
    )
    made = drafting.create(core, plan, by=author, dedupe=ONCE.format(number=seen.id, version=seen.version))
    if made.id != _current(core, seen.id):
        _act(core, seen, life.PREPARED, by, broadcast_id=made.id)
    return made


def say(core: Core, seen: Campaign, how: str, day: date, by: int) -> None:
    """Write down that people were told aloud: on the radio or at a meeting, on this day. Raises Stale."""
    if how not in life.ALOUD:
        raise Stale
    _act(core, seen, life.SAID, by, told_by=how, told_on=day)


def close(core: Core, seen: Campaign, by: int, today: date) -> None:
    """Close it. Raises NotTold, and Stale when somebody was quicker."""
    now = datetime.now(UTC)
    with core.db.begin() as connection:
        if not campaigns.close(connection, seen, now, today):
            current = campaigns.one(connection, seen.id)
            raise NotTold if current == seen and seen.state == life.OPEN else Stale
        campaigns.tell(connection, seen.id, life.CLOSE, life.CLOSED, by, now)
        trail.append(connection, core.settings.vault, now, by, "campaign.closed", subject(seen.id))


def reopen(core: Core, seen: Campaign, by: int) -> None:
    """Go on with it: what comes of it now is to be told anew. Raises Stale."""
    state = life.after(seen.state, life.REOPEN)
    if state is None:
        raise Stale
    untold = {"told_by": "", "told_on": None, "broadcast_id": None}
    _act(core, seen, life.REOPEN, by, state=state, closed_at=None, **untold)


def _act(core: Core, seen: Campaign, event: str, by: int, **changes: Any) -> None:
    now, state = datetime.now(UTC), changes.get("state", seen.state)
    with core.db.begin() as connection:
        if (seen.state != life.OPEN and event != life.REOPEN) or not campaigns.change(
            connection, seen, now, **changes
        ):
            raise Stale
        campaigns.tell(connection, seen.id, event, state, by, now)
        trail.append(connection, core.settings.vault, now, by, f"campaign.{event}", subject(seen.id))


def _current(core: Core, number: int) -> int | None:
    with core.db.read() as connection:
        found = campaigns.one(connection, number)
    return found.broadcast if found else None


def _asked(about: About) -> Audience:
    if about.activity:
        return Audience(activity=about.activity)
    return Audience(region=(about.region,)) if about.region else Audience(nobody=True)
