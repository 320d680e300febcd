"""A reminder by the number in its address, and whoever works on it."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import abort

from gateway.console.current import core, may, visitor
from jamakan.programme import broadcasts as life
from jamakan.programme.activities import Activity
from jamakan.programme.broadcasts import NoBroadcast
from jamakan.programme.plan import Broadcast
from jamakan.staff.roles import May
from jamakan.store.activities import find
from jamakan.store.broadcasts import records, states
from jamakan.store.broadcasts.approving import may_approve
from jamakan.store.broadcasts.records import Trail
from jamakan.store.staff import signatures

EDITABLE = frozenset(state for state, event in life.TRANSITIONS if event == life.EDIT)


@dataclass(frozen=True, slots=True)
class Found:
    """A reminder at one look. `mark`: of that look; `names`: of those who signed; `own`: the reader wrote in it."""

    broadcast: Broadcast
    mark: int
    activity: Activity | None
    told: list[Trail]
    names: Mapping[str, str]
    own: bool

    @property
    def id(self) -> int:
        return self.broadcast.id

    @property
    def state(self) -> str:
        return self.broadcast.state

    @property
    def editable(self) -> bool:
        return self.state in EDITABLE and self.broadcast.started_at is None and may(May.WRITE)

    def can(self, event: str) -> bool:
        """Whether its state allows this."""
        return (self.state, event) in life.TRANSITIONS


def me() -> str:
    """How whoever asks signs."""
    return signatures.signature(visitor().account.id)


def reminder_or_404(number: int) -> Found:
    """The reminder with this number."""
    with core().db.read() as connection:
        try:
            broadcast = records.find(connection, number)
        except NoBroadcast:
            abort(404)
        told = list(records.trail(connection, number))
        signed = {broadcast.created_by, broadcast.approved_by, *(one.by for one in told)}
        slug = broadcast.plan.activity
        return Found(
            broadcast,
            states.mark(connection, number),
            find(connection, slug) if slug else None,
            told,
            signatures.names(connection, core().settings.vault, signed),
            not may_approve(connection, core().settings.vault, number, me()),
        )
