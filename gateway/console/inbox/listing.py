"""The list of messages that wait for a person, and of those that waited."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from gateway.console.current import core, visitor
from gateway.console.gate import needs
from gateway.console.inbox.naming import ITEMS, names
from jamakan.programme.inbox import ANSWERED, ASIDE, IN_CASE, OPEN
from jamakan.staff.roles import May
from jamakan.store.inbox import counts, items, people
from jamakan.store.inbox.counts import MINE, STATE, TAG
from jamakan.store.inbox.items import PAGE, Which
from jamakan.store.staff import accounts

pages = Blueprint("listing", __name__)

LISTS = {"open": OPEN, "mine": OPEN, "answered": ANSWERED, "aside": ASIDE, "in_case": IN_CASE}


@pages.get("")
@needs(May.VIEW)
def index() -> ResponseReturnValue:
    """A list, newest first, a page at a time; `tag` narrows any state down."""
    me, vault = visitor().account.id, core().settings.vault
    which, tag = request.args.get("list", "open"), request.args.get("tag", "")[:40]
    which = which if which in LISTS else "open"
    asked = Which("", None, tag) if tag else Which(LISTS[which], me if which == "mine" else None)
    with core().db.read() as connection:
        found = items.page(connection, vault, asked, request.args.get("before", type=int))
        shown = found[:PAGE]
        kept = counts.of(connection, [*((STATE, state) for state in ITEMS), (MINE, str(me))])
        tags = counts.values(connection, TAG)
        on_items = items.tags(connection, [item.id for item in shown])
        known = people.on_lines(connection, vault, {item.contact_id for item in shown})
        holders = accounts.names(connection, vault, {item.holder for item in shown})
    return render_template(
        "inbox/index.html",
        items=shown,
        more=len(found) > PAGE,
        which=which,
        tag=tag,
        sizes={name: kept[STATE, state] for name, state in LISTS.items()} | {"mine": kept[MINE, str(me)]},
        tags=tags,
        on_items=on_items,
        people=known,
        holders=holders,
        states=names(ITEMS),
    )
