"""Messages that wait for a person, answered from a browser: once, by one of the staff, with everything told."""

from collections.abc import Callable

import pytest
from sqlalchemy import update

from jamakan.core import Core
from jamakan.programme.activities import Activity
from jamakan.store.models import Message
from tests.support import outbox as bulk
from tests.support.console import Staff, register, trail_holds
from tests.support.letters import counts_agree, states, stops, writes
from tests.support.rows import everything_in, outbox
from tests.support.stories import Phone

People = Callable[[str], Staff]
AWA = "+22370000000"
PAYLOAD = '<script>alert(1)</script>\u202e=HYPERLINK("x")😀'


@pytest.fixture
def oumou(staff: People) -> Staff:
    return staff("operator")


@pytest.fixture
def awa() -> Phone:
    return Phone(AWA)


def form_of(person: Staff, item: int) -> dict[str, str]:
    """The answer's form as it stands."""
    page = person.opens(f"/inbox/messages/{item}")
    return {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("token", "version")}


def test_what_nobody_understood_waits_newest_first(oumou: Staff, core: Core, awa: Phone, kayes: Activity) -> None:
    register(core, kayes, "Awa Traoré")
    awa.v = 5
    writes(core, awa, "Le forage est en panne", "Qui peut venir ?")
    writes(core, Phone("+22366000001"), "AVIS", understood=True)
    page = oumou.opens("/inbox")
    assert page.index("Qui peut venir") < page.index("Le forage")
    oumou.sees("Awa Traoré", "+223 7• •• •• 00", "À traiter <small>2</small>")
    assert "AVIS" not in page
    assert AWA not in page


def test_an_answer_leaves_once_however_often_it_is_sent(oumou: Staff, core: Core, awa: Phone) -> None:
    first, second = writes(core, awa, "Le forage est en panne", "depuis lundi")
    form = form_of(oumou, second)
    for _ in range(3):
        oumou.sends(f"/inbox/messages/{second}/answer", text="Merci, le maire est prévenu.", other=first, **form)
    assert outbox(core.db, awa) == ["Merci, le maire est prévenu."]
    assert states(core) == ["answered", "answered"]
    assert [entry.action for entry in oumou.deeds()].count("message.answered") == 1
    oumou.opens(f"/inbox/messages/{second}")
    oumou.sees("Merci, le maire est prévenu.", "en attente d’envoi", "Oumou Bah")
    oumou.opens("/inbox?list=answered")
    oumou.sees("Le forage est en panne", "Répondus <small>2</small>", "À traiter <small>0</small>")
    assert counts_agree(core.db)
    assert trail_holds(core)


def test_two_of_the_staff_answer_at_once_the_second_is_told_and_loses_nothing(
    staff: People, core: Core, awa: Phone
) -> None:
    (item,) = writes(core, awa, "Le forage est en panne")
    oumou, alou = staff("operator"), staff("approver")
    hers, his = form_of(oumou, item), form_of(alou, item)
    oumou.sends(f"/inbox/messages/{item}/answer", text="On vient demain.", **hers)
    alou.sends(f"/inbox/messages/{item}/answer", 409, text="Appelez la mairie.", **his)
    alou.sees("Quelqu’un a agi entre-temps", "Appelez la mairie.", "On vient demain.", "Oumou Bah")
    assert outbox(core.db, awa) == ["On vient demain."]
    again = form_of(alou, item)
    alou.sends(f"/inbox/messages/{item}/answer", text="Appelez aussi la mairie.", **again)
    assert outbox(core.db, awa) == ["On vient demain.", "Appelez aussi la mairie."]


def test_nobody_writes_to_somebody_who_said_stop(oumou: Staff, core: Core, awa: Phone) -> None:
    (item,) = writes(core, awa, "Le forage est en panne")
    form = form_of(oumou, item)
    stops(core, awa)
    oumou.sends(f"/inbox/messages/{item}/answer", 422, text="Merci.", **form)
    oumou.sees("a écrit STOP : on ne peut pas lui écrire")
    assert outbox(core.db, awa) == []
    assert states(core) == ["open"]


@pytest.mark.parametrize(
    ("text", "words"), [("   ", "Ce champ est vide."), ("mot " * 200, "Trop long : 4 SMS au plus.")]
)
def test_an_answer_that_cannot_be_sent_is_explained(
    oumou: Staff, core: Core, awa: Phone, text: str, words: str
) -> None:
    (item,) = writes(core, awa, "Bonjour")
    oumou.sends(f"/inbox/messages/{item}/answer", 422, text=text, **form_of(oumou, item))
    oumou.sees(words)
    assert outbox(core.db, awa) == []


def test_the_length_of_an_answer_is_told_while_it_is_typed(oumou: Staff, core: Core, awa: Phone) -> None:
    writes(core, awa, "Bonjour")
    oumou.sends("/inbox/lines/1/length", 200, text="a" * 161)
    oumou.sees("2 SMS", "16 FCFA", "encore 145 lettres")
    oumou.sends("/inbox/lines/1/length", 200, text="cœur ɛ 漢")
    oumou.sees("1 SMS", "Lettres remplacées au départ :", "œ", "Ne passent pas par SMS :", "漢")
    oumou.sends("/inbox/lines/99/length", 404, text="a")


def test_whatever_people_write_is_text(oumou: Staff, core: Core, awa: Phone) -> None:
    (item,) = writes(core, awa, PAYLOAD)
    for page in ("/inbox", f"/inbox/messages/{item}", f"/inbox/messages/{item}/case"):
        answer = oumou.client.get(page)
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.text
        assert "<script>alert" not in answer.text


def test_a_message_goes_to_a_colleague_aside_and_back(staff: People, core: Core, awa: Phone) -> None:
    (item,) = writes(core, awa, "Bonjour")
    alou, oumou = staff("approver"), staff("operator")
    version = form_of(oumou, item)["version"]
    oumou.sends(f"/inbox/messages/{item}/hold", holder=1, version=version)
    alou.opens("/inbox?list=mine")
    alou.sees("Bonjour", "Les miens <small>1</small>")
    oumou.sends(f"/inbox/messages/{item}/aside", 409, version=version)
    oumou.sends(f"/inbox/messages/{item}/aside", version=form_of(oumou, item)["version"])
    assert states(core) == ["aside"]
    oumou.sends(f"/inbox/messages/{item}/reopen", version=form_of(oumou, item)["version"])
    assert states(core) == ["open"]
    oumou.sends(f"/inbox/messages/{item}/hold", 422, holder=99, version=0)
    assert counts_agree(core.db)


def test_tags_are_put_on_found_by_and_taken_off(oumou: Staff, core: Core, awa: Phone) -> None:
    item, _other = writes(core, awa, "Le forage est en panne", "Bonjour")
    for _ in range(2):
        oumou.sends(f"/inbox/messages/{item}/tags", tag="  Eau   potable ")
    oumou.opens("/inbox?tag=eau potable")
    oumou.sees("Le forage", "eau potable")
    assert "Bonjour" not in oumou.html
    assert counts_agree(core.db)
    oumou.sends(f"/inbox/messages/{item}/tags", tag="eau potable", off=1)
    oumou.opens("/inbox?tag=eau potable")
    assert "Le forage" not in oumou.html
    assert counts_agree(core.db)


def test_a_tag_is_measured_as_it_is_kept(oumou: Staff, core: Core, awa: Phone) -> None:
    (item,) = writes(core, awa, "Le forage est en panne")
    oumou.sends(f"/inbox/messages/{item}/tags", 422, tag="İ" * 30)  # sixty characters in lower case
    oumou.sees("Trop long : 30 caractères au plus.")
    oumou.sends(f"/inbox/messages/{item}/tags", tag="É" * 30)


def test_the_list_goes_on_page_after_page(oumou: Staff, core: Core, awa: Phone) -> None:
    numbers = writes(core, awa, *[f"Message {number:03}" for number in range(53)])
    page = oumou.opens("/inbox")
    assert page.count('class="letter-text"') == 50
    oumou.opens(f"/inbox?list=open&before={numbers[3]}")
    oumou.sees("Message 002", "Message 000")
    assert oumou.html.count('class="letter-text"') == 3


def test_a_viewer_reads_how_many_and_not_what(staff: People, core: Core, awa: Phone) -> None:
    (item,) = writes(core, awa, "Le forage est en panne")
    viewer = staff("viewer")
    viewer.opens("/inbox")
    viewer.sees("À traiter <small>1</small>", "Votre rôle ne lit pas ce que les personnes écrivent.")
    assert "forage" not in viewer.html
    viewer.opens(f"/inbox/messages/{item}", 403)
    viewer.sends(f"/inbox/messages/{item}/answer", 403, text="Moi", token="t", version=0)
    assert [entry.action for entry in viewer.deeds()[:2]] == ["refused", "refused"]
    assert outbox(core.db, awa) == []


def test_the_number_is_shown_to_call_and_noted(oumou: Staff, core: Core, awa: Phone) -> None:
    (item,) = writes(core, awa, "Appelez-moi")
    oumou.sends(f"/inbox/messages/{item}/number", 200)
    oumou.sees(AWA)
    assert (oumou.deeds()[0].action, oumou.deeds()[0].subject) == ("number.read", f"message:{item}")


def test_a_template_is_written_inserted_changed_and_retired(
    oumou: Staff, core: Core, awa: Phone, kayes: Activity
) -> None:
    register(core, kayes, "Awa Traoré")
    awa.v = 5
    (item,) = writes(core, awa, "Merci pour tout")
    new = {"title": "Merci", "language": "fr", "body": "Merci {name}. {org}, {tel}."}
    oumou.sends("/inbox/templates/new", 422, **new | {"body": "Bonjour {nom}"})
    oumou.sees("{nom} ne sera remplacé par rien", "Bonjour {nom}")
    oumou.sends("/inbox/templates/new", **new)
    oumou.sends(f"/inbox/messages/{item}/draft", 200, template=1, text="Bien reçu.", token="t", version=0)
    oumou.sees("Bien reçu.\nMerci Awa Traoré. COCEM, +223 20 00 00 00.")
    oumou.sends("/inbox/templates/1", **new | {"body": "Merci à vous.", "version": 0})
    oumou.sends("/inbox/templates/1", 409, **new | {"body": "Trop tard", "version": 0})
    oumou.sees("Quelqu’un a agi entre-temps", "Trop tard")
    oumou.sends("/inbox/templates/1/offer", version=1)
    oumou.opens("/inbox/templates")
    oumou.sees("Merci à vous.", "retiré")
    oumou.opens(f"/inbox/messages/{item}")
    assert "Insérer" not in oumou.html
    actions = [entry.action for entry in oumou.deeds()]
    assert actions[:3] == ["template.retired", "template.changed", "template.added"]


def test_staff_decide_about_messages_of_unknown_fate(oumou: Staff, core: Core, awa: Phone) -> None:
    items = writes(core, awa, "Un", "Deux")
    for item in items:
        oumou.sends(f"/inbox/messages/{item}/answer", text=f"Réponse {item}", **form_of(oumou, item))
    with core.db.begin() as connection:
        connection.execute(update(Message).where(Message.direction == "out").values(state="uncertain"))
    oumou.opens("/")
    oumou.sees("/inbox/uncertain")
    oumou.opens(f"/inbox/messages/{items[0]}")
    oumou.sees("incertain – L’opérateur n’a pas répondu : ")
    oumou.opens("/inbox/uncertain")
    oumou.sees("Réponse 1", "Réponse 2")
    first, second = (number.split('"')[0] for number in oumou.html.split('name="message" value="')[1:])
    oumou.sends("/inbox/uncertain/again", message=first)
    oumou.sends("/inbox/uncertain/leave", message=second)
    oumou.sends("/inbox/uncertain/leave", message=second)
    oumou.opens("/inbox/uncertain")
    oumou.sees("Aucun message dont le sort soit inconnu.", "Rien n’a changé")
    actions = [entry.action for entry in oumou.deeds()]
    assert (actions.count("message.resent"), actions.count("message.left")) == (1, 1)


def test_messages_of_a_reminder_are_decided_about_there(oumou: Staff, core: Core, awa: Phone) -> None:
    number = bulk.broadcast(core.db, audience={"everybody": True})
    bulk.send_to(core.db, number, [awa])
    with core.db.begin() as connection:
        connection.execute(update(Message).values(state="uncertain"))
    oumou.opens("/inbox/uncertain")
    oumou.sees(f"/reminders/{number}/failures?state=uncertain", "1 message")
    oumou.opens(f"/reminders/{number}/failures?state=uncertain")


def test_nothing_staff_write_rests_in_clear(oumou: Staff, core: Core, awa: Phone) -> None:
    (item,) = writes(core, awa, "Un secret que personne ne lit")
    case = {"kind": "question", "title": "Affaire Traorewatt", "theme": "", "region": "", "institution": ""}
    number = oumou.sends(f"/inbox/messages/{item}/case", version=0, **case).location.split("/")[-1]
    oumou.sends(f"/inbox/cases/{number}/note", note="Elle habite chez Diallowatt", version=0)
    oumou.sends(f"/inbox/cases/{number}/answer", text="Bonjour Keitawatt", token="t", version=1)
    stored = everything_in(core.db)
    for secret in (b"personne ne lit", b"Traorewatt", b"Diallowatt", b"Keitawatt"):
        assert secret not in stored
