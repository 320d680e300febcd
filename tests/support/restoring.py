"""A second machine to restore on, and all that a house was told, to compare."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import select

from jamakan import storing
from jamakan.config import Settings
from jamakan.core import Core, build_core
from jamakan.state import stream
from jamakan.store.models import Answer, Dialogue, Message, Registration, Turn
from tests.integration.conversation.test_registration import registers
from tests.support import weak
from tests.support.line import AWA, FATOU, MOUSSA, Line
from tests.support.rows import rows

Phones = Callable[[str], Line]


@contextmanager
def another_machine(core: Core, empty_url: str, folder: Path, **changes: object) -> Iterator[Core]:
    """A house with the same key, on an empty Redis and an empty database."""
    with weak.valkey(folder / "other") as url:
        settings = core.settings.model_dump() | {"redis_url": url, "database_url": empty_url, "var": folder} | changes
        with closing(build_core(Settings(**settings))) as other:
            yield other


def told(core: Core) -> dict[str, list[tuple[object, ...]]]:
    """All that people said and what it led to, in an order of its own."""
    queries = {
        "turns": select(Turn.key, Turn.kind, Turn.v),
        "answers": select(Dialogue.key, Dialogue.outcome, Answer.step, Answer.value).join(Answer),
        "seats": select(Registration.dialogue_key, Registration.code, Registration.state),
        "messages": select(Message.dedupe_key, Message.direction),
    }
    return {name: sorted(rows(core.db, query)) for name, query in queries.items()}


def some_answers_stored_and_some_waiting(line: Phones, core: Core) -> None:
    """Awa is registered and stored. Moussa's opinion waits in the stream. Fatou is in mid-survey, by SMS."""
    line(AWA).dials("1")
    awa = line(AWA)
    awa.dials()
    registers(awa)
    storing.drain(core)
    line(MOUSSA).dials("1", "2", "4", "Bien", "Plus de femmes")
    line(FATOU).texts("AVIS")
    line(FATOU).texts("5")
    assert stream.waiting(core.redis) == 3
