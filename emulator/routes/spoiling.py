"""Answering a call, or failing as a test asked."""

import socket
import time
from collections.abc import Callable, Collection, Iterator

from flask import Response, request
from werkzeug.http import HTTP_STATUS_CODES

from emulator.faults import Fault, Faults
from emulator.routes.answers import as_json
from emulator.routes.current import carrier

HTML = "<html><head><title>{0} {1}</title></head><body><center><h1>{0} {1}</h1></center><hr>nginx</body></html>"


def serve(
    endpoint: str, numbers: Collection[str], work: Callable[[], Response], undone: Response | None = None
) -> Response:
    """Return the answer of `work`, spoilt if a fault waits for this call; `undone` is spoilt when it is not done."""
    faults = carrier().faults
    fault = faults.take(endpoint, numbers)
    if fault is None:
        return work()
    nothing = undone or as_json({"SMSMessageData": {"Message": "", "Recipients": []}}, 201)
    whole = work() if fault.recorded else nothing
    return SPOILERS[fault.kind](fault, whole, faults)


def _hang(fault: Fault, whole: Response, faults: Faults) -> Response:
    faults.released.wait(fault.seconds)
    return _drop(fault, whole, faults)


def _drop(_fault: Fault, whole: Response, _faults: Faults) -> Response:
    if connection := request.environ.get("werkzeug.socket"):
        connection.shutdown(socket.SHUT_RDWR)
    return whole


def _status(fault: Fault, _whole: Response, _faults: Faults) -> Response:
    headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
    name = HTTP_STATUS_CODES.get(fault.status, "Unknown")
    return Response(HTML.format(fault.status, name), fault.status, headers, content_type="text/html")


def _redirect(fault: Fault, _whole: Response, _faults: Faults) -> Response:
    return Response("", 302, {"Location": fault.location})


def _slow(fault: Fault, whole: Response, _faults: Faults) -> Response:
    content = whole.get_data()

    def drip() -> Iterator[bytes]:
        for byte in content:
            time.sleep(fault.seconds / len(content))
            yield bytes([byte])

    slow = Response(drip(), whole.status_code, content_type=whole.content_type)
    slow.content_length = len(content)
    return slow


def _truncated(_fault: Fault, whole: Response, _faults: Faults) -> Response:
    content = whole.get_data()
    return Response(content[: len(content) // 2], whole.status_code, content_type=whole.content_type)


def _content_type(_fault: Fault, whole: Response, _faults: Faults) -> Response:
    return Response(whole.get_data(), whole.status_code, content_type="application/json; charset=utf-8")


def _empty(_fault: Fault, whole: Response, _faults: Faults) -> Response:
    return as_json({}, whole.status_code)


SPOILERS: dict[str, Callable[[Fault, Response, Faults], Response]] = {
    "hang": _hang,
    "drop": _drop,
    "status": _status,
    "redirect": _redirect,
    "slow": _slow,
    "truncated": _truncated,
    "content_type": _content_type,
    "empty": _empty,
}
