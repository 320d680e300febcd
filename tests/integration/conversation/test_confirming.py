"""Saying that one comes: by SMS with OUI or CONFIRMER, and in the menu, where an unconfirmed seat is asked about."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from jamakan import storing
from jamakan.core import Core
from jamakan.projections import project_everybody, project_programme
from jamakan.store.models import Activity, Registration
from tests.integration.conversation.test_registration import registers
from tests.support.line import Line
from tests.support.rows import column

CONFIRMED = "Votre présence est notée : Kayes, "


@pytest.fixture
def soon(core: Core) -> None:
    """The activity in Kayes begins tomorrow."""
    begins = datetime.now(UTC) + timedelta(days=1)
    with core.db.begin() as connection:
        row = update(Activity).where(Activity.region == "kayes", Activity.starts_at > datetime.now(UTC))
        connection.execute(row.values(starts_at=begins, ends_at=begins + timedelta(hours=6)))
    project_programme(core)


@pytest.fixture
def seated(awa: Line, core: Core) -> Line:
    """Awa with her seat in Kayes."""
    awa.dials("1")
    registers(awa)
    storing.drain(core)
    return awa


def states(core: Core) -> list[str]:
    storing.drain(core)
    return column(core.db, select(Registration.state).order_by(Registration.id))


@pytest.mark.parametrize("word", ["OUI", "oui.", "Confirmer", "YES", "CONFIRM"])
def test_a_word_confirms_the_seat(seated: Line, core: Core, word: str) -> None:
    seated.texts(word)
    assert states(core) == ["confirmed"]
    assert seated.outbox()[-1].startswith("Merci Awa Traoré. " + CONFIRMED)


def test_confirming_again_says_the_same(seated: Line, core: Core) -> None:
    for word in ("OUI", "CONFIRMER"):
        seated.texts(word)
        assert CONFIRMED in seated.outbox()[-1]
    assert states(core) == ["confirmed"]


def test_a_yes_to_a_question_is_its_answer(seated: Line, core: Core) -> None:
    seated.texts("AVIS 4")
    seated.texts("oui")
    assert states(core) == ["registered"]
    assert seated.outbox()[-1].startswith("Votre proposition")


def test_a_yes_without_a_seat_is_for_a_person(awa: Line, core: Core) -> None:
    awa.texts("OUI")
    awa.texts("CONFIRMER")
    assert {text[:12] for text in awa.outbox()} == {"Message non ", "Ce numéro n'"}


def test_with_two_seats_on_a_line_the_code_says_whose(seated: Line, core: Core) -> None:
    seated.dials()
    seated.types("1", "3", "1", "1", "1")  # register, somebody else, who uses this phone too
    seated.types("Sira Traoré", "2", "1", "1", "2", "1", "1")
    storing.drain(core)
    seated.texts("OUI")
    assert "envoyez CONFIRMER et son code" in seated.outbox()[-1]
    code = column(core.db, select(Registration.code).order_by(Registration.id.desc()).limit(1))[0]
    seated.texts(f"OUI {code[:3]} {code[3:]}")
    assert states(core) == ["registered", "confirmed"]
    seated.texts("OUI")  # one is left
    assert states(core) == ["confirmed", "confirmed"]
    seated.texts("CONFIRMER 999 999")
    assert "Aucune inscription avec le code 999999" in seated.outbox()[-1]


@pytest.mark.usefixtures("soon")
def test_an_unconfirmed_seat_is_asked_about_first(seated: Line, core: Core) -> None:
    before = len(seated.outbox())
    seated.dials()
    seated.sees("Votre place : Kayes, ", "Viendrez-vous ?", "1 Oui, je viens", "2 Non, annuler", "3 Autre chose")
    seated.types("1")
    seated.sees("Merci, votre présence est notée : Kayes, ")
    assert seated.call_ended()
    assert states(core) == ["confirmed"]
    assert len(seated.outbox()) == before  # the screen said it
    seated.dials()
    seated.sees("Bienvenue")


@pytest.mark.usefixtures("soon")
def test_who_does_not_come_gives_the_seat_back_there(seated: Line, core: Core) -> None:
    seated.dials()
    seated.types("2")
    seated.sees("votre inscription est annulée (Kayes, ")
    assert states(core) == ["cancelled"]


@pytest.mark.usefixtures("soon")
def test_who_calls_for_something_else_gets_the_menu(seated: Line) -> None:
    seated.dials()
    seated.types("3")
    seated.sees("Bienvenue", "1 M'inscrire")


def test_days_before_nobody_is_asked(seated: Line) -> None:
    seated.dials()
    seated.sees("Bienvenue")


def test_a_place_on_the_waiting_list_is_nothing_to_confirm(awa: Line, core: Core) -> None:
    with core.db.begin() as connection:
        connection.execute(update(Activity).where(Activity.region == "kayes").values(seats=0))
    awa.dials("1")
    registers(awa)
    storing.drain(core)
    project_everybody(core)
    awa.texts("CONFIRMER")
    assert states(core) == ["waitlisted"]
    assert "liste d'attente" in awa.outbox()[-1]
