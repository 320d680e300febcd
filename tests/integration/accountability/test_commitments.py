"""Commitments from a browser and a phone: noted, late by the clock, kept with evidence, told to whoever asked."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from jamakan import exports
from jamakan.accountability import commitments as acts
from jamakan.core import Core
from jamakan.exports import Order, asking, building
from jamakan.people import erasing
from jamakan.programme.activities import Activity
from jamakan.store.accountability import figures
from jamakan.store.exports.filters import Filters
from jamakan.store.inbox import cases
from jamakan.store.models import Broadcast, Case, Commitment, CommitmentEvent, Contact, Participant
from tests.support.console import Staff, register, trail_holds
from tests.support.letters import writes
from tests.support.line import Line
from tests.support.reminding import office, submits
from tests.support.rows import column, count, outbox
from tests.support.stories import NOON, Phone

People = Callable[[str], Staff]
TODAY = datetime.now(UTC).date()
WELL: dict[str, Any] = {
    "institution": "Mairie de Kayes",
    "owner": "Service de l’eau",
    "region": "kayes",
    "activity": "",
    "cases": "",
    "asked__fr": "de l’eau au quartier Plateau.",
    "asked__en": "",
    "wording__fr": "Réparer le forage du quartier Plateau",
    "wording__en": "",
    "made": str(TODAY - timedelta(days=10)),
    "due": str(TODAY + timedelta(days=10)),
}


@pytest.fixture
def oumou(staff: People) -> Staff:
    return staff("operator")


def notes(person: Staff, once: str = "form-1", **other: Any) -> str:
    """A commitment noted; its page's address."""
    person.opens("/accountability/new")
    return str(person.sends("/accountability/new", **WELL | {"once": once} | other).location)


def version(person: Staff, page: str) -> str:
    return person.opens(page).split('name="version"')[1].split('value="')[1].split('"')[0]


def events(core: Core) -> list[tuple[str, str]]:
    query = select(CommitmentEvent.event, CommitmentEvent.state).order_by(CommitmentEvent.id)
    with core.db.read() as connection:
        return [(row.event, row.state) for row in connection.execute(query)]


def opens_case(person: Staff, core: Core, phone: Phone) -> int:
    """A case of this phone's, told and kept."""
    (item,) = writes(core, phone, "Le forage est en panne")
    case: dict[str, Any] = {
        "kind": "challenge",
        "title": "Forage",
        "theme": "eau",
        "region": "kayes",
        "institution": "Mairie",
    }
    return int(str(person.sends(f"/inbox/messages/{item}/case", version=0, **case).location).split("/")[-1])


def test_a_form_sent_twice_notes_one_commitment(oumou: Staff, core: Core) -> None:
    assert [notes(oumou), notes(oumou)] == ["/accountability/1"] * 2
    assert count(core.db, Commitment) == 1
    oumou.opens("/accountability/1")
    oumou.sees("Réparer le forage", "Mairie de Kayes", "Service de l’eau", "en cours", "Kayes", "Oumou Bah")
    oumou.opens("/accountability?list=going&region=kayes&institution=Mairie+de+Kayes")
    oumou.sees("Réparer le forage")
    oumou.opens("/accountability?region=gao")
    oumou.sees("Aucun engagement ici.")
    assert trail_holds(core)


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("institution", " ", "Ce champ est vide."),
        ("wording__fr", "Un {nom} ici", "Écrivez ce texte sans accolades."),
        ("region", "paris", "Choisissez dans la liste."),
        ("due", str(TODAY - timedelta(days=20)), "L’échéance est avant l’engagement."),
        ("due", "31/02/2027", "Il faut une date JJ/MM/AAAA."),
        ("made", "9999-12-31", "Cette date est trop loin"),
        ("made", str(TODAY + timedelta(days=1)), "Cette date n’est pas encore passée."),
        ("cases", "12, douze", "Écrivez des numéros de dossiers"),
        ("cases", "12", "On ne peut pas citer ces dossiers : 12"),
    ],
)
def test_a_form_that_is_wrong_comes_back_as_it_was_typed(
    oumou: Staff, core: Core, field: str, value: str, problem: str
) -> None:
    oumou.sends("/accountability/new", 422, **WELL | {"once": "form-1", field: value})
    oumou.sees(problem, "Service de l’eau")
    assert count(core.db, Commitment) == 0


def test_a_commitment_is_kept_once_with_its_evidence_and_may_be_reopened(oumou: Staff, core: Core) -> None:
    page = notes(oumou)
    oumou.sends(f"{page}/move/keep", 422, version=0, note=" ")
    oumou.sees("Ce champ est vide.")
    for _ in range(2):
        oumou.sends(f"{page}/move/keep", version=0, note="L’eau coule, vu le 3 mars")
    oumou.sends(f"{page}/move/drop", 409, version=0, note="Trop cher")
    oumou.sees("Quelqu’un a agi entre-temps.")
    oumou.sends(f"{page}/move/expire", 409, version=1, note="")
    oumou.sends(f"{page}/move/fly", 409, version=1, note="")
    oumou.sends(f"{page}/move/reopen", version=1, note="En panne de nouveau")
    oumou.opens(page)
    oumou.sees("L’eau coule, vu le 3 mars", "En panne de nouveau", "a rouvert l’engagement", "en cours")
    assert events(core) == [("made", "open"), ("keep", "kept"), ("reopen", "open")]


def test_the_clock_makes_it_late_once_and_another_day_ends_that(oumou: Staff, core: Core) -> None:
    page = notes(oumou)
    oumou.opens("/")
    oumou.sees("engagement arrive à échéance")
    assert acts.look(core) == 0
    later = TODAY + timedelta(days=11)
    assert [acts.look(core, later), acts.look(core, later)] == [1, 0]
    oumou.opens("/")
    oumou.sees("engagement est en retard")
    oumou.opens(page)
    oumou.sees("La date est passée : l’engagement est en retard.")
    moved = WELL | {"due": str(TODAY + timedelta(days=40)), "version": version(oumou, f"{page}/edit")}
    oumou.sends(f"{page}/edit", **moved)
    assert events(core) == [("made", "open"), ("expire", "late"), ("changed", "open")]
    oumou.opens(page)
    oumou.sees(f"{TODAY + timedelta(days=10)} → {TODAY + timedelta(days=40)}")


def test_one_noted_after_its_day_is_late_at_once(oumou: Staff, core: Core) -> None:
    notes(oumou, due=str(TODAY - timedelta(days=1)))
    assert events(core) == [("made", "open"), ("expire", "late")]


def test_whoever_asked_is_told_by_a_message_that_staff_read_first(oumou: Staff, core: Core) -> None:
    awa = Phone("+22370000000")
    case = opens_case(oumou, core, awa)
    page = notes(oumou, cases=str(case))
    oumou.sends(f"{page}/move/keep", version=0, note="L’eau coule")
    assert {str(oumou.sends(f"{page}/tell", version=1).location) for _ in range(2)} == {"/reminders/1"}
    assert count(core.db, Broadcast) == 1
    oumou.opens("/reminders/1/audience")
    oumou.sees("Personnes derrière ces dossiers", f"n° {case}")
    submits(oumou, 1)
    office(core)
    (told,) = outbox(core.db, awa)
    assert told.endswith(
        ": vous avez dit : de l’eau au quartier Plateau. C'est fait : Réparer le forage du quartier Plateau. Merci."
    )
    oumou.opens(page)
    oumou.sees("a préparé un message aux personnes concernées", "voir le message")
    assert [event for event, _ in events(core)] == ["made", "keep", "told"]


def test_a_sensitive_case_is_nobody_s_to_name_or_to_write_to(oumou: Staff, core: Core) -> None:
    awa = Phone("+22370000000")
    case = opens_case(oumou, core, awa)
    page = notes(oumou, cases=str(case))
    with core.db.begin() as connection:
        connection.execute(Case.__table__.update().values(sensitive=True))  # type: ignore[attr-defined]
    oumou.sends(f"{page}/tell", version=0)
    submits(oumou, 1)
    office(core)
    assert outbox(core.db, awa) == []
    oumou.sends("/accountability/new", 422, **WELL | {"once": "form-2", "cases": str(case)})
    oumou.sees("On ne peut pas citer ces dossiers")


def test_a_viewer_reads_and_changes_nothing(staff: People, core: Core) -> None:
    page = notes(staff("operator"))
    vieux = staff("viewer")
    vieux.opens(page)
    vieux.sees("Réparer le forage")
    assert "Préparer le message" not in vieux.html
    vieux.sends(f"{page}/move/keep", 403, version=0, note="oui")
    vieux.opens("/accountability/new", 403)
    assert events(core) == [("made", "open")]


def test_citizens_read_what_was_promised_in_their_region(oumou: Staff, core: Core, awa: Line) -> None:
    awa.texts("ENGAGEMENTS")
    assert awa.outbox()[-1].startswith("Aucun engagement d'une institution n'est encore noté.")
    notes(oumou)
    notes(oumou, "form-2", region="gao", wording__fr="Ouvrir le centre de santé", due="")
    awa.dials()
    awa.sees("4 Engagements")
    awa.texts("ENGAGEMENTS")
    assert awa.outbox()[-1] == "Les engagements des institutions. Quelle région ?\n1 Gao\n2 Kayes"
    awa.texts("2")
    assert awa.outbox()[-1] == "Quel engagement ?\n1 Réparer le forage du quartier Plateau"
    awa.texts("1")
    day = TODAY + timedelta(days=10)
    assert awa.outbox()[-1].startswith(
        f"Mairie de Kayes : Réparer le forage du quartier Plateau\nA faire avant le {day.day} "
    )


def test_the_figures_are_those_of_the_commitments(oumou: Staff, core: Core) -> None:
    notes(oumou)
    notes(oumou, "form-2", due="")
    notes(oumou, "form-3", region="gao", institution="Préfecture", due=str(TODAY - timedelta(days=1)))
    oumou.sends(f"{notes(oumou, 'form-4')}/move/keep", version=0, note="Fait")
    oumou.sends(f"{notes(oumou, 'form-5', due='')}/move/drop", version=0, note="Trop cher")
    now = datetime.now(UTC)
    with core.db.read() as connection:
        found = figures.commitments(connection, now, TODAY)
        later = figures.commitments(connection, now + timedelta(days=91), TODAY + timedelta(days=91))
        places = figures.commitments(connection, now, TODAY, "region")
    assert found == {"": figures.Promises(5, 3, open=2, kept=1, late=1, dropped=1, no_news=0, age_days=10.0)}
    assert (later[""].no_news, later[""].age_days) == (3, 101.0)
    assert {place: one.made for place, one in places.items()} == {"gao": 1, "kayes": 4}


def test_notes_that_name_somebody_who_is_erased_are_emptied(staff: People, core: Core, kayes: Activity) -> None:
    alou = staff("approver")
    register(core, kayes, "Awa Traoré")
    (contact,) = column(core.db, select(Contact.id))
    with core.db.begin() as connection:
        case = cases.add(connection, core.settings.vault, contact, cases.About("challenge", "Forage"), 1, NOON)
    page = notes(alou, cases=str(case))
    alou.sends(f"{page}/note", version=0, note="Vu avec Awa Traoré au forage")
    alou.sends(f"{page}/note", version=1, note="La pompe est commandée")
    (person,) = column(core.db, select(Participant.id))
    erasing.erase(core, 1, person, "asked")
    alou.opens(page)
    alou.sees("La pompe est commandée")
    assert "Awa" not in alou.html


def test_the_file_has_a_row_for_each_commitment_and_no_formula(oumou: Staff, core: Core) -> None:
    notes(oumou, institution="=cmd()", due="")
    number = asking.ask(core, Order("commitments", "csv", Filters(since=str(TODAY - timedelta(days=10)))), 1)
    file = b"".join(exports.download(core, building.build_one(core, number), 1)).decode()
    assert "commitment,institution,owner,region,activity,asked,promised,cases,made,due,state,last_news" in file
    assert "1,'=cmd(),Service de l’eau,kayes,,de l’eau au quartier Plateau." in file
    none = asking.ask(core, Order("commitments", "xlsx", Filters(until=str(TODAY - timedelta(days=11)))), 1)
    assert building.build_one(core, none).rows_done == 0
