"""Orange's access tokens: good for an hour, asked for by one thread at a time, renewed before they expire."""

import time
from collections.abc import Callable
from threading import Lock

import requests

from jamakan.channels.outcomes import Failed, Retry
from jamakan.channels.unanswered import TIMEOUT, UNREACHABLE

RENEW_AT = 0.8  # of a token's life
HOUR = 3600.0
REFUSED = Failed("the carrier refuses our client id and secret", configuration=True)
ANSWERS = {400: REFUSED, 401: REFUSED, 403: REFUSED}
NO_TOKEN = Retry("the carrier gives no access token", limited=False)  # nothing was sent yet: asking again is safe


class NoToken(Exception):
    """No token could be had. `outcome` is what that means for a message."""

    def __init__(self, outcome: Failed | Retry) -> None:
        super().__init__(outcome.reason)
        self.outcome = outcome


class Tokens:
    """The token in force. Shared by threads: whoever comes while it is being renewed waits for the new one."""

    def __init__(
        self, base_url: str, client_id: str, client_secret: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._url = f"{base_url}/oauth/v3/token"
        self._client = (client_id, client_secret)
        self._clock = clock
        self._lock = Lock()
        self._token = ""
        self._renew_at = 0.0

    def get(self, refused: str = "") -> str:
        """A token, and not the one the carrier has just `refused`. Raises NoToken."""
        with self._lock:
            if self._token in ("", refused) or self._clock() >= self._renew_at:
                self._token, life = self._ask()
                self._renew_at = self._clock() + life * RENEW_AT
            return self._token

    def _ask(self) -> tuple[str, float]:
        """A new token and its life in seconds."""
        try:
            answer = requests.post(
                self._url,
                data={"grant_type": "client_credentials"},
                auth=self._client,
                headers={"Accept": "application/json"},
                timeout=TIMEOUT,
                allow_redirects=False,
            )
            told = answer.json() if answer.ok else {}
        except requests.RequestException as error:
            raise NoToken(UNREACHABLE) from error
        token = told.get("access_token") if isinstance(told, dict) else None
        if not isinstance(token, str) or not token:
            raise NoToken(ANSWERS.get(answer.status_code, NO_TOKEN))
        return token, _seconds(told.get("expires_in"))


def _seconds(told: object) -> float:
    """`expires_in` is documented as a string; an hour when it says nothing."""
    text = str(told)
    return float(text) if text.isascii() and text.isdecimal() else HOUR
