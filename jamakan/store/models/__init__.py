"""The tables, one module a topic."""

from jamakan.store.models.accountability import (
    Campaign,
    CampaignEvent,
    CampaignPart,
    Commitment,
    CommitmentCase,
    CommitmentEvent,
    ScoreCard,
    ScoreCriterion,
    ScoreRound,
)
from jamakan.store.models.activities import Activity, Registration, Series
from jamakan.store.models.attendance import ActivityQuota, ActivityTally, Attendance, DayCode, RegistrationDay
from jamakan.store.models.base import Base
from jamakan.store.models.broadcasts import Broadcast, BroadcastEvent, BroadcastRecipient, BroadcastText
from jamakan.store.models.cases import Case, CaseEvent
from jamakan.store.models.contacts import Consent, Contact, OptChange, Participant
from jamakan.store.models.dialogues import Answer, Dialogue, FlowVersion, Turn, UssdSession
from jamakan.store.models.exports import Export, ExportPart
from jamakan.store.models.figures import FiguresSnapshot, FiguresTarget, PublicEdition
from jamakan.store.models.house_rules import HouseRule, Removal
from jamakan.store.models.inbox import AnswerTemplate, InboxCount, InboxItem, InboxTag, StaffAnswer
from jamakan.store.models.learning import ActivityTest, KnowledgeResult
from jamakan.store.models.messages import DeliveryReport, Message
from jamakan.store.models.network import Member, Panel, PanelAsk, PanelWave
from jamakan.store.models.people import PeopleImport, PeopleImportChunk, RedisRemoval, Tombstone
from jamakan.store.models.privacy import ConsentWithdrawal, ErasureRequest
from jamakan.store.models.quarantine import Quarantined, Refusal
from jamakan.store.models.schedule import FollowUpRule, Scheduled
from jamakan.store.models.sending import ChannelState, FetchCursor, Spending
from jamakan.store.models.staff import AuditEntry, StaffAccount, StaffInvitation, StaffRecoveryCode, StaffSignIn
from jamakan.store.models.surveys import AnswerTag, Survey, SurveyCount, SurveyRecount, SurveyUpload
from jamakan.store.models.votes import Ballot, Vote, VoteProposal

__all__ = [
    "Activity",
    "ActivityQuota",
    "ActivityTally",
    "ActivityTest",
    "Answer",
    "AnswerTag",
    "AnswerTemplate",
    "Attendance",
    "AuditEntry",
    "Ballot",
    "Base",
    "Broadcast",
    "BroadcastEvent",
    "BroadcastRecipient",
    "BroadcastText",
    "Campaign",
    "CampaignEvent",
    "CampaignPart",
    "Case",
    "CaseEvent",
    "ChannelState",
    "Commitment",
    "CommitmentCase",
    "CommitmentEvent",
    "Consent",
    "ConsentWithdrawal",
    "Contact",
    "DayCode",
    "DeliveryReport",
    "Dialogue",
    "ErasureRequest",
    "Export",
    "ExportPart",
    "FetchCursor",
    "FiguresSnapshot",
    "FiguresTarget",
    "FlowVersion",
    "FollowUpRule",
    "HouseRule",
    "InboxCount",
    "InboxItem",
    "InboxTag",
    "KnowledgeResult",
    "Member",
    "Message",
    "OptChange",
    "Panel",
    "PanelAsk",
    "PanelWave",
    "Participant",
    "PeopleImport",
    "PeopleImportChunk",
    "PublicEdition",
    "Quarantined",
    "RedisRemoval",
    "Refusal",
    "Registration",
    "RegistrationDay",
    "Removal",
    "Scheduled",
    "ScoreCard",
    "ScoreCriterion",
    "ScoreRound",
    "Series",
    "Spending",
    "StaffAccount",
    "StaffAnswer",
    "StaffInvitation",
    "StaffRecoveryCode",
    "StaffSignIn",
    "Survey",
    "SurveyCount",
    "SurveyRecount",
    "SurveyUpload",
    "Tombstone",
    "Turn",
    "UssdSession",
    "Vote",
    "VoteProposal",
]
