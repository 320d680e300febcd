"""The first page: one's own account, and the rooms of the settings."""

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from gateway.console import browser
from gateway.console.current import core, may, visitor
from gateway.console.gate import needs
from gateway.console.settings.roles import ROLE_MEANS, ROLE_NAMES
from gateway.console.words import gettext, mark
from jamakan.staff import sign_ins
from jamakan.staff.roles import May
from jamakan.store.staff import accounts as rows
from jamakan.store.staff import sign_ins as browsers

pages = Blueprint("account", __name__)


@dataclass(frozen=True, slots=True)
class Room:
    """A page of the settings; `page` is its endpoint below the console."""

    page: str
    title: str
    what: str
    needs: May = May.VIEW


ROOMS = (
    Room("settings.staff.staff", mark("Comptes de l’équipe"), mark("Qui se connecte, et avec quel rôle."), May.STAFF),
    Room("settings.audit.trail_page", mark("Journal"), mark("Ce qui a été fait, par qui."), May.AUDIT),
    Room("settings.words.index", mark("Langues et mots-clés"), mark("Ce que les téléphones comprennent.")),
    Room("settings.channels.index", mark("Canaux"), mark("Par où partent les SMS, et s’ils partent.")),
    Room(
        "settings.rules.index",
        mark("Horaires et plafonds"),
        mark("Quand on écrit aux gens, combien de fois, et ce que le mois peut coûter."),
    ),
    Room("settings.prices.index", mark("Prix"), mark("Ce que coûte un SMS, par canal et par opérateur.")),
    Room("settings.followups.index", mark("Messages automatiques"), mark("Les règles des rappels et des relances.")),
    Room(
        "settings.hearing.index",
        mark("Être entendu"),
        mark("Délais de réponse et thèmes, pour qui signale un souci."),
    ),
    Room("settings.retention.index", mark("Conservation"), mark("Ce qui est effacé, et quand.")),
    Room("exports.index", mark("Exports"), mark("Fichiers pour tableur."), May.EXPORT),
)


@pages.get("")
@needs(May.SIGNED_IN)
def index() -> ResponseReturnValue:
    """One's own account, and what else there is to set."""
    with core().db.read() as connection:
        mine = browsers.of(connection, visitor().account.id, datetime.now(UTC), sign_ins.IDLE)
        codes = rows.recovery_codes_left(connection, visitor().account.id)
    return render_template(
        "settings/index.html",
        rooms=[room for room in ROOMS if may(room.needs)],
        sign_ins=mine,
        codes=codes,
        role=gettext(ROLE_NAMES[visitor().account.role]),
        means=gettext(ROLE_MEANS[visitor().account.role]),
    )


@pages.post("/sign-ins/<int:number>/end")
@needs(May.SIGNED_IN)
def end_sign_in(number: int) -> ResponseReturnValue:
    """Sign out one of one's own browsers."""
    sign_ins.end(core(), visitor(), number)
    if number == visitor().sign_in.id:
        return browser.forget_sign_in(make_response(redirect(url_for("console.entrance.sign_in"), 303)))
    flash(gettext("Ce navigateur est déconnecté."))
    return redirect(url_for(".index"), 303)
