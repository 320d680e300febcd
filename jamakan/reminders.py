"""The short way to a broadcast: remind everybody with a seat at an activity."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from jamakan.broadcasts import decisions, drafting
from jamakan.core import Core
from jamakan.programme import broadcasts as life
from jamakan.programme.audience import Audience
from jamakan.programme.broadcasts import BroadcastError, MoveRefused
from jamakan.programme.plan import REMINDER, Broadcast, Plan


@dataclass(frozen=True, slots=True)
class Reminder:
    """What asking did. `again`: the same words went out before, and now go to those who registered since."""

    broadcast: Broadcast
    again: bool


def plan(core: Core, activity: str, texts: Mapping[str, str]) -> Plan:
    """The plan of a reminder, to leave from now on. Raises BroadcastError with every problem."""
    now = datetime.now(UTC)
    found = Plan(
        kind=REMINDER,
        texts=texts,
        audience=Audience(activity=activity),
        activity=activity,
        starts_at=now,
        expires_at=drafting.expiry(core, activity, now),
    )
    drafting.check(core, found, now)
    return found


def remind(core: Core, activity: str, texts: Mapping[str, str], *, by: str = "") -> Reminder:
    """Remind everybody with a seat, once for each line. Raises BroadcastError.

    Asked again with the same words it writes only to those who registered since.
    """
    written = json.dumps(dict(texts), sort_keys=True, ensure_ascii=False)
    dedupe = f"{REMINDER}:{activity}:{core.settings.vault.ref('broadcast', written)}"
    broadcast = drafting.create(core, plan(core, activity, texts), by=by, dedupe=dedupe)
    if broadcast.state == life.DRAFT:
        try:
            return Reminder(decisions.submit(core, broadcast.id, by=by), again=False)
        except MoveRefused:  # somebody asked for the same at the same moment
            return Reminder(decisions.look(core, broadcast.id), again=True)
    if broadcast.state in {life.SENDING, life.DONE}:
        return Reminder(decisions.reopen(core, broadcast.id, by=by), again=True)
    if broadcast.state in {life.WAITING, life.SCHEDULED}:
        return Reminder(broadcast, again=True)
    raise BroadcastError(_refusal(broadcast))


def _refusal(broadcast: Broadcast) -> str:
    because = f" ({broadcast.reason})" if broadcast.reason else ""
    if broadcast.state == life.PAUSED:
        return f"this reminder is paused{because}: 'python3 run.py broadcasts resume {broadcast.id}', then ask again"
    return f"this reminder was stopped{because}: to remind after all, change its words"
