"""SMS that came while nobody was there to take them: asked for, each answered once, whichever way it comes first."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from werkzeug.serving import make_server

from gateway.app import create_app
from jamakan import fetching, storing
from jamakan.channels.africastalking.fetch import Fetched, NotFetched
from jamakan.config import Settings
from jamakan.conversation.turn import Turn
from jamakan.core import Core, build_core
from jamakan.events import Refused
from jamakan.house.ports import LOOPBACK, free_port
from jamakan.store.message_list import inbox
from jamakan.store.models import Contact, Refusal
from tests.support.line import AWA, MOUSSA, TOKEN, Line
from tests.support.rows import column, count
from tests.support.running_emulator import RunningEmulator, emulator

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
QUESTION, NEXT = "Etes-vous satisfait(e)", "Pourquoi ?"


class Carrier:
    """What a carrier keeps for who asks. `ago`: how long before NOW a message was sent."""

    def __init__(self) -> None:
        self.kept: list[Fetched] = []

    def gets(self, phone: str, text: str, ago: timedelta) -> None:
        at = (NOW - ago).timestamp()
        number = 15_001 + len(self.kept)
        self.kept.append(
            Fetched(number, Turn("sms", "africastalking", f"fetched-{number}", phone, text, "36000", "", at))
        )

    def __call__(self, _settings: Settings, last: int) -> list[Fetched]:
        return [one for one in self.kept if one.number > last][:2]  # pages of two


@pytest.fixture
def carrier(core: Core) -> Carrier:
    """A carrier whose inbox was read to its end once."""
    found = Carrier()
    fetching.repair(core, NOW - timedelta(days=30), found)
    return found


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def posted(core: Core, phone: str, text: str, identity: str, ago: timedelta, *, received: timedelta) -> None:
    """The callback of an SMS sent `ago`, which reached us `received` ago."""
    at, said_at = ((NOW - age).timestamp() for age in (received, ago))
    core.conversation.sms(Turn("sms", "africastalking", identity, phone, text, "36000", "", at, said_at))


def for_a_person(core: Core) -> list[str]:
    storing.drain(core)
    with core.db.read() as connection:
        return [row.body for row in inbox(connection, core.settings.vault, 100)]


def test_the_first_time_nothing_of_the_past_is_taken(awa: Line, core: Core) -> None:
    carrier = Carrier()
    for days in (400, 30, 1):
        carrier.gets(AWA, "AVIS", timedelta(days=days))
    assert fetching.repair(core, NOW, carrier) == 0
    carrier.gets(AWA, "AIDE", minutes(5))
    assert fetching.repair(core, NOW, carrier) == 1
    assert len(awa.outbox()) == 1


def test_what_no_callback_brought_is_played_in_its_order(awa: Line, core: Core, carrier: Carrier) -> None:
    for text, ago in (("AVIS", 30), ("4", 29), ("Bien organisé", 28)):
        carrier.gets(AWA, text, minutes(ago))
    assert fetching.repair(core, NOW, carrier) == 3
    assert fetching.repair(core, NOW, carrier) == 0
    replies = awa.outbox()
    assert [reply.startswith(start) for reply, start in zip(replies, (QUESTION, NEXT, "Votre prop"), strict=True)]


def test_a_message_still_on_its_way_waits_with_all_that_follow(awa: Line, core: Core, carrier: Carrier) -> None:
    carrier.gets(AWA, "AVIS", minutes(1))
    carrier.gets(AWA, "4", minutes(0.5))
    assert fetching.repair(core, NOW, carrier) == 0
    assert fetching.repair(core, NOW + minutes(2), carrier) == 2
    assert len(awa.outbox()) == 2


@pytest.mark.parametrize("late", [timedelta(seconds=1), minutes(40), timedelta(hours=11)])
def test_a_message_that_was_posted_is_not_played_again(
    awa: Line, core: Core, carrier: Carrier, late: timedelta
) -> None:
    ago = timedelta(hours=11, minutes=30)
    posted(core, AWA, "AVIS", "ATXid-1", ago, received=ago - late)
    carrier.gets(AWA, "AVIS", ago + timedelta(milliseconds=445))
    fetching.repair(core, NOW, carrier)
    assert len(awa.outbox()) == 1


def test_a_callback_that_comes_after_the_fetch_is_not_played_again(awa: Line, core: Core, carrier: Carrier) -> None:
    carrier.gets(AWA, "AVIS", minutes(30))
    fetching.repair(core, NOW, carrier)
    for _ in range(2):  # the carrier repeats it until it hears 200
        posted(core, AWA, "AVIS", "ATXid-1", minutes(30), received=minutes(-1))
    assert len(awa.outbox()) == 1
    posted(core, AWA, "AVIS", "ATXid-2", minutes(-5), received=minutes(-5))
    assert len(awa.outbox()) == 2  # the same word again is another message


def test_the_same_answer_twice_in_a_minute_is_two_answers(awa: Line, core: Core, carrier: Carrier) -> None:
    """The first was posted, the second was not; fetching brings both."""
    posted(core, AWA, "AVIS 4", "ATXid-0", minutes(31), received=minutes(31))
    posted(core, AWA, "1", "ATXid-1", minutes(30), received=minutes(30))
    carrier.gets(AWA, "AVIS 4", minutes(31))
    carrier.gets(AWA, "1", minutes(30))
    carrier.gets(AWA, "1", minutes(29.5))
    fetching.repair(core, NOW, carrier)
    assert awa.outbox()[-1].startswith("Merci, vos réponses")
    assert len(awa.outbox()) == 3


def test_an_answer_that_another_turn_overtook_is_for_a_person(awa: Line, core: Core, carrier: Carrier) -> None:
    posted(core, AWA, "AVIS", "ATXid-1", minutes(20), received=minutes(20))
    carrier.gets(AWA, "4", minutes(25))
    carrier.gets(AWA, "AIDE", minutes(24))
    fetching.repair(core, NOW, carrier)
    assert for_a_person(core) == ["4"]
    assert [reply[:6] for reply in awa.outbox()] == ["Etes-v", "COCEM."]


def test_an_old_message_is_kept_and_not_answered(awa: Line, core: Core, carrier: Carrier) -> None:
    carrier.gets(AWA, "AVIS", timedelta(days=3))
    carrier.gets(AWA, "Où êtes-vous ?", timedelta(hours=7))
    fetching.repair(core, NOW, carrier)
    assert for_a_person(core) == ["Où êtes-vous ?", "AVIS"]
    assert awa.outbox() == []


def test_stop_is_obeyed_however_old(awa: Line, core: Core, carrier: Carrier) -> None:
    carrier.gets(AWA, "Stop", timedelta(days=3))
    fetching.repair(core, NOW, carrier)
    storing.drain(core)
    assert column(core.db, select(Contact.opted_out)) == [True]
    assert awa.outbox() == []


def test_days_later_what_was_posted_is_found_among_the_messages_stored(
    awa: Line, core: Core, carrier: Carrier
) -> None:
    """Asking failed for days while callbacks came: what Redis remembers of them is gone."""
    posted(core, AWA, "bonjour", "ATXid-1", timedelta(days=5), received=timedelta(days=5))
    storing.drain(core)
    core.redis.flushall()
    carrier.gets(AWA, "bonjour", timedelta(days=5))
    carrier.gets(AWA, "bonsoir", timedelta(days=5))
    fetching.repair(core, NOW, carrier)
    assert sorted(for_a_person(core)) == ["bonjour", "bonsoir"]


def test_a_reader_that_died_before_it_moved_on_plays_nothing_twice(
    awa: Line, core: Core, carrier: Carrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    carrier.gets(AWA, "AVIS", minutes(30))
    carrier.gets(AWA, "4", minutes(29))
    with monkeypatch.context() as dying:
        dying.setattr("jamakan.store.fetching.move", _dies)
        with pytest.raises(SystemExit):
            fetching.repair(core, NOW, carrier)
    fetching.repair(core, NOW, carrier)
    assert len(awa.outbox()) == 2


def test_what_no_phone_sent_is_kept_when_no_callback_can_bring_it_any_more(core: Core, carrier: Carrier) -> None:
    for number, ago in ((15_001, timedelta(days=1)), (15_002, minutes(30))):
        said = Refused("africastalking", "sms", "field 'from': not a phone number", "{}", (NOW - ago).timestamp())
        carrier.kept.append(Fetched(number, said))
    assert fetching.repair(core, NOW, carrier) == 2
    storing.drain(core)
    assert count(core.db, Refusal) == 1


def test_a_carrier_that_does_not_answer_is_asked_another_time(core: Core, carrier: Carrier) -> None:
    def away(_settings: Settings, _last: int) -> list[Fetched]:
        raise NotFetched("the carrier gives no messages (ConnectTimeout)")

    carrier.gets(AWA, "AVIS", minutes(30))
    assert fetching.repair(core, NOW, away) == 0
    assert fetching.repair(core, NOW, carrier) == 1


# With the emulator: a real carrier on one side, a gateway that comes late on the other.


@pytest.fixture
def port() -> int:
    """Where the gateway will be."""
    return free_port(0)


@pytest.fixture
def network(tmp_path: Path, port: int) -> Iterator[RunningEmulator]:
    """The emulated carrier. It tries to post; nobody is there."""
    options = ("--callback-base", f"http://{LOOPBACK}:{port}", "--sms-path", f"/hooks/at/{TOKEN}/sms")
    with emulator(tmp_path, *options) as running:
        yield running


@pytest.fixture
def house(network: RunningEmulator, settings: Settings, core: Core) -> Iterator[Core]:
    """The core of a house whose carrier it is."""
    facts = {"at_base_url": network.url, "at_api_key": "atsk_emulator"}
    with closing(build_core(Settings(**(settings.model_dump() | facts)))) as found:
        fetching.repair(found)
        yield found


@contextmanager
def gateway(house: Core, port: int) -> Iterator[None]:
    """The gateway, up for the block."""
    server = make_server(LOOPBACK, port, create_app(house), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


def fetch(house: Core, _network: RunningEmulator) -> None:
    fetching.repair(house, datetime.now(UTC) + minutes(3))


def carrier_repeats(_house: Core, network: RunningEmulator) -> None:
    network.post("/clock/advance", seconds=120)


def both_at_once(house: Core, network: RunningEmulator) -> None:
    other = threading.Thread(target=carrier_repeats, args=(house, network))
    other.start()
    fetch(house, network)
    other.join()


@pytest.mark.parametrize(
    "steps", [(fetch, carrier_repeats, fetch), (carrier_repeats, fetch, carrier_repeats), (both_at_once, fetch)]
)
def test_after_the_gateway_was_down_each_sms_is_answered_once(
    house: Core,
    network: RunningEmulator,
    port: int,
    line: Callable[[str], Line],
    steps: tuple[Callable[[Core, RunningEmulator], None], ...],
) -> None:
    for phone, text in ((AWA, "AVIS"), (MOUSSA, "AIDE")):
        assert network.post("/sms", **{"from": phone, "to": "36000", "text": text})["answers"] != [200]
    with gateway(house, port):
        for step in steps:
            step(house, network)
        assert [len(line(phone).outbox()) for phone in (AWA, MOUSSA)] == [1, 1]
        assert line(AWA).outbox()[0].startswith(QUESTION)


def _dies(*_: object) -> None:
    raise SystemExit("killed")
