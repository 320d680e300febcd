"""What sending a broadcast would do, without a row written: who, who not and why, in which words, at what cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from flows.text.folding import fold
from flows.text.gsm7 import Measure
from jamakan.broadcasts.counting import Count, count, leaving
from jamakan.broadcasts.slices import Reader, Recipient
from jamakan.channels.outcomes import Balance
from jamakan.channels.routes import routes
from jamakan.core import Core
from jamakan.house_rules.model import HouseRules
from jamakan.house_rules.reading import in_force
from jamakan.phones import PhoneError, e164
from jamakan.programme import broadcasts as life
from jamakan.programme.broadcasts import BroadcastError
from jamakan.programme.plan import Plan
from jamakan.sentences import said
from jamakan.store import spending
from jamakan.store.broadcasts import audience


@dataclass(frozen=True, slots=True)
class Preview:
    """`reasons`: why a second person has to approve it. `spent_micros`: what the month cost so far, `cap_micros` what
    it may cost, None without a limit; millionths of XOF.
    """

    count: Count
    reasons: tuple[str, ...]
    spent_micros: int
    cap_micros: int | None


@dataclass(frozen=True, slots=True)
class Rendering:
    """What one recipient reads. `number`: its place in the list, from 1, or 0; `text` as it leaves."""

    number: int
    language: str
    channel: str
    text: str
    measure: Measure


def preview(core: Core, plan: Plan, broadcast_id: int | None = None, now: datetime | None = None) -> Preview:
    """All of it; as `count` for the broadcast's number."""
    return of(core, count(core, plan, broadcast_id), now)


def of(core: Core, counted: Count, now: datetime | None = None) -> Preview:
    """What was counted, with what the month allows as it stands."""
    rules = in_force(core)
    spent = _month(core, now or datetime.now(UTC))
    return Preview(counted, _reasons(rules, counted, spent), spent, rules.cap_micros)


def reasons_to_ask(core: Core, counted: Count, now: datetime) -> tuple[str, ...]:
    """Why a second person has to approve what was counted; nothing when nobody has to."""
    return _reasons(in_force(core), counted, _month(core, now))


def balances(core: Core, counted: Count) -> Mapping[str, Balance | None]:
    """What is left on the account of each channel it would leave by; None where the carrier does not say."""
    return {name: route.sender.balance() for name, route in routes(core.settings).items() if name in counted.channels}


def rendering(core: Core, plan: Plan, broadcast_id: int | None, *, number: int = 0, phone: str = "") -> Rendering:
    """What the line with this number of the list reads; or this phone, whose number is not told (0: it would have to
    be counted). Raises BroadcastError.
    """
    reader = Reader.of(core, plan, broadcast_id)
    if phone:
        return _of_phone(reader, _contact(core, phone))
    place = 0
    for some in reader.all():
        if number <= place + len(some.recipients) and number > 0:
            return _rendering(some.recipients[number - place - 1], number)
        place += len(some.recipients)
    raise BroadcastError(said("the list has {lines} line(s)", lines=place))


def _of_phone(reader: Reader, contact_id: int | None) -> Rendering:
    found = reader.slice(contact_id - 1, most=1).recipients if contact_id else ()
    if not found or found[0].contact_id != contact_id:
        raise BroadcastError(said("this phone is not among the recipients", "phone"))
    return _rendering(found[0], 0)


def _rendering(one: Recipient, number: int) -> Rendering:
    return Rendering(number, one.language, one.channel, fold(one.text), leaving(one.text))


def _month(core: Core, now: datetime) -> int:
    with core.db.read() as connection:
        return spending.spent(connection, spending.month(now, core.settings.zone))


def _reasons(rules: HouseRules, counted: Count, spent_micros: int) -> tuple[str, ...]:
    return life.reasons_to_ask(
        lines=counted.in_all,
        micros=counted.micros,
        spent_micros=spent_micros,
        approval_over=rules.approval_over,
        warning_micros=rules.warning_micros,
    )


def _contact(core: Core, phone: str) -> int | None:
    try:
        number = e164(phone, core.settings.country)
    except PhoneError as error:
        raise BroadcastError(error.reason) from error
    with core.db.read() as connection:
        return audience.contact(connection, core.settings.vault.ref("phone", number))
