"""The list of indicators for docs/figures.md: `python -m jamakan.figures.listing` prints it."""

from jamakan.figures import words
from jamakan.figures.disclosure import K_SENSITIVE, K
from jamakan.figures.indicators import INSTITUTIONS, SENSITIVE, THEMES, Indicator, of_theme

HIDDEN_UNDER = {INSTITUTIONS: "–", SENSITIVE: str(K_SENSITIVE)}


def listing() -> str:
    """A table a theme, in Markdown."""
    return "\n\n".join(_theme(theme) for theme in THEMES if of_theme(theme))


def _theme(theme: str) -> str:
    head = "| key | indicator | formula | split by | hidden under |\n|---|---|---|---|---|"
    return "\n".join([f"## {words.THEMES[theme]['en']}", "", head, *map(_row, of_theme(theme))])


def _row(one: Indicator) -> str:
    least = HIDDEN_UNDER.get(one.threshold, str(K))
    title = f"{one.title['en']} ({one.title['fr']})"
    return f"| `{one.key}` | {title} | {one.formula['en']} | {', '.join(one.splits) or '–'} | {least} |"


if __name__ == "__main__":
    print(listing())
