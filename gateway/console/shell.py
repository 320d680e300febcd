"""What every template has at hand, and the order of the main menu."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, request, url_for

from gateway.console import facts, formats
from gateway.console.assets import asset_url
from gateway.console.current import core, may, today, visitor_or_none
from gateway.console.deeds import deed
from gateway.console.words import LANGUAGES, gettext, language, mark, ngettext
from jamakan.programme.regions import region_name
from jamakan.staff.roles import May
from jamakan.staff.sign_ins import FULL


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the main menu; `section` is the blueprint whose pages light it up, `page` the one it opens."""

    section: str
    title: str
    page: str = "index"


MENU = (
    Entry("home", mark("Accueil")),
    Entry("activities", mark("Activités"), "showing.index"),
    Entry("people", mark("Personnes"), "showing.index"),
    Entry("surveys", mark("Enquêtes")),
    Entry("reminders", mark("Rappels")),
    Entry("inbox", mark("Boîte"), "listing.index"),
    Entry("accountability", mark("Engagements"), "commitments.index"),
    Entry("figures", mark("Résultats")),
    Entry("settings", mark("Réglages"), "account.index"),
)

WITHIN = {"network": "people", "exports": "settings", "learning": "surveys"}  # sections without a line of their own


def dress(app: Flask) -> None:
    """Give the templates their words, formats and helpers."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(formats.FILTERS)
    app.jinja_env.globals.update(
        asset=asset_url,
        may=may,
        May=May,
        menu=MENU,
        share=formats.share,
        region_name=region_name,
        fact=facts.label,
        state=facts.state,
        deed=deed,
        section=section,
        today=today,
    )
    app.context_processor(_of_this_request)


def section() -> str:
    """The part of the console this page is of."""
    found = (request.blueprint or "").removeprefix("console").lstrip(".").partition(".")[0]
    return WITHIN.get(found, found)


def _of_this_request() -> dict[str, Any]:
    visitor = visitor_or_none()
    return {
        "language": language(),
        "languages": LANGUAGES,
        "org": core().settings.org,
        "visitor": visitor if visitor and visitor.sign_in.stage == FULL else None,
        "here": request.full_path.rstrip("?") if request.method == "GET" else url_for("console.home.index"),
    }
