"""The words of a reminder: counted as they are typed and saved, and never lost to somebody else's."""

from collections.abc import Callable

import pytest

from jamakan.broadcasts import decisions
from jamakan.core import Core
from tests.support import bulk
from tests.support.console import Staff
from tests.support.reminding import drafts, everybody, hidden

People = Callable[[str], Staff]


@pytest.fixture
def oumou(staff: People) -> Staff:
    return staff("operator")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ["Rien d’écrit encore."]),
        ("Bonjour", ["1 SMS", "7 signes, restent 153"]),
        ("é" * 160, ["1 SMS", "160 signes, reste 0"]),
        ("x" * 161, ["2 SMS", "161 signes, restent 145"]),
        ("€" * 80, ["1 SMS", "160 signes", "comptent pour deux : <bdi>€</bdi>"]),
        ("œuf", ["1 SMS", "4 signes", "<bdi>œ</bdi> → oe"]),
        ("😀", ["1 SMS", "partiront en « ? » : <bdi>😀</bdi>"]),
        ("Bonjour {name}", ["7 signes", "sans compter {name}"]),
        ("{org} : {lieu_de_vote}", ["sans compter {lieu_de_vote}"]),
    ],
)
def test_the_counter_is_the_core_s_own_measure(oumou: Staff, text: str, told: list[str]) -> None:
    answer = oumou.sends("/reminders/measure/fr", 200, text__fr=text, activity="")
    for words in told:
        assert words in " ".join(oumou.html.split()), answer.text
    assert "<html" not in answer.text


def test_what_an_activity_fills_in_is_counted(oumou: Staff, core: Core) -> None:
    oumou.sends("/reminders/measure/fr", 200, text__fr="{activity} {place}", activity=bulk.coming(core))
    oumou.sees(f"{len('Kayes Maison des jeunes, Kayes')} signes")
    oumou.sends("/reminders/measure/xx", 404, text__xx="")


def test_without_script_the_saved_page_shows_the_count(oumou: Staff) -> None:
    number = drafts(oumou, text__fr="œuf €")
    oumou.opens(f"/reminders/{number}/words")
    oumou.sees("<bdi>œ</bdi> → oe", "comptent pour deux", "Ce qui se remplit tout seul")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"text__fr": "  "}, "Le texte français manque"),
        ({"text__fr": "x" * 1300}, "Ce texte fait 9 SMS, 8 au plus"),
        ({"text__fr": "x" * 1600}, "Trop long : 1500 caractères au plus."),
        ({"kind": "reminder"}, "Un rappel parle d’une activité"),
        ({"kind": "chanson"}, "Choisissez dans la liste."),
        ({"activity": "nulle-part"}, "Choisissez dans la liste."),
        ({"starts": "hier"}, "Il faut une date"),
        ({"starts": "0999-01-01"}, "Choisissez un jour de l’année qui vient."),
        ({"starts": "2020-01-01"}, "Choisissez un jour de l’année qui vient."),
        ({"cap": "beaucoup"}, "Il faut un nombre"),
    ],
)
def test_bad_input_is_explained_and_nothing_typed_is_lost(oumou: Staff, wrong: dict[str, str], words: str) -> None:
    form = {"kind": "invitation", "activity": "", "text__fr": "Bonjour", "text__en": "Hello there", "once": "a"}
    oumou.sends("/reminders/new", 422, **form | wrong)
    oumou.sees(words, "Hello there", wrong.get("text__fr", "Bonjour").strip())


def test_a_stale_form_is_refused_and_both_texts_are_kept(oumou: Staff, staff: People, core: Core) -> None:
    number = everybody(oumou, text__fr="Le premier texte")
    ramata = staff("administrator")
    oumou.opens(f"/reminders/{number}/words")
    ramata.opens(f"/reminders/{number}/words")
    form = {"kind": "invitation", "activity": "", "seen": hidden(ramata)["seen"]}
    ramata.sends(f"/reminders/{number}/words", **form | {"text__fr": "Le texte de Ramata"})
    oumou.sends(f"/reminders/{number}/words", 422, **form | {"text__fr": "Le texte d’Oumou"})
    oumou.sees("Quelqu’un a modifié ce rappel entre-temps", "Le texte d’Oumou", "Le texte de Ramata", "Ramata Sy")
    assert decisions.look(core, number).plan.texts == {"fr": "Le texte de Ramata"}
    oumou.sends(f"/reminders/{number}/words", **form | {"seen": hidden(oumou)["seen"], "text__fr": "Tous deux"})
    assert decisions.look(core, number).plan.texts == {"fr": "Tous deux"}


def test_an_activity_s_page_starts_a_draft_for_those_with_a_seat(oumou: Staff, core: Core) -> None:
    slug = bulk.coming(core)
    bulk.registered(core, 1)
    oumou.opens(f"/activities/{slug}")
    oumou.sees(f"/reminders/new?activity={slug}")
    oumou.opens(f"/reminders/new?activity={slug}")
    oumou.sees(f'<option value="{slug}" selected>')
    number = drafts(oumou, kind="reminder", activity=slug, text__fr="{activity}, {date}")
    assert decisions.look(core, number).plan.audience.to_json() == {"activity": slug}
    moved = oumou.client.get(f"/reminders?activity={slug}&about=moved").headers["Location"]
    oumou.opens(moved)
    oumou.sees("{org} : changement. {activity} aura lieu le {date}")
    oumou.opens(f"/reminders?activity={slug}&stage=drafts")
    oumou.sees("Kayes, ", "brouillon")
