"""What stands in an address of the inbox, and what its pages have in common."""

from dataclasses import replace

from flask import abort

from gateway.console.current import core
from gateway.console.forms import Form
from jamakan.staff.roles import ROLES, May
from jamakan.store.inbox import cases, items
from jamakan.store.inbox.cases import Case
from jamakan.store.inbox.items import Item
from jamakan.store.staff import accounts
from jamakan.store.staff.accounts import ACTIVE

NEWEST = 2**31 - 1  # of a version


def item_or_404(number: int) -> Item:
    """The message of this address."""
    with core().db.read() as connection:
        found = items.one(connection, core().settings.vault, number)
    return found or abort(404)


def case_or_404(number: int) -> Case:
    """The case of this address."""
    with core().db.read() as connection:
        found = cases.one(connection, core().settings.vault, number)
    return found or abort(404)


def item_as_seen(item: Item, form: Form) -> Item:
    """The message with the version the form was made for: acting on another one is refused."""
    return replace(item, version=form.integer("version", 0, NEWEST))


def case_as_seen(case: Case, form: Form) -> Case:
    """The same for a case."""
    return replace(case, version=form.integer("version", 0, NEWEST))


def colleagues() -> dict[int, str]:
    """Who may see to messages and cases, by account."""
    with core().db.read() as connection:
        known = accounts.everybody(connection, core().settings.vault)
    return {one.id: one.name for one in known if one.state == ACTIVE and May.WRITE in ROLES[one.role]}


def holder(form: Form) -> int | None:
    """Whom the form gives it to; nobody when it says so."""
    chosen = form.choice("holder", ["", *map(str, colleagues())])
    return int(chosen) if chosen else None
