"""The actions of flows that only SQL can carry out, by the name a step gives under `does`."""

from collections.abc import Callable, Mapping

from jamakan import events
from jamakan.store import inclusion, presence
from jamakan.store.inbox import by_phone
from jamakan.store.ingest.batch import Moment
from jamakan.store.ingest.desk import Desk
from jamakan.store.learning import keeping as learning
from jamakan.store.network import joining
from jamakan.store.privacy import asking
from jamakan.store.votes import casting

Action = Callable[[Desk, Moment, events.Performed], None]
ACTIONS: Mapping[str, Action] = {
    "open_case": by_phone.open_case,
    "call_me": by_phone.call_me,
    "follow_case": by_phone.follow,
    "satisfied": by_phone.satisfied,
    "vote": casting.cast,
    "difficulties": inclusion.answered,
    "declare": inclusion.declared,
    "present": presence.claimed,
    "test_taken": learning.keep,
    "erase": asking.erase,
    "withdraw": asking.withdraw,
    "show_data": asking.show,
    "join_network": joining.join,
    "leave_network": joining.leave,
    "renew_network": joining.renew,
    "end_network": joining.end,
}
