"""What figures are called, in French and in English: the pages, the files and the public page say the same."""

from collections.abc import Mapping
from functools import cache

from flows.catalog import load_library
from flows.steps import words
from jamakan.figures.indicators import Words
from jamakan.figures.tables import MASKED, SMALL
from jamakan.programme.regions import REGIONS

UNSAID = frozenset({"", "no_answer"})
OF_REGISTRATION = frozenset({"sex", "age", "group", "displacement"})
THEMES: Mapping[str, Words] = {
    "participation": {"fr": "Participation", "en": "Participation"},
    "messages": {"fr": "Messages", "en": "Messages"},
    "surveys": {"fr": "Enquêtes", "en": "Surveys"},
    "learning": {"fr": "Apprentissage", "en": "Learning"},
    "cases": {"fr": "Écoute", "en": "Being heard"},
    "accountability": {"fr": "Redevabilité", "en": "Accountability"},
}
DIMENSIONS: Mapping[str, Words] = {
    "": {"fr": "Ensemble", "en": "All"},
    "activity": {"fr": "Activité", "en": "Activity"},
    "place": {"fr": "Région de l’activité", "en": "Region of the activity"},
    "series": {"fr": "Série", "en": "Series"},
    "region": {"fr": "Région", "en": "Region"},
    "sex": {"fr": "Sexe", "en": "Sex"},
    "age": {"fr": "Âge", "en": "Age"},
    "group": {"fr": "Groupe", "en": "Group"},
    "disability": {"fr": "Handicap (questions du Washington Group)", "en": "Disability (Washington Group questions)"},
    "pvh": {"fr": "Se dit personne vivant avec un handicap", "en": "Says they live with a disability"},
    "displacement": {"fr": "Déplacement", "en": "Displacement"},
    "language": {"fr": "Langue", "en": "Language"},
    "channel": {"fr": "Canal", "en": "Channel"},
    "network": {"fr": "Opérateur", "en": "Operator"},
    "reason": {"fr": "Raison", "en": "Reason"},
    "campaign": {"fr": "Campagne", "en": "Campaign"},
    "survey": {"fr": "Enquête", "en": "Survey"},
    "question": {"fr": "Question", "en": "Question"},
    "kind": {"fr": "Type", "en": "Type"},
    "theme": {"fr": "Thème", "en": "Theme"},
    "institution": {"fr": "Institution", "en": "Institution"},
}
VALUES: Mapping[tuple[str, str], Words] = {
    ("sex", "female"): {"fr": "Femmes", "en": "Women"},
    ("sex", "male"): {"fr": "Hommes", "en": "Men"},
    ("disability", "yes"): {"fr": "Oui", "en": "Yes"},
    ("disability", "no"): {"fr": "Non", "en": "No"},
    ("pvh", "yes"): {"fr": "Oui", "en": "Yes"},
    ("pvh", "no"): {"fr": "Non", "en": "No"},
    ("language", "fr"): {"fr": "Français", "en": "French"},
    ("language", "en"): {"fr": "Anglais", "en": "English"},
    ("channel", "ussd"): {"fr": "USSD", "en": "USSD"},
    ("channel", "sms"): {"fr": "SMS", "en": "SMS"},
    ("channel", "africastalking"): {"fr": "Africa’s Talking", "en": "Africa’s Talking"},
    ("channel", "orange"): {"fr": "Orange", "en": "Orange"},
    ("channel", "android"): {"fr": "Téléphone Android", "en": "Android phone"},
    ("network", "61001"): {"fr": "Moov Africa Malitel", "en": "Moov Africa Malitel"},
    ("network", "61002"): {"fr": "Orange Mali", "en": "Orange Mali"},
    ("network", "61003"): {"fr": "Telecel Mali", "en": "Telecel Mali"},
    ("kind", "question"): {"fr": "Question", "en": "Question"},
    ("kind", "challenge"): {"fr": "Difficulté", "en": "Challenge"},
    ("kind", "proposal"): {"fr": "Proposition", "en": "Proposal"},
}
NOT_SAID: Words = {"fr": "Sans réponse", "en": "No answer"}
NOT_KNOWN: Words = {"fr": "Non précisé", "en": "Not specified"}
MARKS: Mapping[str, Words] = {
    SMALL: {"fr": "<{k}", "en": "<{k}"},
    MASKED: {"fr": "masqué", "en": "hidden"},
}
LIMITS: tuple[Words, ...] = (
    {
        "fr": "Ces chiffres décrivent une évolution. Il n’y a pas de groupe de comparaison : "
        "ils ne prouvent pas ce que le programme a causé.",
        "en": "These figures describe a change. There is no comparison group: "
        "they do not prove what the programme caused.",
    },
    {
        "fr": "Les personnes disent elles-mêmes leur sexe, leur âge, leur groupe et leur situation ; "
        "chacune peut ne pas répondre.",
        "en": "People say their sex, age, group and situation themselves; anybody may leave a question unanswered.",
    },
    {
        "fr": "Un numéro n’est pas une personne : plusieurs personnes partagent parfois un téléphone, "
        "et une personne peut en avoir plusieurs.",
        "en": "A number is no person: several people may share a phone, and a person may have several.",
    },
    {
        "fr": "Moins de 5 personnes (10 pour les dossiers, le handicap et le déplacement) ne sont pas montrées, "
        "ni ce qui les ferait deviner. Il n’y a pas de pourcentage sous 20 personnes.",
        "en": "Fewer than 5 people (10 for cases, disability and displacement) are not shown, "
        "nor what would give them away. There are no percentages of fewer than 20 people.",
    },
    {
        "fr": "« Arrivé » est ce que dit l’opérateur d’un SMS ; tous ne le disent pas.",
        "en": "“Delivered” is what the operator says of an SMS; not all of them do.",
    },
)


def label(dimension: str, value: str, language: str, names: Mapping[str, Mapping[str, Words]]) -> str:
    """What a value of a dimension is called; `names` as of `Report.names`."""
    if value in UNSAID:
        return (NOT_SAID if dimension in OF_REGISTRATION | {"region", "disability", "pvh"} else NOT_KNOWN)[language]
    if (dimension, value) in VALUES:
        return VALUES[dimension, value][language]
    if dimension in ("region", "place") and value in REGIONS:
        return REGIONS[value].name
    if dimension == "question":
        return _question(value, language, names)
    if value in names.get(dimension, {}):
        return names[dimension][value].get(language) or value
    return _choices(dimension, language).get(value, value) if dimension in OF_REGISTRATION else value


def mark(word: str, k: int, language: str) -> str:
    """What stands where a number is not shown."""
    return MARKS[word][language].format(k=k)


def _question(value: str, language: str, names: Mapping[str, Mapping[str, Words]]) -> str:
    flow, _, step = value.partition(" ")
    return f"{names.get('survey', {}).get(flow, {}).get(language) or flow} : {step}"


@cache
def _choices(dimension: str, language: str) -> dict[str, str]:
    step = next((step for step in load_library().flow("registration").steps if step.name == dimension), None)
    return {choice.name: words(choice.label, language) for choice in step.choices} if step is not None else {}
