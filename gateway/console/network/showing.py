"""The members by state, what moved lately, and the panels."""

from datetime import UTC, datetime, timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from gateway.console.current import core
from gateway.console.gate import needs
from gateway.console.words import mark
from jamakan.network.waves import A_QUARTER
from jamakan.staff.roles import May
from jamakan.store.network import members, panels

pages = Blueprint("showing", __name__)

LATELY = timedelta(days=91)
STATES = {"member": mark("Membres aujourd’hui"), "left": mark("Partis"), "lapsed": mark("Échus sans réponse")}


@pages.get("")
@needs(May.VIEW)
def index() -> ResponseReturnValue:
    """The network in numbers."""
    with core().db.read() as connection:
        counts = members.counts(connection, datetime.now(UTC) - LATELY)
        kept = panels.every(connection)
    return render_template("network/index.html", counts=counts, states=STATES, panels=kept, a_quarter=A_QUARTER)
