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
from jamakan.house_rules.reading import in_force
from jamakan.programme import broadcasts as life
from jamakan.programme.activities import Activity
from jamakan.programme.audience import unknown
from jamakan.programme.broadcasts import BroadcastError, Changed, named
from jamakan.programme.plan import KINDS, REMINDER, Broadcast, Plan
from jamakan.sentences import said
from jamakan.store.activities import find
from jamakan.store.broadcasts import noting, records, states
from jamakan.store.broadcasts import recipients as sheet_lines

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
        if made is None:
            return records.find_by(connection, key)
        noting.note(connection, core.settings.vault, made, "made", by=by, now=now)
    return _with_sheet(core, made, sheet, now)


def edit(
    core: Core,
    broadcast_id: int,
    plan: Plan,
    *,
    by: str,
    sheet: Recipients | None = None,
    seen: int | None = None,
) -> Broadcast:
    """Give it another plan; it is a draft again, to be submitted anew. `seen`: the mark of what was changed.

    Raises BroadcastError with every problem, Changed when somebody else was quicker.
    """
    now, person = datetime.now(UTC), named(by)
    check(core, plan, now)
    with core.db.begin() as connection:
        mark = states.hold(connection, broadcast_id)
        if seen is not None and mark != seen:
            raise Changed(said("somebody else changed it since you looked at it: look again"))
        if records.find(connection, broadcast_id).started_at:
            raise BroadcastError(said("it began to leave, what was sent cannot change: stop it and copy it"))
        states.insist(connection, broadcast_id, life.EDIT, by=person, now=now)
        records.change(connection, broadcast_id, _kept(plan))
        if sheet or not plan.audience.spreadsheet:
            sheet_lines.forget(connection, broadcast_id)
        noting.note(connection, core.settings.vault, broadcast_id, life.EDIT, by=person, now=now)
    return _with_sheet(core, broadcast_id, sheet, now)


def copy(core: Core, broadcast_id: int, *, by: str, dedupe: str = "") -> Broadcast:
    """A draft with the same words and the same audience, to be sent from now on; `dedupe` as in `create`.

    Raises BroadcastError.
    """
    now, person = datetime.now(UTC), named(by)
    with core.db.read() as connection:
        plan = records.find(connection, broadcast_id).plan
    again = replace(plan, starts_at=now, expires_at=expiry(core, plan.activity, now))
    key = dedupe or f"made:{uuid4().hex}"
    with core.db.begin() as connection:
        made = records.add(connection, again, dedupe=key, by=person, now=now)
        if made is None:
            return records.find_by(connection, key)
        sheet_lines.copy(connection, broadcast_id, made)
        noting.note(connection, core.settings.vault, made, "copied", by=person, now=now)
        return records.find(connection, made)


def check(core: Core, plan: Plan, now: datetime) -> None:
    """Raises BroadcastError with everything that keeps a plan from being sent, a line each."""
    problems = dict.fromkeys((*_problems(core, plan, now), *texts.problems(plan, core.settings.languages)))
    if problems:
        raise BroadcastError(*problems)


def _problems(core: Core, plan: Plan, now: datetime) -> Iterator[str]:
    if plan.kind not in KINDS:
        yield said("there is no kind {kind!r}; there are {kinds}", "kind", kind=plan.kind, kinds=", ".join(KINDS))
    house = known(core)
    yield from unknown(plan.audience, house)
    if plan.survey and plan.survey not in house.questions:
        yield f"there is no survey {plan.survey!r}; there are {', '.join(sorted(house.questions))}"
    yield from _wrong_activity(core, plan, now)
    if plan.expires_at is not None and plan.expires_at <= max(now, plan.starts_at):
        yield said("it would be too late before it may leave: let it expire later, or start earlier", "starts")
    yield from _wrong_hours(core, plan)
    there = core.settings.channels
    for channel in filter(None, (plan.channel, plan.fallback)):
        if channel not in there:
            yield f"there is no channel {channel!r} here; there are {', '.join(there)}"
    if plan.fallback and plan.fallback == plan.channel:
        yield "its fallback is its own channel: name another one, or none"
    if plan.cap_micros is not None and plan.cap_micros <= 0:
        yield said("its spending cap lets nothing leave: give more than 0 XOF, or none", "cap")


def _wrong_hours(core: Core, plan: Plan) -> Iterator[str]:
    try:
        in_force(core).hours.narrowed(plan.sends_from, plan.sends_until)
    except NeverOpen as error:
        yield said("it could never leave: {why}", "from", why=error)
    except ValueError as error:
        yield said("its hours are written HH:MM ({why})", "from", why=error)


def _wrong_activity(core: Core, plan: Plan, now: datetime) -> Iterator[str]:
    about = _activity(core, plan.activity)
    if plan.activity and about is None:
        listed = "there is no activity {slug!r}: 'python3 run.py activities' lists them"
        yield said(listed, "activity", slug=plan.activity)
    if plan.kind == REMINDER and about is not None and about.starts_at <= now:
        yield said("the activity {slug} has begun: nobody is reminded of the past", "activity", slug=plan.activity)
    if plan.kind == REMINDER and not plan.activity:
        yield said("a reminder is about an activity: say which", "activity")


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
