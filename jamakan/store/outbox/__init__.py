"""Messages on their way out.

    queued → sending → sent → delivered
       │        ├────────┴──→ failed
       │        │        └──→ unreported   nobody said in 72 h what became of it; a late report still counts
       │        ├→ uncertain   the carrier may have it: never sent again by itself
       │        ├→ rerouted    this carrier does not reach the number; another message tries another channel
       │        └→ queued      refused for now, another attempt later
       │        (uncertain and failed → queued only by a person: `resend`)
       ├→ skipped              its contact stopped messages, or has had too many answers today
       └→ expired              too late to be of use

An attempt is committed before the carrier is called (`claim_single`, `claim_bulk`), and only whoever holds its token
may say what became of it (`record`). An attempt nobody speaks for any more becomes uncertain (`give_up`).
"""

from jamakan.store.outbox.bulk import claim_bulk
from jamakan.store.outbox.claims import CapReached, Claim, Outgoing, Wanted
from jamakan.store.outbox.due import MOST_COUNTED, bulk_due, single_due, stuck, waiting
from jamakan.store.outbox.fates import Fate, Rerouted, unsent
from jamakan.store.outbox.records import Recorded, record
from jamakan.store.outbox.rules import Rules
from jamakan.store.outbox.single import claim_single
from jamakan.store.outbox.tidying import adopt, give_up, leave, resend, stop_waiting_for_reports

__all__ = [
    "MOST_COUNTED",
    "CapReached",
    "Claim",
    "Fate",
    "Outgoing",
    "Recorded",
    "Rerouted",
    "Rules",
    "Wanted",
    "adopt",
    "bulk_due",
    "claim_bulk",
    "claim_single",
    "give_up",
    "leave",
    "record",
    "resend",
    "single_due",
    "stop_waiting_for_reports",
    "stuck",
    "unsent",
    "waiting",
]
