"""When somebody is erased: what staff wrote about them goes, and nobody waits for them any more; states stay.

When two entries of one person become one: what waits for an answer waits on the line that person is reached by.
"""

from collections.abc import Callable, Collection
from datetime import UTC, datetime

from sqlalchemy import Connection, select, update

from jamakan.privacy.vault import Vault
from jamakan.programme import cases as life
from jamakan.programme.inbox import OPEN, SET_ASIDE
from jamakan.store import sealing
from jamakan.store.inbox import cases, items
from jamakan.store.models import Case, CaseEvent, InboxItem


def forget(connection: Connection, vault: Vault, contact_ids: Collection[int]) -> None:
    """Empty titles, notes and reasons of the cases of these lines; their messages are emptied with all messages."""
    now = datetime.now(UTC)
    for contact_id in contact_ids:
        while waiting := items.together(connection, vault, contact_id):
            for item in waiting:
                items.move(connection, item, SET_ASIDE, now)
        for case in cases.of_contact(connection, vault, contact_id, most=None, sensitive=None):
            cases.change(connection, case, now, waits=False, title=vault.seal_text("", sealing.CASE))
    numbers = select(Case.id).where(Case.contact_id.in_(contact_ids))
    connection.execute(update(CaseEvent).where(CaseEvent.case_id.in_(numbers)).values(body=None))


def move(connection: Connection, contact_id: int, to: int, at: datetime) -> None:
    """What waits on a line, messages and cases that go on, is answered to another line of the same person."""
    for table, waits in ((InboxItem, InboxItem.state == OPEN), (Case, Case.state.in_(life.GOING_ON))):
        moved = {"contact_id": to, "version": table.version + 1, "changed_at": at}
        connection.execute(update(table).where(table.contact_id == contact_id, waits).values(moved))


def forget_naming(connection: Connection, vault: Vault, contact_id: int, names: Callable[[str], bool]) -> None:
    """Empty what names somebody, title or note, in the cases of a line that others go on using."""
    now = datetime.now(UTC)
    for case in cases.of_contact(connection, vault, contact_id, most=None, sensitive=None):
        if names(case.about.title):
            cases.change(connection, case, now, title=vault.seal_text("", sealing.CASE))
    notes = select(CaseEvent.id, CaseEvent.body).join(Case, Case.id == CaseEvent.case_id)
    rows = connection.execute(notes.where(Case.contact_id == contact_id, CaseEvent.body.is_not(None))).all()
    found = [row.id for row in rows if row.body is not None and names(vault.open_text(row.body, sealing.CASE))]
    connection.execute(update(CaseEvent).where(CaseEvent.id.in_(found)).values(body=None))
