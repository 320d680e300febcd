"""A reminder from its first words to the last phone, each step by whoever may take it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from jamakan.core import Core
from jamakan.store.broadcasts import states
from jamakan.store.models import Broadcast, BroadcastEvent, Message
from tests.support import bulk
from tests.support.console import Staff, trail_holds
from tests.support.reminding import addressed, approves, drafts, everybody, fates, hidden, office, submits
from tests.support.rows import column, count

People = Callable[[str], Staff]


@pytest.fixture
def oumou(staff: People, core: Core) -> Staff:
    """An operator, and three people with a seat at the next activity."""
    for number, name in enumerate(("Awa Traoré", "Sira Keïta", "Fatou Diarra"), 1):
        bulk.registered(core, number, name)
    return staff("operator")


def careful(core: Core) -> None:
    """A second person looks at whatever goes to more than two lines."""
    core.settings.__dict__["approval_over"] = 2


def test_the_whole_way(oumou: Staff, staff: People, core: Core) -> None:
    careful(core)
    number = drafts(oumou, kind="reminder", activity=bulk.coming(core), text__fr="Bonjour {name}, à demain {time}.")
    oumou.opens(f"/reminders/{number}")
    oumou.sees("téléphones", "Bonjour Awa Traoré, à demain", "Une seconde personne devra l’approuver")
    submits(oumou, number)
    oumou.opens(f"/reminders/{number}")
    oumou.sees("à approuver", "Vous en êtes l’auteur")
    assert "/approve" not in oumou.html
    oumou.sends(f"/reminders/{number}/approve", 403)
    alou = staff("approver")
    alou.opens(f"/reminders/{number}")
    alou.sees("Ce que vous approuvez", "Vous approuvez 3 messages", "24 FCFA", "Oumou Bah")
    approves(alou, number)
    assert bulk.state(core, number) == "scheduled"
    assert office(core) == 3
    alou.opens(f"/reminders/{number}")
    alou.sees("en cours d’envoi", "0 sur 3", 'hx-trigger="every 2s"')
    fates(core, number, ("delivered", ""), ("failed", "UserDoesNotExist"), ("uncertain", "no answer"))
    states.finish_done(core.db, datetime.now(UTC))
    alou.opens(f"/reminders/{number}")
    alou.sees("terminé", "100 %", "3 sur 3", "Alou Kanté", "au sort inconnu")
    assert "every 2s" not in alou.html
    deeds = [entry.action for entry in alou.deeds() if entry.action.startswith("broadcast.")]
    assert deeds == ["broadcast.approve", "broadcast.submit", "broadcast.made"]
    assert trail_holds(core)


def test_two_clicks_are_one(oumou: Staff, staff: People, core: Core) -> None:
    careful(core)
    oumou.opens("/reminders/new")
    form = {"once": hidden(oumou)["once"], "kind": "invitation", "activity": "", "text__fr": "Bonjour"}
    places = {oumou.sends("/reminders/new", **form).location for _ in range(2)}
    assert len(places) == count(core.db, Broadcast) == 1
    addressed(oumou, 1, everybody="yes")
    for _ in range(2):
        oumou.sends("/reminders/1/submit", seen=1)
    alou = staff("approver")
    alou.opens("/reminders/1")
    seen = hidden(alou)["seen"]
    for _ in range(2):
        alou.sends("/reminders/1/approve", seen=seen)
    for _ in range(2):
        oumou.sends("/reminders/1/pause")
        oumou.sends("/reminders/1/resume")
    oumou.opens("/reminders/1")
    events = column(core.db, select(BroadcastEvent.event).order_by(BroadcastEvent.id))
    assert events == ["edit", "submit", "approve", *["pause", "resume"] * 2]
    key = {"once": "the-same"}
    copies = {oumou.sends("/reminders/1/copy", **key).location for _ in range(2)}
    assert (len(copies), count(core.db, Broadcast)) == (1, 2)


def test_nobody_approves_what_they_wrote_or_what_changed_since(staff: People, core: Core) -> None:
    careful(core)
    for number in (1, 2, 3):
        bulk.registered(core, number)
    alou, ramata = staff("approver"), staff("administrator")
    number = everybody(alou)
    submits(alou, number)
    alou.sends(f"/reminders/{number}/approve", seen=99)
    alou.opens(f"/reminders/{number}")
    alou.sees("Il a changé depuis que vous l’avez lu")
    alou.sends(f"/reminders/{number}/approve", seen=hidden(alou)["seen"])
    alou.opens(f"/reminders/{number}")
    alou.sees("On n’approuve pas ce qu’on a écrit")
    assert bulk.state(core, number) == "waiting"
    ramata.sends(f"/reminders/{number}/reject", reason="Le lieu manque <b>")
    alou.opens(f"/reminders/{number}")
    alou.sees("Renvoyé à son auteur", "Le lieu manque <b>")
    assert "manque &lt;b&gt;" in alou.client.get(f"/reminders/{number}").text
    assert bulk.state(core, number) == "draft"


def test_stopping_asks_first_and_says_what_it_did(oumou: Staff, core: Core) -> None:
    number = everybody(oumou)
    submits(oumou, number)
    office(core)
    oumou.opens(f"/reminders/{number}/stop")
    oumou.sees("Arrêter ce rappel ?", "On ne peut pas revenir en arrière")
    oumou.sends(f"/reminders/{number}/stop", reason="mauvaise date")
    office(core)
    oumou.opens(f"/reminders/{number}")
    oumou.sees("arrêté", "mauvaise date", "l’envoi a été arrêté avant leur tour")
    oumou.sends(f"/reminders/{number}/resume")
    oumou.opens(f"/reminders/{number}")
    oumou.sees("Rien n’a changé : ce rappel est déjà « arrêté »")
    assert set(column(core.db, select(Message.state).where(Message.broadcast_id == number))) == {"skipped"}


def test_a_cap_or_a_reason_that_cannot_be_read_changes_nothing(oumou: Staff, staff: People, core: Core) -> None:
    number = everybody(oumou, cap="5000")
    submits(oumou, number)
    oumou.sends(f"/reminders/{number}/pause")
    alou = staff("approver")
    for cap in ("5000.5", "abc"):
        alou.sends(f"/reminders/{number}/resume", 422, cap=cap)
        alou.sees("Il faut un nombre entre 0 et 100000000", f'value="{cap}"')
    for writer, act in ((oumou, "stop"), (oumou, "pause"), (alou, "reject")):
        writer.sends(f"/reminders/{number}/{act}", 422, reason="x" * 301)
        writer.sees("Trop long : 300 caractères au plus.")
    assert bulk.state(core, number) == "paused"


def test_a_viewer_sees_no_name_and_moves_nothing(oumou: Staff, staff: People, core: Core) -> None:
    number = everybody(oumou, text__fr="Bonjour {name}")
    vieux = staff("viewer")
    vieux.opens(f"/reminders/{number}")
    assert "Traoré" not in vieux.html
    assert "Soumettre" not in vieux.html
    for act in ("submit", "pause", "stop", "approve", "copy", "read", "failures/masked.csv"):
        vieux.sends(f"/reminders/{number}/{act}", 403)
    assert vieux.deeds()[0].action == "refused"
    assert bulk.state(core, number) == "draft"
