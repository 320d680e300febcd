"""Making a broadcast: a plan checked in one go, kept as a draft, changed until it leaves, copied."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from jamakan.broadcasts import texts
from jamakan.broadcasts.known import known
from jamakan.broadcasts.spreadsheet import Recipients, recipients
from jamakan.core import Core
from jamakan.hours import NeverOpen
from jamakan.programme import broadcasts as life
from jamakan.programme.activities import Activity
from jamakan.programme.audience import unknown
from jamakan.programme.broadcasts import BroadcastError, named
from jamakan.programme.plan import KINDS, REMINDER, Broadcast, Plan
from jamakan.store.activities import find
from jamakan.store.broadcasts import recipients as sheet_lines
from jamakan.store.broadcasts import records, states

LIFETIME = timedelta(days=7)  # of a broadcast about nothing with a date: later it would puzzle more than help


def expiry(core: Core, activity: str, starts_at: datetime) -> datetime:
    """When a broadcast is worth nothing any more unless somebody says: as its activity begins, else after a week."""
    about = _activity(core, activity)
    return about.starts_at if about and about.starts_at > starts_at else starts_at + LIFETIME


def read_sheet(core: Core, words: Mapping[str, str], data: bytes) -> Recipients:
    """The recipients in a spreadsheet for these texts. Raises SpreadsheetError with every problem."""
    settings = core.settings
    return recipients(data, country=settings.country, languages=settings.languages, used=texts.used(words))


def create(core: Core, plan: Plan, *, by: str, sheet: Recipients | None = None, dedupe: str = "") -> Broadcast:
    """Keep a plan as a draft; the same `dedupe` again gives the broadcast made first.

    `by`: without a name it can never be approved. `sheet`: the recipients of a plan whose audience is theirs.
    Raises BroadcastError with every problem.
    """
    now = datetime.now(UTC)
    check(core, plan, now)
    key = dedupe or f"made:{uuid4().hex}"
    with core.db.begin() as connection:
        made = records.add(connection, _kept(plan), dedupe=key, by=by, now=now)
        existing = records.found_by(connection, key) if made is None else None
    if existing:
        return existing
    return _with_sheet(core, made or 0, sheet, now)


def edit(core: Core, broadcast_id: int, plan: Plan, *, by: str, sheet: Recipients | None = None) -> Broadcast:
    """Give it another plan; it is a draft again, to be submitted anew. Raises BroadcastError with every problem."""
    now, person = datetime.now(UTC), named(by)
    check(core, plan, now)
    with core.db.begin() as connection:
        states.hold(connection, broadcast_id)
        if records.find(connection, broadcast_id).started_at:
            raise BroadcastError("it began to leave, what was sent cannot change: stop it and copy it")
        states.insist(connection, broadcast_id, life.EDIT, by=person, now=now)
        records.change(connection, broadcast_id, _kept(plan))
        if sheet or not plan.audience.spreadsheet:
            sheet_lines.forget(connection, broadcast_id)
    return _with_sheet(core, broadcast_id, sheet, now)


def copy(core: Core, broadcast_id: int, *, by: str) -> Broadcast:
    """A draft with the same words and the same audience, to be sent from now on. Raises BroadcastError."""
    now, person = datetime.now(UTC), named(by)
    with core.db.read() as connection:
        plan = records.find(connection, broadcast_id).plan
    again = replace(plan, starts_at=now, expires_at=expiry(core, plan.activity, now))
    with core.db.begin() as connection:
        made = records.add(connection, again, dedupe=f"made:{uuid4().hex}", by=person, now=now) or 0
        sheet_lines.copy(connection, broadcast_id, made)
        return records.find(connection, made)


def check(core: Core, plan: Plan, now: datetime) -> None:
    """Raises BroadcastError with everything that keeps a plan from being sent, a line each."""
    problems = dict.fromkeys((*_problems(core, plan, now), *texts.problems(plan, core.settings.languages)))
    if problems:
        raise BroadcastError("\n".join(problems))


def _problems(core: Core, plan: Plan, now: datetime) -> Iterator[str]:
    if plan.kind not in KINDS:
        yield f"there is no kind {plan.kind!r}; there are {', '.join(KINDS)}"
    yield from unknown(plan.audience, known(core))
    yield from _wrong_activity(core, plan, now)
    if plan.expires_at is not None and plan.expires_at <= max(now, plan.starts_at):
        yield "it would be too late before it may leave: let it expire later, or start earlier"
    try:
        core.settings.hours.narrowed(plan.sends_from, plan.sends_until)
    except NeverOpen as error:
        yield f"it could never leave: {error}"
    except ValueError as error:
        yield f"its hours are written HH:MM ({error})"
    there = core.settings.channels
    for channel in filter(None, (plan.channel, plan.fallback)):
        if channel not in there:
            yield f"there is no channel {channel!r} here; there are {', '.join(there)}"
    if plan.fallback and plan.fallback == plan.channel:
        yield "its fallback is its own channel: name another one, or none"
    if plan.cap_micros is not None and plan.cap_micros <= 0:
        yield "its spending cap lets nothing leave: give more than 0 XOF, or none"


def _wrong_activity(core: Core, plan: Plan, now: datetime) -> Iterator[str]:
    about = _activity(core, plan.activity)
    if plan.activity and about is None:
        yield f"there is no activity {plan.activity!r}: 'python3 run.py activities' lists them"
    if plan.kind == REMINDER and about is not None and about.starts_at <= now:
        yield f"the activity {plan.activity} has begun: nobody is reminded of the past"
    if plan.kind == REMINDER and not plan.activity:
        yield "a reminder is about an activity: say which"


def _activity(core: Core, slug: str) -> Activity | None:
    with core.db.read() as connection:
        return find(connection, slug) if slug else None


def _kept(plan: Plan) -> Plan:
    """The plan with those columns of its spreadsheet that its texts use: no other is stored."""
    sheet = plan.audience.spreadsheet
    if sheet is None:
        return plan
    columns = tuple(name for name in sheet.columns if name in texts.used(plan.texts))
    return replace(
        plan, audience=plan.audience.model_copy(update={"spreadsheet": sheet.model_copy(update={"columns": columns})})
    )


def _with_sheet(core: Core, broadcast_id: int, sheet: Recipients | None, now: datetime) -> Broadcast:
    """The broadcast once its recipients are stored. Cut short, they are fewer than it says: nobody can submit it."""
    if sheet is not None:
        settings = core.settings
        sheet_lines.keep(core.db, settings.vault, broadcast_id, sheet.lines, channel=settings.channels[0], now=now)
    with core.db.read() as connection:
        return records.find(connection, broadcast_id)
