"""What staff see of the network and of consents, and what withdrawn agreements keep out of files."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from jamakan import storing
from jamakan.core import Core
from jamakan.network import waves
from jamakan.store.exports import people
from jamakan.store.exports.filters import Filters
from jamakan.store.models import Consent, Panel
from tests.integration.privacy.test_by_phone import registered
from tests.integration.privacy.test_network import joins
from tests.support.console import Staff
from tests.support.line import Line
from tests.support.rows import column
from tests.support.surveys import open_survey

People = Callable[[str], Staff]
TOKEN = "b" * 32
FORM = {"token": TOKEN, "name": "L'eau, chaque mois", "survey": "eau", "every": "28", "most": "50", "region": "kayes"}


def test_a_panel_is_made_once_asks_and_is_paused(staff: People, awa: Line, core: Core) -> None:
    open_survey(core)
    joins(awa)
    operator = staff("operator")
    operator.opens("/network")
    operator.sees("Membres aujourd’hui", "Aucun panel")
    operator.sends("/network/panels", **FORM)
    operator.sends("/network/panels", **FORM)
    assert column(core.db, select(Panel.name)) == ["L'eau, chaque mois"]
    assert operator.deeds()[0].action == "panel.added"
    assert waves.look_after(core) == 1
    operator.opens("/network/panels/1")
    operator.sees("toutes les quatre semaines", "Kayes", "Vague 1")
    operator.sends("/network/panels/1/state", to="paused")
    operator.sends("/network/panels/1/state", to="paused")
    assert [deed.action for deed in operator.deeds()].count("panel.paused") == 1
    staff("viewer").sends("/network/panels/1/state", 403, to="active")


def test_a_form_that_is_wrong_is_shown_again(staff: People, core: Core) -> None:
    open_survey(core)
    operator = staff("operator")
    operator.opens("/network/panels/new")
    operator.sends("/network/panels", 422, **{**FORM, "name": "", "every": "3", "most": "0"})
    operator.sees("Ce champ est vide.", "Choisissez dans la liste.", "Il faut un nombre entre 1 et 5000.")
    assert column(core.db, select(Panel.id)) == []


def test_the_words_somebody_agreed_to_are_shown_for_ever(staff: People, awa: Line, core: Core) -> None:
    registered(awa, "Awa Traoré")
    storing.refresh(core)
    (version,) = column(core.db, select(Consent.text_version))
    viewer = staff("viewer")
    viewer.opens("/people/consents")
    viewer.sees("registration", version[:8])
    viewer.opens(f"/people/consents/{version}/fr")
    viewer.sees("COCEM garde votre numéro et vos réponses", "Acceptez-vous ?")
    viewer.opens(f"/people/consents/{version}/en")
    viewer.sees("Do you agree?")
    viewer.opens(f"/people/consents/{version}/bm", status=404)
    viewer.opens("/people/consents/nothing/fr", status=404)


def test_who_took_their_agreement_back_is_in_no_file_until_they_agree_again(awa: Line, core: Core) -> None:
    zone, everybody = ZoneInfo("Africa/Bamako"), Filters()

    def listed() -> int:
        with core.db.read() as connection:
            return people.total(connection, everybody, zone)

    registered(awa, "Awa Traoré")
    assert listed() == 1
    awa.texts("RETRAIT")
    awa.texts("1")
    awa.outbox()
    assert listed() == 0
    awa.texts("AVIS")
    assert "Acceptez-vous ?" in awa.outbox()[-1]
    awa.texts("1")
    awa.outbox()
    assert listed() == 1
    assert datetime.now(UTC) >= max(column(core.db, select(Consent.given_at)))
