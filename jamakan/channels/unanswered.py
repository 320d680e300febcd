"""What is known of a message when the call to its carrier broke off, and a carrier's own words made fit for logs."""

import re

import requests
from urllib3.exceptions import NewConnectionError

from jamakan.channels.bodies import clean
from jamakan.channels.outcomes import Failed, Retry, Uncertain

TIMEOUT = (3.05, 20.0)  # seconds to connect, to answer
UNREACHABLE = Retry("the carrier cannot be reached", limited=False)
QUOTED = 80  # characters
NUMBER = re.compile(r"\+?\d{6,}")


def unanswered(error: requests.RequestException) -> Failed | Retry | Uncertain:
    """Refused before anything was written, or cut in the middle: only the first is safe to repeat."""
    if isinstance(error, requests.ConnectTimeout) or isinstance(_cause(error), NewConnectionError):
        return UNREACHABLE
    if "CERTIFICATE_VERIFY_FAILED" in repr(error):  # the handshake comes before the request
        return Failed("the carrier's certificate is not to be trusted", configuration=True)
    return Uncertain(f"no answer from the carrier ({type(error).__name__})")


def quoted(text: str) -> str:
    """What a carrier wrote, cut short and without phone numbers: reasons are logged and stored in clear."""
    return NUMBER.sub("…", " ".join(clean(text).split())[:QUOTED])


def _cause(error: requests.RequestException) -> object:
    return getattr(error.args[0], "reason", None) if error.args else None
