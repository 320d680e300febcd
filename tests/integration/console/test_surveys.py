"""Surveys from a browser: brought, tried, opened, paused, and what people answered."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from sqlalchemy import select

from jamakan import storing
from jamakan.core import Core
from jamakan.state import keys
from jamakan.store import models, survey_uploads
from tests.support.console import Staff, trail_holds
from tests.support.line import Line
from tests.support.rows import column, count
from tests.support.stories import NOON
from tests.support.surveys import FORM, NEWER, WATER, open_survey

People = Callable[[str], Staff]
BROKEN = FORM.replace("| integer | minutes |", "| geopoint | minutes |").replace(
    "select_one source", "select_one rien"
)


@pytest.fixture
def oumou(staff: People) -> Staff:
    return staff("operator")


def brings(staff: Staff, source: str | bytes, name: str = "eau.md", status: int = 303, **fields: str) -> str:
    """Upload a file; where it leads."""
    page = staff.opens("/surveys/files/new")
    token = re.search(r'name="token" value="([0-9a-f]+)"', page)
    assert token
    data = source.encode() if isinstance(source, str) else source
    form = {"csrf_token": staff.token, "token": token[1], "file": (BytesIO(data), name)} | fields
    answer = staff.client.post("/surveys/files/new", data=form)
    assert answer.status_code == status, answer.text[:500]
    staff._read(answer)
    return answer.location or ""


def seen(staff: Staff) -> str:
    found = re.search(r'name="seen" value="([^"]*)"', staff.html)
    assert found
    return found[1]


def state_of_phone(staff: Staff) -> str:
    found = re.search(r'name="state" value="([^"]+)"', staff.html)
    assert found
    return found[1]


@pytest.mark.parametrize(("source", "name"), [(FORM, "eau.md"), (WATER, "eau.yaml")])
def test_a_form_is_brought_looked_at_and_opened(oumou: Staff, core: Core, awa: Line, source: str, name: str) -> None:
    path = brings(oumou, source, name)
    oumou.opens(path)
    oumou.sees("L", "au village", "Ouvrir aux gens", "Combien de minutes à pied ?", 'value="EAU"')
    oumou.sends(f"{path}/publish", keyword="EAU", seen=seen(oumou))
    oumou.opens("/surveys/of/eau")
    oumou.sees("ouverte", "Personne n’a encore répondu.")
    awa.texts("EAU")
    assert awa.outbox()[-1].startswith("D'ou") or "vient l'eau" in awa.outbox()[-1]
    assert [entry.action for entry in oumou.deeds()[:2]] == ["survey.published", "survey.uploaded"]
    assert trail_holds(core)


def test_a_wrong_file_is_explained_place_by_place_and_kept(oumou: Staff, core: Core) -> None:
    path = brings(oumou, BROKEN)
    oumou.opens(path)
    oumou.sees("À corriger", "feuille survey", "ligne 2", "ligne 3", "geopoint", "rien")
    assert "Ouvrir aux gens" not in oumou.html
    assert column(core.db, select(models.SurveyUpload.data)) == [BROKEN.encode()]
    oumou.opens("/surveys")
    oumou.sees("eau.md", "problèmes à corriger")


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"\xff\xfe\x00", "eau.yaml", "n’est pas en UTF-8"),
        (b"PK\x03\x04 damaged", "eau.xlsx", "À corriger"),
        (b"<script>alert(1)</script>", "<img src=x onerror=alert(1)>.xlsx", "À corriger"),
        (b"steps: [", "eau.yml", "ligne 2"),
    ],
)
def test_any_bytes_get_an_explanation(oumou: Staff, data: bytes, name: str, words: str) -> None:
    oumou.opens(brings(oumou, data, name))
    oumou.sees(words)
    assert "<img src=x" not in oumou.client.get("/surveys").text


def test_no_file_and_an_empty_one_are_said_beside_the_field(oumou: Staff) -> None:
    brings(oumou, b"", "eau.yaml", 422)
    oumou.sees("Ce fichier est vide.")
    oumou.sends("/surveys/files/new", 422)
    oumou.sees("Choisissez un fichier.")


def test_the_same_form_sent_twice_is_one_file(oumou: Staff, core: Core) -> None:
    oumou.opens("/surveys/files/new")
    for _ in range(2):
        form = {"csrf_token": oumou.token, "token": "a" * 32, "file": (BytesIO(WATER.encode()), "eau.yaml")}
        assert oumou.client.post("/surveys/files/new", data=form).location == "/surveys/files/1"
    assert count(core.db, models.SurveyUpload) == 1


def test_a_reading_cut_short_is_done_again(oumou: Staff, core: Core) -> None:
    with core.db.begin() as connection:
        survey_uploads.keep(connection, "b" * 32, "eau.yaml", WATER.encode(), NOON, None, skip=False)
    oumou.opens("/surveys/files/1")
    oumou.sees("sa lecture a été coupée")
    oumou.sends("/surveys/files/1/read")
    oumou.opens("/surveys/files/1")
    oumou.sees("Ouvrir aux gens")


def test_a_file_put_aside_is_kept_and_opens_nothing(oumou: Staff, core: Core) -> None:
    path = brings(oumou, WATER, "eau.yaml")
    oumou.sends(f"{path}/put-aside")
    oumou.opens("/surveys")
    assert "eau.yaml" not in oumou.html
    oumou.sends(f"{path}/publish", keyword="EAU", seen="")
    assert (count(core.db, models.Survey), count(core.db, models.SurveyUpload)) == (0, 1)


def test_two_clicks_open_it_once_and_a_stale_page_opens_nothing(oumou: Staff, core: Core) -> None:
    path = brings(oumou, WATER, "eau.yaml")
    oumou.opens(path)
    for _ in range(2):
        oumou.sends(f"{path}/publish", keyword="EAU", seen="")
    assert sum(entry.action == "survey.published" for entry in oumou.deeds()) == 1
    other = brings(oumou, NEWER, "eau.yaml")
    oumou.opens(other)
    oumou.sees("C’est une nouvelle version", "Questions modifiées", "Combien d'heures")
    stale = oumou.sends(f"{other}/publish", keyword="EAU", seen="another")
    assert stale.location == other
    oumou.opens(other)
    oumou.sees("quelqu’un a publié avant vous")
    assert column(core.db, select(models.SurveyUpload.state)) == ["published", "draft"]


@pytest.mark.parametrize(
    ("keyword", "words"),
    [("STOP", "Ce mot a déjà un sens"), ("deux mots", "Il faut un seul mot"), ("", "Ce champ est vide.")],
)
def test_a_word_that_cannot_be_is_said_beside_it(oumou: Staff, keyword: str, words: str) -> None:
    path = brings(oumou, WATER, "eau.yaml")
    oumou.sends(f"{path}/publish", 422, keyword=keyword, seen="")
    oumou.sees(words)


def test_what_redis_lost_is_read_from_sql(oumou: Staff, core: Core) -> None:
    version = open_survey(core)
    core.redis.delete(keys.FLOWS)
    oumou.opens(f"/surveys/of/eau?version={version}")
    oumou.opens(brings(oumou, NEWER, "eau.yaml"))
    oumou.sees("Ouvrir la nouvelle version")
    assert core.redis.hlen(keys.FLOWS) == 0


def test_a_keyword_of_another_survey_is_refused(oumou: Staff, core: Core) -> None:
    open_survey(core)
    path = brings(oumou, WATER.replace("flow: eau", "flow: puits"), "puits.yaml")
    oumou.sends(f"{path}/publish", 422, keyword="eau", seen="")
    oumou.sees("Une autre enquête a déjà ce mot")


def test_paused_newcomers_are_told_and_who_is_in_the_middle_goes_on(
    oumou: Staff, core: Core, awa: Line, moussa: Line
) -> None:
    open_survey(core)
    awa.texts("EAU")
    awa.texts("1")
    oumou.sends("/surveys/of/eau/state", to="paused")
    oumou.opens("/surveys/of/eau")
    oumou.sees("en pause", "Rouvrir")
    moussa.texts("Eau")
    assert "pause" in moussa.outbox()[-1]
    awa.texts("45")
    assert "idee" in awa.outbox()[-1] or "idée" in awa.outbox()[-1]
    oumou.sends("/surveys/of/eau/state", to="reopened")
    moussa.texts("EAU")
    assert "vient l'eau" in moussa.outbox()[-1]
    oumou.sends("/surveys/of/eau/state", to="closed")
    oumou.sends("/surveys/of/eau/state", to="closed")
    oumou.opens("/surveys/of/eau")
    oumou.sees("Rien n’a changé", "fermée")
    assert [entry.action for entry in oumou.deeds()[:3]] == ["survey.closed", "survey.reopened", "survey.paused"]


def test_who_left_a_paused_survey_finds_it_again_by_its_word(oumou: Staff, core: Core, awa: Line) -> None:
    open_survey(core)
    awa.texts("EAU")
    awa.texts("1")
    oumou.sends("/surveys/of/eau/state", to="paused")
    awa.texts("LANGUE")
    awa.texts("1")
    awa.texts("EAU")
    assert "Continuer" in awa.outbox()[-1] or "Combien" in awa.outbox()[-1]


def test_a_closed_survey_says_it_is_over(core: Core, oumou: Staff, moussa: Line) -> None:
    open_survey(core)
    oumou.sends("/surveys/of/eau/state", to="closed")
    moussa.texts("eau")
    assert "terminee" in moussa.outbox()[-1] or "terminée" in moussa.outbox()[-1]


@pytest.mark.parametrize("on", ["ussd", "sms"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_phone_plays_a_version_and_stores_nothing(oumou: Staff, core: Core, on: str, language: str) -> None:
    version = open_survey(core)
    path = f"/surveys/of/eau/versions/{version}/phone"
    oumou.opens(f"{path}?on={on}&language={language}")
    oumou.sees("Un puits" if language == "fr" else "A well", "/160")
    for typed in ("1", "45", "Un forage"):
        oumou.sends(path, 200, state=state_of_phone(oumou), typed=typed)
    oumou.sees("Un puits", "45", "Un forage", "Recommencer")
    assert count(core.db, models.Dialogue) == 0


def test_a_draft_is_played_before_it_is_open(oumou: Staff) -> None:
    path = brings(oumou, FORM)
    oumou.opens(f"{path}/phone?on=sms")
    oumou.sees("FCFA", "Une pompe")
    oumou.sends(f"{path}/phone", 200, state=state_of_phone(oumou), key="1")
    oumou.sees("Combien de minutes")


def test_the_next_screen_alone_is_sent_to_who_asks_for_a_part(oumou: Staff, core: Core) -> None:
    path = f"/surveys/of/eau/versions/{open_survey(core)}/phone"
    oumou.opens(path)
    form = {"csrf_token": oumou.token, "state": state_of_phone(oumou), "typed": "2"}
    part = oumou.client.post(path, data=form, headers={"HX-Request": "true"}).text
    assert part.startswith('<div id="phone"')
    assert "<html" not in part


def test_the_phone_takes_only_what_it_gave(oumou: Staff, core: Core) -> None:
    version = open_survey(core)
    other = open_survey(core, NEWER)
    oumou.opens(f"/surveys/of/eau/versions/{version}/phone")
    state = state_of_phone(oumou)
    oumou.sends(f"/surveys/of/eau/versions/{other}/phone", 400, state=state, typed="1")
    oumou.sends(f"/surveys/of/eau/versions/{version}/phone", 400, state=state + "x", typed="1")
    oumou.sends(f"/surveys/of/eau/versions/{version}/phone", 400, typed="1")
    oumou.opens("/surveys/of/eau/versions/nothing/phone", status=404)


def test_results_show_what_people_answered(oumou: Staff, core: Core, awa: Line, moussa: Line) -> None:
    open_survey(core)
    awa.texts("EAU 1 45 Un forage <b>ici</b>")
    moussa.texts("EAU 2")
    storing.drain(core)
    oumou.opens("/surveys")
    oumou.sees("L'eau au village", "50")
    oumou.opens("/surveys/of/eau")
    oumou.sees("Un puits", "Une pompe", "C’est à la question 2", "Combien de minutes à pied ?", "Lire les réponses")
    oumou.opens("/surveys/of/eau?language=en")
    oumou.sees("Personne n’a encore répondu.")


def test_texts_are_read_tagged_and_answered_once(staff: People, core: Core, awa: Line) -> None:
    open_survey(core)
    awa.texts("EAU 1 45 Un forage <script>alert(1)</script>")
    storing.drain(core)
    oumou, viewer = staff("operator"), staff("viewer")
    viewer.opens("/surveys/of/eau/texts/idea", status=403)
    oumou.opens("/surveys/of/eau/texts/idea")
    oumou.sees("Un forage", "•")
    assert "<script>alert" not in oumou.client.get("/surveys/of/eau/texts/idea").text
    number = column(core.db, select(models.Answer.id).where(models.Answer.step == "idea"))[0]
    here = f"/surveys/of/eau/texts/idea/{number}"
    oumou.sends(f"{here}/tag", 422, tag="  ")
    for _ in range(2):
        oumou.sends(f"{here}/tag", tag="forage")
    oumou.opens("/surveys/of/eau/texts/idea?tag=forage")
    oumou.sees("Un forage", "forage")
    oumou.opens("/surveys/of/eau/texts/idea?tag=autre")
    oumou.sees("Aucun texte ici.")
    oumou.sends(f"{here}/answer", 422, text="", token="t1")
    for _ in range(2):
        oumou.sends(f"{here}/answer", text="Merci Awa, nous venons voir.", token="t1")
    assert awa.outbox().count("Merci Awa, nous venons voir.") == 1
    oumou.opens("/surveys/of/eau/texts/idea")
    oumou.sees("Merci Awa, nous venons voir.")
    oumou.sends(f"{here}/tag", off="forage")
    assert count(core.db, models.AnswerTag) == 0
    assert trail_holds(core)


def test_what_a_viewer_may_not_do_is_refused_and_noted(staff: People, core: Core) -> None:
    open_survey(core)
    viewer = staff("viewer")
    viewer.opens("/surveys/of/eau")
    assert "Mettre en pause" not in viewer.html
    for path in ("/surveys/of/eau/state", "/surveys/files/new", "/surveys/files/1/publish"):
        viewer.sends(path, 403, to="closed")
    assert viewer.deeds()[0].action == "refused"
    assert column(core.db, select(models.Survey.state)) == ["open"]
