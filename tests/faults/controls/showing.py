"""What a control shows."""

from dataclasses import dataclass

FAIL, HOLD = "fail", "hold"


@dataclass(frozen=True, slots=True)
class Shown:
    """One way of doing it: what it must do (`fail` or `hold`), what the judge found. `note`: why it was not tried."""

    way: str
    must: str
    acknowledged: int = 0
    lost: int = 0
    twice: int = 0
    note: str = ""

    @property
    def as_it_must(self) -> bool:
        """Whether the judge found what it must. What was not tried proves nothing and accuses nobody."""
        return bool(self.note) or (self.lost + self.twice > 0) == (self.must == FAIL)
