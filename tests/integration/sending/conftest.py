"""A small house whose carriers live in the test, and messages on their way out of it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from jamakan.core import Core
from tests.support import outbox
from tests.support.stories import Phone

Queue = Callable[..., None]


@pytest.fixture
def queue(core: Core) -> Queue:
    """Queue texts for a line now, as (purpose, text)."""
    return lambda phone, *drafts, **more: outbox.queue(core.db, phone, *drafts, at=datetime.now(UTC), **more)


@pytest.fixture
def people() -> list[Phone]:
    return [Phone(f"+223700002{number:02}") for number in range(40)]


@pytest.fixture
def awa_phone() -> Phone:
    return Phone("+22370000001")


Broadcast = Callable[..., int]


@pytest.fixture
def broadcast(core: Core, queue: Queue) -> Broadcast:
    """A broadcast being sent to these people; its number."""

    def begin(people: list[Phone], text: str = "Demain 9h", **columns: Any) -> int:
        ours = outbox.broadcast(core.db, f"to {len(people)}: {text}", **columns)
        for person in people:
            queue(person, ("broadcast", text), broadcast_id=ours, expires_at=datetime.now(UTC) + timedelta(days=1))
        return ours

    return begin
