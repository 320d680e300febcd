"""The rules in force: the environment's, where staff did not give others. One small query, nothing to go stale."""

from collections.abc import Mapping
from functools import lru_cache

import structlog
from pydantic import ValidationError

from jamakan.config import Settings
from jamakan.core import Core
from jamakan.house_rules.model import CHANGEABLE, HouseRules
from jamakan.store import house_rules as table

log = structlog.get_logger()

OPENING = ("send_from", "send_until", "no_send_days")  # these hold together or not at all


def in_force(core: Core) -> HouseRules:
    """The rules as they are now. Raises DatabaseAway."""
    with core.db.read() as connection:
        return merged(core.settings, table.values(connection))


@lru_cache(maxsize=8)
def merged(settings: Settings, values: tuple[tuple[str, str], ...]) -> HouseRules:
    """The environment's rules with these values in their place; what is pinned stays, what cannot be used too."""
    return checked(settings, usable(settings, values))


def usable(settings: Settings, values: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Those of these values that take the environment's place."""
    given = {name: value for name, value in values if name in CHANGEABLE and name not in settings.pinned}
    return _usable(settings, given)


def _usable(settings: Settings, given: dict[str, str]) -> dict[str, str]:
    """Another version, or another environment, may make a value unusable that was well when it was given."""
    try:
        checked(settings, given)
    except ValidationError as error:
        wrong = {str(name) for problem in error.errors() for name in problem["loc"][:1] or OPENING} & given.keys()
        if not wrong:
            raise
        log.error("rules that cannot be used, the environment's hold instead", rules=sorted(wrong))
        return _usable(settings, {name: value for name, value in given.items() if name not in wrong})
    return given


def checked(settings: Settings, given: Mapping[str, str]) -> HouseRules:
    """The environment's rules with these in their place. Raises ValidationError, naming each that cannot be."""
    return HouseRules.model_validate({**environment(settings), **given})


def environment(settings: Settings) -> dict[str, object]:
    """What the environment says of every rule."""
    return {name: getattr(settings, name) for name in HouseRules.model_fields}
