"""docs/figures.md holds the list of indicators as it is."""

from pathlib import Path

from jamakan.figures.indicators import INDICATORS
from jamakan.figures.listing import listing
from jamakan.figures.words import DIMENSIONS, THEMES

DOCS = Path(__file__).parents[3] / "docs" / "figures.md"


def test_the_list_is_the_one_of_the_code() -> None:
    assert listing() in DOCS.read_text(), "paste what python -m jamakan.figures.listing prints into docs/figures.md"


def test_every_indicator_says_everything_in_both_languages() -> None:
    for key, one in INDICATORS.items():
        assert key == one.key
        assert one.theme in THEMES
        assert set(one.splits) <= set(DIMENSIONS)
        assert bool(one.measures[1]) == bool(one.denominator["fr"]) == bool(one.denominator["en"])
        for said in (one.title, one.formula, one.numerator):
            assert said["fr"]
            assert said["en"]
            assert "impact" not in (said["fr"] + said["en"]).casefold()
