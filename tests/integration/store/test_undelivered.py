"""A carrier that says a message cannot be delivered, and then delivers it."""

import pytest
from sqlalchemy import select, update

from jamakan.events import Report
from jamakan.store import ingest, messages
from jamakan.store.database import Database
from jamakan.store.messages import Draft
from jamakan.store.models import Contact, Message
from tests.support.rows import rows
from tests.support.stories import NOON, VAULT, Phone

WORDS = {"undelivered": "DeliveryImpossible", "delivered": "DeliveredToTerminal", "sent": "DeliveredToNetwork"}


@pytest.fixture
def sent(db: Database, awa: Phone) -> Database:
    """One message the carrier took, as r-1."""
    ingest.apply(db, VAULT, [awa.says()])
    with db.begin() as connection:
        contact = connection.execute(select(Contact.id)).scalar_one()
        draft = Draft("d", contact, "orange", "confirmation", "Bonjour", NOON)
        messages.write(connection, [messages.outgoing(VAULT, draft)])
        connection.execute(update(Message).values(state="sent", provider_id="r-1"))
    return db


@pytest.mark.parametrize("together", [True, False], ids=["in one batch", "one by one"])
@pytest.mark.parametrize(
    ("told", "state", "final"),
    [
        (["undelivered"], ("failed", "DeliveryImpossible"), False),
        (["undelivered", "delivered"], ("delivered", "DeliveredToTerminal"), True),
        (["delivered", "undelivered"], ("delivered", "DeliveredToTerminal"), True),
        (["undelivered", "sent"], ("failed", "DeliveryImpossible"), False),
        (["undelivered", "failed", "delivered"], ("failed", "failed"), True),
    ],
)
def test_delivered_overrides_undelivered_and_nothing_else(
    sent: Database, told: list[str], state: tuple[str, str], final: bool, together: bool
) -> None:
    reports = [Report("orange", "r-1", word, WORDS.get(word, word), at=NOON.timestamp()) for word in told]
    for batch in [reports] if together else [[report] for report in reports]:
        ingest.apply(sent, VAULT, batch)
    ((found, reason, final_at),) = rows(sent, select(Message.state, Message.reason, Message.final_at))
    assert (found, reason) == state
    assert (final_at is not None) == final
