"""Two entries of one person become one: seats move, nothing is counted twice."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, update

from jamakan.core import Core
from jamakan.inbox import cases as casework
from jamakan.programme.activities import Activity
from jamakan.store import ingest, models, tallies
from jamakan.store.activities import row_id
from jamakan.store.inbox import items
from jamakan.store.inbox.cases import About
from jamakan.store.models import Case, InboxItem, Participant, Registration
from tests.support.console import Staff, register, trail_holds
from tests.support.letters import counts_agree, writes
from tests.support.rows import counters_agree, rows
from tests.support.stories import VAULT, Phone

People = Callable[[str], Staff]
FIRST = dict.fromkeys(("name", "age", "sex", "region", "group", "displacement", "line"), "keep")


@pytest.fixture
def oumou(staff: People) -> Staff:
    return staff("operator")


def tally(core: Core, activity: Activity) -> dict[str, int]:
    """People of the activity by what pages call them."""
    with core.db.read() as connection:
        number = row_id(connection, activity.slug) or 0
        found = tallies.of(connection, [number])[number]
        asked = sum(people for people, _ in tallies.by_day(connection, activity.starts_at.date().min).values())
    counts = {measure: found.people(measure) for measure in ("seated", "waitlisted", "cancelled", "present")}
    return {name: people for name, people in (counts | {"asked": asked}).items() if people}


def test_two_lines_of_one_person_at_one_activity_are_one_seat(oumou: Staff, core: Core, kayes: Activity) -> None:
    with core.db.begin() as connection:
        connection.execute(update(models.Activity).where(models.Activity.slug == kayes.slug).values(seats=2))
    register(core, kayes, "Awa Traoré", "Awa Traore Sow", "Sira Keïta")
    assert tally(core, kayes) == {"seated": 2, "waitlisted": 1, "asked": 3}
    oumou.opens("/people/1/merge/2")
    oumou.sees("Awa Traoré", "Awa Traore Sow", "+223 7• •• •• 01")
    for _ in range(2):
        oumou.sends("/people/1/merge/2", **FIRST | {"name": "drop", "line": "drop"})
    assert tally(core, kayes) == {"seated": 2, "asked": 2}
    assert counters_agree(core.db)
    people = select(Participant.id, Participant.contact_id, Participant.merged_into_id).order_by(Participant.id)
    assert rows(core.db, people) == [
        (1, 2, None),
        (2, 1, 1),
        (3, 3, None),
    ]
    assert [deed.action for deed in oumou.deeds()].count("person.merged") == 1
    assert trail_holds(core)
    assert oumou.client.get("/people/2").location == "/people/1"
    oumou.opens("/people/1")
    oumou.sees("Awa Traore Sow", "+223 7• •• •• 01")
    oumou.opens(f"/activities/{kayes.slug}?list=cancelled")
    oumou.sees("Personne ici.")


def test_what_waits_for_an_answer_waits_on_the_line_they_are_reached_by(
    oumou: Staff, core: Core, kayes: Activity
) -> None:
    register(core, kayes, "Awa Traoré", "Awa Traore Sow")
    written = [writes(core, Phone(f"+2237000000{last}", v=20), "Qui vient ?")[0] for last in (0, 1)]
    with core.db.read() as connection:
        item = items.one(connection, VAULT, written[0])
    assert item is not None
    casework.open_from(core, item, (), About("question", "Forage"), 1)
    oumou.sends("/people/1/merge/2", **FIRST | {"line": "drop"})
    waits = select(InboxItem.contact_id, InboxItem.state).order_by(InboxItem.message_id)
    assert rows(core.db, waits) == [(1, "in_case"), (2, "open")]
    assert rows(core.db, select(Case.contact_id)) == [(2,)]
    assert counts_agree(core.db)


def test_the_line_of_somebody_else_keeps_what_waits_on_it(oumou: Staff, core: Core, kayes: Activity) -> None:
    register(core, kayes, "Awa Traoré", "Awa Traore Sow")
    moussa = Phone("+22370000000", v=20)
    moussa.registers(kayes.slug, "Moussa Keïta", code="222222")
    ingest.apply(core.db, VAULT, moussa.told, core.settings.values)
    writes(core, moussa, "Qui vient ?")
    oumou.sends("/people/1/merge/2", **FIRST | {"line": "drop"})
    assert rows(core.db, select(InboxItem.contact_id)) == [(1,)]


def test_a_third_person_of_the_line_with_this_name_is_told_of(oumou: Staff, core: Core, kayes: Activity) -> None:
    register(core, kayes, "Awa Traoré")
    phone = Phone("+22370000009")
    for name in ("Awa Coulibaly", "Awa Traoré"):
        phone.registers(kayes.slug, name, sex="female", age="25_35", group="youth")
    ingest.apply(core.db, VAULT, phone.told, core.settings.values)
    oumou.sends("/people/1/merge/2", 422, **FIRST | {"line": "drop"})
    oumou.sees("Une troisième personne de ce numéro a ce nom")
    merged = select(Participant.contact_id, Participant.merged_into_id).order_by(Participant.id)
    assert rows(core.db, merged) == [(1, None), (2, None), (2, None)]
    oumou.sends("/people/1/merge/2", **FIRST | {"line": "drop", "name": "drop"})
    assert rows(core.db, merged) == [(2, None), (1, 1), (2, None)]


def test_days_of_both_are_days_of_the_one(oumou: Staff, core: Core, kayes: Activity) -> None:
    register(core, kayes, "Awa Traoré", "Awa Traore")
    for person, day in ((1, 1), (2, 1), (2, 2)):
        oumou.sends(f"/activities/{kayes.slug}/door/{day}/{person}", came=1)
    oumou.sends("/people/1/merge/2", **FIRST)
    assert tally(core, kayes) == {"seated": 1, "present": 1, "asked": 1}
    oumou.opens(f"/activities/{kayes.slug}/people/1")
    oumou.sees("jour 1, jour 2")


def test_seats_elsewhere_move_along(oumou: Staff, core: Core, kayes: Activity) -> None:
    phone = Phone("+22370000000")
    with core.db.read() as connection:
        other = next(slug for (slug,) in connection.execute(select(models.Activity.slug)) if slug != kayes.slug)
        later = rows(core.db, select(models.Activity.slug).where(models.Activity.starts_at > kayes.ends_at))
    other = later[0][0] if later else other
    phone.registers(kayes.slug, "Awa Traoré", sex="female")
    phone.registers(other, "Awa Traore Sow", sex="female", code="222222")
    ingest.apply(core.db, VAULT, phone.told, core.settings.values)
    oumou.sends("/people/1/merge/2", **FIRST)
    assert rows(core.db, select(Registration.participant_id, Registration.state)) == [(1, "registered")] * 2


def test_the_other_entry_is_looked_for(oumou: Staff, core: Core, kayes: Activity) -> None:
    register(core, kayes, "Awa Traoré", "Awa Traore Sow")
    oumou.opens("/people/merge")
    oumou.sends("/people/merge", 200, who="awa traoré")
    oumou.sees("/people/merge?keep=1")
    oumou.sends("/people/merge", 200, keep="1", who="Sow Awa Traore")
    oumou.sees("/people/1/merge/2")
    oumou.sends("/people/1/merge/2", 422, name="both")
    oumou.sees("Choisissez dans la liste.")
    assert oumou.client.get("/people/1/merge/1").location == "/people/1"
