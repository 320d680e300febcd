"""The actions of flows that only SQL can carry out, by the name a step gives under `does`."""

from collections.abc import Callable, Mapping

from jamakan import events
from jamakan.store.ingest.batch import Moment
from jamakan.store.ingest.desk import Desk

Action = Callable[[Desk, Moment, events.Performed], None]
ACTIONS: Mapping[str, Action] = {}
