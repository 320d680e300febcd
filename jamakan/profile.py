"""What a turn knows about a contact before it starts: a small projection of SQL, kept in Redis."""

from dataclasses import astuple, dataclass, field, replace
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Seat:
    """One place taken by somebody on this line, at an activity to come or lately held."""

    activity: str  # activity slug
    code: str
    state: str  # registered, confirmed or waitlisted
    starts_at: float  # seconds since 1970
    name: str = ""  # where several people share the line: the name, sealed as it is in SQL, in base64
    tested: str = ""  # the knowledge tests taken there: before, after


@dataclass(frozen=True, slots=True)
class Followed:
    """One of the latest cases of this line. `asked`: whether its end still waits for the person's word."""

    number: int
    state: str  # of `jamakan.programme.cases`, or closed: all that is said of the end of a confidential one
    at: float  # when it came to that state, seconds since 1970
    institution: str = ""  # to which it was transmitted
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """A contact as the dialogue sees it. `rev`: the last contact version in it; writers never go back."""

    rev: int = 0
    language: str = ""  # "" until the person chose one
    opted_out: bool = False
    seats: tuple[Seat, ...] = field(default=())
    region: str = ""  # where somebody of this line registered from
    cases: tuple[Followed, ...] = field(default=())  # the latest three, newest first
    people: int = 0  # registered on this line
    member: bool = False  # whether somebody of this line is in the network
    agreed: bool = False  # whether somebody of this line agreed that what they say is kept, and did not take it back

    def unconfirmed(self, now: float) -> Seat | None:
        """The next seat to come that nobody confirmed. `now`: seconds since 1970."""
        waiting = (seat for seat in self.seats if seat.state == "registered" and seat.starts_at > now)
        return min(waiting, key=lambda seat: seat.starts_at, default=None)

    def follows(self, number: int) -> bool:
        """Whether this is one of the latest cases of this line."""
        return any(case.number == number for case in self.cases)

    @property
    def asked(self) -> Followed | None:
        """The latest case that ended and of which the person has not said whether they are satisfied."""
        return max((case for case in self.cases if case.asked), key=lambda case: case.at, default=None)

    def to_json(self) -> dict[str, Any]:
        seats = [list(astuple(seat)) for seat in self.seats]
        own = {"r": self.rev, "l": self.language, "o": self.opted_out, "s": seats, "g": self.region}
        cases = [[case.number, case.state, case.at, case.institution, case.asked] for case in self.cases]
        return {**own, "c": cases, **self._standing}

    @property
    def _standing(self) -> dict[str, Any]:
        return {"n": self.people, "m": self.member, "a": self.agreed}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        seats = tuple(Seat(*seat) for seat in data["s"])
        cases = tuple(Followed(*case) for case in data.get("c", ()))
        standing = data.get("n", 0), data.get("m", False), data.get("a", bool(seats))
        return cls(data["r"], data["l"], data["o"], seats, data.get("g", ""), cases, *standing)

    def tested(self, code: str, phase: str) -> Self:
        """The same profile, with this test taken by the person of this seat."""
        seats = (
            replace(seat, tested=f"{seat.tested} {phase}".strip()) if seat.code == code else seat
            for seat in self.seats
        )
        return replace(self, seats=tuple(seats))

    def at(self, rev: int) -> Self:
        """The same profile, said to include contact version `rev`."""
        return replace(self, rev=rev)
