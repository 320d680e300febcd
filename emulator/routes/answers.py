"""Answers in the carrier's own style, and errors that say what to do."""

import json
from typing import Any

from flask import Response
from werkzeug.exceptions import HTTPException


def as_json(body: Any, status: int = 200) -> Response:
    """Return JSON as the real service writes it: keys in order, and no charset on the content type."""
    text = json.dumps(body, sort_keys=True, separators=(",", ":"))
    return Response(text, status, content_type="application/json")


def refusal(status: int, message: str, **more: Any) -> Response:
    """Return an error of the emulator's own: what was wrong, and where."""
    return as_json({"error": message, **more}, status)


def http_error(error: HTTPException) -> Response:
    """Return the framework's refusals (no such page, wrong method, body too large) as JSON too."""
    return refusal(error.code or 500, error.description or error.name)
