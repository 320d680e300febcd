"""Plans: a seed is a plan, and between them the short ones break everything."""

from itertools import pairwise

import pytest

from tests.faults.plan import ALONE, LONG, POSTGRES, SHORT, draw, menu

PROCESSES = ("valkey", "worker-store", "worker-send", "clock", "gateway", "emulator")
DISK = frozenset({"disk full", "power cut"})
DATABASES = ("sqlite", POSTGRES)


@pytest.mark.parametrize("database", DATABASES)
def test_the_same_seed_is_the_same_plan(database: str) -> None:
    dishes = menu(PROCESSES, database, DISK)
    assert draw(7, database, dishes, LONG) == draw(7, database, dishes, LONG)
    assert draw(7, database, dishes, LONG) != draw(8, database, dishes, LONG)


def test_short_runs_break_everything_between_them() -> None:
    menus = {database: menu(PROCESSES, database, DISK) for database in DATABASES}
    drawn = {fault.name for database in DATABASES for fault in draw(1, database, menus[database], SHORT).faults}
    assert drawn == {fault.name for dishes in menus.values() for fault in dishes}


def test_what_wants_to_be_alone_is() -> None:
    together = 0
    for seed in range(200):
        faults = draw(seed, POSTGRES, menu(PROCESSES, POSTGRES, DISK), LONG).faults
        pairs = [(before, fault) for before, fault in pairwise(faults) if fault.together]
        assert not any({before.kind, fault.kind} & ALONE for before, fault in pairs)
        together += len(pairs)
    assert together > 100


def test_one_fault_alone() -> None:
    dishes = menu(PROCESSES, "sqlite", frozenset())
    assert {fault.name for fault in draw(3, "sqlite", dishes, LONG, "kill worker").faults} == {
        "kill worker-store",
        "kill worker-send",
    }
    with pytest.raises(LookupError, match="power cut"):
        draw(3, "sqlite", dishes, LONG, "power cut")
