"""Whom a reminder is for: boxes counted as they are ticked, and spreadsheets with all their problems."""

from collections.abc import Callable
from html import unescape
from io import BytesIO

import pytest

from jamakan import events
from jamakan.broadcasts import appraisal, decisions
from jamakan.core import Core
from jamakan.spreadsheets import arriving
from jamakan.spreadsheets.arriving import Arrival
from jamakan.store.database import DatabaseAway
from tests.support import bulk
from tests.support.console import Staff
from tests.support.reminding import addressed, drafts, hidden, submits
from workers.office import SHEETS

People = Callable[[str], Staff]


@pytest.fixture
def oumou(staff: People, core: Core) -> Staff:
    """An operator, two women, one of whom stopped messages, and a man on a line shared by two."""
    awa = bulk.registered(core, 1, "Awa", sex="female")
    bulk.registered(core, 2, "Sira", sex="female")
    moussa = bulk.registered(core, 3, "Moussa", sex="male")
    moussa.registers(bulk.coming(core), "Drissa", sex="male", code="999111")
    awa.says(events.OptedOut())
    bulk.store(core, awa, moussa)
    return staff("operator")


def sends_file(staff: Staff, number: int, content: bytes, name: str = "liste.csv", status: int = 303) -> None:
    staff.opens(f"/reminders/{number}/audience")
    form = {"csrf_token": staff.token, "seen": hidden(staff)["seen"], "sheet": (BytesIO(content), name)}
    answer = staff.client.post(f"/reminders/{number}/audience/sheet", data=form, content_type="multipart/form-data")
    assert answer.status_code == status, answer.text
    staff.html = unescape(answer.text)


@pytest.mark.parametrize(
    ("boxes", "size"),
    [
        ({"everybody": "yes"}, "<strong>2</strong> téléphones, 3 personnes 1 autre a dit ARRET"),
        ({"sex": "male"}, "<strong>1</strong> téléphone, 2 personnes"),
        ({"sex": "female"}, "<strong>1</strong> téléphone, 1 personne 1 autre"),
        ({}, "<strong>0</strong> téléphone : personne ne correspond"),
        ({"answered": "feedback"}, "<strong>0</strong>"),
        ({"sex": "<b>", "answer": "x", "activity": "nulle-part", "registration": "moon"}, "<strong>0</strong>"),
    ],
)
def test_lines_and_people_are_counted_while_boxes_are_ticked(oumou: Staff, boxes: dict[str, str], size: str) -> None:
    number = drafts(oumou)
    oumou.sends(f"/reminders/{number}/audience/size", 200, **boxes)
    text = " ".join(oumou.html.replace("<small>", "").split())
    assert size in text


def test_the_preview_says_who_reads_what_and_who_does_not(oumou: Staff, core: Core) -> None:
    number = drafts(oumou, text__fr="Bonjour {name}", text__en="Hello {name}")
    oumou.opens(f"/reminders/{number}")
    oumou.sees("Personne n’est encore choisi.")
    assert "Soumettre" not in oumou.html
    oumou.sends(f"/reminders/{number}/submit", seen=hidden(oumou)["seen"])
    assert bulk.state(core, number) == "draft"
    addressed(oumou, number, everybody="yes")
    oumou.opens(f"/reminders/{number}?recipient=2")
    oumou.sees(
        "Bonjour Moussa et Drissa", "ont demandé de ne plus recevoir", "un seul message par téléphone", "16 FCFA"
    )
    oumou.sends(f"/reminders/{number}/read", 200, reader="70 00 00 02")
    oumou.sees("Bonjour Sira")
    oumou.sends(f"/reminders/{number}/read", 422, reader="70009999")
    oumou.sees("Ce numéro n’est pas dans la liste.")


def test_unticked_boxes_and_unknown_values_are_refused(oumou: Staff, core: Core) -> None:
    number = drafts(oumou)
    oumou.sends(f"/reminders/{number}/audience", 422, seen=0)
    oumou.sees("Cochez au moins une case")
    oumou.sends(f"/reminders/{number}/audience", 422, seen=0, sex="martian")
    oumou.sees("martian")
    assert decisions.look(core, number).plan.audience.nobody


def test_a_trial_goes_to_one_s_own_phone_once_a_click(oumou: Staff, core: Core) -> None:
    number = drafts(oumou, text__fr="Bonjour {name}")
    addressed(oumou, number, sex="male")
    oumou.opens(f"/reminders/{number}")
    form = {"recipient": "1", "place": hidden(oumou)["place"], "phone": "76 11 22 33"}
    for _ in range(2):
        oumou.sends(f"/reminders/{number}/try", **form)
    assert bulk.outbox_of(core, "+22376112233") == ["Bonjour Moussa et Drissa"]
    oumou.sends(f"/reminders/{number}/try", 422, **form | {"phone": "12"})
    oumou.sees("Ce n’est pas un numéro auquel on peut écrire.")
    assert oumou.deeds()[0].action == "broadcast.tried"


def test_a_spreadsheet_with_all_its_problems_then_mended_in_place(oumou: Staff, core: Core) -> None:
    number = drafts(oumou, text__fr="Votez à {lieu_de_vote}")
    sends_file(oumou, number, "Téléphone;Lieu de vote\n7000;École\n70000002;\n".encode(), status=422)
    oumou.sees(
        "Le tableau a 2 problèmes", "Aucun pays n’a un tel numéro", "Vide, alors que le texte dit {lieu_de_vote}"
    )
    assert decisions.look(core, number).plan.audience.nobody
    good = "Téléphone;Lieu de vote\n70000002;École\n70 00 00 02;Mairie\n70000009;=SUM(A1)\n".encode()
    sends_file(oumou, number, good, status=200)
    oumou.sees("1 ligne répétait un numéro", "<strong>2</strong>")
    oumou.opens(f"/reminders/{number}?recipient=2")
    oumou.sees("Votez à =SUM(A1)")
    submits(oumou, number)
    bulk.office(core)
    assert bulk.written(core, number) == {"+22370000002": "Votez à École", "+22370000009": "Votez à =SUM(A1)"}


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"PK\x03\x04 not a zip", b"\xd0\xcf\x11\xe0", b"a;b\n1;2"])
def test_a_wrong_file_is_explained(oumou: Staff, content: bytes) -> None:
    number = drafts(oumou)
    sends_file(oumou, number, content, status=422)
    oumou.sees("Rien n’est enregistré.", "Le tableau a 1 problème")


def test_a_placeholder_that_only_a_spreadsheet_brings_needs_one(oumou: Staff, core: Core) -> None:
    number = drafts(oumou, text__fr="Votez à {lieu}")
    oumou.opens(f"/reminders/{number}/audience")
    oumou.sends(f"/reminders/{number}/audience", 422, seen=hidden(oumou)["seen"], everybody="yes")
    oumou.sees("Rien ne remplit {lieu}")


def test_many_are_counted_by_the_office_and_the_page_shows_how_far(
    oumou: Staff, core: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(appraisal, "SMALL", 1)
    number = drafts(oumou)
    addressed(oumou, number, everybody="yes")
    oumou.opens(f"/reminders/{number}")
    oumou.sees("On compte : 0 sur 2 téléphones.", 'hx-trigger="every 1s"')
    assert "Soumettre" not in oumou.html
    fragment = oumou.client.get(f"/reminders/{number}/appraisal")
    assert "On compte" in fragment.text
    assert appraisal.count_wanted(core) == 1
    over = oumou.client.get(f"/reminders/{number}/appraisal")
    assert over.headers["HX-Refresh"] == "true"
    oumou.opens(f"/reminders/{number}")
    oumou.sees("Soumettre", "16 FCFA")
    kept = core.redis.get(f"jmk:count:{number}")
    assert kept is not None
    assert b"Bonjour" not in kept


def test_a_long_spreadsheet_is_read_by_the_office(oumou: Staff, core: Core, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "SHORT", 10)
    number = drafts(oumou, text__fr="Votez à {lieu}")
    page = f"/reminders/{number}/audience"
    sends_file(oumou, number, b"tel;lieu\n70000002;\n7000;x\n")
    oumou.opens(page)
    oumou.sees("On lit votre tableau.", 'hx-trigger="every 1s"')
    assert b"70000002" not in (core.redis.get(f"jmk:sheet:broadcast:{number}") or b"70000002")
    assert arriving.read_wanted(core, SHEETS) == 1
    assert oumou.client.get(f"{page}/sheet").headers["HX-Refresh"] == "true"
    oumou.opens(page)
    oumou.sees("Le tableau a 2 problèmes", "Vide, alors que le texte dit {lieu}", "Aucun pays n’a un tel numéro")
    sends_file(oumou, number, "tel;lieu\n70000002;École\n70000009;Mairie\n70000009;Mairie\n".encode())
    assert arriving.read_wanted(core, SHEETS) == 1
    for _ in range(2):  # the first page may never have been delivered
        oumou.opens(page)
        oumou.sees("Le tableau est enregistré.", "1 ligne répétait un numéro", "<strong>2</strong>")
    oumou.sends(f"{page}/sheet/remove", seen=hidden(oumou)["seen"])
    oumou.opens(page)
    assert "répétait" not in oumou.html


def test_a_long_spreadsheet_never_undoes_what_somebody_else_saved_meanwhile(
    oumou: Staff, staff: People, core: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arriving, "SHORT", 10)
    number = drafts(oumou)
    sends_file(oumou, number, b"tel\n70000002\n70000009\n")
    addressed(staff("administrator"), number, sex="male")
    assert arriving.read_wanted(core, SHEETS) == 1
    oumou.opens(f"/reminders/{number}/audience")
    oumou.sees("Quelqu’un l’a modifié entre-temps")
    assert decisions.look(core, number).plan.audience.to_json() == {"sex": ["male"]}


def test_of_two_long_spreadsheets_the_last_one_counts(
    oumou: Staff, core: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arriving, "SHORT", 10)
    number = drafts(oumou)
    sends_file(oumou, number, b"tel\n70000002\n70000009\n")

    def reads_slowly(core: Core, what: str, data: bytes, arrival: Arrival) -> Arrival:
        if b"70000002" in data:
            sends_file(oumou, number, b"tel\n70000003\n")
        return SHEETS["broadcast"](core, what, data, arrival)

    assert arriving.read_wanted(core, {"broadcast": reads_slowly}) == 1
    oumou.opens(f"/reminders/{number}/audience")
    oumou.sees("Le tableau est enregistré.", "<strong>1</strong>")
    assert not core.redis.exists(f"jmk:sheet:broadcast:{number}")


def test_a_reading_that_failed_holds_up_nobody(oumou: Staff, core: Core, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "SHORT", 10)
    number = drafts(oumou)

    def dies(*_: object) -> Arrival:
        raise DatabaseAway("gone")

    sends_file(oumou, number, b"tel\n70000002\n")
    with pytest.raises(DatabaseAway):
        arriving.read_wanted(core, {"broadcast": dies})
    core.redis.delete(f"jmk:said:sheet:broadcast:{number}")  # a quarter of a minute later
    oumou.opens(f"/reminders/{number}/audience/sheet")
    assert arriving.read_wanted(core, SHEETS) == 1
