"""A spreadsheet of people: every problem first, then kept once, whoever clicks how often."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from jamakan import events
from jamakan.core import Core
from jamakan.people import importing, keeping
from jamakan.programme.activities import Activity
from jamakan.spreadsheets import arriving
from jamakan.store import ingest
from jamakan.store.models import Consent, Contact, Participant, PeopleImport, PeopleImportChunk, Registration
from tests.support.console import Staff, register
from tests.support.rows import count, counters_agree, everything_in, rows
from tests.support.stories import VAULT, Phone
from tests.unit.people.test_import import PEOPLE, csv_of, xlsx_of
from workers.office import SHEETS

People = Callable[[str], Staff]


@pytest.fixture
def oumou(staff: People) -> Staff:
    return staff("operator")


def uploads(staff: Staff, data: bytes, status: int = 303, **fields: str) -> TestResponse:
    """Send a file with the import's form."""
    staff.opens("/people/import")
    form = {"csrf_token": staff.token, "agreed": "yes", "activity": ""} | fields
    answer = staff.client.post("/people/import", data=form | {"file": (io.BytesIO(data), "gens.csv")})
    assert answer.status_code == status, answer.text
    staff.html = answer.text
    return answer


@pytest.mark.parametrize("write", [csv_of, xlsx_of])
def test_a_file_is_looked_at_then_kept_once(
    oumou: Staff, core: Core, kayes: Activity, write: Callable[[object], bytes]
) -> None:
    register(core, kayes, "Awa Traoré")
    page = uploads(oumou, write(PEOPLE), activity=kayes.slug).location
    oumou.opens(page)
    oumou.sees("3 lignes", "Moussa Keïta", "+223 6• •• •• 02", "Rien n’est encore enregistré")
    assert count(core.db, Participant) == 1
    for secret in (b"Moussa", b"66000002"):
        assert secret not in everything_in(core.db)
    for _ in range(2):
        oumou.sends(f"{page}/keep")
    oumou.opens(page)
    oumou.sees("Enregistré", "nouvelles", "déjà connues")
    assert rows(core.db, select(PeopleImport.state, PeopleImport.added, PeopleImport.known, PeopleImport.seated)) == [
        ("kept", 2, 1, 2)
    ]
    assert (count(core.db, Participant), count(core.db, Registration), count(core.db, Consent)) == (3, 3, 3)
    assert count(core.db, PeopleImportChunk) == 0
    assert counters_agree(core.db)
    oumou.opens(oumou.sends("/people/search", who="keita moussa").location)
    oumou.sees("Moussa Keïta", "36 à 59", "Élu(e) ou mairie")
    assert [deed.action for deed in oumou.deeds()].count("people.imported") == 1


def test_every_problem_is_told_and_nothing_is_kept(oumou: Staff, core: Core) -> None:
    bad = [("tel", "nom", "âge", "sexe"), ("12", "123", "17", "x"), ("70000001", "Awa", "", "F"), ("", "", "200", "")]
    uploads(oumou, csv_of(bad), 422)
    for words in ("Aucun pays", "Un nom s’écrit en lettres", "Moins de 18 ans", "Réponse inconnue", "Pas de numéro"):
        assert words in oumou.html
    assert (count(core.db, PeopleImport), count(core.db, Participant)) == (0, 0)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Choisissez un fichier"),
        (b"\x00\x01\x02", "Ce n’est pas un tableau"),
        (b"PK\x03\x04 broken", "Ce .xlsx ne se lit pas"),
        (b"nom,ville\nAwa,Kayes\n", "Aucune colonne ne donne les num"),
        (b"tel\n", "aucune ligne"),
    ],
)
def test_a_wrong_file_is_explained(oumou: Staff, data: bytes, words: str) -> None:
    uploads(oumou, data, 422)
    assert words in oumou.html.replace("&#39;", "'")


def test_consent_is_asked_for_and_the_same_file_again_is_the_same_import(oumou: Staff, core: Core) -> None:
    uploads(oumou, csv_of(PEOPLE), 422, agreed="")
    assert "Sans leur accord" in oumou.html
    first = uploads(oumou, csv_of(PEOPLE)).location
    assert uploads(oumou, csv_of(PEOPLE)).location == first
    assert oumou.sends(f"{first}/give-up").location == "/people"
    oumou.opens(first, status=404)
    assert count(core.db, PeopleImportChunk) == 0


def test_who_said_stop_stays_stopped(oumou: Staff, core: Core) -> None:
    moussa = Phone("+22366000002")
    ingest.apply(core.db, VAULT, [moussa.says(events.OptedOut())], core.settings.values)
    page = uploads(oumou, csv_of(PEOPLE)).location
    oumou.sends(f"{page}/keep")
    assert rows(core.db, select(Contact.opted_out).where(Contact.ref == moussa.ref)) == [(True,)]


def test_a_large_file_is_gone_on_with_by_the_office(
    oumou: Staff, core: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "AT_ONCE_SECONDS", -1.0)
    many = [("téléphone", "nom"), *((f"7000{number:04d}", f"Personne {number}x") for number in range(450))]
    page = uploads(oumou, csv_of(many)).location
    oumou.sends(f"{page}/keep")
    oumou.opens(page)
    oumou.sees("Enregistrement en cours", "200 sur 450")
    assert keeping.look_after(core) > 0
    oumou.opens(page)
    oumou.sees("Enregistré", "450")
    assert count(core.db, Participant) == 450


def test_a_long_file_is_read_by_the_office(oumou: Staff, core: Core, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "SHORT", 10)
    page = uploads(oumou, csv_of([("tel", "nom"), ("12", "Awa"), ("70000001", "123")])).location
    oumou.opens(page)
    oumou.sees("On lit votre tableau.", 'hx-trigger="every 1s"')
    assert count(core.db, PeopleImport) == 0
    assert arriving.read_wanted(core, SHEETS) == 1
    assert oumou.client.get(f"{page}/reading").headers["HX-Refresh"] == "true"
    oumou.opens(page)
    oumou.sees("2 points à corriger", "Aucun pays", "Un nom s’écrit en lettres", "corrigez le fichier")
    page = uploads(oumou, csv_of(PEOPLE)).location
    assert b"66000002" not in b"".join(core.redis.get(key) or b"" for key in core.redis.scan_iter("jmk:sheet:*"))
    assert arriving.read_wanted(core, SHEETS) == 1
    oumou.opens(oumou.client.get(page).location)
    oumou.sees("3 lignes", "Rien n’est encore enregistré")
    core.redis.delete(*core.redis.scan_iter("jmk:arrival:*"))
    assert oumou.client.get(page).location == "/people/import"


def test_what_nobody_confirmed_goes_by_itself(oumou: Staff, core: Core) -> None:
    uploads(oumou, csv_of(PEOPLE))
    with core.db.begin() as connection:
        connection.execute(update(PeopleImport).values(expires_at=datetime.now(UTC) - timedelta(minutes=1)))
    keeping.look_after(core)
    assert (count(core.db, PeopleImport), count(core.db, PeopleImportChunk)) == (0, 0)


def test_names_from_before_become_findable(oumou: Staff, core: Core, kayes: Activity) -> None:
    register(core, kayes, "Awa Traoré")
    with core.db.begin() as connection:
        connection.execute(update(Participant).values(name_ref=""))
    assert keeping.look_after(core) == 1
    assert oumou.sends("/people/search", who="traore awa").location == "/people/1"
