"""The flow of a round: every screen fits whatever staff wrote, in both languages, and scores stay in their bounds."""

import pytest

from flows.model import Flow
from flows.steps import words
from flows.text import fold, width
from flows.world import USSD
from jamakan.accountability.phones import STANDING
from jamakan.accountability.scoring import LONGEST_CRITERION, LONGEST_SERVICE, flow_file
from jamakan.accountability.wording import TEXTS
from jamakan.programme.score_cards import COMMUNITY, MOST_CRITERIA, PROVIDERS, SIDES
from jamakan.store.accountability.cards import Criterion, Round, is_card

LONG = Criterion("é" * LONGEST_CRITERION, "w" * LONGEST_CRITERION)
ROUND = Round(
    id=1,
    card_id=12,
    number=3,
    state="draft",
    words={COMMUNITY: "carte", PROVIDERS: "equipe"},
    versions={COMMUNITY: "", PROVIDERS: ""},
    meeting_on=None,
    next_on=None,
    version=0,
    criteria=(LONG,) * MOST_CRITERIA,
)


def flow(side: str) -> Flow:
    return flow_file(ROUND, side, "à" * LONGEST_SERVICE).flow


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_screen_fits_with_the_longest_words(side: str, language: str) -> None:
    for step in flow(side).steps:
        assert width(fold(words(step.label, language), language)) <= USSD.limit, step.name


def test_the_two_sides_are_two_flows_with_the_same_questions() -> None:
    community, providers = flow(COMMUNITY), flow(PROVIDERS)
    assert [step.name for step in community.steps] == [step.name for step in providers.steps]
    assert community.version != providers.version
    assert is_card(community.name)
    assert is_card(providers.name)
    assert not is_card("card-game")


def test_words_that_are_yaml_stay_words() -> None:
    odd = Criterion("Eau: oui & [non] - 'x' # \"y\" 0", "no")
    found = flow_file(
        Round(1, 1, 1, "draft", ROUND.words, ROUND.versions, None, None, 0, (odd,)), COMMUNITY, "yes: null"
    )
    assert found.flow.step("c1").label["fr"].startswith(odd.fr)
    assert found.flow.title["fr"] == "Carte : yes: null"


def test_a_reason_is_sealed_and_may_be_left() -> None:
    step = flow(COMMUNITY).step("reason")
    assert step.personal
    assert step.may_be_left


@pytest.mark.parametrize("texts", [*TEXTS.values(), *STANDING.values()])
def test_every_prepared_text_is_in_both_languages(texts: dict[str, str]) -> None:
    assert set(texts) == {"fr", "en"}
