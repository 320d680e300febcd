"""Every sentence of the service that can be translated, by the place where it stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flows.languages.tongues import FRENCH
from flows.limits import USSD_SCREEN
from flows.loader.nodes import Plain, parse, plain
from flows.problems import Report
from flows.text import fold, width

TEXTS = "texts"  # the place of what no flow says
LANGUAGE = "language"  # the flow of the first question: it shows every language at once, whoever reads
SMS = 160
CHOICE = 60  # of a screen of 156, beside the question and the other choices
SPOKEN = ("label", "hint", "constraint_message", "required_message")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One text. `place`: `flow/step/field`, for ever the same; `most`: GSM-7 characters it may take."""

    place: str
    french: str
    english: str
    most: int


def of_texts(texts: Mapping[str, Mapping[str, str]]) -> Iterator[Phrase]:
    """The phrases of texts.yaml."""
    for key, words in texts.items():
        yield _phrase(f"{TEXTS}/{key}", words[FRENCH], words.get("en", ""), SMS)


def of_flow(source: str, filename: str) -> Iterator[Phrase]:
    """The phrases of a flow's YAML."""
    for place, words, most in places(document(source, filename)):
        yield _phrase(place, str(words[FRENCH]), str(words.get("en", "")), most)


def _phrase(place: str, french: str, english: str, most: int) -> Phrase:
    """What the French takes is allowed: a placeholder's name is often longer than what stands there."""
    return Phrase(place, french, english, max(most, width(fold(french))))


def document(source: str, filename: str) -> dict[str, Plain]:
    """A flow's YAML as plain texts, lists and mappings. Raises FlowError."""
    report = Report(filename)
    root = parse(source, report)
    report.stop_on_problems()
    found = plain(root) if root else {}
    return found if isinstance(found, dict) else {}


def places(flow: dict[str, Plain]) -> Iterator[tuple[str, dict[str, Plain], int]]:
    """Every mapping of languages to words in a flow, its place and length; changed in place, the flow changes."""
    name = str(flow.get("flow"))
    if name == LANGUAGE:
        return
    if isinstance(title := flow.get("title"), dict):
        yield f"{name}/title", title, CHOICE
    yield from _of_steps(flow.get("steps", ""), name)


def _of_steps(steps: Plain, name: str) -> Iterator[tuple[str, dict[str, Plain], int]]:
    for step in steps if isinstance(steps, list) else ():
        if not isinstance(step, dict):
            continue
        here = f"{name}/{step.get('name', step.get('group', ''))}"
        for field in SPOKEN:
            if isinstance(words := step.get(field), dict):
                yield f"{here}/{field}", words, USSD_SCREEN
        choices = step.get("choices")
        for choice in choices if isinstance(choices, list) else ():
            if isinstance(choice, dict) and isinstance(words := choice.get("label"), dict):
                yield f"{here}/{choice.get('name')}", words, CHOICE
        yield from _of_steps(step.get("steps", ""), name)
