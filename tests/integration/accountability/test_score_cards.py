"""A community score card by phone: two sides score apart, what each gave stands side by side, then a plan, again."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from sqlalchemy import update

from jamakan import storing
from jamakan.conversation.programme import ProgrammeReader
from jamakan.core import Core
from jamakan.state import keys
from jamakan.store.accountability import cards
from jamakan.store.models import ScoreCard, ScoreRound
from tests.support.console import Staff, trail_holds
from tests.support.line import Line
from tests.support.rows import count

People = Callable[[str], Staff]
Lines = Callable[[str], Line]
TODAY = datetime.now(UTC).date()
CARD: dict[str, Any] = {
    "once": "form-1",
    "service": "CSCOM de Kayes",
    "institution": "Mairie de Kayes",
    "region": "kayes",
    "activity": "",
    "word__community": "CARTE",
    "word__providers": "EQUIPE",
    "criterion__fr__1": "Accueil des malades",
    "criterion__fr__2": "Présence des médicaments",
    "criterion__en__2": "Medicines in stock",
}


@pytest.fixture
def oumou(staff: People) -> Staff:
    return staff("operator")


@pytest.fixture
def card(oumou: Staff) -> str:
    """A card whose first round is open; its page."""
    page = str(oumou.sends("/accountability/cards/new", **CARD).location)
    oumou.sends("/accountability/rounds/1/start", version=0)
    return page


def score(line: Lines, word: str, first: int, *given: tuple[str, ...]) -> None:
    """A phone for each of these, that answers by SMS and ends with no reason."""
    for number, scores in enumerate(given, first):
        phone = line(f"+2237000{number:04d}")
        for text in (word, "1", *scores, "9"):
            phone.texts(text)


def test_a_round_opens_closes_is_planned_and_begins_again(oumou: Staff, core: Core, card: str) -> None:
    for _ in range(2):
        assert oumou.sends("/accountability/cards/new", **CARD).location == card
    assert (count(core.db, ScoreCard), count(core.db, ScoreRound)) == (1, 1)
    oumou.sends("/accountability/rounds/1/start", version=0)
    oumou.opens(card)
    oumou.sees("Quelqu’un a agi entre-temps.", "notes ouvertes", "CARTE", "EQUIPE")
    oumou.sends("/accountability/rounds/1/edit", version=1, **CARD)
    oumou.opens(card)
    oumou.sees("Quelqu’un a agi entre-temps.")
    oumou.sends("/accountability/rounds/1/stop", version=1)
    oumou.sends("/accountability/rounds/1/plan", version=2, meeting="2999-01-01")
    oumou.sends("/accountability/rounds/1/plan", version=2, meeting=str(TODAY))
    oumou.opens(card)
    oumou.sees("plan d’action adopté", "Aucune action n’est encore notée.", "Ajouter une action")
    oumou.opens("/accountability/new?round=1")
    oumou.sees("Mairie de Kayes", 'name="round" value="1"')
    with core.db.begin() as connection:
        connection.execute(update(ScoreRound).values(next_on=TODAY))
    oumou.opens("/")
    oumou.sees("carte de notation attend sa manche suivante")
    oumou.sends(f"{card}/again", version=3)
    oumou.sends(f"{card}/again", version=3)
    oumou.opens(card)
    oumou.sees("Manche 2", "en préparation", "CARTE2", "Présence des médicaments", "Quelqu’un a agi entre-temps.")
    assert count(core.db, ScoreRound) == 2
    assert trail_holds(core)


def test_both_sides_score_by_phone_and_stand_side_by_side(oumou: Staff, core: Core, card: str, line: Lines) -> None:
    score(line, "CARTE", 1, ("20", "50"), ("30", "50"), ("40", "50"), ("50", "50"), ("60", "*"))
    score(line, "EQUIPE", 50, ("90", "80"), ("90", "80"), ("95", "80"), ("100", "80"))
    storing.drain(core)
    oumou.opens(card)
    oumou.sees("Accueil des malades", "moins de 5")
    page = "".join(oumou.html.split())
    assert '<tdclass="num">40</td><tdclass="numwide">40</td><tdclass="numwide">5</td>' in page
    assert "90" not in page.split("Accueildesmalades")[1].split("Faireavancer")[0].replace("viewBox", "")
    score(line, "EQUIPE", 54, ("75", "80"))
    storing.drain(core)
    oumou.opens(card)
    oumou.sees("La communauté note 50 points plus bas que l’équipe.")


def test_of_one_line_the_last_time_counts(core: Core, card: str, line: Lines) -> None:
    score(line, "CARTE", 1, ("10", "10"))
    score(line, "CARTE", 1, ("70", "80"))
    storing.drain(core)
    with core.db.read() as connection:
        found = cards.one_round(connection, 1)
        assert found is not None
        assert cards.scores(connection, found.versions["community"]) == {"c1": [70], "c2": [80]}


def test_the_providers_flow_is_on_no_menu_and_a_score_is_a_number(core: Core, card: str, awa: Line) -> None:
    awa.texts("CARTE")
    assert awa.outbox()[-1] == (
        "CSCOM de Kayes : 2 points à noter. Seules les notes de tout un groupe ensemble sont montrées.\n1 Continuer"
    )
    awa.texts("1")
    awa.texts("beaucoup")
    assert "0 et 100" in awa.outbox()[-1]
    programme = ProgrammeReader().read(cast(bytes, core.redis.get(keys.PROGRAMME)), datetime.now(UTC).timestamp())
    assert [one.keyword for one in programme.surveys] == ["carte", "equipe"]
    assert [one.keyword for one in programme.offered] == ["carte"]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"word__providers": "carte"}, "Il faut deux mots différents"),
        ({"criterion__fr__1": "", "criterion__fr__2": "", "criterion__en__2": ""}, "Il faut au moins un critère."),
        ({"criterion__fr__3": "Accueil des malades"}, "Deux critères sont les mêmes."),
        ({"criterion__en__5": "Clean"}, "Écrivez d’abord ce critère en français."),
        ({"service": "x" * 41}, "Trop long : 40 caractères au plus."),
    ],
)
def test_a_card_that_is_wrong_comes_back(oumou: Staff, core: Core, change: dict[str, Any], problem: str) -> None:
    oumou.sends("/accountability/cards/new", 422, **CARD | change)
    oumou.sees(problem, "Mairie de Kayes")
    assert count(core.db, ScoreCard) == 0


def test_a_word_with_a_meaning_opens_nothing(oumou: Staff, core: Core) -> None:
    oumou.sends("/accountability/cards/new", **CARD | {"word__community": "STOP"})
    assert oumou.sends("/accountability/rounds/1/start", version=0).location == "/accountability/rounds/1/edit"
    oumou.opens("/accountability/rounds/1/edit")
    oumou.sees("Ce mot a déjà un sens")
    with core.db.read() as connection:
        found = cards.one_round(connection, 1)
    assert found is not None
    assert found.state == "draft"


def test_a_round_due_is_said_only_for_the_latest(oumou: Staff, core: Core, card: str) -> None:
    oumou.sends("/accountability/rounds/1/stop", version=1)
    oumou.sends("/accountability/rounds/1/plan", version=2, meeting=str(TODAY))
    with core.db.begin() as connection:
        connection.execute(update(ScoreRound).values(next_on=TODAY - timedelta(days=1)))
    with core.db.read() as connection:
        assert cards.due(connection, TODAY) == [1]
    oumou.sends(f"{card}/again", version=3)
    with core.db.read() as connection:
        assert cards.due(connection, TODAY) == []
