"""Trying a channel with one message to a phone of the staff's, now or through the outbox, and opening it again."""

from datetime import UTC, datetime
from uuid import uuid4

import structlog
from redis.exceptions import RedisError

from flows.text.folding import fold
from jamakan.channels.outcomes import Outcome, Sent
from jamakan.channels.routes import Route
from jamakan.core import Core
from jamakan.house_rules.reading import in_force
from jamakan.sending import gate
from jamakan.sending.gate import KINDS, Opening
from jamakan.state import wake
from jamakan.store import channel_states, messages, spending, trials
from jamakan.store.ingest import LOCK
from jamakan.store.lines import make_known
from jamakan.store.messages import CONFIRMATION, Draft, parts
from jamakan.store.outbox import unsent
from jamakan.store.spending import Cost
from jamakan.store.staff import trail

log = structlog.get_logger()

TEXT = "{org} : message d'essai, rien à faire. Test message, nothing to do."


def try_channel(core: Core, route: Route, phone: str) -> Outcome:
    """Send a test message now, past the outbox; what the carrier says of it. `phone` in E.164."""
    text = TEXT.format(org=core.settings.org)
    cost = Cost(parts(text) * in_force(core).prices(route.name).part, 1, parts(text))
    _count(core, route.name, cost)
    outcome = route.sender.send(fold(text), [phone], uuid4().hex)[phone]
    if unsent(outcome):
        _count(core, route.name, Cost() - cost)
    if isinstance(outcome, Sent):
        open_channel(core, route.name)
    return outcome


def queue_trial(core: Core, channel: str, phone: str, token: str, by: int | None) -> bool:
    """Queue a test message, with its line in the trail; False when this very one was queued before.

    `phone` in E.164; `token`: the form's, so that two clicks are one message. Raises DatabaseAway.
    """
    now, vault = datetime.now(UTC), core.settings.vault
    text = TEXT.format(org=core.settings.org)
    with core.db.begin(lock=LOCK) as connection:
        contact = make_known(connection, vault, [phone], channel=channel, now=now)[phone]
        draft = Draft(trials.key(channel, token), contact, channel, CONFIRMATION, text, now)
        queued = messages.write(connection, [messages.outgoing(vault, draft)]) > 0
        if queued:
            trail.append(connection, vault, now, by, "channel.tried", f"channel:{channel}")
    wake.soon(core.redis, wake.SEND_QUEUE)
    return queued


def open_channel(core: Core, channel: str, by: int | None = None) -> bool:
    """Let messages leave by it again, from now on. False: it was not stopped."""
    with core.db.begin() as connection:
        was_stopped = channel_states.reopen(connection, [channel]) > 0
        if was_stopped:
            trail.append(
                connection, core.settings.vault, datetime.now(UTC), by, "channel.opened", f"channel:{channel}"
            )
    try:
        for kind in KINDS:
            gate.open_wide(core.redis, channel, kind, Opening(1, troubles=1))
    except RedisError as error:  # these gates shut for a minute at most
        log.warning("opened, Redis is away", channel=channel, reason=type(error).__name__)
    return was_stopped


def _count(core: Core, channel: str, cost: Cost) -> None:
    today = datetime.now(core.settings.zone).date()
    with core.db.begin() as connection:
        spending.add(connection, today, channel, cost)
