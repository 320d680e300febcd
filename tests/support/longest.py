"""The longest values that really stand in the service's sentences, so that what fits with them fits."""

from collections.abc import Mapping

from flows.placeholders import BROUGHT
from flows.world import Option

NAME = "Fatoumata Bintou Coulibaly-Diarra Traoré"  # 40 letters
TEXT_OF = {  # placeholder → its longest value
    "activity": "District de Bamako",
    "activity_date": "29 sept. – 2 oct.",
    "activity_label": "District de Bamako 29 sept. – 2 oct.",
    "answers": "128",
    "code": "482 913",
    "codes": "482913, 771204, 300518",
    "consent": "29/09/2027",
    "date": "29 sept. – 2 oct.",
    "day": "29 septembre",
    "hours": "8h-17h",
    "institution": "Conseil de cercle de Bandiagara",
    "key": "98",
    "keyword": "BUDGET",
    "max": "500",
    "messages": "214",
    "min": "0",
    "n": "12",
    "name": NAME,
    "number": "123456",
    "org": "COCEM",
    "place": "Conseil régional de Tombouctou",
    "region_label": "District de Bamako",
    "registrations": "12",
    "state": "transmis à Conseil de cercle",
    "tel": "20 22 33 44",
    "time": "08:30",
    "title": "Votre avis sur le budget communal",
    "total": "24",
    "value": "Déplacé(e) dans le pays",
}
FALLBACK = "Conseil régional de Tombouctou"  # of what nobody gave a length here


def value(name: str) -> str:
    """The longest of a placeholder; of one the table does not know, a long one."""
    return TEXT_OF.get(name, FALLBACK)


def lists() -> Mapping[str, tuple[Option, ...]]:
    """Every list of the service, nine options long, each with the longest words."""
    return {
        listed: tuple(
            Option(
                name=f"o{number}",
                label={
                    "fr": f"{number} Réparer le forage de Bandiagara",
                    "en": f"{number} Mend the pump of Bandiagara",
                },
                values={name: {"fr": value(name), "en": value(name)} for name in brought},
            )
            for number in range(1, 10)
        )
        for listed, brought in BROUGHT.items()
    }
