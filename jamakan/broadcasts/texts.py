"""The words of a broadcast: which placeholders they may hold, and what each line is sent."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from flows.placeholders import fill, names
from flows.text.folding import fold
from flows.text.gsm7 import measure
from flows.text.matching import normal
from jamakan.programme.activities import Activity, placeholders
from jamakan.programme.plan import Plan
from jamakan.sentences import said

FALLBACK = "fr"  # what those read whose language has no text, or who never chose one
OF_SERVICE = ("org", "tel", "hours")
OF_ACTIVITY = ("activity", "date", "place", "time")
NAME, CODE = "name", "code"
MOST_PARTS = 8  # carriers join no more; a longer text is better two
NAMES_ROOM = 60  # letters that the names of people on one line may take
AND = {"fr": " et ", "en": " and "}
OTHERS = {"fr": ("autre", "autres"), "en": ("other", "others")}


def key(name: str) -> str:
    """The form in which a placeholder and the header of a column are the same: `Lieu de vote`, `{lieu_de_vote}`."""
    return normal(name).replace(" ", "_")


def known(plan: Plan) -> tuple[str, ...]:
    """The placeholders its texts may hold."""
    sheet, audience = plan.audience.spreadsheet, plan.audience
    found: tuple[str, ...] = OF_ACTIVITY if plan.activity else ()
    found += sheet.columns if sheet else (NAME,)
    return found + ((CODE,) if audience.activity else ()) + OF_SERVICE


def used(texts: Mapping[str, str]) -> frozenset[str]:
    """The placeholders that occur in any of them."""
    return frozenset(key(name) for text in texts.values() for name in names(text))


def problems(plan: Plan, languages: Collection[str]) -> Iterator[str]:
    """What is wrong with the texts, each problem naming its language."""
    if not plan.texts.get(FALLBACK, "").strip():
        yield said("there is no text in French, which everybody else falls back to", field="text-fr")
    for language, text in plan.texts.items():
        yield from _problems_in(plan, language, text, languages)


def _problems_in(plan: Plan, language: str, text: str, languages: Collection[str]) -> Iterator[str]:
    there, field = known(plan), f"text-{language}"
    if language not in languages:
        listed = ", ".join(languages)
        yield said(
            "{language}: nobody can choose this language; there are {listed}", field, language=language, listed=listed
        )
    strange = sorted(name for name in names(text) if key(name) not in there)
    for name in () if plan.audience.nobody else strange:  # a spreadsheet may still bring it
        braced = {"name": f"{{{name}}}", "known": " ".join(f"{{{one}}}" for one in there)}
        unfilled = "{language}: the text has a placeholder {name} that nothing fills; known: {known}"
        yield said(unfilled, field, language=language, **braced)
    if (parts := measure(fold(text)).parts) > MOST_PARTS:
        size = {"parts": parts, "most": MOST_PARTS}
        too_long = "{language}: the text takes {parts} SMS, {most} at most: shorten it or send two"
        yield said(too_long, field, language=language, **size)


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of a plan, ready to be said. `values`: language → placeholder → what it stands for, for everybody.

    `own`: the placeholders in use that each line fills by itself.
    """

    texts: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    own: frozenset[str]
    _said: dict[str, str] = field(default_factory=dict, repr=False)

    def language(self, chosen: str) -> str:
        """The language of the text for somebody who chose this one."""
        return chosen if chosen in self.texts else FALLBACK

    def say(self, language: str, own: Mapping[str, str]) -> str:
        """The text in a language that `language()` gave, with what one line fills by itself."""
        if self.own:
            return _filled(self.texts[language], {**self.values[language], **own})
        if language not in self._said:
            self._said[language] = _filled(self.texts[language], self.values[language])
        return self._said[language]


def prepared(plan: Plan, activity: Activity | None, service: Mapping[str, str]) -> Words:
    """The words of a plan about this activity. `service`: what every text may use."""
    sheet = plan.audience.spreadsheet
    own = used(plan.texts) & {NAME, CODE, *(sheet.columns if sheet else ())}
    values = {
        language: {**service, **(placeholders(activity, language) if activity else {})} for language in plan.texts
    }
    return Words(plan.texts, values, own)


def joined(people: Sequence[str], language: str) -> str:
    """The names of those who share a line: `Awa et Sira`, and `Awa, Sira et 3 autres` when they are many."""
    shown: list[str] = []
    for person in dict.fromkeys(people):
        if len(", ".join([*shown, person])) > NAMES_ROOM:
            break
        shown.append(person)
    more = len(set(people)) - len(shown)
    if not shown:
        return ""
    if more:
        one, several = OTHERS.get(language, OTHERS[FALLBACK])
        shown.append(f"{more} {several if more > 1 else one}")
    return AND.get(language, AND[FALLBACK]).join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def _filled(text: str, values: Mapping[str, str]) -> str:
    return fill(text, lambda name: values.get(key(name), "")).strip()
