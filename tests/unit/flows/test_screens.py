"""Pages: nothing lost, nothing cut, nothing over the limit."""

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.screens import pages, with_hints
from flows.text.gsm7 import BASIC, EXTENDED, width

MORE = "98 Suite"
LETTERS = st.sampled_from(sorted((BASIC | EXTENDED) - {"\r", "\f"}))
WORDS = st.text(LETTERS, max_size=400)
LINES = st.lists(st.text(LETTERS, min_size=1, max_size=60).map(lambda line: " ".join(line.split())), max_size=60)
LIMITS = st.integers(40, 320)


def _pages(head: str, *lines: str, limit: int) -> tuple[str, ...]:
    return pages(head, lines, limit=limit, more=MORE)


def test_what_fits_is_one_page() -> None:
    assert _pages("Langue ?", "1 Français", "2 English", limit=40) == ("Langue ?\n1 Français\n2 English",)


def test_a_page_that_is_exactly_full_is_one_page() -> None:
    assert _pages("x" * 40, limit=40) == ("x" * 40,)
    assert len(_pages("x" * 41, limit=40)) == 2


def test_words_and_choices_stay_whole() -> None:
    assert _pages("Dans quelle région habitez-vous ?", "1 Kayes", "2 Tombouctou", "3 Gao", limit=40) == (
        "Dans quelle région habitez-vous\n98 Suite",
        "?\n1 Kayes\n2 Tombouctou\n3 Gao",
    )


def test_letters_that_count_double_are_counted_double() -> None:
    first, second = _pages("€" * 21, limit=40)
    assert (first, second) == ("€" * 15 + "\n98 Suite", "€" * 6)


def test_a_word_longer_than_a_page_is_cut_there() -> None:
    assert _pages("a" * 50, limit=40) == ("a" * 31 + "\n98 Suite", "a" * 19)


def test_blank_lines_are_kept() -> None:
    assert _pages("Un\n\ndeux", limit=40) == ("Un\n\ndeux",)


def test_hints_are_shown_only_where_there_is_room() -> None:
    assert with_hints("x" * 31, ["0 Retour"], 40) == "x" * 31 + "\n0 Retour"
    assert with_hints("x" * 32, ["0 Retour"], 40) == "x" * 32
    assert with_hints("x" * 20, ["y" * 30, "0 Retour"], 40) == "x" * 20 + "\n0 Retour"


@settings(deadline=None)
@given(WORDS, LINES, LIMITS)
def test_no_page_is_over_the_limit_and_all_but_the_last_lead_on(head: str, lines: list[str], limit: int) -> None:
    found = pages(head, lines, limit=limit, more=MORE)
    assert all(width(page) <= limit for page in found)
    assert all(page.endswith(f"\n{MORE}") for page in found[:-1])


@settings(deadline=None)
@given(WORDS, LINES, LIMITS)
def test_no_letter_is_lost_and_none_is_added(head: str, lines: list[str], limit: int) -> None:
    found = pages(head, lines, limit=limit, more=MORE)
    shown = "".join(page.removesuffix(f"\n{MORE}") for page in found[:-1]) + found[-1]
    assert "".join(shown.split()) == "".join((head + "".join(lines)).split())


@settings(deadline=None)
@given(WORDS, LINES)
def test_every_choice_is_a_line_of_its_own_on_some_page(head: str, lines: list[str]) -> None:
    shown = [line for page in pages(head, lines, limit=156, more=MORE) for line in page.split("\n")]
    rest = iter(shown)
    assert all(line in rest for line in lines), "in their order"
