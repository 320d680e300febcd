"""Incoming SMS by asking for them: the net for messages posted while nobody was there to take them."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests
import structlog
from africastalking.Service import AfricasTalkingException

from jamakan.channels.africastalking import CHANNEL, answers
from jamakan.channels.africastalking.service import Sms
from jamakan.channels.fields import CallbackError, moment, needed, phone, present, section
from jamakan.channels.unanswered import TIMEOUT
from jamakan.config import Settings
from jamakan.conversation.turn import Turn
from jamakan.events import Refused

log = structlog.get_logger()


class NotFetched(Exception):
    """The carrier does not answer, or refuses."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A message we asked for: what was said, or what is kept for staff because no phone said it.

    `number` is what to ask after next. It is not the `id` its callback carried: the same message has two names here,
    and only who, what and when (`said.at`, by the carrier's clock) tell that it is one.
    """

    number: int
    said: Turn | Refused


def fetch(settings: Settings, last: int) -> list[Fetched]:
    """The incoming messages after `last`, oldest first; ask again until there are none. Raises NotFetched."""
    service = Sms(settings.at_username, settings.at_api_key, settings.at_base_url)
    try:
        rows = answers.messages(service.fetch_messages(last, timeout=TIMEOUT))
    except (requests.RequestException, AfricasTalkingException) as error:
        raise NotFetched(f"the carrier gives no messages ({type(error).__name__})") from error
    if unnumbered := sum(not isinstance(row.get("id"), int) for row in rows):
        log.error("fetched messages without a number left out", count=unnumbered)
    return [
        Fetched(row["id"], _said(row, settings.country))
        for row in sorted((row for row in rows if isinstance(row.get("id"), int)), key=lambda row: int(row["id"]))
    ]


def _said(row: Mapping[str, Any], country: str) -> Turn | Refused:
    fields = section(row)
    at = moment(fields.get("date", "")) or time.time()
    try:
        return Turn(
            kind="sms",
            channel=CHANNEL,
            carrier_id=f"fetched-{needed(fields, 'id')}",
            phone=phone(fields, "from", country),
            text=present(fields, "text"),
            service=fields.get("to", ""),
            network=fields.get("networkCode", ""),
            at=at,
        )
    except CallbackError as error:
        return Refused(CHANNEL, "sms", str(error), json.dumps(row), at)
