"""`/metrics`, for Prometheus: what the house does, told the same by every process of it."""

import hmac

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import choose_encoder

from gateway.collector import HouseCollector
from jamakan.core import Core
from jamakan.store.figures import Figures
from jamakan.watched import Watched

LOOPBACK = frozenset({"127.0.0.1", "::1"})
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP")  # set by proxies: their own address is loopback too
CLOSED = "only from this machine and not through a proxy, or with JAMAKAN_METRICS_TOKEN as a bearer token\n"


def blueprint(core: Core, figures: Watched[Figures]) -> Blueprint:
    """The page. It never answers the world: see `may_read`."""
    pages = Blueprint("metrics", __name__)
    registry = CollectorRegistry()
    registry.register(HouseCollector(core, figures))

    @pages.get("/metrics")
    def metrics() -> ResponseReturnValue:
        if not may_read(core.settings.metrics_token):
            return Response(CLOSED, 403, content_type="text/plain; charset=utf-8")
        encode, content_type = choose_encoder(request.headers.get("Accept", ""))
        return Response(encode(registry), content_type=content_type)

    return pages


def may_read(token: str) -> bool:
    """Whether this request may see the figures: it bears the token, or without one set it comes from this machine."""
    if token:
        return hmac.compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode())
    return request.remote_addr in LOOPBACK and not any(name in request.headers for name in FORWARDED)
