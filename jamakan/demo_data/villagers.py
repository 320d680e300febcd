"""Who takes part in the year: made up, the same people for the same seed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random

from jamakan.house.crowd import MEN, SURNAMES, WOMEN

PLACES = ("kayes", "mopti", "gao", "sikasso", "segou", "bamako")
AGES = {"18_24": 32, "25_35": 38, "36_59": 23, "60_plus": 4, "no_answer": 3}
GROUPS = {"youth": 36, "association": 20, "elected": 6, "public_service": 6, "media": 4, "leader": 6, "other": 8}
WOMENS_GROUPS = GROUPS | {"women": 40}
WHEREABOUTS = {"resident": 74, "displaced": 16, "returned": 6, "refugee": 1, "no_answer": 3}
DISPLACED_NORTH = WHEREABOUTS | {"displaced": 34, "returned": 12}  # Gao, Mopti
NORTH = frozenset({"gao", "mopti"})
DIFFICULTY = {"none": 78, "some": 15, "a_lot": 5, "cannot": 1, "no_answer": 1}  # of one question
QUESTIONS = ("seeing", "hearing", "walking", "remembering", "self_care", "communicating")
WOMEN_SHARE, ENGLISH_SHARE, SHARES_A_PHONE, SKIPS_DIFFICULTIES = 0.52, 0.03, 0.08, 0.35
PHONES = ("70", "76", "66", "50")  # the beginnings of numbers, by turns
FIRST_LINE = 100_000


@dataclass(frozen=True, slots=True)
class Villager:
    """A person. `difficulties`: answers to the six questions, empty when they were passed over.

    `knows`: the chance that an answer of theirs is right before; `learns`: what is added to it after.
    """

    number: int
    phone: str
    name: str
    language: str
    age: str
    sex: str
    region: str
    group: str
    displacement: str
    pvh: str
    difficulties: Mapping[str, str] = field(default_factory=dict)
    knows: float = 0.5
    learns: float = 0.2


def villagers(count: int, seed: int) -> Iterator[Villager]:
    """So many people, in the order they are met."""
    chance, line, language = Random(seed), FIRST_LINE, ""  # noqa: S311 - makes figures believable, guards nothing
    for number in range(count):
        if not language or chance.random() >= SHARES_A_PHONE:  # else on the phone of the one before, in its language
            line += 1
            language = "en" if chance.random() < ENGLISH_SHARE else "fr"
        yield _somebody(chance, number, f"+223{PHONES[line % len(PHONES)]}{line:06}", language)


def _somebody(chance: Random, number: int, phone: str, language: str) -> Villager:
    woman = chance.random() < WOMEN_SHARE
    region = PLACES[number % len(PLACES)]
    name = f"{chance.choice(WOMEN if woman else MEN)} {chance.choice(SURNAMES)} {_letters(number)}"
    skips = chance.random() < SKIPS_DIFFICULTIES
    difficulties = {} if skips else {question: one_of(chance, DIFFICULTY) for question in QUESTIONS}
    lasting = {"a_lot", "cannot"} & set(difficulties.values())
    return Villager(
        number=number,
        phone=phone,
        name=name,
        language=language,
        age=one_of(chance, AGES),
        sex="female" if woman else "male",
        region=region,
        group=one_of(chance, WOMENS_GROUPS if woman else GROUPS),
        displacement=one_of(chance, DISPLACED_NORTH if region in NORTH else WHEREABOUTS),
        pvh="yes" if chance.random() < (0.5 if lasting else 0.03) else "no",
        difficulties=difficulties,
        knows=chance.uniform(0.25, 0.65),
        learns=chance.uniform(0.05, 0.4),
    )


def one_of(chance: Random, weights: Mapping[str, int]) -> str:
    """One of these, by weight."""
    return chance.choices(list(weights), list(weights.values()))[0]


def _letters(number: int) -> str:
    """What tells two people of one name apart: A, B … Z, BA, BB …"""
    letters = ""
    while number or not letters:
        number, rest = divmod(number, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
