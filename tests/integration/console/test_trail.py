"""The audit trail: written with what it tells of, and never changed unseen."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from jamakan.cli.audit import words
from jamakan.core import Core
from jamakan.staff import audit
from jamakan.staff.audit import Verdict
from jamakan.store.models import AuditEntry
from jamakan.store.staff import trail
from tests.support.console import Staff, trail_holds
from tests.support.rows import count
from tests.support.stories import VAULT
from tests.support.together import together

People = Callable[[str], Staff]


def write(core: Core, *actions: str) -> None:
    with core.db.begin() as connection:
        for action in actions:
            trail.append(connection, VAULT, datetime.now(UTC), 1, action, "activity:kayes", day=1, came=True, why="é")


def check(core: Core, noted: str = "") -> Verdict:
    with core.db.read() as connection:
        return audit.verify(VAULT, trail.entries(connection), noted)


def unguard(core: Core) -> None:
    """What an intruder with the database's own rights would do first."""
    with core.db.begin() as connection:
        if connection.dialect.name == "sqlite":
            for event in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER audit_entries_no_{event}"))
        else:
            connection.execute(text("DROP TRIGGER audit_entries_no_change ON audit_entries"))


@pytest.mark.parametrize("change", [update(AuditEntry).values(action="nothing"), delete(AuditEntry)])
def test_the_database_refuses_to_change_or_delete_an_entry(core: Core, change: object) -> None:
    write(core, "sign_in")
    with pytest.raises(DBAPIError, match="never changed"), core.db.begin() as connection:
        connection.execute(change)  # type: ignore[call-overload]
    assert count(core.db, AuditEntry) == 1


@pytest.mark.parametrize(
    ("tampering", "broken"),
    [
        ("UPDATE audit_entries SET action = 'presence' WHERE id = 2", 2),
        ("UPDATE audit_entries SET account_id = 9 WHERE id = 1", 1),
        ("UPDATE audit_entries SET details = '{}' WHERE id = 3", 3),
        ("UPDATE audit_entries SET mac = (SELECT mac FROM audit_entries WHERE id = 1) WHERE id = 2", 2),
        ("DELETE FROM audit_entries WHERE id = 2", 2),
        ("DELETE FROM audit_entries WHERE id = 1", 1),
    ],
)
def test_an_intruder_in_the_database_is_seen(core: Core, tampering: str, broken: int) -> None:
    write(core, "sign_in", "number.read", "sign_out")
    assert check(core).broken == 0
    unguard(core)
    with core.db.begin() as connection:
        connection.execute(text(tampering))
    assert check(core).broken == broken
    assert words(check(core)).startswith(f"Entry {broken} is not what was written")


def test_an_end_cut_off_is_seen_by_whoever_noted_the_head(core: Core) -> None:
    write(core, "sign_in", "number.read")
    noted = check(core).head
    write(core, "sign_out")
    assert check(core, noted) == Verdict(3, check(core).head)
    unguard(core)
    with core.db.begin() as connection:
        connection.execute(text("DELETE FROM audit_entries WHERE id > 1"))
    assert check(core).broken == 0
    assert check(core, noted).missing == noted


def test_an_entry_is_lost_with_what_it_tells_of(core: Core) -> None:
    def fail_half_way() -> None:
        with core.db.begin() as connection:
            trail.append(connection, VAULT, datetime.now(UTC), None, "sign_in", "account:1")
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError):
        fail_half_way()
    write(core, "sign_out")
    assert check(core) == Verdict(1, check(core).head)


def test_entries_written_side_by_side_make_one_chain(core: Core) -> None:
    together(4, lambda number: [write(core, f"act.{number}") for _ in range(5)])
    assert check(core) == Verdict(20, check(core).head)


def test_staff_read_it_and_check_it(staff: People, core: Core) -> None:
    alou = staff("approver")
    alou.opens("/settings/audit")
    alou.sees("Journal", "s’est connecté", "Alou Kanté")
    alou.sends("/settings/audit/verify")
    alou.opens("/settings/audit")
    alou.sees("Le journal est intact")
    assert trail_holds(core)
    staff("operator").opens("/settings/audit", status=403)


def test_a_long_trail_is_read_page_by_page(staff: People, core: Core) -> None:
    write(core, *["presence"] * 120)
    alou = staff("approver")
    alou.opens("/settings/audit")
    alou.sees("Plus ancien", "/settings/audit?before=")
    alou.opens("/settings/audit?before=20")
    assert "Plus ancien" not in alou.html


def test_the_words_of_the_command() -> None:
    assert words(Verdict(0, "")) == "0 entries, all as they were written. Head: none yet"
