"""What happened on a turn, as it travels from the conversation to the store.

One stream entry holds one `Entry`, sealed: a turn with its events, or a carrier's report. The store applies
an entry once for ever, whatever the number of times it is delivered.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar

from jamakan.privacy.vault import Vault

PURPOSE = "event"


@dataclass(frozen=True)
class TurnHead:
    """Who said something, where and when. `v` is the contact's version after this turn."""

    key: str
    kind: str  # "ussd" or "sms"
    channel: str
    contact: str
    phone: str
    service: str
    network: str
    session: str
    at: float
    v: int


@dataclass(frozen=True)
class DialogueStarted:
    type: ClassVar[str] = "dialogue_started"
    dialogue: str
    flow: str
    version: str
    language: str
    activity: str = ""


@dataclass(frozen=True)
class Answered:
    """`waited`: seconds since the question was shown; 0 when it was not, answers having come several at once."""

    type: ClassVar[str] = "answered"
    dialogue: str
    step: str
    kind: str
    value: str
    personal: bool
    waited: float = 0.0


@dataclass(frozen=True)
class Dropped:
    type: ClassVar[str] = "dropped"
    dialogue: str
    step: str


@dataclass(frozen=True)
class DialogueMoved:
    type: ClassVar[str] = "dialogue_moved"
    dialogue: str
    position: str


@dataclass(frozen=True)
class DialogueEnded:
    type: ClassVar[str] = "dialogue_ended"
    dialogue: str
    outcome: str


@dataclass(frozen=True)
class RegistrationRequested:
    type: ClassVar[str] = "registration_requested"
    dialogue: str
    code: str
    answers: Mapping[str, str]


@dataclass(frozen=True)
class CancelRequested:
    type: ClassVar[str] = "cancel_requested"
    code: str = ""


@dataclass(frozen=True)
class ConfirmRequested:
    type: ClassVar[str] = "confirm_requested"
    code: str = ""


@dataclass(frozen=True)
class Performed:
    """An action that a step of a flow names and only SQL carries out (`jamakan.store.ingest.actions`).

    `code`: the six digits of this dialogue. `answers`: all that stood then.
    """

    type: ClassVar[str] = "performed"
    dialogue: str
    action: str
    code: str
    answers: Mapping[str, str]


@dataclass(frozen=True)
class ConsentGiven:
    type: ClassVar[str] = "consent_given"
    dialogue: str
    text_version: str
    language: str


@dataclass(frozen=True)
class LanguageSet:
    type: ClassVar[str] = "language_set"
    language: str


@dataclass(frozen=True)
class OptedOut:
    type: ClassVar[str] = "opted_out"


@dataclass(frozen=True)
class OptedIn:
    type: ClassVar[str] = "opted_in"


@dataclass(frozen=True)
class MessageIn:
    """An SMS received, kept word for word. `understood` is false when no flow or keyword took it."""

    type: ClassVar[str] = "message_in"
    text: str
    provider_id: str
    understood: bool = True


@dataclass(frozen=True)
class Reply:
    """An SMS to send back on the same line."""

    type: ClassVar[str] = "reply"
    text: str


Event = (
    DialogueStarted
    | Answered
    | Dropped
    | DialogueMoved
    | DialogueEnded
    | RegistrationRequested
    | CancelRequested
    | ConfirmRequested
    | Performed
    | ConsentGiven
    | LanguageSet
    | OptedOut
    | OptedIn
    | MessageIn
    | Reply
)
EVENTS: dict[str, type[Event]] = {kind.type: kind for kind in Event.__args__}


@dataclass(frozen=True)
class TurnEntry:
    turn: TurnHead
    events: tuple[Event, ...]


@dataclass(frozen=True)
class Report:
    """A delivery report. `state` is our word for it (channels translate), `status` the carrier's own."""

    channel: str
    provider_id: str
    state: str  # sent, undelivered (yet), delivered, failed, or "" when the carrier's word is unknown to us
    status: str
    reason: str = ""
    retry: str = ""
    network: str = ""
    at: float = 0.0


@dataclass(frozen=True)
class CarrierStop:
    """A carrier's word that a person told it, not us, to stop the messages of `sender`. `phone` in E.164."""

    channel: str
    sender: str
    phone: str
    at: float = 0.0


@dataclass(frozen=True)
class SessionEnd:
    """The carrier's word on how a USSD session ended."""

    channel: str
    session: str
    contact: str
    status: str
    duration_ms: int | None
    hops: int | None
    error: str = ""
    at: float = 0.0


@dataclass(frozen=True)
class Refused:
    """A callback that could not be used, kept as it came so that staff can look at it."""

    channel: str
    kind: str
    reason: str
    raw: str
    at: float = field(default=0.0)


Other = Report | CarrierStop | SessionEnd | Refused
Entry = TurnEntry | Other
_OTHERS: dict[str, type[Other]] = {
    "report": Report,
    "carrier_stop": CarrierStop,
    "session_end": SessionEnd,
    "refused": Refused,
}


class EntryError(ValueError):
    """A stream entry that this version cannot read."""


def seal_entry(entry: Entry, vault: Vault) -> bytes:
    """The bytes of one stream entry."""
    return vault.seal(json.dumps(_to_json(entry), ensure_ascii=False, separators=(",", ":")).encode(), PURPOSE)


def open_entry(sealed: bytes, vault: Vault) -> Entry:
    """The entry behind stream bytes. Raises VaultError (another key) or EntryError (another shape)."""
    clear = vault.open(sealed, PURPOSE)
    try:
        return _from_json(json.loads(clear))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise EntryError(f"not an event of this version: {error!r}") from error


def _to_json(entry: Entry) -> dict[str, Any]:
    if isinstance(entry, TurnEntry):
        return {"turn": vars(entry.turn), "events": [{"type": e.type} | vars(e) for e in entry.events]}
    name = next(name for name, kind in _OTHERS.items() if isinstance(entry, kind))
    return {name: asdict(entry)}


def _from_json(data: dict[str, Any]) -> Entry:
    if "turn" in data:
        events = tuple(EVENTS[event.pop("type")](**event) for event in data["events"])
        return TurnEntry(TurnHead(**data["turn"]), events)
    ((name, fields),) = data.items()
    return _OTHERS[name](**fields)
