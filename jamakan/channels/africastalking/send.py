"""SMS out through the official SDK, which keeps no HTTP status (401, 429 and 503 differ by text alone)."""

from collections.abc import Sequence

import requests
from africastalking.Service import AfricasTalkingException

from jamakan.channels.africastalking import answers
from jamakan.channels.africastalking.service import Application, Sms
from jamakan.channels.outcomes import Balance, Outcome
from jamakan.channels.unanswered import TIMEOUT, unanswered


class Sender:
    """Hands messages to Africa's Talking, which takes no reference of ours: a call cannot be repeated safely."""

    def __init__(self, username: str, api_key: str, base_url: str = "", sender_id: str = "") -> None:
        self._sms = Sms(username, api_key, base_url)
        self._application = Application(username, api_key, base_url)
        self._sender_id = sender_id or None

    def send(self, body: str, phones: Sequence[str], reference: str) -> dict[str, Outcome]:
        """One text to several numbers in one call; the outcome of each number, none left out."""
        try:
            answer = self._sms.send(  # a batch with enqueue=1 is answered at once
                body, list(phones), sender_id=self._sender_id, enqueue=len(phones) > 1, timeout=TIMEOUT
            )
        except requests.RequestException as error:
            return dict.fromkeys(phones, unanswered(error))
        except AfricasTalkingException as error:
            return dict.fromkeys(phones, answers.refusal(str(error)))
        return answers.outcomes(answer, phones)

    def balance(self) -> Balance | None:
        """What is left on the account."""
        try:
            return answers.balance(self._application.fetch_application_data(timeout=TIMEOUT))
        except (requests.RequestException, AfricasTalkingException):
            return None
