"""Trying a channel with one message to a phone of the staff's: it counts in the budget, and success opens it."""

from datetime import UTC, datetime
from uuid import uuid4

from flows.text.folding import fold
from jamakan.channels.outcomes import Outcome, Sent
from jamakan.channels.routes import Route
from jamakan.core import Core
from jamakan.sending import gate
from jamakan.sending.gate import KINDS, Opening
from jamakan.store import channel_states, spending
from jamakan.store.messages import parts
from jamakan.store.outbox import unsent
from jamakan.store.spending import Cost

TEXT = "{org} : message d'essai, rien à faire. Test message, nothing to do."


def try_channel(core: Core, route: Route, phone: str) -> Outcome:
    """Send a test message now, past the outbox; what the carrier says of it. `phone` in E.164."""
    text = TEXT.format(org=core.settings.org)
    month = spending.month(datetime.now(UTC), core.settings.zone)
    cost = Cost(parts(text) * route.price_micros, 1, parts(text))
    _count(core, month, route.name, cost)
    outcome = route.sender.send(fold(text), [phone], uuid4().hex)[phone]
    if unsent(outcome):
        _count(core, month, route.name, Cost() - cost)
    if isinstance(outcome, Sent):
        open_channel(core, route.name)
    return outcome


def open_channel(core: Core, channel: str) -> bool:
    """Let messages leave by it again, from now on. False: it was not stopped."""
    with core.db.begin() as connection:
        was_stopped = channel_states.reopen(connection, [channel]) > 0
    for kind in KINDS:
        gate.open_wide(core.redis, channel, kind, Opening(1, troubles=1))
    return was_stopped


def _count(core: Core, month: str, channel: str, cost: Cost) -> None:
    with core.db.begin() as connection:
        spending.add(connection, month, channel, cost)
