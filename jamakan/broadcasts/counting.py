"""An audience counted: lines, parts and cost by language, with no body kept but the longest of each."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from flows.text.folding import fold, losses
from flows.text.gsm7 import Measure, measure, outside
from jamakan.broadcasts.slices import Reader, Recipient
from jamakan.core import Core
from jamakan.house_rules.reading import in_force
from jamakan.programme.plan import Plan
from jamakan.store.broadcasts import audience
from jamakan.store.database import Database

ALREADY = "already_written_to"  # by this same broadcast


@lru_cache(maxsize=256)  # most broadcasts have few texts and many readers
def leaving(text: str) -> Measure:
    """What a text costs as it leaves."""
    return measure(fold(text))


@dataclass(slots=True)
class InLanguage:
    """What goes to those who read one language. `longest`: the dearest rendering, as it leaves, `at` its number."""

    text: str
    lines: int = 0
    parts: int = 0
    micros: int = 0
    longest: str = ""
    at: int = 0

    @property
    def measure(self) -> Measure:
        """Of the longest; of the text as written while nobody reads it."""
        return leaving(self.longest or self.text)

    @property
    def replaced(self) -> tuple[str, ...]:
        """The letters for which others stand when it leaves: as they are, they would more than double its cost."""
        return outside(self.text)

    @property
    def lost(self) -> tuple[str, ...]:
        """The characters that nothing stands for: `?` leaves in their place."""
        return losses(self.text)

    def add(self, text: str, price_micros: int, number: int) -> None:
        """Count one line that gets this."""
        size = leaving(text)
        self.lines += 1
        self.parts += size.parts
        self.micros += size.parts * price_micros
        if not self.longest or size.units > self.measure.units:
            self.longest, self.at = fold(text), number


@dataclass(slots=True)
class Count:
    """An audience counted. `channels`: lines by the channel they are written to."""

    languages: dict[str, InLanguage]
    excluded: Counter[str] = field(default_factory=Counter)
    channels: Counter[str] = field(default_factory=Counter)

    @property
    def lines(self) -> int:
        return sum(one.lines for one in self.languages.values())

    @property
    def parts(self) -> int:
        return sum(one.parts for one in self.languages.values())

    @property
    def micros(self) -> int:
        """Millionths of XOF."""
        return sum(one.micros for one in self.languages.values())

    @property
    def in_all(self) -> int:
        """Lines, those already written to included."""
        return self.lines + self.excluded[ALREADY]


def count(
    core: Core, plan: Plan, broadcast_id: int | None = None, looked: Callable[[int], object] = lambda _: None
) -> Count:
    """Count those a plan goes to, slice by slice; `looked` is told after each how many lines that were so far.

    `broadcast_id` where there is one: it holds the spreadsheet, and those it wrote to already are left out.
    """
    rules = in_force(core)
    prices = {name: rules.prices(name) for name in core.settings.channels}
    counted = Count({language: InLanguage(text) for language, text in plan.texts.items()})
    for some in Reader.of(core, plan, broadcast_id).all():
        counted.excluded += some.excluded
        written = _written(core.db, broadcast_id, some.recipients)
        counted.excluded[ALREADY] += len(written)
        for one in some.recipients:
            if one.contact_id not in written:
                counted.channels[one.channel] += 1
                number = counted.channels.total()
                counted.languages[one.language].add(one.text, prices[one.channel].of(one.network), number)
        looked(counted.in_all)
    counted.excluded = +counted.excluded
    return counted


def _written(db: Database, broadcast_id: int | None, recipients: tuple[Recipient, ...]) -> set[int]:
    if broadcast_id is None:
        return set()
    with db.read() as connection:
        return audience.written(connection, broadcast_id, [one.contact_id for one in recipients])
