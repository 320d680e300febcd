"""Who may use the carrier's API."""

import hmac

from flask import Response, request

from emulator.routes.current import carrier


def let_in(username: str) -> Response | None:
    """Return None for the customer, and for anybody else the refusal word for word."""
    settings = carrier().settings
    key = request.headers.get("apiKey", "")
    known = hmac.compare_digest(key.encode(), settings.api_key.encode())
    if known and username == settings.username:
        return None
    return Response(
        "The supplied authentication is invalid",
        401,
        {"WWW-Authenticate": 'Basic realm="api",charset=UTF-8'},
        content_type="text/plain; charset=UTF-8",
    )
