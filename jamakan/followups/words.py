"""What a follow-up says to one person."""

from collections.abc import Mapping

from flows.placeholders import fill
from flows.steps import FALLBACK_LANGUAGE, Text, words
from jamakan.core import Core
from jamakan.followups.rules import QUESTION, Rule
from jamakan.programme import activities as wording
from jamakan.programme.activities import Activity
from jamakan.store import sealing, surveys
from jamakan.store.followups.audience import Person


class Speaker:
    """Fills the texts of rules. One object a run: it knows the surveys' titles as they are now."""

    def __init__(self, core: Core) -> None:
        self._vault = core.settings.vault
        self._service = core.settings.values
        self._titles = titles(core)

    def say(self, rule: Rule, person: Person, activity: Activity | None = None, question: str = "") -> str:
        """The rule's text for this person, about this activity or with this pending question."""
        language = person.language if person.language in rule.text else FALLBACK_LANGUAGE
        values = {
            **self._service,
            **(wording.placeholders(activity, language) if activity else {}),
            "name": self._vault.open_text(person.name, sealing.NAME) if person.name else "",
            "code": person.code,
            "title": words(self._titles.get(person.flow or rule.flow, {}), language),
            QUESTION: question,
        }
        return fill(rule.text[language], lambda name: values.get(name, "")).strip()


def titles(core: Core) -> dict[str, Text]:
    """The titles of the flows people may be in, by name: of the library and of every survey ever published."""
    library: Mapping[str, Text] = {name: core.book.current(name).title for name in core.book.names}
    with core.db.read() as connection:
        return {**library, **{survey.flow: survey.title for survey in surveys.published(connection)}}
