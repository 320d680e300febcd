"""Africa's Talking's opt-out callback: somebody told the carrier, and not us, to stop."""

import time
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from jamakan import storing
from jamakan.core import Core
from jamakan.events import CarrierStop, open_entry
from jamakan.state import stream
from jamakan.store import ingest
from jamakan.store.models import Contact, OptChange
from tests.support.line import AWA, TOKEN, Line
from tests.support.rows import column, rows

Stops = Callable[..., TestResponse]


@pytest.fixture
def stops(client: FlaskClient, core: Core) -> Stops:
    """The carrier tells that this number stopped our messages, and the store worker does its part."""

    def tell(phone: str = AWA) -> TestResponse:
        told = {"senderId": "JAMAKAN", "phoneNumber": phone, "someday": "new"}
        answer = client.post(f"/hooks/at/{TOKEN}/opt-out", data=told)
        storing.drain(core)
        return answer

    return tell


def changes(core: Core) -> list[tuple[bool, str]]:
    return rows(core.db, select(OptChange.opted_out, OptChange.source).order_by(OptChange.id))


def test_it_is_durable_before_the_carrier_is_answered(client: FlaskClient, core: Core) -> None:
    form = {"senderId": "JAMAKAN", "phoneNumber": AWA}
    assert client.post(f"/hooks/at/{TOKEN}/opt-out", data=form).status_code == 200
    assert stream.waiting(core.redis) == 1


def test_it_counts_as_if_they_had_told_us_and_is_kept_with_its_source(awa: Line, core: Core, stops: Stops) -> None:
    awa.dials("1")
    storing.drain(core)
    assert stops().status_code == 200
    assert changes(core) == [(True, "africastalking")]
    awa.dials()
    awa.sees("Recevoir les SMS")  # what Redis knows of them changed as well


def test_told_again_it_changes_nothing_and_reprendre_undoes_it(awa: Line, core: Core, stops: Stops) -> None:
    stops()
    stops()
    assert changes(core) == [(True, "africastalking")]
    awa.texts("REPRENDRE")
    storing.drain(core)
    assert column(core.db, select(Contact.opted_out)) == [False]
    stops()
    assert column(core.db, select(Contact.opted_out)) == [True]


def test_a_number_nobody_knows_is_left_out_of_every_later_list(core: Core, stops: Stops) -> None:
    stops("+22379999999")
    assert rows(core.db, select(Contact.opted_out, Contact.channel)) == [(True, "africastalking")]


def test_a_reader_that_begins_anew_does_not_undo_what_came_later(awa: Line, core: Core) -> None:
    """Killed between commit and trim, the store reads again what it stored."""
    told = CarrierStop("africastalking", "JAMAKAN", AWA, time.time())
    ingest.apply(core.db, core.settings.vault, [told])
    awa.texts("REPRENDRE")
    storing.drain(core)
    ingest.apply(core.db, core.settings.vault, [told])
    assert column(core.db, select(Contact.opted_out)) == [False]
    assert column(core.db, select(func.count()).select_from(OptChange)) == [2]


def test_a_reader_that_died_before_telling_redis_is_made_up_for(awa: Line, core: Core, client: FlaskClient) -> None:
    awa.dials("1")
    storing.drain(core)
    client.post(f"/hooks/at/{TOKEN}/opt-out", data={"senderId": "JAMAKAN", "phoneNumber": AWA})
    ((_, sealed),) = stream.read(core.redis, 10)
    ingest.apply(core.db, core.settings.vault, [open_entry(sealed, core.settings.vault)])
    storing.drain(core)
    awa.dials()
    awa.sees("Recevoir les SMS")


def test_reprendre_wins_before_redis_knows_of_the_stop(awa: Line, core: Core) -> None:
    awa.dials("1")
    storing.drain(core)
    ingest.apply(core.db, core.settings.vault, [CarrierStop("africastalking", "JAMAKAN", AWA, time.time())])
    awa.texts("REPRENDRE")
    storing.drain(core)
    assert column(core.db, select(Contact.opted_out)) == [False]
