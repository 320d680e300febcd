"""Claiming messages to one person: replies before confirmations before follow-ups."""

from contextlib import suppress

from jamakan.privacy.vault import Vault
from jamakan.store import spending
from jamakan.store.database import Database
from jamakan.store.outbox.attempts import LookAgain, attempt, opened, reserve
from jamakan.store.outbox.choosing import affordable, month_limits, of_one_call, sift
from jamakan.store.outbox.claims import CapReached, Claim, Wanted
from jamakan.store.outbox.due import LOOK, next_single
from jamakan.store.outbox.rules import Judge, Rules


def claim_single(db: Database, vault: Vault, rules: Rules, wanted: Wanted) -> Claim | CapReached | None:
    """Take the most urgent message, and those behind it with the same text; their attempts are committed on return.

    Those that may not leave now are put away or put off on the way. None: nothing is due.
    """
    judge = Judge(rules, wanted.now)
    while True:
        with suppress(LookAgain):
            with db.begin() as connection:
                due = next_single(connection, wanted.channel, wanted.now, LOOK)
                if not due:
                    return None
                sendable = sift(connection, judge, due)
                if not sendable:
                    continue
                purpose = sendable[0].purpose
                limits = month_limits(connection, judge, purpose)
                call = affordable(of_one_call(sendable, wanted.most), wanted.prices, limits)
                if not call:
                    return CapReached(spending.month_of(judge.today), purpose)
                body = attempt(connection, judge, wanted, call)
                reserve(connection, judge, wanted, call)
            return opened(vault, judge, wanted, call, body)
