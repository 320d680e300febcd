"""Cases from a browser: opened from a message, heard in, moved on by a table, answered, with every author kept."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from jamakan.core import Core
from jamakan.store.models import Case, CaseEvent
from tests.support.console import Staff, trail_holds
from tests.support.letters import counts_agree, states, stops, writes
from tests.support.rows import column, count, outbox
from tests.support.stories import Phone

People = Callable[[str], Staff]
WELL = {
    "kind": "challenge",
    "title": "Forage en panne",
    "theme": "eau",
    "region": "kayes",
    "institution": "Mairie de Kayes",
}


@pytest.fixture
def oumou(staff: People) -> Staff:
    return staff("operator")


@pytest.fixture
def awa() -> Phone:
    return Phone("+22370000000")


def opens(person: Staff, core: Core, phone: Phone) -> str:
    """A case about the well; its page's address."""
    (item,) = writes(core, phone, "Le forage est en panne")
    return str(person.sends(f"/inbox/messages/{item}/case", version=0, **WELL).location)


def version_of(person: Staff, case: str) -> str:
    return person.opens(case).split('name="version" value="')[1].split('"')[0]


def events(core: Core) -> list[str]:
    return column(core.db, select(CaseEvent.event).order_by(CaseEvent.id))


def test_a_message_becomes_one_case_however_often_it_is_asked_for(oumou: Staff, core: Core, awa: Phone) -> None:
    first, second = writes(core, awa, "Le forage est en panne", "depuis lundi")
    form = WELL | {"version": "0", "other": str(second)}
    oumou.opens(f"/inbox/messages/{first}/case")
    oumou.sees("depuis lundi", "aussi dans ce dossier")
    assert [oumou.sends(f"/inbox/messages/{first}/case", **form).location for _ in range(2)] == ["/inbox/cases/1"] * 2
    assert count(core.db, Case) == 1
    assert states(core) == ["in_case", "in_case"]
    oumou.opens("/inbox/cases/1")
    oumou.sees("Forage en panne", "Le forage est en panne", "depuis lundi", "Mairie de Kayes", "Kayes", "Oumou Bah")
    oumou.opens(f"/inbox/messages/{second}")
    oumou.sees("La suite est dans le dossier n° 1.")
    assert counts_agree(core.db)


def test_a_form_that_is_wrong_comes_back_as_it_was_typed(oumou: Staff, core: Core, awa: Phone) -> None:
    (item,) = writes(core, awa, "Bonjour")
    oumou.sends(f"/inbox/messages/{item}/case", 422, version=0, **WELL | {"title": " ", "kind": "plainte"})
    oumou.sees("Ce champ est vide.", "Choisissez dans la liste.", "Mairie de Kayes")
    assert count(core.db, Case) == 0


def test_the_person_s_next_sms_lands_in_the_case_and_it_waits_again(oumou: Staff, core: Core, awa: Phone) -> None:
    case = opens(oumou, core, awa)
    for _ in range(2):
        oumou.sends(f"{case}/answer", text="Le maire est prévenu.", token="t1", version=0)
    oumou.opens("/inbox/cases")
    oumou.sees("Aucun dossier ici.")
    assert outbox(core.db, awa) == ["Le maire est prévenu."]
    assert counts_agree(core.db)
    writes(core, awa, "Personne n’est venu")
    oumou.opens("/inbox")
    oumou.sees("À traiter <small>0</small>")
    oumou.opens("/inbox/cases")
    oumou.sees("Forage en panne", "attend une réponse", "Attendent une réponse <small>1</small>")
    oumou.opens(case)
    oumou.sees("Personne n’est venu", "Le maire est prévenu.", "en attente d’envoi")
    assert events(core) == ["opened", "message", "answer", "message"]
    assert counts_agree(core.db)


def test_a_case_that_ended_is_not_woken_by_itself_but_by_staff(oumou: Staff, core: Core, awa: Phone) -> None:
    case = opens(oumou, core, awa)
    oumou.sends(f"{case}/move/satisfy", version=0)
    (item,) = writes(core, awa, "C’est encore en panne")
    assert states(core) == ["in_case", "open"]
    oumou.opens(f"/inbox/messages/{item}")
    oumou.sees("Forage en panne", "Y joindre ce message")
    oumou.sends(f"/inbox/messages/{item}/join/1", version=0)
    oumou.opens(case)
    oumou.sees("C’est encore en panne", "attend une réponse", "lu")
    assert states(core) == ["in_case", "in_case"]
    assert counts_agree(core.db)


def test_another_line_s_message_cannot_be_put_into_a_case(oumou: Staff, core: Core, awa: Phone) -> None:
    opens(oumou, core, awa)
    (item,) = writes(core, Phone("+22366000001"), "Bonjour")
    oumou.sends(f"/inbox/messages/{item}/join/1", 404, version=0)
    assert states(core) == ["in_case", "open"]


def test_a_case_moves_as_the_table_says_with_its_reasons(oumou: Staff, core: Core, awa: Phone) -> None:
    case = opens(oumou, core, awa)
    oumou.sends(f"{case}/move/transmit", 422, version=0, institution=" ")
    oumou.sends(f"{case}/move/transmit", version=0, institution="Préfecture", reason="La mairie ne peut pas")
    oumou.sends(f"{case}/move/transmit", version=0, institution="Préfecture", reason="La mairie ne peut pas")
    oumou.sends(f"{case}/move/reject", 422, version=1, reason="", institution="")
    oumou.sees("Ce champ est vide.")
    oumou.sends(f"{case}/move/reject", version=1, reason="Déjà réparé", institution="")
    oumou.sends(f"{case}/move/reject", 409, version=1, reason="Autre raison", institution="")
    oumou.sends(f"{case}/move/satisfy", 409, version=2, reason="", institution="")
    oumou.sends(f"{case}/move/fly", 409, version=2, reason="", institution="")
    oumou.sends(f"{case}/move/reopen", version=2, reason="Panne de nouveau", institution="")
    oumou.opens(case)
    oumou.sees("Préfecture", "La mairie ne peut pas", "a rejeté le dossier", "Déjà réparé", "a rouvert le dossier")
    assert events(core) == ["opened", "message", "transmit", "reject", "reopen"]
    assert counts_agree(core.db)
    assert trail_holds(core)


def test_two_of_the_staff_act_on_one_case_the_second_is_told_and_loses_nothing(
    staff: People, core: Core, awa: Phone
) -> None:
    oumou, alou = staff("operator"), staff("approver")
    case = opens(oumou, core, awa)
    seen = version_of(alou, case)
    oumou.sends(f"{case}/note", note="J’appelle la mairie.", version=seen)
    alou.sends(f"{case}/note", 409, note="Je m’en occupe.", version=seen)
    alou.sees("Quelqu’un a agi entre-temps", "Je m’en occupe.", "J’appelle la mairie.")
    alou.sends(f"{case}/answer", 409, text="On vient.", token="t", version=seen)
    alou.sees("On vient.")
    assert outbox(core.db, awa) == []
    alou.sends(f"{case}/note", note="Je m’en occupe.", version=version_of(alou, case))
    assert events(core)[-2:] == ["note", "note"]


def test_a_note_is_kept_once_and_may_say_that_the_person_was_answered(oumou: Staff, core: Core, awa: Phone) -> None:
    case = opens(oumou, core, awa)
    for _ in range(2):
        oumou.sends(f"{case}/note", note="Elle a été appelée.", settled=1, version=0)
    oumou.opens("/inbox/cases")
    oumou.sees("Attendent une réponse <small>0</small>", "En cours <small>1</small>")
    assert events(core) == ["opened", "message", "settled"]
    assert outbox(core.db, awa) == []
    assert counts_agree(core.db)


def test_what_is_said_of_a_case_changes_and_so_does_who_sees_to_it(staff: People, core: Core, awa: Phone) -> None:
    oumou = staff("operator")
    staff("approver")
    case = opens(oumou, core, awa)
    oumou.sends(f"{case}/edit", version=0, **WELL | {"title": "Forage de Diéma", "kind": "proposal"})
    oumou.sends(f"{case}/edit", 422, version=0, **WELL | {"title": "Trop tard"})
    oumou.sees("Quelqu’un a agi entre-temps", "Trop tard")
    oumou.sends(f"{case}/hold", holder=2, version=1)
    oumou.opens(case)
    oumou.sees("Forage de Diéma", "Proposition", "a confié le dossier à", "Alou Kanté")
    oumou.opens("/inbox/cases?list=mine")
    oumou.sees("Les miens <small>0</small>")
    assert counts_agree(core.db)


def test_nobody_is_answered_who_said_stop(oumou: Staff, core: Core, awa: Phone) -> None:
    case = opens(oumou, core, awa)
    stops(core, awa)
    oumou.sends(f"{case}/answer", 422, text="Bonjour", token="t", version=0)
    oumou.sees("a écrit STOP")
    assert outbox(core.db, awa) == []


def test_a_viewer_sees_kinds_and_states_only(staff: People, core: Core, awa: Phone) -> None:
    case = opens(staff("operator"), core, awa)
    viewer = staff("viewer")
    viewer.opens("/inbox/cases")
    viewer.sees("Problème", "lu")
    assert "Forage" not in viewer.html
    viewer.opens(case, 403)
