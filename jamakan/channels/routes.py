"""The ways to hand over SMS that a deployment has, in its order of preference."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from jamakan.channels import africastalking, android, orange
from jamakan.channels.africastalking.send import Sender as AfricasTalking
from jamakan.channels.android.send import Sender as Android
from jamakan.channels.orange.send import Sender as Orange
from jamakan.channels.outcomes import Balance, Outcome
from jamakan.config import Settings


class Sender(Protocol):
    """A carrier's door for messages on their way out."""

    def send(self, body: str, phones: Sequence[str], reference: str) -> dict[str, Outcome]:
        """Hand over one text for several numbers, each in E.164; the outcome of each, none left out. Never raises.

        `reference` is our own name of this attempt, at most 36 of `[A-Za-z0-9-]`, for carriers that take one.
        """

    def balance(self) -> Balance | None:
        """What is left on our account; None when the carrier does not say or does not answer."""


@dataclass(frozen=True, slots=True)
class Route:
    """A way to hand over SMS.

    `batch`: recipients a call at most. `per_second`: recipients a second at most, None when no limit is known.
    """

    name: str
    sender: Sender
    batch: int
    per_second: float | None


def routes(settings: Settings) -> dict[str, Route]:
    """The routes of `settings.channels`, in that order: the first is the default."""
    return {name: ROUTES[name](settings) for name in settings.channels}


def _africastalking(settings: Settings) -> Route:
    return Route(
        name=africastalking.CHANNEL,
        sender=AfricasTalking(settings.at_username, settings.at_api_key, settings.at_base_url, settings.at_sender),
        batch=settings.sms_batch,
        per_second=settings.at_per_second or None,
    )


def _orange(settings: Settings) -> Route:
    return Route(
        name=orange.CHANNEL,
        sender=Orange(
            settings.orange_base_url,
            settings.orange_client_id,
            settings.orange_client_secret,
            settings.orange_sender_address,
            settings.orange_sender_name,
            settings.orange_country,
        ),
        batch=1,
        per_second=settings.orange_per_second,
    )


def _android(settings: Settings) -> Route:
    return Route(
        name=android.CHANNEL,
        sender=Android(
            settings.android_url, settings.android_username, settings.android_password, settings.android_sim
        ),
        batch=1,
        per_second=settings.android_per_second,
    )


ROUTES: dict[str, Callable[[Settings], Route]] = {
    africastalking.CHANNEL: _africastalking,
    orange.CHANNEL: _orange,
    android.CHANNEL: _android,
}
