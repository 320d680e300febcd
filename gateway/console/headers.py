"""What every answer of the console carries: a policy that runs no foreign line, and as few bytes as can be."""

import gzip
import json

import structlog
from flask import Blueprint, Response, request

from gateway.console.browser import only_tls, takes_gzip
from gateway.console.gate import csrf, needs
from jamakan.staff.roles import May

log = structlog.get_logger()

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",  # Pico draws its arrows and ticks as data: pictures
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "report-uri /csp-report",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
TWO_YEARS = "max-age=63072000"
SMALL = 1000  # bytes that one packet carries anyway
REPORT_BYTES = 4000

pages = Blueprint("policy", __name__)


@pages.post("/csp-report")
@needs(May.ANYBODY)
def report() -> tuple[str, int]:
    """A browser refused a line of ours, or of somebody else's: what and by which rule goes to the log."""
    try:
        told = json.loads(request.get_data(cache=False)[:REPORT_BYTES]).get("csp-report", {})
        rule, line = str(told.get("violated-directive", ""))[:60], str(told.get("blocked-uri", ""))[:60]
    except (ValueError, AttributeError):
        return "", 400
    log.warning("content policy violated", rule=rule, blocked=line)
    return "", 204


csrf.exempt(report)  # browsers send it by themselves


def add(response: Response) -> Response:
    """After each page."""
    response.headers.extend(HEADERS)
    if only_tls():
        response.headers["Strict-Transport-Security"] = TWO_YEARS
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"  # names of people: not for the next one at this screen
    return _packed(response)


def _packed(response: Response) -> Response:
    """HTML compressed. Cookies are SameSite: other sites cannot make a browser ask for pages and compare lengths."""
    if response.mimetype != "text/html" or response.is_streamed or "Content-Encoding" in response.headers:
        return response
    response.vary.add("Accept-Encoding")
    if takes_gzip() and len(response.get_data()) > SMALL:
        response.set_data(gzip.compress(response.get_data(), 6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
