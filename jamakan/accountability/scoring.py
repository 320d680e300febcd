"""The flow by which one side of a round gives its scores: built from its criteria, published as a survey."""

import yaml

from jamakan.flow_files import FlowFile, read_flow
from jamakan.programme.score_cards import BEST, COMMUNITY, PROVIDERS, WORST
from jamakan.store.accountability.cards import Criterion, Round

LONGEST_SERVICE = 40  # letters: the first screen holds it beside the question
LONGEST_CRITERION = 60
REASON = "reason"

TITLES = {
    COMMUNITY: {"fr": "Carte : {service}", "en": "Score card: {service}"},
    PROVIDERS: {"fr": "Carte, équipe : {service}", "en": "Score card, staff: {service}"},
}
SCALE = {
    "fr": "{criterion}\nVotre note, de {worst} (très mal) à {best} (très bien) ?",
    "en": "{criterion}\nYour score, from {worst} (very bad) to {best} (very good)?",
}
INTRO = {
    "fr": "{service} : {count} points à noter. Seules les notes de tout un groupe ensemble sont montrées.",
    "en": "{service}: {count} points to score. Only the scores of a whole group together are shown.",
}
WHY = {
    "fr": "Pourquoi ces notes ? Une phrase, sans nom de personne.",
    "en": "Why these scores? One sentence, without anybody's name.",
}
THANKS = {
    "fr": "Merci, vos notes sont bien enregistrées. Elles seront discutées en réunion.",
    "en": "Thank you, your scores are saved. They will be discussed at a meeting.",
}


def step(place: int) -> str:
    """The name of the step that asks for the score of a criterion, numbered from 1."""
    return f"c{place}"


def flow_file(found: Round, side: str, service: str) -> FlowFile:
    """The side's flow, as a file to publish. Raises FlowFileError: the words of a criterion cannot be shown."""
    asked = [_asked(place, criterion) for place, criterion in enumerate(found.criteria, 1)]
    words = {"service": service, "count": len(asked)}
    content = {
        "flow": found.flow(side),
        "title": {language: text.format(service=service) for language, text in TITLES[side].items()},
        "languages": ["fr", "en"],
        "steps": [
            {
                "name": "intro",
                "kind": "note",
                "label": {language: text.format(**words) for language, text in INTRO.items()},
            },
            *asked,
            {"name": REASON, "kind": "text", "label": WHY, "skip": "9", "personal": "true"},
            {"name": "thanks", "kind": "note", "label": THANKS, "ends": "completed"},
        ],
    }
    source = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
    return read_flow(source.encode(), f"{found.flow(side)}.yaml")


def _asked(place: int, criterion: Criterion) -> dict[str, object]:
    words = {"fr": criterion.fr, "en": criterion.en or criterion.fr}
    scale = {"worst": WORST, "best": BEST}
    label = {language: text.format(criterion=words[language], **scale) for language, text in SCALE.items()}
    return {
        "name": step(place),
        "kind": "integer",
        "label": label,
        "required": "false",
        "min": str(WORST),
        "max": str(BEST),
    }
