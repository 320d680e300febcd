"""The send worker against a carrier that answers, refuses, hangs or says nothing: each message at most once."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from jamakan import reminders, sending
from jamakan.channels.africastalking.send import Sender
from jamakan.channels.outcomes import Failed, Outcome, Retry, Sent, Uncertain
from jamakan.core import Core
from jamakan.store import outbox
from jamakan.store.activities import open_activities
from jamakan.store.message_list import latest
from jamakan.store.models import Message
from tests.integration.conversation.test_registration import registers
from tests.support.line import AWA, Line

Answer = Callable[[str], Outcome]


class Carrier:
    """Takes messages instead of the SDK's sender; `answer` decides what it says of each number."""

    def __init__(self, answer: Answer) -> None:
        self.taken: list[tuple[str, str]] = []
        self.calls = 0
        self._answer = answer

    def send(self, body: str, phones: Sequence[str]) -> dict[str, Outcome]:
        self.calls += 1
        self.taken += [(phone, body) for phone in phones]
        return {phone: self._answer(phone) for phone in phones}


PutCarrier = Callable[[Answer], Carrier]


@pytest.fixture
def carrier_says(monkeypatch: pytest.MonkeyPatch) -> PutCarrier:
    """Put a carrier in the place of the SDK."""

    def put(answer: Answer) -> Carrier:
        carrier = Carrier(answer)
        monkeypatch.setattr(Sender, "send", lambda _self, body, phones: carrier.send(body, phones))
        return carrier

    return put


def states(core: Core) -> list[tuple[str, str]]:
    with core.db.read() as connection:
        rows = latest(connection, core.settings.vault, (), 100)
    return [(row.state, row.reason) for row in reversed(rows) if row.direction == "out"]


def test_a_message_leaves_folded_to_gsm7_and_stays_whole_in_sql(
    awa: Line, core: Core, carrier_says: PutCarrier
) -> None:
    carrier = carrier_says(lambda phone: Sent(f"ATXid_{phone}"))
    awa.texts("AVIS")
    awa.dials("1")
    registers(awa)
    assert any("–" in text for text in awa.outbox())
    sending.flush(core)
    assert not any("–" in body for _, body in carrier.taken)
    assert sending.flush(core) == 0


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Uncertain("no answer from the carrier (ReadTimeout)"), "uncertain"),
        (Failed("UserInBlacklist"), "failed"),
        (Retry("the carrier cannot be reached", 3600), "queued"),
    ],
)
def test_what_the_carrier_did_not_take_is_visible_with_its_reason_and_not_sent_again(
    awa: Line, core: Core, carrier_says: PutCarrier, outcome: Uncertain | Failed | Retry, state: str
) -> None:
    carrier = carrier_says(lambda _phone: outcome)
    awa.texts("AIDE")
    awa.outbox()
    for _ in range(3):
        sending.flush(core)
    assert states(core) == [(state, outcome.reason)]
    assert carrier.calls == 1


def test_a_refused_account_stops_the_channel_and_nothing_is_lost(
    line: Callable[[str], Line], core: Core, carrier_says: PutCarrier
) -> None:
    """A wrong API key would be said of each message: one call learns it, all of them wait for a person to mend it."""
    for number, word in enumerate(("AIDE", "LANGUE", "AVIS")):
        line(f"+2237000000{number}").texts(word)
    line(AWA).outbox()
    carrier = carrier_says(lambda _phone: Failed("the carrier refuses our API key", configuration=True))
    sending.flush(core)
    assert states(core) == [("queued", "the carrier refuses our API key")] * 3
    assert carrier.calls == 1


def test_each_call_is_recorded_before_the_next_one(
    line: Callable[[str], Line], core: Core, carrier_says: PutCarrier
) -> None:
    """A worker cut off in the middle of a batch leaves uncertain only what it was calling about."""

    def cut_off_at_the_third(_phone: str) -> Outcome:
        if carrier.calls == 3:
            raise KeyboardInterrupt
        return Sent("ATXid")

    for number, word in enumerate(("AIDE", "LANGUE", "AVIS", "INSCRIRE")):
        line(f"+2237000000{number}").texts(word)
    line(AWA).outbox()
    carrier = carrier_says(cut_off_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        sending.flush(core)
    assert [state for state, _ in states(core)] == ["sent", "sent", "sending", "queued"]


def test_one_call_never_holds_a_number_twice(awa: Line, core: Core, carrier_says: PutCarrier) -> None:
    carrier = carrier_says(Sent)
    awa.texts("AIDE")
    awa.texts("AIDE")
    awa.outbox()
    sending.flush(core)
    assert (carrier.calls, len(carrier.taken)) == (2, 2)


def test_a_worker_that_died_after_the_call_leaves_the_message_uncertain_and_nobody_sends_it_again(
    awa: Line, core: Core, carrier_says: PutCarrier
) -> None:
    """The attempt is committed before the call; `kill -9` between call and record looks like this."""
    awa.texts("AIDE")
    awa.outbox()
    long_ago = datetime.now(UTC) - timedelta(minutes=5)
    (claimed,) = outbox.claim(
        core.db,
        core.settings.vault,
        channel="africastalking",
        now=datetime.now(UTC),
        limit=10,
        token="of the dead",
    )
    with core.db.begin() as connection:
        connection.execute(update(Message).where(Message.id == claimed.id).values(attempted_at=long_ago))
    carrier = carrier_says(Sent)
    sending.flush(core)
    assert states(core) == [("uncertain", "no outcome recorded")]
    assert carrier.taken == []


def test_a_retry_stops_after_some_attempts(awa: Line, core: Core, carrier_says: PutCarrier) -> None:
    carrier = carrier_says(lambda _phone: Retry("CouldNotRoute", 0))
    awa.texts("AIDE")
    awa.outbox()
    sending.flush(core)
    assert states(core) == [("failed", f"CouldNotRoute, {sending.MAX_ATTEMPTS} times")]
    assert carrier.calls == sending.MAX_ATTEMPTS


def test_one_reminder_to_many_is_one_call_and_asked_twice_is_sent_once(
    line: Callable[[str], Line], core: Core, carrier_says: PutCarrier
) -> None:
    people = [line(f"+2237000000{number}") for number in range(5)]
    for person in people:
        person.dials("1")
        registers(person)
    people[0].outbox()
    carrier_says(Sent)
    sending.flush(core)
    carrier = carrier_says(Sent)
    with core.db.read() as connection:
        slug = open_activities(connection, datetime.now(UTC))[0].slug
    for _ in range(2):
        reminders.send(core, slug, {"fr": "Rappel : {activity}, {date}, {place}."})
        sending.flush(core)
    assert carrier.calls == 1
    assert sorted(phone for phone, _ in carrier.taken) == [person.phone for person in people]
