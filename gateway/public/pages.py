"""The addresses of the public page. Nothing asks who reads, and nothing can be combined: there is one edition."""

from flask import Blueprint, Response, abort, g, render_template, request
from flask.typing import ResponseReturnValue

from gateway.console.figures.tiles import tile_map
from gateway.public import tables
from jamakan.core import Core
from jamakan.figures import words
from jamakan.store.database import DatabaseAway
from jamakan.store.results import keeping
from jamakan.store.results.keeping import Edition

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
MINUTES = 5  # a withdrawn edition stays in caches for so long


def blueprint(core: Core) -> Blueprint:
    """`/public`, `/public/en`, the open data and its dictionary."""
    public = Blueprint("public", __name__, url_prefix="/public")
    public.after_request(_headers)
    public.register_error_handler(DatabaseAway, lambda _error: ("", 503))

    def edition() -> Edition | None:
        with core.db.read() as connection:
            return keeping.current(connection)

    @public.get("")
    def page() -> ResponseReturnValue:
        return _page(core, edition(), "fr")

    @public.get("/en")
    def english() -> ResponseReturnValue:
        return _page(core, edition(), "en")

    @public.get("/data.csv")
    def data() -> ResponseReturnValue:
        shown = edition()
        return _file(tables.data(shown)) if shown is not None else abort(404)

    @public.get("/dictionary.csv")
    def dictionary() -> ResponseReturnValue:
        return _file(tables.dictionary())

    return public


def _page(core: Core, edition: Edition | None, language: str) -> Response:
    g.language = language  # the address says it: no cookie does
    k, lines = tables.by_region(edition.shown) if edition is not None else (0, ())
    html = render_template(
        "public/page.html",
        edition=edition,
        language=language,
        org=core.settings.org,
        tables=tables.sheets(edition.shown, language) if edition is not None else [],
        map=tile_map(lines, k, language) if lines else None,
        limits=[limit[language] for limit in words.LIMITS],
    )
    response = Response(html, 404 if edition is None else 200)
    return _cached(response) if edition is not None else response


def _file(text: str) -> Response:
    response = Response(text, content_type="text/csv; charset=utf-8")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return _cached(response)


def _cached(response: Response) -> Response:
    response.cache_control.public, response.cache_control.max_age = True, MINUTES * 60
    response.add_etag()
    response.make_conditional(request)
    return response


def _headers(response: Response) -> Response:
    response.headers.extend(HEADERS)
    return response
