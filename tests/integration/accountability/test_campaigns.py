"""A campaign closes only once people were told what came of it: by SMS that left, on the radio, or at a meeting."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from jamakan.core import Core
from jamakan.programme.activities import Activity
from jamakan.store.accountability import campaigns, figures
from jamakan.store.models import Broadcast, Campaign, CampaignEvent
from tests.support.console import Staff, register, trail_holds
from tests.support.reminding import fates, office, submits
from tests.support.rows import column, count

People = Callable[[str], Staff]
TODAY = datetime.now(UTC).date()
WATER: dict[str, Any] = {
    "once": "form-1",
    "title": "L’eau à Kayes",
    "region": "kayes",
    "activity": "",
    "starts": str(TODAY - timedelta(days=30)),
    "ends": str(TODAY - timedelta(days=1)),
    "themes": "eau, forage",
}


@pytest.fixture
def oumou(staff: People) -> Staff:
    return staff("operator")


def opens(person: Staff, **other: Any) -> str:
    """A campaign; its page."""
    return str(person.sends("/accountability/campaigns/new", **WATER | other).location)


def state(core: Core) -> tuple[str, str]:
    with core.db.read() as connection:
        found = campaigns.one(connection, 1)
    assert found is not None
    return found.state, found.told_by


def test_it_does_not_close_before_people_were_told(oumou: Staff, core: Core) -> None:
    assert [opens(oumou), opens(oumou)] == ["/accountability/campaigns/1"] * 2
    page = opens(oumou)
    oumou.opens(page)
    oumou.sees("Elle ne peut pas encore se clore", "eau", "forage")
    oumou.opens("/")
    oumou.sees("campagne est finie sans retour aux gens")
    oumou.sends(f"{page}/close", 409, version=0)
    oumou.sees("les gens n’ont pas encore eu de retour")
    assert state(core) == ("open", "")
    oumou.sends(f"{page}/said", 422, version=0, how="television", told=str(TODAY))
    oumou.sends(f"{page}/said", 422, version=0, how="radio", told=str(TODAY + timedelta(days=1)))
    oumou.sends(f"{page}/said", version=0, how="radio", told=str(TODAY))
    for _ in range(2):
        oumou.sends(f"{page}/close", 303 if state(core)[0] == "open" else 409, version=1)
    assert state(core) == ("closed", "radio")
    assert column(core.db, select(CampaignEvent.event).order_by(CampaignEvent.id)) == ["made", "said", "close"]
    with core.db.read() as connection:
        assert figures.loop(connection) == figures.Loop(0, 1, 1)
    assert trail_holds(core)


def test_the_message_counts_once_it_reached_somebody(oumou: Staff, core: Core, kayes: Activity) -> None:
    register(core, kayes, "Awa Traoré")
    page = opens(oumou, activity=kayes.slug)
    oumou.sends(f"{page}/message", 422, version=0, asked="", action="{nom}")
    oumou.sees("Ce champ est vide.", "Écrivez ce texte sans accolades.")
    said: dict[str, Any] = {"asked": "l’eau manque", "action": "le forage est réparé"}
    assert {str(oumou.sends(f"{page}/message", version=0, **said).location) for _ in range(2)} == {"/reminders/1"}
    oumou.sends(f"{page}/close", 409, version=1)
    submits(oumou, 1)
    office(core)
    oumou.sends(f"{page}/close", 409, version=1)
    fates(core, 1, ("failed", "no such number"))
    with core.db.begin() as connection:
        connection.execute(update(Broadcast).values(state="done"))
    oumou.sends(f"{page}/close", 409, version=1)  # nobody was reached
    fates(core, 1, ("delivered", ""))
    oumou.opens(page)
    oumou.sees("la campagne peut se clore")
    oumou.sends(f"{page}/close", version=1)
    assert state(core) == ("closed", "broadcast")


def test_a_reminder_that_is_no_answer_closes_nothing(oumou: Staff, core: Core, kayes: Activity) -> None:
    register(core, kayes, "Awa Traoré")
    page = opens(oumou, activity=kayes.slug)
    oumou.sends(f"{page}/message", version=0, asked="l’eau manque", action="on répare")
    submits(oumou, 1)
    office(core)
    fates(core, 1, ("delivered", ""))
    with core.db.begin() as connection:
        connection.execute(update(Broadcast).values(state="done", kind="invitation"))
    oumou.sends(f"{page}/close", 409, version=1)
    assert state(core) == ("open", "")


def test_the_table_itself_refuses_a_closed_campaign_nobody_was_told_of(oumou: Staff, core: Core) -> None:
    opens(oumou)
    with pytest.raises(IntegrityError), core.db.begin() as connection:
        connection.execute(update(Campaign).values(state="closed"))
    assert state(core) == ("open", "")


def test_what_is_reopened_is_told_of_anew(oumou: Staff, core: Core) -> None:
    page = opens(oumou)
    oumou.sends(f"{page}/said", version=0, how="meeting", told=str(TODAY))
    oumou.sends(f"{page}/close", version=1)
    oumou.sends(f"{page}/edit", 409, version=2, **WATER | {"title": "Autre"})
    oumou.sends(f"{page}/reopen", version=2)
    oumou.sends(f"{page}/close", 409, version=3)
    assert state(core) == ("open", "")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"title": ""}, "Ce champ est vide."),
        ({"ends": str(TODAY - timedelta(days=40))}, "La fin est avant le début."),
        ({"vote": "yes"}, "Le vote est celui d’une activité"),
        ({"themes": ", ".join("abcdefghijkl")}, "Dix thèmes au plus"),
        ({"starts": "demain"}, "Il faut une date JJ/MM/AAAA."),
    ],
)
def test_a_campaign_that_is_wrong_comes_back(oumou: Staff, core: Core, change: dict[str, Any], problem: str) -> None:
    oumou.sends("/accountability/campaigns/new", 422, **WATER | change)
    oumou.sees(problem)
    assert count(core.db, Campaign) == 0
