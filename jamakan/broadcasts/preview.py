"""What sending a broadcast would do, without a row written: who, who not and why, in which words, at what cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from flows.text.folding import fold
from flows.text.gsm7 import Measure
from jamakan.broadcasts.counting import Count, count, leaving
from jamakan.broadcasts.slices import Reader
from jamakan.channels.outcomes import Balance
from jamakan.channels.routes import MICROS, routes
from jamakan.core import Core
from jamakan.phones import PhoneError, e164
from jamakan.programme import broadcasts as life
from jamakan.programme.broadcasts import BroadcastError
from jamakan.programme.plan import Plan
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
    """What one recipient reads. `number`: its place in the list, from 1; `text` as it leaves."""

    number: int
    language: str
    channel: str
    text: str
    measure: Measure


def preview(core: Core, plan: Plan, broadcast_id: int | None = None, now: datetime | None = None) -> Preview:
    """All of it; as `count` for the broadcast's number."""
    counted = count(core, plan, broadcast_id)
    spent, cap = _month(core, now or datetime.now(UTC)), core.settings.monthly_cap
    reasons = _reasons(core, counted, spent)
    return Preview(counted, reasons, spent, None if cap is None else round(cap * MICROS))


def reasons_to_ask(core: Core, counted: Count, now: datetime) -> tuple[str, ...]:
    """Why a second person has to approve what was counted; nothing when nobody has to."""
    return _reasons(core, counted, _month(core, now))


def balances(core: Core, counted: Count) -> Mapping[str, Balance | None]:
    """What is left on the account of each channel it would leave by; None where the carrier does not say."""
    return {name: route.sender.balance() for name, route in routes(core.settings).items() if name in counted.channels}


def rendering(core: Core, plan: Plan, broadcast_id: int | None, *, number: int = 0, phone: str = "") -> Rendering:
    """What the line with this number of the list, or this phone, reads. Raises BroadcastError."""
    wanted = _contact(core, phone) if phone else None
    place = 0
    for some in Reader.of(core, plan, broadcast_id).all():
        for one in some.recipients:
            place += 1
            if one.contact_id == wanted or place == number:
                return Rendering(place, one.language, one.channel, fold(one.text), leaving(one.text))
    raise BroadcastError("this phone is not among the recipients" if phone else f"the list has {place} line(s)")


def _month(core: Core, now: datetime) -> int:
    with core.db.read() as connection:
        return spending.spent(connection, spending.month(now, core.settings.zone))


def _reasons(core: Core, counted: Count, spent_micros: int) -> tuple[str, ...]:
    settings = core.settings
    cap = settings.monthly_cap
    return life.reasons_to_ask(
        lines=counted.in_all,
        micros=counted.micros,
        spent_micros=spent_micros,
        approval_over=settings.approval_over,
        warning_micros=None if cap is None else round(cap * settings.budget_warning * MICROS),
    )


def _contact(core: Core, phone: str) -> int | None:
    try:
        number = e164(phone, core.settings.country)
    except PhoneError as error:
        raise BroadcastError(str(error)) from error
    with core.db.read() as connection:
        return audience.contact(connection, core.settings.vault.ref("phone", number))
