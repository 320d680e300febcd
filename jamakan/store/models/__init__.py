"""The tables, one module a topic."""

from jamakan.store.models.activities import Activity, Registration, Series
from jamakan.store.models.base import Base
from jamakan.store.models.contacts import Consent, Contact, OptChange, Participant
from jamakan.store.models.dialogues import Answer, Dialogue, FlowVersion, Turn, UssdSession
from jamakan.store.models.messages import Broadcast, BroadcastText, DeliveryReport, Message
from jamakan.store.models.quarantine import Quarantined, Refusal
from jamakan.store.models.surveys import Survey

__all__ = [
    "Activity",
    "Answer",
    "Base",
    "Broadcast",
    "BroadcastText",
    "Consent",
    "Contact",
    "DeliveryReport",
    "Dialogue",
    "FlowVersion",
    "Message",
    "OptChange",
    "Participant",
    "Quarantined",
    "Refusal",
    "Registration",
    "Series",
    "Survey",
    "Turn",
    "UssdSession",
]
