"""Styles, scripts and pictures: read and compressed once a process, named by their content, cached for ever."""

import gzip
import mimetypes
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

from flask import Blueprint, Response, abort, url_for

from gateway.console.browser import takes_gzip
from gateway.console.gate import needs
from jamakan.staff.roles import May

SUFFIXES = frozenset({".css", ".js", ".svg"})  # all text; licences beside them are not served
FOR_EVER = "public, max-age=31536000, immutable"
DIGITS = 12

pages = Blueprint("assets", __name__, url_prefix="/assets")


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it leaves."""

    kind: str
    body: bytes
    packed: bytes


@dataclass(frozen=True, slots=True)
class Shelf:
    """All files by name, and the digest of them all: addresses inside a style sheet stay relative."""

    assets: dict[str, Asset]
    digest: str


@cache
def shelf() -> Shelf:
    """The files of gateway/console/static."""
    found = dict(sorted(_found(files("gateway.console") / "static", "")))
    digest = sha256(b"".join(name.encode() + asset.body for name, asset in found.items())).hexdigest()
    return Shelf(found, digest[:DIGITS])


def asset_url(name: str) -> str:
    """Where a file is now. Raises KeyError: there is no such file, a mistake in a template."""
    _ = shelf().assets[name]
    return url_for("console.assets.asset", digest=shelf().digest, name=name)


@pages.get("/<digest>/<path:name>")
@needs(May.ANYBODY)
def asset(digest: str, name: str) -> Response:
    """One file. A page from before an update asks with an old digest: it gets the new file, for now."""
    found = shelf().assets.get(name)
    if found is None:
        abort(404)
    packed = takes_gzip()
    response = Response(found.packed if packed else found.body, content_type=found.kind)
    response.headers["Cache-Control"] = FOR_EVER if digest == shelf().digest else "no-cache"
    response.headers["Vary"] = "Accept-Encoding"
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    return response


def _found(folder: Traversable, prefix: str) -> list[tuple[str, Asset]]:
    assets: list[tuple[str, Asset]] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            assets += _found(entry, f"{prefix}{entry.name}/")
        elif any(entry.name.endswith(suffix) for suffix in SUFFIXES):
            body = entry.read_bytes()
            kind = mimetypes.guess_type(entry.name)[0] or "application/octet-stream"
            kind = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
            assets.append((prefix + entry.name, Asset(kind, body, gzip.compress(body, 9, mtime=0))))
    return assets
