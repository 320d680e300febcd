"""The commitments of institutions, as phones list them: by region, the caller's own first."""

from collections.abc import Sequence
from dataclasses import dataclass

from flows.world import Option
from jamakan.programme.regions import region_name

COUNTRY = "mali"  # the place of what is promised to no region in particular
COUNTRY_LABEL = {"fr": "Tout le pays", "en": "The whole country"}


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment in words: what was promised, by whom, how it stands. `region` "" where it is of none."""

    number: int
    region: str
    institution: str
    wording: dict[str, str]
    standing: dict[str, str]

    @property
    def place(self) -> str:
        return self.region or COUNTRY

    @property
    def option(self) -> Option:
        return Option(
            name=f"n{self.number}",
            label=self.wording,
            flag=self.place,
            values={"institution": {"fr": self.institution}, "promise": self.wording, "standing": self.standing},
        )


def regions(promises: Sequence[Promise], own: str) -> tuple[Option, ...]:
    """The places where something was promised, once each: the caller's own, then the whole country."""
    places = sorted({one.place for one in promises}, key=lambda place: (place != own, place != COUNTRY, place))
    return tuple(
        Option(name=place, label=COUNTRY_LABEL if place == COUNTRY else {"fr": region_name(place)})
        for place in places
    )
