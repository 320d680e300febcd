"""SMS out through an Android phone, or the server it is connected to."""

from collections.abc import Sequence
from uuid import NAMESPACE_URL, uuid5

import requests

from jamakan.channels.outcomes import Balance, Failed, Outcome, Retry, Sent, Uncertain
from jamakan.channels.unanswered import TIMEOUT, quoted, unanswered

TAKEN = frozenset({200, 201, 202})
KNOWN = 409  # it has a message of this identifier: ours, whose answer was lost
OURS = frozenset({401, 403, 404, 405})
FULL = frozenset({429, 503})
PAUSE = 120  # seconds, when its queue is full: a phone sends a few messages a minute
LIFE = 3600  # seconds a message may wait on the phone; then it says that it failed


class Sender:
    """Hands messages to a phone. `url` is the phone's own server, or its cloud server's /3rdparty/v1.

    A message carries the identifier we give it and is refused when known: an unanswered request is repeated once,
    which cannot send it twice.
    """

    def __init__(self, url: str, username: str, password: str, sim: int = 0) -> None:
        self._url = f"{url.rstrip('/')}/messages"
        self._login = (username, password)
        self._sim = {"simNumber": sim} if sim else {}

    def send(self, body: str, phones: Sequence[str], reference: str) -> dict[str, Outcome]:
        """One text to several numbers, a request each; the outcome of each number, none left out."""
        return {phone: self._send(body, phone, _name(reference, place)) for place, phone in enumerate(phones)}

    def balance(self) -> Balance | None:
        """A phone does not know what is left on its SIM."""
        return None

    def _send(self, body: str, phone: str, identity: str) -> Outcome:
        message = {
            "id": identity,
            "textMessage": {"text": body},
            "phoneNumbers": [phone],
            "ttl": LIFE,
            "withDeliveryReport": True,
            **self._sim,
        }
        outcome = self._post(message, identity)
        if isinstance(outcome, Uncertain):
            again = self._post(message, identity)
            return again if isinstance(again, Sent) else outcome
        return outcome

    def _post(self, message: dict[str, object], identity: str) -> Outcome:
        try:
            answer = requests.post(self._url, json=message, auth=self._login, timeout=TIMEOUT, allow_redirects=False)
        except requests.RequestException as error:
            return unanswered(error)
        return _outcome(answer, identity)


def _outcome(answer: requests.Response, identity: str) -> Outcome:
    status = answer.status_code
    if status == KNOWN or (status in TAKEN and _named(answer) == identity):
        return Sent(identity)
    if status in FULL:
        return Retry("the phone's queue is full", PAUSE, limited=False)
    reason = quoted(f"{status} {answer.text}")
    if 400 <= status < 500:
        return Failed(reason, configuration=status in OURS)
    return Uncertain(reason)


def _named(answer: requests.Response) -> object:
    """The message an answer speaks of; none when it comes from somebody else, such as a hotspot's login page."""
    try:
        told = answer.json()
    except requests.JSONDecodeError:
        return None
    return told.get("id") if isinstance(told, dict) else None


def _name(reference: str, place: int) -> str:
    """The identifier of one recipient's message: the reference itself for the first one."""
    return str(uuid5(NAMESPACE_URL, f"{reference}/{place}")) if place else reference
