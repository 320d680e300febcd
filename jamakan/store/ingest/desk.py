"""What those who apply an event work with."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from flows.texts import say
from jamakan.hours import Hours
from jamakan.privacy.vault import Vault
from jamakan.store import messages, notices
from jamakan.store.ingest import turns
from jamakan.store.ingest.batch import Batch, Moment
from jamakan.store.ingest.turns import Line
from jamakan.store.messages import Draft
from jamakan.store.registrations import Notice

ANSWER_DAYS = 15  # until an answer to a case is due, where the house has not said otherwise


@dataclass(frozen=True, slots=True)
class Terms:
    """What the house goes by: placeholders of texts, when messages nobody asked for may leave, what it promises."""

    values: Mapping[str, str]
    hours: Hours | None
    answer_days: int = ANSWER_DAYS


@dataclass(frozen=True, slots=True)
class Desk:
    """What handlers work with: the batch, and SQL for what must be decided there (seats)."""

    connection: Connection
    batch: Batch
    lines: dict[str, Line]
    terms: Terms

    @property
    def vault(self) -> Vault:
        return self.batch.vault


def tell(desk: Desk, moment: Moment, owed: list[Notice]) -> None:
    """Queue the messages owed after seats moved. Their writer reads the lines in SQL: save them first."""
    turns.save(desk.connection, desk.lines.values())
    told = notices.write(
        desk.connection,
        desk.vault,
        owed,
        dedupe=f"notice:{moment.turn.key}:{moment.order}",
        at=moment.at,
        asked_by_sms=moment.turn.kind == "sms",
        values=desk.terms.values,
        hours=desk.terms.hours,
    )
    desk.batch.profiles.update(told)
    desk.batch.activities_changed = True
    desk.batch.messages_queued = True


def answer(desk: Desk, moment: Moment, text: str, **values: str) -> str:
    """Answer whoever asked, by SMS, with a text of the service; also who stopped messages. Its dedupe key."""
    said = say(text, moment.line.language, {**desk.terms.values, **values})
    draft = Draft(
        dedupe=f"answer:{moment.turn.key}:{moment.order}",
        contact_id=moment.line.id,
        channel=moment.turn.channel,
        purpose=messages.REPLY,
        text=said,
        at=moment.at,
    )
    desk.batch.messages.append(messages.outgoing(desk.vault, draft))
    return draft.dedupe


def opt(desk: Desk, moment: Moment, *, opted_out: bool) -> None:
    """Stop messages to a line, or begin them again, with this turn as the proof."""
    moment.line.stop(opted_out, moment.seq)
    desk.batch.profiles.add(moment.line.ref)
    desk.batch.opt_changes.append(
        {
            "contact_id": moment.line.id,
            "turn_key": moment.turn.key,
            "seq": moment.seq,
            "opted_out": opted_out,
            "at": moment.at,
        }
    )
