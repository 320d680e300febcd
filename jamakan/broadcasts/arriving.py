"""A broadcast's spreadsheet that the office reads: it becomes the audience, or is refused with every problem."""

from dataclasses import replace
from datetime import UTC, datetime

from jamakan.broadcasts import drafting
from jamakan.core import Core
from jamakan.programme.broadcasts import BroadcastError
from jamakan.programme.plan import Plan
from jamakan.sentences import Sentence
from jamakan.spreadsheets import arriving
from jamakan.spreadsheets.arriving import Arrival
from jamakan.spreadsheets.problems import Problem, SpreadsheetError
from jamakan.store.broadcasts import records

KIND = "broadcast"


def name(broadcast_id: int) -> str:
    """What the file of a broadcast is kept under."""
    return f"{KIND}:{broadcast_id}"


def renewed(core: Core, plan: Plan) -> Plan:
    """A plan that begins and expires as if made now: it may have waited for its audience for days."""
    starts_at = max(plan.starts_at, datetime.now(UTC))
    return replace(plan, starts_at=starts_at, expires_at=drafting.expiry(core, plan.activity, starts_at))


def keep(core: Core, broadcast_id: int, data: bytes, *, by: str, seen: int) -> None:
    """Keep a file, sent by somebody who saw this mark, for the office to read. Raises RedisError: it never came."""
    arriving.keep(core, name(broadcast_id), data, by=by, about={"seen": str(seen)})


def read(core: Core, what: str, data: bytes, arrival: Arrival) -> Arrival:
    """Read the file of a broadcast (`what`: its number) and make it its audience."""
    broadcast_id = int(what)
    with core.db.read() as connection:
        plan = records.find(connection, broadcast_id).plan
    try:
        sheet = drafting.read_sheet(core, plan.texts, data)
        plan = renewed(core, replace(plan, audience=sheet.audience))
        if not arriving.newest(core, name(broadcast_id), arrival):
            return arrival
        drafting.edit(core, broadcast_id, plan, by=arrival.by, sheet=sheet, seen=int(arrival.about["seen"]))
    except SpreadsheetError as error:
        return arrival.refuse(error.problems)
    except BroadcastError as error:
        return arrival.refuse(Problem(0, "", _sentence(reason)) for reason in error.reasons)
    return replace(arrival, over=True, merged=arriving.told(sheet.merged))


def _sentence(reason: str) -> Sentence:
    return reason if isinstance(reason, Sentence) else Sentence.of("{words}", {"words": reason})
