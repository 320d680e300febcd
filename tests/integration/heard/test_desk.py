"""Cases that came by phone, at the console: promises kept in sight, people told, the confidential ones apart."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from jamakan import storing
from jamakan.core import Core
from jamakan.store.inbox import askers, figures
from jamakan.store.models import AuditEntry, Case
from tests.support.console import Staff
from tests.support.letters import counts_agree
from tests.support.line import Line
from tests.support.rows import column

People = Callable[[str], Staff]
LONG_AGO = datetime.now(UTC) - timedelta(days=40)


def reported(awa: Line, *words: str) -> None:
    for said in words:
        awa.texts(said)
    storing.drain(awa.core)


def called_for_help(awa: Line) -> None:
    awa.dials()
    awa.types("1", "3", "2", "1", "1")
    storing.drain(awa.core)


def aged(core: Core) -> None:
    """All of it was long ago."""
    with core.db.begin() as connection:
        connection.execute(update(Case).values(opened_at=LONG_AGO, due_at=LONG_AGO + timedelta(days=15)))


def test_a_case_is_read_passed_on_and_its_person_told(staff: People, awa: Line, core: Core) -> None:
    oumou = staff("operator")
    reported(awa, "SOUCI le forage est en panne")
    oumou.opens("/inbox/cases")
    oumou.sees("le forage est en panne", "reçu", "promise avant le")
    oumou.opens("/inbox/cases/1")
    oumou.sees("La personne, par téléphone", "Prévenir la personne par SMS", "Réponse promise")
    oumou.sends("/inbox/cases/1/move/take_note", version=0, tell=1)
    oumou.sends("/inbox/cases/1/move/transmit", version=1, institution="Mairie", reason="", tell=1)
    oumou.sends("/inbox/cases/1/move/transmit", version=1, institution="Mairie", reason="", tell=1)
    oumou.sends("/inbox/cases/1/move/reject", 422, version=2, institution="", reason="Non. " * 300, tell=1)
    oumou.sees("Trop long pour un SMS")
    oumou.sends("/inbox/cases/1/move/reject", version=2, institution="", reason="Hors programme.")
    _, read, passed_on = awa.outbox()
    assert "votre dossier 1 est lu." in read
    assert "votre dossier 1 est transmis à Mairie." in passed_on
    oumou.opens("/inbox/cases/1")
    oumou.sees("SMS de suivi", "Hors programme.", "rejeté")
    assert counts_agree(core.db)


def test_what_is_late_and_unread_waits_on_the_home_page(staff: People, awa: Line, core: Core) -> None:
    reported(awa, "SOUCI le forage est en panne")
    oumou = staff("operator")
    oumou.opens("/")
    assert "date promise" not in oumou.html
    aged(core)
    oumou.opens("/")
    oumou.sees("dossier n’a pas eu sa réponse à la date promise", "dossier n’a encore été lu par personne")
    oumou.opens("/inbox/cases?list=late")
    oumou.sees("le forage est en panne")
    oumou.sends("/inbox/cases/1/note", note="Appelée.", settled=1, version=0)
    oumou.opens("/inbox/cases?list=late")
    oumou.sees("Aucun dossier ici.")


def test_lists_are_narrowed_down(staff: People, awa: Line) -> None:
    reported(awa, "SOUCI le forage est en panne", "QUESTION quand est la session")
    oumou = staff("operator")
    oumou.opens("/inbox/cases?kind=question")
    oumou.sees("quand est la session")
    assert "forage" not in oumou.html
    oumou.opens("/inbox/cases?theme=water&region=kayes&institution=Mairie")
    oumou.sees("Aucun dossier ici.")


def test_an_anonymous_person_is_not_shown(staff: People, awa: Line) -> None:
    for words in ("SOUCI", "1", "1", "9", "9", "Quand vient l'eau ?", "2"):
        awa.texts(words)
    storing.drain(awa.core)
    oumou = staff("operator")
    oumou.opens("/people/lines/1")
    assert "/inbox/cases/1" not in oumou.html
    for page in ("/inbox/cases", "/inbox/cases/1"):
        oumou.opens(page)
        oumou.sees("nonyme")
        assert "70 •" not in oumou.html
        assert "/people/lines/" not in oumou.html


@pytest.mark.parametrize("role", ["viewer", "operator", "approver"])
def test_a_confidential_case_is_nowhere_for_the_others(staff: People, awa: Line, role: str) -> None:
    called_for_help(awa)
    person = staff(role)
    for page in ("/", "/inbox", "/inbox/cases", "/inbox/cases?list=open"):
        person.opens(page)
        assert "confiance" not in person.html
        assert "Confidentiel" not in person.html
        assert "/inbox/cases/1" not in person.html
    if role != "viewer":
        person.opens("/people/lines/1")
        assert "/inbox/cases/1" not in person.html
    person.opens("/inbox/trusted", 403)
    person.opens("/inbox/trusted/1", 403)
    person.opens("/inbox/cases/1", 403 if role == "viewer" else 404)


def test_a_trusted_person_calls_and_each_look_is_written_down(staff: People, awa: Line, core: Core) -> None:
    called_for_help(awa)
    reported(awa, "SOUCI le forage est en panne")
    trusted = staff("administrator")
    trusted.opens("/")
    trusted.sees("attend l’appel d’une personne de confiance")
    trusted.opens("/inbox/trusted")
    trusted.sees("Demande n° 1")
    assert "Demande n° 2" not in trusted.html
    trusted.opens("/inbox/trusted/1")
    trusted.sees("+22370000001", "À appeler : le matin.")
    trusted.opens("/inbox/trusted/2", 404)
    trusted.sends("/inbox/trusted/1/move/transmit", 409, version=0)
    trusted.sends("/inbox/trusted/1/move/take_note", version=0)
    trusted.sends("/inbox/trusted/1/note", note="Rappeler jeudi.", version=1)
    trusted.sends("/inbox/trusted/1/move/satisfy", version=2)
    trusted.opens("/inbox/trusted/1")
    trusted.sees("Rappeler jeudi.")
    looked = column(core.db, select(AuditEntry.action).where(AuditEntry.action.like("sensitive%")))
    assert sorted(set(looked)) == ["sensitive.listed", "sensitive.seen"]
    assert not any("numéro 1" in sms or "dossier 1" in sms for sms in awa.outbox())


def test_figures_count_what_came_in_and_what_became_of_it(staff: People, awa: Line, core: Core) -> None:
    called_for_help(awa)
    reported(awa, "SOUCI le forage est en panne", "QUESTION quand est la session")
    oumou = staff("operator")
    oumou.sends("/inbox/cases/2/move/satisfy", version=0, tell=1)
    awa.texts("1")
    storing.drain(core)
    now = datetime.now(UTC)
    since, until = now - timedelta(days=1), now + timedelta(days=1)
    with core.db.read() as connection:
        (everything,) = figures.of(connection, since, until).values()
        by_kind = figures.of(connection, since, until, by="kind")
        assert figures.sensitive(connection, since, until) == (1, 0)
        assert len(askers.lines(connection, [1])) == 0
        assert len(askers.lines(connection, [2, 3])) == 1
    counted = (everything.received, everything.acknowledged, everything.in_48h, everything.answered)
    assert counted == (2, 1, 1, 1)
    assert (everything.in_time, everything.promised, everything.closed, everything.satisfied) == (1, 2, 1, 1)
    assert {kind: one.received for kind, one in by_kind.items()} == {"challenge": 1, "question": 1}


def test_people_behind_cases_are_told_once_a_line(awa: Line, core: Core) -> None:
    reported(awa, "SOUCI le forage est en panne", "QUESTION quand est la session")
    words = {"fr": "La mairie a réparé le forage.", "en": "The town hall repaired the well."}
    for queued in (1, 0):
        with core.db.begin() as connection:
            now = datetime.now(UTC)
            assert askers.tell(connection, core.settings.vault, [1, 2], words, "commitment:1:kept", now) == queued
    assert awa.outbox()[-1] == "La mairie a réparé le forage."


def test_the_house_says_what_it_promises_and_about_what(staff: People, awa: Line) -> None:
    ramata = staff("administrator")
    ramata.opens("/settings/hearing")
    ramata.sees("water=L'eau/Water", "heures")
    seen = ramata.html.split('name="seen" id="seen" value="')[1].split('"')[0]
    rules: dict[str, Any] = {"seen": seen, "case_read_hours": 24, "case_answer_days": 5}
    ramata.sends("/settings/hearing", 422, **rules, case_themes="eau")
    ramata.sees("Écrivez chaque thème ainsi")
    ramata.sends("/settings/hearing", **rules, case_themes="market=Le marché/Market\nlight=La lumière/Light")
    awa.dials()
    awa.types("1", "3", "1", "1")
    awa.sees("1 Le marché", "2 La lumière", "3 Autre chose")
