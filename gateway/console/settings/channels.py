"""The channels: open or stopped and why, how their messages went lately, a test message, opening one again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from redis.exceptions import RedisError

from gateway.console.current import core, visitor
from gateway.console.forms import Form
from gateway.console.gate import needs
from gateway.console.words import gettext, mark
from jamakan import balances, metering
from jamakan.balances import Known
from jamakan.metering import Latency
from jamakan.phones import PhoneError, e164
from jamakan.sending.trial import open_channel, queue_trial
from jamakan.staff.roles import May
from jamakan.state import wake
from jamakan.store import channel_states, outbox, spending, trials
from jamakan.store.channel_states import Stopped
from jamakan.store.spending import Cost
from jamakan.store.trials import Lately, Trial

pages = Blueprint("channels", __name__, url_prefix="/channels")

NAMES = {"africastalking": "Africa’s Talking", "orange": "Orange", "android": "Android"}
TRIALS = 3
STATES = {
    "queued": mark("en attente"),
    "sending": mark("remis à l’opérateur, sans réponse encore"),
    "sent": mark("parti"),
    "delivered": mark("arrivé"),
    "failed": mark("refusé"),
    "uncertain": mark("sort inconnu"),
    "skipped": mark("non envoyé"),
    "expired": mark("trop tard"),
    "unreported": mark("parti, sans accusé"),
    "rerouted": mark("passé par un autre canal"),
}


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel as its page tells of it. `seconds`: of a call to the carrier on average, None before the first."""

    name: str
    title: str
    stopped: Stopped | None
    waiting: int
    lately: Lately
    seconds: float | None
    month: Cost
    balance: Known | None
    trials: list[Trial]


@pages.get("")
@needs(May.VIEW)
def index() -> ResponseReturnValue:
    """All of them."""
    return _page(Form({}))


@pages.post("/<name>/open")
@needs(May.STAFF)
def reopen(name: str) -> ResponseReturnValue:
    """Let messages leave again by a stopped channel."""
    _known(name)
    if open_channel(core(), name, visitor().account.id):
        wake.soon(core().redis, wake.SEND_QUEUE)
        flash(gettext("Le canal est rouvert : ce qui attendait part maintenant."))
    else:
        flash(gettext("Ce canal était déjà ouvert."))
    return redirect(url_for(".index"), 303)


@pages.post("/<name>/test")
@needs(May.STAFF)
def test(name: str) -> ResponseReturnValue:
    """A test message to a number typed here."""
    _known(name)
    form = Form(request.form)
    typed = form.text(f"phone-{name}", most=30)
    try:
        number = e164(typed, core().settings.country) if typed else ""
    except PhoneError:
        form.problems[f"phone-{name}"] = gettext("Ce n’est pas un numéro. Exemple : 70 00 00 01")
    if form.problems:
        return _page(form), 422
    queued = queue_trial(core(), name, number, form.value("token")[:40], visitor().account.id)
    flash(gettext("Le message d’essai part.") if queued else gettext("Ce message d’essai était déjà demandé."))
    return redirect(url_for(".index"), 303)


def _page(form: Form) -> str:
    return render_template(
        "settings/channels.html",
        form=form,
        channels=_channels(),
        many=outbox.MOST_COUNTED,
        states={state: gettext(words) for state, words in STATES.items()},
        token=uuid4().hex,
    )


def _channels() -> list[Channel]:
    left, latencies = _heard()
    return [_channel(name, left.get(name), latencies.get(name)) for name in core().settings.channels]


def _heard() -> tuple[Mapping[str, Known], Mapping[str, Latency]]:
    """Balances and latencies by channel. Nothing while Redis is away: the page has more to tell."""
    try:
        return balances.known(core()), metering.readings(core().redis).latencies
    except RedisError:
        return {}, {}


def _channel(name: str, balance: Known | None, latency: Latency | None) -> Channel:
    now, settings = datetime.now(UTC), core().settings
    with core().db.read() as connection:
        return Channel(
            name=name,
            title=NAMES[name],
            stopped=channel_states.stopped(connection).get(name),
            waiting=outbox.waiting(connection, name, now),
            lately=trials.lately(connection, name),
            seconds=_seconds(latency),
            month=spending.by_channel(connection, spending.month(now, settings.zone)).get(name, Cost()),
            balance=balance,
            trials=trials.latest(connection, settings.vault, name, TRIALS),
        )


def _seconds(latency: Latency | None) -> float | None:
    calls = sum(latency.counts) if latency else 0
    return latency.seconds / calls if latency and calls else None


def _known(name: str) -> None:
    if name not in core().settings.channels:
        abort(404)
