"""How an activity stands with its knowledge test: for the section of its page."""

from dataclasses import dataclass

from flows.steps import words
from gateway.console.current import core, may
from gateway.console.learning.naming import OPENED
from gateway.console.words import gettext, language
from jamakan.learning import choosing
from jamakan.staff.roles import May
from jamakan.store.learning import choosing as chosen
from jamakan.store.learning import results


@dataclass(frozen=True, slots=True)
class Standing:
    """The test of an activity ("" for none), when it is open, who took it, and what else it could be."""

    flow: str
    version: str
    title: str
    opened: str
    before: int
    after: int
    bank: dict[str, str]

    @property
    def opened_words(self) -> str:
        """When it is open, in the reader's language."""
        return gettext(OPENED[self.opened])

    @property
    def begun(self) -> bool:
        """Whether somebody took it: it stays then."""
        return bool(self.before or self.after)


def of_activity(activity_id: int) -> Standing:
    """How this activity stands."""
    bank = {flow: words(title, language()) for flow, title in choosing.bank(core()).items()}
    with core().db.read() as connection:
        test = chosen.of_activity(connection, activity_id)
        taken = results.counts(connection, activity_id)
    if test is None:
        return Standing("", "", "", "", 0, 0, bank if may(May.ACTIVITIES) else {})
    title = bank.get(test.flow, test.flow)
    return Standing(test.flow, test.version, title, test.opened, taken["before"], taken["after"], bank)
