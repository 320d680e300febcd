"""What one part of an SMS costs by a channel, by the network it goes to."""

from collections.abc import Mapping
from dataclasses import dataclass, field

MICROS = 1_000_000


@dataclass(frozen=True, slots=True)
class Prices:
    """In millionths of XOF. `networks`: those that cost something else, by the code the carrier gives them."""

    part: int
    networks: Mapping[str, int] = field(default_factory=dict)

    def of(self, network: str) -> int:
        """Of a part to this network; "" is one nobody told us."""
        return self.networks.get(network, self.part)
