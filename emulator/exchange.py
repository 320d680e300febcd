"""One HTTP exchange with the customer's server, and nobody else's: no redirect is followed, no proxy used."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import requests
from urllib3.exceptions import HTTPError

REPLY_MAX = 64 * 1024  # no screen is that long; a runaway reply must not fill the memory


@dataclass(frozen=True, slots=True)
class Reply:
    """What the customer's server answered. `status` is 0 when it did not; `problem` then says why."""

    status: int = 0
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
    millis: int = 0


# (url, body, headers, seconds of patience) -> the reply
Exchange = Callable[[str, bytes, Mapping[str, str], float], Reply]


def over_http(url: str, body: bytes, headers: Mapping[str, str], patience: float) -> Reply:
    """Post a body and return what came back within so many seconds."""
    started = time.monotonic()
    try:
        status, content, answered = _post(url, body, headers, started + patience, patience)
    except (requests.RequestException, HTTPError, TimeoutError) as error:
        return Reply(problem=_reason(error), millis=_millis(started))
    return Reply(status, content, answered, "", _millis(started))


def _post(
    url: str, body: bytes, headers: Mapping[str, str], deadline: float, patience: float
) -> tuple[int, bytes, Mapping[str, str]]:
    with requests.Session() as session:
        session.trust_env = False
        with session.post(
            url, data=body, headers=headers, timeout=patience, allow_redirects=False, stream=True
        ) as response:
            return response.status_code, _read(response, deadline), response.headers


def _read(response: requests.Response, deadline: float) -> bytes:
    """Read a reply piece by piece: a body that drips must not outlive the carrier's patience."""
    content = b""
    while piece := response.raw.read1(REPLY_MAX, decode_content=True):
        content += piece
        if time.monotonic() > deadline:
            raise TimeoutError
        if len(content) >= REPLY_MAX:
            break
    return content


def _millis(started: float) -> int:
    return round((time.monotonic() - started) * 1000)


def _reason(error: Exception) -> str:
    if isinstance(error, requests.Timeout | TimeoutError) or "timed out" in str(error):
        return "no answer in time"
    if isinstance(error, requests.ConnectionError):
        return "connection refused or broken"
    return f"unreadable answer ({type(error).__name__})"
