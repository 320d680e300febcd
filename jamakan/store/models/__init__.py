"""The tables, one module a topic."""

from jamakan.store.models.activities import Activity, Registration, Series
from jamakan.store.models.attendance import ActivityQuota, ActivityTally, Attendance, RegistrationDay
from jamakan.store.models.base import Base
from jamakan.store.models.broadcasts import Broadcast, BroadcastEvent, BroadcastRecipient, BroadcastText
from jamakan.store.models.contacts import Consent, Contact, OptChange, Participant
from jamakan.store.models.dialogues import Answer, Dialogue, FlowVersion, Turn, UssdSession
from jamakan.store.models.messages import DeliveryReport, Message
from jamakan.store.models.quarantine import Quarantined, Refusal
from jamakan.store.models.schedule import FollowUpRule, Scheduled
from jamakan.store.models.sending import ChannelState, FetchCursor, Spending
from jamakan.store.models.staff import AuditEntry, StaffAccount, StaffInvitation, StaffRecoveryCode, StaffSignIn
from jamakan.store.models.surveys import Survey

__all__ = [
    "Activity",
    "ActivityQuota",
    "ActivityTally",
    "Answer",
    "Attendance",
    "AuditEntry",
    "Base",
    "Broadcast",
    "BroadcastEvent",
    "BroadcastRecipient",
    "BroadcastText",
    "ChannelState",
    "Consent",
    "Contact",
    "DeliveryReport",
    "Dialogue",
    "FetchCursor",
    "FlowVersion",
    "FollowUpRule",
    "Message",
    "OptChange",
    "Participant",
    "Quarantined",
    "Refusal",
    "Registration",
    "RegistrationDay",
    "Scheduled",
    "Series",
    "Spending",
    "StaffAccount",
    "StaffInvitation",
    "StaffRecoveryCode",
    "StaffSignIn",
    "Survey",
    "Turn",
    "UssdSession",
]
