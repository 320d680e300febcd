"""People from a browser: found, listed, read about, corrected."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from gateway.console.people import correcting
from jamakan import events
from jamakan.core import Core
from jamakan.people import erasing
from jamakan.people.correcting import Known, correct
from jamakan.people.story import END, place, story
from jamakan.profile import Profile
from jamakan.programme.activities import Activity
from jamakan.store import ingest, tallies
from jamakan.store.activities import row_id
from jamakan.store.models import Participant
from jamakan.store.people.listing import Listed
from jamakan.store.profiles import profile
from tests.support.console import Staff, register, trail_holds
from tests.support.rows import rows
from tests.support.stories import NOON, VAULT, Phone, dialogue_of

People = Callable[[str], Staff]


@pytest.fixture
def oumou(staff: People) -> Staff:
    return staff("operator")


def edits(staff: Staff, person: int, status: int = 303, **changed: str) -> None:
    """Send the form of a person as it stands but for these fields."""
    page = staff.opens(f"/people/{person}/edit")
    seen = page.split('name="seen" id="seen" value="')[1].split('"')[0]
    form = {"name": "Awa Traoré", "age": "25_35", "sex": "female", "region": "", "group": "youth"}
    staff.sends(
        f"/people/{person}/edit", status, **form | {"displacement": "", "language": "", "seen": seen} | changed
    )


def test_the_list_masks_what_a_viewer_may_not_see(staff: People, core: Core, kayes: Activity) -> None:
    register(core, kayes, "Awa Traoré", "Sira Keïta")
    oumou, viewer = staff("operator"), staff("viewer")
    oumou.opens("/people")
    oumou.sees("Awa Traoré", "+223 7• •• •• 00", "Importer un tableau")
    viewer.opens("/people")
    viewer.sees("A. T.", "S. K.")
    assert "Traoré" not in viewer.html
    viewer.opens("/people/1", status=403)
    viewer.sends("/people/search", 403, who="awa traore")
    assert viewer.deeds()[0].action == "refused"


@pytest.mark.parametrize("typed", ["Awa Traoré", "TRAORE awa", "  awa   traore ", "70 00 00 00", "+223 70-00-00-00"])
def test_a_person_is_found_however_they_are_written(oumou: Staff, core: Core, kayes: Activity, typed: str) -> None:
    register(core, kayes, "Awa Traoré", "Sira Keïta")
    assert oumou.sends("/people/search", who=typed).location == "/people/1"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Awa", "Personne n’a ce nom"),
        ("70 00 00 09", "Personne n’a ce nom ou ce numéro"),
        ("20 22 33 44", "Un téléphone fixe"),
        ("123456789012", "Aucun pays n’a un tel numéro"),
        ("", "Personne n’a ce nom"),
    ],
)
def test_nobody_found_says_why(oumou: Staff, core: Core, kayes: Activity, typed: str, words: str) -> None:
    register(core, kayes, "Awa Traoré")
    oumou.sends("/people/search", 200, who=typed)
    oumou.sees(words)


def test_two_of_one_name_are_both_shown(oumou: Staff, core: Core, kayes: Activity) -> None:
    register(core, kayes, "Awa Traoré")
    register(core, kayes, "awa traore", first=5)
    oumou.sends("/people/search", 200, who="Traoré Awa")
    oumou.sees("/people/1", "/people/2")


def test_the_list_is_narrowed_and_turned_page_by_page(oumou: Staff, core: Core, kayes: Activity) -> None:
    register(core, kayes, *(f"Personne Numéro{number}" for number in range(55)))
    register(core, kayes, "Moussa Coulibaly", sex="male", first=100)
    oumou.opens("/people?sex=male&age=25_35&group=youth")
    oumou.sees("Moussa Coulibaly")
    assert "Numéro1" not in oumou.html
    oumou.opens(f"/people?activity={kayes.slug}&sex=female")
    assert oumou.html.count("/people/") > 50
    after = oumou.html.split("before=")[1].split('"')[0].split("&")[0]
    oumou.opens(f"/people?activity={kayes.slug}&sex=female&before={after}")
    oumou.sees("Numéro0", "Revenir au début")
    assert "La suite" not in oumou.html
    oumou.opens("/people?region=gao")
    oumou.sees("Personne ne correspond.")


def test_a_story_tells_everything_in_order_newest_first(oumou: Staff, core: Core, kayes: Activity) -> None:
    awa = Phone("+22370000001")
    key = dialogue_of(awa)
    version = core.book.current("feedback").version
    awa.says(events.LanguageSet("fr"))
    awa.registers(kayes.slug, "Awa Traoré")
    awa.says(
        events.DialogueStarted(key, "feedback", version, "fr"),
        events.Answered(key, "free", "text", "Très bien", False),
    )
    awa.says(events.MessageIn("où est la salle ?", "p1", False), kind="sms")
    awa.says(events.OptedOut())
    ingest.apply(core.db, VAULT, awa.told, core.settings.values)
    oumou.opens("/people/1")
    story = [
        "Ne veut plus de messages (STOP)",
        "pas compris",
        "où est la salle ?",
        "Place demandée",
        "Premier contact",
    ]
    places = [oumou.html.index(words) for words in story]
    assert places == sorted(places)
    oumou.sees("Très bien")
    oumou.opens("/people/1?before=0.0")
    oumou.sees("Rien de plus ancien")
    for odd in ("nan", "1e300", "x", "1~message~\x00", "1~~99999999999999999999"):
        oumou.opens(f"/people/1?before={odd}")


def test_moments_of_one_instant_are_all_told_whatever_the_page_ends_at(oumou: Staff, core: Core) -> None:
    awa = Phone("+22370000001")
    for number in range(4):
        awa.says(
            events.MessageIn(f"mot {number}", f"p{number}", False),
            events.OptedOut() if number % 2 else events.OptedIn(),
            kind="sms",
            at=NOON,
        )
    ingest.apply(core.db, VAULT, awa.told, core.settings.values)
    whole = [place(moment) for moment in story(core, [1], "fr")]
    assert len({at for at, _, _ in whole}) == 1
    told, before = [], END
    while page := story(core, [1], "fr", before=before, most=2):
        told += [place(moment) for moment in page]
        before = told[-1]
    assert told == whole
    assert len(told) > 5


def test_a_line_without_a_person_has_a_page(oumou: Staff, core: Core) -> None:
    stranger = Phone("+22370000044")
    stranger.says(events.MessageIn("bonjour", "p1", False), kind="sms")
    ingest.apply(core.db, VAULT, stranger.told, core.settings.values)
    assert oumou.sends("/people/search", who="70000044").location == "/people/lines/1"
    oumou.opens("/people/lines/1")
    oumou.sees("bonjour", "personne ne s’est inscrit")
    assert "70 00 00 44" not in oumou.html
    oumou.sends("/people/lines/1/number", 200)
    oumou.sees("+223 70 00 00 44")
    assert oumou.deeds()[0].subject == "contact:1"
    oumou.opens("/people/lines/2", status=404)
    oumou.opens("/people/9", status=404)


def test_a_correction_is_kept_found_counted_and_noted(oumou: Staff, core: Core, kayes: Activity) -> None:
    register(core, kayes, "Awa Traore")
    edits(oumou, 1, sex="male", name="Awa  Traoré", language="en")
    with core.db.read() as connection:
        number = row_id(connection, kayes.slug) or 0
        tally = tallies.of(connection, [number])[number]
    assert (tally.people("seated", "sex", "male"), tally.people("seated", "sex", "female")) == (1, 0)
    assert oumou.sends("/people/search", who="traoré AWA").location == "/people/1"
    deed = oumou.deeds()[0]
    assert (deed.action, deed.subject, deed.details) == (
        "person.corrected",
        "participant:1",
        {"fields": "name sex language"},
    )
    assert trail_holds(core)
    (record,) = core.records.profiles([Phone("+22370000000").ref])
    assert record is not None
    assert b'"l":"en"' in record.body


def test_what_a_person_chooses_after_a_correction_wins(oumou: Staff, core: Core, kayes: Activity) -> None:
    register(core, kayes, "Awa Traoré")
    edits(oumou, 1, language="en")
    awa = Phone("+22370000000", v=int(datetime.now(UTC).timestamp() * 1000) + 5000)
    ingest.apply(core.db, VAULT, [awa.says(events.LanguageSet("fr"), at=datetime.now(UTC))], core.settings.values)
    with core.db.read() as connection:
        assert (profile(connection, awa.ref) or Profile()).language == "fr"


def test_a_form_gone_stale_is_shown_again_and_a_double_click_is_not(
    oumou: Staff, core: Core, kayes: Activity
) -> None:
    register(core, kayes, "Awa Traoré")
    page = oumou.opens("/people/1/edit")
    seen = page.split('name="seen" id="seen" value="')[1].split('"')[0]
    form = {"age": "25_35", "sex": "female", "region": "", "group": "youth", "displacement": "", "language": ""}
    for _ in range(2):
        oumou.sends("/people/1/edit", name="Awa Coulibaly", seen=seen, **form)
    oumou.sends("/people/1/edit", 422, name="Awa Sow", seen=seen, **form)
    oumou.sees("entre-temps", "Awa Sow")
    oumou.sends("/people/1/edit", 422, name="123", seen="", **form | {"age": "old"})
    oumou.sees("Écrivez le nom en lettres.", "Choisissez dans la liste.")


def test_a_correction_of_somebody_erased_meanwhile_writes_nothing_back(
    oumou: Staff, core: Core, kayes: Activity, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_late(core: Core, by: int, person: Listed, known: Known) -> tuple[str, ...]:
        erasing.erase(core, by, person.id, "asked")
        return correct(core, by, person, known)

    register(core, kayes, "Awa Traoré")
    monkeypatch.setattr(correcting, "correct", too_late)
    edits(oumou, 1, 410, name="Awa Coulibaly", language="fr")
    assert rows(core.db, select(Participant.name, Participant.name_ref)) == [(None, "")]


def test_a_name_of_somebody_else_on_the_line_leads_to_merging(oumou: Staff, core: Core, kayes: Activity) -> None:
    phone = Phone("+22370000000")
    phone.registers(kayes.slug, "Awa Traoré", sex="female")
    phone.registers(kayes.slug, "Awa Traore Sow", sex="female")
    ingest.apply(core.db, VAULT, phone.told, core.settings.values)
    edits(oumou, 2, 422, name="awa traoré")
    oumou.sees("réunissez les deux fiches", "/people/merge?keep=1&drop=2")
