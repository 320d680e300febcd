"""SMS that tell people where their cases stand: one for each change, in their language."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from flows.texts import say, texts
from jamakan.privacy.vault import Vault
from jamakan.programme import cases as life
from jamakan.store import messages
from jamakan.store.database import insert
from jamakan.store.inbox import history
from jamakan.store.inbox.cases import Case
from jamakan.store.messages import CONFIRMATION, Draft
from jamakan.store.models import Message
from jamakan.store.staff_answers import Line


def told(case: Case, event: str, values: Mapping[str, str], language: str) -> str:
    """The words of the SMS about this move; "" when nothing is told."""
    key = f"case.told.{event}"
    return say(key, language, {**values, "number": str(case.id)}) if key in texts() else ""


def queue(connection: Connection, vault: Vault, case: Case, line: Line, text: str, at: datetime) -> None:
    """Queue it in the transaction of the move. Who stopped messages gets none."""
    draft = Draft(
        dedupe=f"case:{case.id}:{case.version}",
        contact_id=line.contact_id,
        channel=line.channel,
        purpose=CONFIRMATION,
        text=text,
        at=at,
        opted_out=line.opted_out,
    )
    statement = insert(connection, Message).returning(Message.id)
    number = connection.execute(statement, messages.outgoing(vault, draft)).scalar_one()
    history.tell(connection, vault, case.id, life.TOLD, case.state, by=None, at=at, message_id=number)
