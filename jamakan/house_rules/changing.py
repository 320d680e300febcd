"""Giving rules other values: checked like the environment, all or none, each with its line in the trail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time

from pydantic import ValidationError

from jamakan.core import Core
from jamakan.house_rules.model import CHANGEABLE, HouseRules
from jamakan.house_rules.reading import checked, environment, merged, usable
from jamakan.state import wake
from jamakan.store import house_rules as table
from jamakan.store.house_rules import Decided
from jamakan.store.staff import trail

LONGEST_TOLD = 120  # characters of a value in the trail


class RulesRefused(ValueError):
    """Values that cannot be. `problems`: rule → why; under "" what is wrong with several together."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {why}" if name else why for name, why in problems.items()))
        self.problems = dict(problems)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as it stands: `value` in force and `default` of the environment, both as one would type them."""

    name: str
    value: str
    default: str
    pinned: bool
    decided: Decided | None


def listed(core: Core) -> dict[str, Rule]:
    """Every rule staff may change, by name."""
    with core.db.read() as connection:
        values, decided = table.values(connection), table.decided(connection)
    now, first = merged(core.settings, values), environment(core.settings)
    return {
        name: Rule(
            name,
            written(getattr(now, name)),
            written(first[name]),
            name in core.settings.pinned,
            decided.get(name),
        )
        for name in CHANGEABLE
    }


def change(core: Core, wanted: Mapping[str, str], by: int | None) -> list[str]:
    """Give these rules these values, all or none; the names of those that changed. Raises RulesRefused.

    What is typed as the environment has it goes back to the environment, and follows it from then on.
    """
    _refuse_fixed(core, wanted)
    now, vault = datetime.now(UTC), core.settings.vault
    with core.db.begin(lock="rules") as connection:
        values = table.values(connection)
        before = merged(core.settings, values)
        after = _checked(core, usable(core.settings, values) | dict(wanted))
        changed = [name for name in wanted if getattr(before, name) != getattr(after, name)]
        for name in changed:
            if getattr(after, name) == getattr(core.settings, name):
                table.forget(connection, name)
            else:
                table.put(connection, name, written(getattr(after, name)), by, now)
        for name in changed:
            told = {"before": _told(before, name), "after": _told(after, name)}
            trail.append(connection, vault, now, by, "rule.changed", f"rule:{name}", **told)
    if changed:  # what the hours or the cap held back may leave now
        wake.soon(core.redis, wake.SEND_QUEUE)
    return changed


def written(value: object) -> str:
    """A value as one would write it in the environment."""
    match value:
        case None:
            return ""
        case time():
            return value.isoformat("auto" if value.second or value.microsecond else "minutes")
        case tuple():
            return ",".join(map(str, value))
        case float():
            return f"{value:.15g}"
    return str(value)


def _refuse_fixed(core: Core, wanted: Mapping[str, str]) -> None:
    if unknown := sorted(set(wanted) - set(CHANGEABLE)):
        raise RulesRefused(dict.fromkeys(unknown, "there is no such rule"))
    if pinned := sorted(set(wanted) & set(core.settings.pinned)):
        raise RulesRefused(dict.fromkeys(pinned, "JAMAKAN_PINNED keeps it as the environment has it"))


def _checked(core: Core, given: Mapping[str, str]) -> HouseRules:
    try:
        return checked(core.settings, given)
    except ValidationError as error:
        problems = {
            str(problem["loc"][0]) if problem["loc"] else "": str(problem["msg"]).removeprefix("Value error, ")
            for problem in error.errors()
        }
        raise RulesRefused(problems) from error


def _told(rules: HouseRules, name: str) -> str:
    return written(getattr(rules, name))[:LONGEST_TOLD]
