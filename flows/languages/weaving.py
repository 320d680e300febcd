"""The words of complete catalogues put beside the French and English of flows and texts."""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

import yaml

from flows.languages import phrases as finding
from flows.languages.catalogues import Verdict, judge, touched
from flows.languages.phrases import LANGUAGE, TEXTS, Phrase, document, places
from flows.languages.tongues import TONGUES
from flows.loader.nodes import Plain
from flows.steps import Text

Words = Mapping[str, str]  # place → words


@cache
def built_in() -> tuple[Phrase, ...]:
    """Every phrase that comes with the service, in the order translators meet them."""
    sources = sorted(library_files().items())
    flows = [phrase for name, source in sources for phrase in finding.of_flow(source, name)]
    return (*flows, *finding.of_texts(plain_texts()))


@cache
def library_files() -> Mapping[str, str]:
    """The YAML of the flows that come with the service, as it is in the package."""
    folder = resources.files("flows").joinpath("library")
    return {entry.name: entry.read_text("utf-8") for entry in folder.iterdir() if entry.name.endswith(".yaml")}


@cache
def plain_texts() -> Mapping[str, Text]:
    """texts.yaml as it is in the package."""
    found: dict[str, Text] = yaml.safe_load(resources.files("flows").joinpath("texts.yaml").read_text("utf-8"))
    return found


@cache
def offered() -> Mapping[str, Words]:
    """The languages whose catalogues are complete, or said to be offered as they are; read once a process."""
    folder = resources.files("flows").joinpath("languages")
    found: dict[str, Verdict] = {}
    for tag in TONGUES:
        file = folder.joinpath(f"{tag}.po")
        if file.is_file() and touched(data := file.read_bytes()):
            found[tag] = judge(tag, data, built_in())
    return {tag: verdict.words for tag, verdict in found.items() if verdict.offered}


def woven(source: str, filename: str, languages: Mapping[str, Words]) -> str:
    """A flow's YAML with these languages in it: the same source where there are none."""
    if not languages:
        return source
    flow = document(source, filename)
    if flow.get("flow") == LANGUAGE:
        _offer(flow, languages)
    for place, words, _ in places(flow):
        words.update(_said(place, languages, str(words["fr"])))
    spoken = flow.get("languages")
    flow["languages"] = [*(spoken if isinstance(spoken, list) else ()), *languages]
    return yaml.safe_dump(flow, allow_unicode=True, sort_keys=False, width=10_000)


def woven_texts(texts: Mapping[str, Text], languages: Mapping[str, Words]) -> Mapping[str, Text]:
    """The service's own texts with these languages in them."""
    return {
        key: {
            **words,
            **{tag: said for tag, known in languages.items() if (said := known.get(f"{TEXTS}/{key}"))},
        }
        for key, words in texts.items()
    }


def _said(place: str, languages: Mapping[str, Words], french: str) -> dict[str, str]:
    """A flow has words in each of its languages: French where there are none."""
    return {tag: known.get(place, french) for tag, known in languages.items()}


def _offer(flow: dict[str, Plain], languages: Iterable[str]) -> None:
    """One more choice a language; every label of this flow is read by everybody."""
    steps = flow["steps"]
    step = steps[0] if isinstance(steps, list) else {}
    if isinstance(step, dict) and isinstance(choices := step.get("choices"), list):
        for tag in languages:
            choices.append({"name": tag, "label": {"fr": TONGUES[tag], "en": TONGUES[tag]}})
        everybody = [
            flow.get("title"),
            step.get("label"),
            *(one["label"] for one in choices if isinstance(one, dict)),
        ]
        for words in everybody:
            if isinstance(words, dict):
                words.update(dict.fromkeys(languages, words["fr"]))
