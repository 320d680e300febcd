"""A broadcast to the numbers of a spreadsheet."""

import pytest
from sqlalchemy import delete, select

from jamakan import events
from jamakan.broadcasts import decisions, drafting
from jamakan.broadcasts.preview import preview
from jamakan.core import Core
from jamakan.programme.broadcasts import BroadcastError
from jamakan.programme.plan import Broadcast
from jamakan.store.models import BroadcastRecipient, Contact
from tests.support import bulk
from tests.support.rows import column, count, everything_in

SHEET = """Téléphone;Prénom;Langue
70000001;Awa;
70000002;Moussa;anglais
70009999;Inconnue Tounkara;fr
"""
TEXTS = {"fr": "Bonjour {prenom}", "en": "Hello {Prénom}"}


@pytest.fixture
def known(core: Core) -> Core:
    """Awa, who chose English, and Moussa are known; the third number is not."""
    awa = bulk.registered(core, 1)
    awa.says(events.LanguageSet("en"))
    bulk.registered(core, 2)
    bulk.store(core, awa)
    return core


def drafted(core: Core, sheet: str = SHEET, texts: dict[str, str] = TEXTS, by: str = "Awa") -> Broadcast:
    found = drafting.read_sheet(core, texts, sheet.encode())
    made = bulk.plan(core, found.audience.to_json(), texts=texts)
    return drafting.create(core, made, by=by, sheet=found)


def test_each_gets_the_words_of_their_row(known: Core) -> None:
    made = drafted(known)
    assert made.plan.audience.to_json() == {"spreadsheet": {"lines": 3, "columns": ["prenom"]}}
    assert preview(known, made.plan, made.id).count.lines == 3
    decisions.submit(known, made.id, by="Awa")
    assert bulk.office(known) == 3
    assert bulk.written(known, made.id) == {
        "+22370000001": "Hello Awa",
        "+22370000002": "Hello Moussa",
        "+22370009999": "Bonjour Inconnue Tounkara",
    }


def test_a_number_never_heard_of_becomes_a_contact_of_the_first_channel(known: Core) -> None:
    before = count(known.db, Contact)
    drafted(known)
    drafted(known)
    assert count(known.db, Contact) == before + 1
    (channel,) = column(known.db, select(Contact.channel).order_by(Contact.id.desc()).limit(1))
    assert channel == "africastalking"


def test_who_stopped_messages_is_left_out_of_every_later_list(known: Core) -> None:
    stopped = bulk.phone(9999)
    stopped.says(events.OptedOut())
    bulk.store(known, stopped)
    made = drafted(known)
    assert preview(known, made.plan, made.id).count.excluded == {"opted_out": 1}
    decisions.submit(known, made.id, by="Awa")
    assert bulk.office(known) == 2


def test_names_and_numbers_rest_sealed(known: Core) -> None:
    decisions.submit(known, drafted(known).id, by="Awa")
    bulk.office(known)
    kept = everything_in(known.db)
    assert not [secret for secret in ("Tounkara", "70009999", "Moussa") if secret.encode() in kept]


def test_storing_that_was_cut_short_is_noticed_and_mended(known: Core) -> None:
    made = drafted(known)
    with known.db.begin() as connection:
        last = select(BroadcastRecipient.contact_id).order_by(BroadcastRecipient.contact_id.desc()).limit(1)
        connection.execute(delete(BroadcastRecipient).where(BroadcastRecipient.contact_id == last.scalar_subquery()))
    with pytest.raises(BroadcastError, match="only 2 of its 3 recipients were kept: give the spreadsheet again"):
        decisions.submit(known, made.id, by="Awa")
    found = drafting.read_sheet(known, TEXTS, SHEET.encode())
    drafting.edit(known, made.id, made.plan, by="Awa", sheet=found)
    assert decisions.submit(known, made.id, by="Awa").state == "sending"


def test_another_spreadsheet_replaces_the_first(known: Core) -> None:
    made = drafted(known)
    found = drafting.read_sheet(known, TEXTS, b"phone,prenom\n70000002,Moussa")
    plan = bulk.plan(known, found.audience.to_json(), texts=TEXTS)
    drafting.edit(known, made.id, plan, by="Awa", sheet=found)
    decisions.submit(known, made.id, by="Awa")
    bulk.office(known)
    assert list(bulk.written(known, made.id)) == ["+22370000002"]


def test_a_filter_in_place_of_a_spreadsheet_forgets_its_numbers(known: Core) -> None:
    made = drafted(known)
    drafting.edit(known, made.id, bulk.plan(known), by="Awa")
    assert count(known.db, BroadcastRecipient) == 0


def test_a_copy_has_the_same_recipients(known: Core) -> None:
    copied = drafting.copy(known, drafted(known).id, by="Fanta")
    decisions.submit(known, copied.id, by="Fanta")
    assert bulk.office(known) == 3


def test_a_column_that_was_not_kept_is_asked_for_again(known: Core) -> None:
    made = drafted(known, texts={"fr": "Bonjour"})
    assert made.plan.audience.to_json() == {"spreadsheet": {"lines": 3}}
    with pytest.raises(BroadcastError, match=r"a placeholder .prenom. that nothing fills"):
        drafting.edit(known, made.id, bulk.plan(known, made.plan.audience.to_json(), texts=TEXTS), by="Awa")
