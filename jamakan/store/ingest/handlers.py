"""What each event does to a batch, one function an event, chosen by `HANDLERS`."""

from collections.abc import Callable
from typing import Any

from jamakan import events
from jamakan.events import TurnEntry
from jamakan.store import messages, registrations, sealing
from jamakan.store.ingest.actions import ACTIONS
from jamakan.store.ingest.batch import INELIGIBLE, Moment
from jamakan.store.ingest.desk import Desk, opt, tell
from jamakan.store.ingest.moment import when
from jamakan.store.messages import Draft
from jamakan.store.naming import name_ref, person_ref
from jamakan.store.registrations import FACTS, Request

CHANGE = "change"  # the answer `mode` of somebody who moves their seat


def handle(desk: Desk, entry: TurnEntry) -> None:
    """Apply the events of one fresh turn, in their order."""
    line, at = desk.lines[entry.turn.contact], when(entry.turn.at)
    for order, event in enumerate(entry.events):
        HANDLERS[type(event)](desk, Moment(entry.turn, line, at, order), event)


def _started(desk: Desk, moment: Moment, event: events.DialogueStarted) -> None:
    row = desk.batch.dialogue(event.dialogue, moment)
    row |= {
        "flow": event.flow,
        "version": event.version,
        "language": event.language,
        "activity": event.activity,
        "channel": moment.turn.channel,
        "kind": moment.turn.kind,
    }


def _moved(desk: Desk, moment: Moment, event: events.DialogueMoved) -> None:
    row = desk.batch.dialogue(event.dialogue, moment)
    if moment.seq > row["position_seq"]:
        row |= {"position": event.position, "position_seq": moment.seq}


def _ended(desk: Desk, moment: Moment, event: events.DialogueEnded) -> None:
    row = desk.batch.dialogue(event.dialogue, moment)
    row |= {"outcome": event.outcome, "ended_at": moment.at}
    if event.outcome == INELIGIBLE:  # an agreement given on the way may be gone with it
        desk.batch.profiles.add(moment.line.ref)


def _answered(desk: Desk, moment: Moment, event: events.Answered) -> None:
    desk.batch.answer(event, moment)


def _dropped(desk: Desk, moment: Moment, event: events.Dropped) -> None:
    desk.batch.withdraw(event.dialogue, event.step, moment)


def _consent(desk: Desk, moment: Moment, event: events.ConsentGiven) -> None:
    desk.batch.consent(event, moment)


def _language(desk: Desk, moment: Moment, event: events.LanguageSet) -> None:
    moment.line.speak(event.language, moment.seq)
    desk.batch.profiles.add(moment.line.ref)


def _opted_out(desk: Desk, moment: Moment, _event: events.OptedOut) -> None:
    opt(desk, moment, opted_out=True)


def _opted_in(desk: Desk, moment: Moment, _event: events.OptedIn) -> None:
    opt(desk, moment, opted_out=False)


def _message_in(desk: Desk, moment: Moment, event: events.MessageIn) -> None:
    row = messages.incoming(
        desk.vault,
        dedupe=f"in:{moment.turn.key}",
        contact_id=moment.line.id,
        channel=moment.turn.channel,
        text=event.text,
        provider_id=event.provider_id,
        understood=event.understood,
        at=moment.at,
    )
    desk.batch.messages.append(row)


def _reply(desk: Desk, moment: Moment, event: events.Reply) -> None:
    draft = Draft(
        dedupe=f"reply:{moment.turn.key}:{moment.order}",
        contact_id=moment.line.id,
        channel=moment.turn.channel,
        purpose=messages.REPLY,
        text=event.text,
        at=moment.at,
    )
    desk.batch.messages.append(messages.outgoing(desk.vault, draft))


def _registration(desk: Desk, moment: Moment, event: events.RegistrationRequested) -> None:
    answers = event.answers
    name = answers.get("name", "").strip()
    facts = {fact: answers.get(fact, "") for fact in FACTS}
    request = Request(
        dialogue=event.dialogue,
        contact_id=moment.line.id,
        person=person_ref(desk.vault, name, facts.values()),
        name=desk.vault.seal_text(name, sealing.NAME) if name else None,
        name_ref=name_ref(desk.vault, name),
        facts=facts,
        activity=answers.get("activity", ""),
        change=answers.get("mode") == CHANGE,
        code=event.code,
        at=moment.at,
        by_relay=answers.get("relay") == "yes",
    )
    tell(desk, moment, registrations.register(desk.connection, request))


def _cancel(desk: Desk, moment: Moment, event: events.CancelRequested) -> None:
    tell(desk, moment, registrations.cancel(desk.connection, moment.line.id, event.code.strip(), moment.at))


def _confirm(desk: Desk, moment: Moment, event: events.ConfirmRequested) -> None:
    owed = registrations.confirm(desk.connection, moment.line.id, event.code.strip(), moment.at)
    if moment.turn.kind == "ussd":  # the last screen said so already
        owed = [notice for notice in owed if notice.text != "session.confirmed"]
    desk.batch.profiles.add(moment.line.ref)
    tell(desk, moment, owed)


def _performed(desk: Desk, moment: Moment, event: events.Performed) -> None:
    ACTIONS[event.action](desk, moment, event)


Handler = Callable[[Desk, Moment, Any], None]
HANDLERS: dict[type[events.Event], Handler] = {
    events.DialogueStarted: _started,
    events.DialogueMoved: _moved,
    events.DialogueEnded: _ended,
    events.Answered: _answered,
    events.Dropped: _dropped,
    events.ConsentGiven: _consent,
    events.LanguageSet: _language,
    events.OptedOut: _opted_out,
    events.OptedIn: _opted_in,
    events.MessageIn: _message_in,
    events.Reply: _reply,
    events.RegistrationRequested: _registration,
    events.CancelRequested: _cancel,
    events.ConfirmRequested: _confirm,
    events.Performed: _performed,
}
