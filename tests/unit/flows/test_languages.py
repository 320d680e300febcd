"""The other national languages: empty files that change nothing, translators' mistakes told, a full file offered."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from flows.catalog import catalog
from flows.languages import weaving
from flows.languages.catalogues import CatalogueError, judge, write
from flows.languages.tongues import TONGUES
from flows.languages.weaving import built_in, library_files, plain_texts, woven, woven_texts
from jamakan.cli.flows.translate import HERE, translate
from tests.support.phone import Phone

PHRASES = built_in()
FRENCH = {phrase.place: phrase.french for phrase in PHRASES}  # in these tests: no sentence is invented
PLACE = "texts/erase.done"


@pytest.mark.parametrize("tag", TONGUES)
def test_a_language_ships_empty_marked_and_in_step_with_the_flows(tag: str) -> None:
    data = (HERE / f"{tag}.po").read_bytes()
    verdict = judge(tag, data, PHRASES)
    assert b"INCOMPLETE" in data
    assert not verdict.offered
    assert data == write(tag, PHRASES, verdict.words), "run: python3 run.py flows translate all"


def test_empty_languages_change_no_flow_and_no_text() -> None:
    assert weaving.offered() == {}
    assert all(woven(source, name, {}) == source for name, source in library_files().items())


def test_a_full_file_is_complete_and_one_text_less_is_not() -> None:
    assert judge("bm", write("bm", PHRASES, FRENCH), PHRASES).complete
    less = {place: words for place, words in FRENCH.items() if place != PLACE}
    verdict = judge("bm", write("bm", PHRASES, less), PHRASES)
    assert (verdict.missing, verdict.complete, verdict.offered) == ((PLACE,), False, False)
    assert judge("bm", write("bm", PHRASES, less, offer=True), PHRASES).offered, "staff said so"


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("le {jour}", "its placeholders have to be those of the French: {date}"),
        ("sans date", "its placeholders have to be those of the French: {date}"),
        ("le {date} " + "a" * 149, "161 characters, 160 fit: shorten it"),
        ("le {date} \N{SNOWMAN}", "no phone shows these letters: \N{SNOWMAN}"),
    ],
)
def test_what_cannot_be_used_is_told_and_left_out(said: str, reason: str) -> None:
    verdict = judge("bm", write("bm", PHRASES, FRENCH | {PLACE: said}), PHRASES)
    assert verdict.problems == ((PLACE, reason),)
    assert PLACE not in verdict.words
    assert not verdict.complete


def test_letters_that_phones_lack_are_counted_as_they_leave() -> None:
    said = "ɛɔɲŋ {date}"
    assert judge("bm", write("bm", PHRASES, FRENCH | {PLACE: said}), PHRASES).words[PLACE] == said


def test_a_file_that_is_none_is_refused() -> None:
    with pytest.raises(CatalogueError, match="in UTF-8"):
        judge("bm", b'msgid "\xff"\nmsgstr ""', PHRASES)


def test_a_complete_language_is_offered_on_every_screen_and_in_every_text() -> None:
    words = {"bm": {place: f"{said[:-1]}*" if "{" not in said else said for place, said in FRENCH.items()}}
    flows = catalog((name, woven(source, name, words)) for name, source in sorted(library_files().items()))
    assert all("bm" in flows.flow(name).languages for name in flows.names)
    awa = Phone("language", flows=flows)
    awa.dials()
    awa.sees("Langue / Language ?", "3 Bamanankan")
    awa.types("3")
    awa.sees("M'inscrir*")
    assert awa.language == "bm"
    texts = woven_texts(plain_texts(), words)
    assert texts["bye"]["bm"].endswith("*")
    assert texts["bye"]["fr"] == plain_texts()["bye"]["fr"]


def test_missing_words_are_french_where_staff_offer_a_language_as_it_is() -> None:
    flows = catalog((name, woven(source, name, {"bm": {}})) for name, source in sorted(library_files().items()))
    awa = Phone("feedback", flows=flows, language="bm")
    awa.dials()
    awa.sees("satisfait(e) de la session ?")


def test_a_translators_file_comes_in_and_goes_out_by_the_command(tmp_path: Path) -> None:
    filled, out = tmp_path / "filled.po", tmp_path / "bm.po"
    filled.write_bytes(write("bm", PHRASES, FRENCH | {PLACE: "sans date"}))
    done = CliRunner().invoke(translate, ["bm", "--from", str(filled), "--output", str(out)])
    assert done.exit_code == 1
    assert f"{PLACE}: its placeholders" in done.output
    assert f"bm: {len(PHRASES) - 1} of {len(PHRASES)} texts, incomplete" in done.output
    assert judge("bm", out.read_bytes(), PHRASES).missing == (PLACE,)


def test_every_phrase_has_its_place_once() -> None:
    places = [phrase.place for phrase in PHRASES]
    assert len(places) == len(set(places))
