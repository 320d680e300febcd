"""What is left on our accounts with the carriers: asked by a job now and then, read by pages without asking."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import cast

from jamakan.channels.routes import routes
from jamakan.core import Core
from jamakan.house_rules.model import HouseRules
from jamakan.prices import MICROS
from jamakan.state import keys

OURS, SMS = "XOF", "SMS"  # currencies that can be compared with what we send
LOW_PARTS = 500  # SMS: fewer than one reminder to a full series may take


@dataclass(frozen=True, slots=True)
class Known:
    """What a carrier said was left, in millionths of `currency`, and when, in seconds since 1970."""

    micros: int
    currency: str
    at: float

    @property
    def asked(self) -> datetime:
        return datetime.fromtimestamp(self.at, UTC)


def ask(core: Core) -> int:
    """Ask every carrier; how many said. Of one that does not say, what was last known stays. Raises RedisError."""
    now, told = datetime.now(UTC), 0
    for name, route in routes(core.settings).items():
        balance = route.sender.balance()
        if balance is not None:
            said = Known(balance.micros, balance.currency, now.timestamp())
            core.redis.hset(keys.BALANCES, name, json.dumps(asdict(said)))
            told += 1
    return told


def known(core: Core) -> dict[str, Known]:
    """What was said last, by channel of this house. Raises RedisError."""
    found = cast(Mapping[bytes, bytes], core.redis.hgetall(keys.BALANCES))
    said = {name.decode(): Known(**json.loads(one)) for name, one in found.items()}
    return {name: said[name] for name in core.settings.channels if name in said}


def low(balances: Mapping[str, Known], rules: HouseRules) -> dict[str, Known]:
    """Those that will not last: fewer SMS are left than one large reminder takes."""
    return {name: one for name, one in balances.items() if _parts_left(one, rules.prices(name).part) < LOW_PARTS}


def _parts_left(one: Known, price_micros: int) -> float:
    """SMS that can still be paid; without end when nothing can be compared."""
    if one.currency == SMS:
        return one.micros / MICROS
    return one.micros / price_micros if one.currency == OURS and price_micros else float("inf")
