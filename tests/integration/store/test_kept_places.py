"""Seats kept for a group: nobody else takes them, and its own waiting list moves up to them."""

from collections import Counter
from itertools import count
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from jamakan import events
from jamakan.programme.places import admits
from jamakan.store import ingest, places, plans, registrations
from jamakan.store.activities import row_id
from jamakan.store.database import Database
from jamakan.store.models import Activity, Participant, Registration
from jamakan.store.plans import Quota
from tests.support.rows import counters_agree, outbox, rows
from tests.support.stories import NOON, VAULT, Phone
from tests.support.together import together

KAYES = "kayes-2026-11-26"
WOMEN, DISPLACED = ("sex", "female"), ("displacement", "displaced")


def keep(db: Database, seats: int, **kept: int) -> None:
    """So many seats, of which these are kept: `keep(db, 4, women=2)`."""
    kinds = {"women": WOMEN, "displaced": DISPLACED, "pvh": ("pvh", "yes")}
    with db.begin() as connection:
        connection.execute(update(Activity).where(Activity.slug == KAYES).values(seats=seats))
        found = row_id(connection, KAYES)
        assert found is not None
        plans.set_quotas(connection, found, {kinds[name]: Quota(reserved=number) for name, number in kept.items()})


def person(number: int, sex: str = "male", displacement: str = "resident") -> Phone:
    phone = Phone(f"+2237000{number:04}")
    phone.registers(KAYES, f"Personne {number}", code=str(100_000 + number), sex=sex, displacement=displacement)
    return phone


def play(db: Database, *phones: Phone) -> None:
    for phone in phones:
        ingest.apply(db, VAULT, phone.told)


def states(db: Database) -> list[str]:
    return [state for (state,) in rows(db, select(Registration.state).order_by(Registration.id))]


def release(db: Database) -> int:
    """Staff open all; how many moved up."""
    with db.begin() as connection:
        found = row_id(connection, KAYES)
        assert found is not None
        places.release(connection, found)
        return len(registrations.fill(connection, found, NOON))


def test_a_kept_seat_is_not_taken_by_others(programme: Database) -> None:
    keep(programme, 3, women=2)
    play(programme, *(person(number) for number in range(3)), person(3, "female"))
    assert states(programme) == ["registered", "waitlisted", "waitlisted", "registered"]
    assert counters_agree(programme)


def test_a_kept_seat_that_frees_goes_to_the_first_of_its_group(programme: Database) -> None:
    keep(programme, 2, women=1)
    man, awa = person(0), person(1, "female")
    waiting = [person(2), person(3, "female"), person(4, "female")]
    play(programme, man, awa, *waiting)
    awa.says(events.CancelRequested())
    play(programme, awa)
    assert states(programme) == ["registered", "cancelled", "waitlisted", "registered", "waitlisted"]
    assert outbox(programme, waiting[1])[-1].startswith("Bonne nouvelle")
    man.says(events.CancelRequested())
    play(programme, man)
    assert states(programme) == ["cancelled", "cancelled", "registered", "registered", "waitlisted"]
    assert counters_agree(programme)


def test_released_they_go_to_whoever_waits_in_the_order_of_the_list(programme: Database) -> None:
    keep(programme, 3, women=2)
    play(programme, *(person(number) for number in range(4)))
    assert release(programme) == 2
    assert states(programme) == ["registered", "registered", "registered", "waitlisted"]
    assert release(programme) == 0


def test_who_declares_it_has_the_place_kept_for_such_people(programme: Database) -> None:
    keep(programme, 2, pvh=1)
    play(programme, person(0), waiting := person(1))
    assert states(programme) == ["registered", "waitlisted"]
    told = {"about": "0" * 32, "name": "Personne 1", "pvh": "yes"}
    waiting.says(events.Performed("d" * 32, "declare", "000000", told))
    play(programme, waiting)
    assert states(programme) == ["registered", "registered"]
    assert rows(programme, select(Participant.pvh).order_by(Participant.id)) == [("",), ("yes",)]
    assert outbox(programme, waiting)[-1].startswith("Bonne nouvelle")


def test_readers_side_by_side_never_give_a_kept_seat_away(programme: Database) -> None:
    keep(programme, 6, women=3)
    people = [person(number, "female" if number % 4 == 0 else "male") for number in range(16)]
    together(4, lambda number: [ingest.apply(programme, VAULT, one.told) for one in people[number::4]])
    query = select(Participant.sex, Registration.state)
    query = query.join(Participant, Participant.id == Registration.participant_id)
    seated = Counter(sex for sex, state in rows(programme, query) if state == "registered")
    assert seated.total() == 6
    assert seated["female"] >= 3
    assert counters_agree(programme)


NUMBERS = count(100)  # of people: no two examples share one
FACTS = st.tuples(st.sampled_from(("female", "male")), st.sampled_from(("displaced", "resident")))
ACTS = st.lists(st.one_of(FACTS, st.integers(0, 9), st.just("release")), min_size=1, max_size=14)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS, st.integers(0, 2), st.integers(0, 2))
def test_whatever_people_and_staff_do(programme: Database, acts: list[Any], women: int, displaced: int) -> None:
    """Never over the seats, nobody waits for a seat they may have, and in a group who came first goes first."""
    _forget(programme)
    keep(programme, 4, women=women, displaced=displaced)
    people: list[Phone] = []
    for act in acts:
        if act == "release":
            release(programme)
        elif isinstance(act, tuple):
            people.append(person(next(NUMBERS), *act))
            play(programme, people[-1])
        elif act < len(people):
            people[act].says(events.CancelRequested())
            play(programme, people[act])
        _holds(programme, [women, displaced])


def _forget(db: Database) -> None:
    """Everybody of the example before; the lines stay, with other people on them."""
    with db.begin() as connection:
        for row in connection.execute(select(Registration.id)).all():
            registrations.give_up(connection, row.id, NOON)
        connection.execute(update(Registration).values(activity_id=select(Activity.id).limit(1).scalar_subquery()))


def _holds(db: Database, kept: list[int]) -> None:
    query = (
        select(Registration.state, Participant.sex, Participant.displacement)
        .join(Participant, Participant.id == Registration.participant_id)
        .join(Activity, Activity.id == Registration.activity_id)
        .where(Activity.slug == KAYES)
    )
    held = rows(db, select(Activity.reserved).where(Activity.slug == KAYES))[0][0]
    kept = kept if held else [0, 0]
    people = rows(db, query.order_by(Registration.id))
    found = [(state, _kinds(sex, displacement)) for state, sex, displacement in people]
    seated = Counter(kinds for state, kinds in found if state == "registered")
    waiting = [kinds for state, kinds in found if state == "waitlisted"]
    assert seated.total() <= 4
    assert not any(admits(4, seated, kept, kinds) for kinds in waiting)
    for kinds in set(waiting):
        line = [state for state, one in found if one == kinds and state != "cancelled"]
        assert line == sorted(line), "somebody was overtaken by their own kind"
    assert counters_agree(db)


def _kinds(sex: str, displacement: str) -> frozenset[int]:
    return frozenset(({0} if sex == "female" else set()) | ({1} if displacement == "displaced" else set()))
