"""SMS out through Orange's API: one recipient a request, behind an OAuth token."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import requests

from jamakan.channels.orange import answers
from jamakan.channels.orange.token import NoToken, Tokens
from jamakan.channels.outcomes import Balance, Outcome
from jamakan.channels.unanswered import TIMEOUT, unanswered

UNAUTHORISED = 401


class Sender:
    """Hands messages to Orange, which takes no reference of ours: a call cannot be repeated safely.

    `address` is the country's pseudo-number, `name` the approved sender name or "", `country` three letters.
    """

    def __init__(
        self, base_url: str, client_id: str, client_secret: str, address: str, name: str = "", country: str = ""
    ) -> None:
        self._base = base_url.rstrip("/")
        self._tokens = Tokens(self._base, client_id, client_secret)
        self._address = f"tel:+{address}"
        self._name = {"senderName": name} if name else {}
        self._country = country

    def send(self, body: str, phones: Sequence[str], reference: str) -> dict[str, Outcome]:
        """One text to several numbers, a request each; the outcome of each number, none left out."""
        return {phone: self._send(body, phone) for phone in phones}

    def balance(self) -> Balance | None:
        """The SMS left in our contracts in this country."""
        try:
            return answers.balance(self._ask("GET", "/sms/admin/v1/contracts", params={"country": self._country}))
        except (NoToken, requests.RequestException):
            return None

    def _send(self, body: str, phone: str) -> Outcome:
        request = {
            "address": f"tel:{phone}",
            "senderAddress": self._address,
            **self._name,
            "outboundSMSTextMessage": {"message": body},
        }
        path = f"/smsmessaging/v1/outbound/{quote(self._address, safe='')}/requests"
        try:
            return answers.outcome(self._ask("POST", path, json={"outboundSMSMessageRequest": request}))
        except NoToken as error:
            return error.outcome
        except requests.RequestException as error:
            return unanswered(error)

    def _ask(self, method: str, path: str, **request: Any) -> requests.Response:
        """One request, or two when the carrier has forgotten our token. Raises NoToken, RequestException."""
        token = self._tokens.get()
        answer = self._with(token, method, path, request)
        if answer.status_code == UNAUTHORISED:
            answer = self._with(self._tokens.get(refused=token), method, path, request)
        return answer

    def _with(self, token: str, method: str, path: str, request: dict[str, Any]) -> requests.Response:
        return requests.request(
            method,
            self._base + path,
            headers={"Authorization": f"Bearer {token}", "Accept": "application/json"},
            timeout=TIMEOUT,
            allow_redirects=False,
            **request,
        )
