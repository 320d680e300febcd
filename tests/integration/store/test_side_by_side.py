"""Several readers of one stream, and people after the same seat."""

from sqlalchemy import update

from jamakan import events
from jamakan.store import ingest
from jamakan.store.database import Database
from jamakan.store.models import Activity, Answer, Message, Turn
from tests.support.rows import count, counters_agree, seats
from tests.support.stories import VAULT, Phone, dialogue_of
from tests.support.together import together

KAYES = "kayes-2026-11-26"


def phones(number: int) -> list[Phone]:
    return [Phone(f"+223700001{n:02}") for n in range(number)]


def test_two_readers_of_the_same_stream_store_everything_once(programme: Database) -> None:
    people = phones(20)
    for person in people:
        key = dialogue_of(person)
        person.says(events.DialogueStarted(key, "registration", "v1", "fr"))
        person.says(events.Answered(key, "age", "select_one", "18_24", False))
        person.registers(KAYES, person.number)
    stream = [person.told[turn] for turn in range(3) for person in people]

    applied = together(3, lambda _number: ingest.apply(programme, VAULT, stream))

    assert sum(one.fresh for one in applied) == len(stream)
    assert (count(programme, Turn), count(programme, Answer), count(programme, Message)) == (60, 20, 20)
    assert counters_agree(programme)


def test_readers_of_different_streams_never_give_one_seat_twice(programme: Database) -> None:
    with programme.begin() as connection:
        connection.execute(update(Activity).where(Activity.slug == KAYES).values(seats=5))
    people = phones(12)
    for person in people:
        person.registers(KAYES, person.number)

    together(4, lambda number: ingest.apply(programme, VAULT, [p.told[0] for p in people[number::4]]))

    states = [state for _, state in seats(programme, KAYES)]
    assert (states.count("registered"), states.count("waitlisted")) == (5, 7)
    assert counters_agree(programme)


def test_readers_coming_from_both_ends_do_not_lock_each_other_out(programme: Database) -> None:
    """Without the turnstile each would hold contacts the other waits for, and PostgreSQL would end one of them."""
    people = [Phone(f"+2237000{n:04}") for n in range(600)]
    for _ in range(4):
        stream = [person.says() for person in people]
        both = (stream, stream[::-1])
        applied = together(2, lambda number, both=both: ingest.apply(programme, VAULT, both[number]))
        assert sum(one.fresh for one in applied) == len(stream)
