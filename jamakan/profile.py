"""What a turn knows about a contact before it starts: a small projection of SQL, kept in Redis."""

from dataclasses import dataclass, field, replace
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Seat:
    """One place taken by somebody on this line, at an activity to come or lately held."""

    activity: str  # activity slug
    code: str
    state: str  # registered, confirmed or waitlisted
    starts_at: float  # seconds since 1970


@dataclass(frozen=True, slots=True)
class Profile:
    """A contact as the dialogue sees it. `rev`: the last contact version in it; writers never go back."""

    rev: int = 0
    language: str = ""  # "" until the person chose one
    opted_out: bool = False
    seats: tuple[Seat, ...] = field(default=())

    def unconfirmed(self, now: float) -> Seat | None:
        """The next seat to come that nobody confirmed. `now`: seconds since 1970."""
        waiting = (seat for seat in self.seats if seat.state == "registered" and seat.starts_at > now)
        return min(waiting, key=lambda seat: seat.starts_at, default=None)

    def to_json(self) -> dict[str, Any]:
        seats = [[seat.activity, seat.code, seat.state, seat.starts_at] for seat in self.seats]
        return {"r": self.rev, "l": self.language, "o": self.opted_out, "s": seats}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(data["r"], data["l"], data["o"], tuple(Seat(*seat) for seat in data["s"]))

    def at(self, rev: int) -> Self:
        """The same profile, said to include contact version `rev`."""
        return replace(self, rev=rev)
