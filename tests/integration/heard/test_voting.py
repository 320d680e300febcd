"""Participants of an activity vote among its proposals: once each, changed until it closes, counted without names."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from jamakan import storing, votes
from jamakan.core import Core
from jamakan.programme.activities import Activity
from jamakan.projections import project_programme
from jamakan.staff import accounts
from jamakan.store.activities import row_id
from jamakan.store.models import Ballot, Dialogue
from jamakan.store.votes import rows as table
from jamakan.store.votes.rows import Held, Proposal, Terms
from tests.support.console import Staff, register
from tests.support.line import Line
from tests.support.rows import column, count, rows

PROPOSALS = (Proposal(1, None, "Un forage", "A well"), Proposal(2, None, "Une école", "A school"))
MARKET = Proposal(3, None, "Un marché", "A market")


@pytest.fixture
def oumou(core: Core) -> int:
    """One of the staff."""
    return accounts.add(core, "Oumou Bah", "oumou@example.org", "operator", "une phrase assez longue").id


@pytest.fixture
def held(core: Core, kayes: Activity, oumou: int) -> Held:
    """An open vote, two choices a person."""
    now = datetime.now(UTC)
    with core.db.read() as connection:
        activity_id = row_id(connection, kayes.slug)
    assert activity_id is not None
    terms = Terms(2, now - timedelta(hours=1), now + timedelta(days=2), (*PROPOSALS, MARKET))
    number = votes.prepare(core, activity_id, terms, oumou)
    votes.move(core, vote(core, number), "open", oumou)
    return vote(core, number)


def vote(core: Core, number: int) -> Held:
    with core.db.read() as connection:
        found = table.one(connection, number)
    assert found is not None
    return found


def joins(core: Core, activity: Activity, *names: str) -> None:
    """These people have a seat, on +22370000000 and on."""
    register(core, activity, *names)
    project_programme(core)


def ballots(core: Core) -> list[str]:
    storing.drain(core)
    return column(core.db, select(Ballot.choices).order_by(Ballot.participant_id))


def test_a_ballot_by_ussd_and_another_mind(
    line: Callable[[str], Line], core: Core, kayes: Activity, held: Held
) -> None:
    joins(core, kayes, "Awa Traoré")
    awa = line("+22370000000")
    awa.dials()
    awa.types("1", "3")
    awa.sees("Voter pour une priorité")
    awa.types("3")
    awa.sees("Kayes : votre première priorité ?", "1 Un forage", "2 Une école", "3 Un marché")
    awa.types("2")
    awa.sees("Et la deuxième ?", "1 Un forage", "2 Un marché")
    awa.types("2")
    awa.sees("Merci, votre vote est noté.")
    assert ballots(core) == ["2 3"]
    awa.dials("3", "3", "1", "9")
    assert ballots(core) == ["1"]
    assert rows(core.db, select(Dialogue.flow).where(Dialogue.flow == "vote")) == []


def test_by_sms(line: Callable[[str], Line], core: Core, kayes: Activity, held: Held) -> None:
    joins(core, kayes, "Awa Traoré")
    awa = line("+22370000000")
    for words in ("VOTE", "1", "9"):
        awa.texts(words)
    assert awa.outbox()[-1].startswith("Merci, votre vote est noté.")
    assert ballots(core) == ["1"]


def test_who_has_no_seat_has_no_vote(awa: Line, core: Core, held: Held) -> None:
    awa.texts("VOTE")
    assert awa.outbox() == ["Aucun vote n'est ouvert pour ce numéro. Seuls les inscrits d'une session votent."]
    assert count(core.db, Ballot) == 0


def test_a_vote_that_closed_takes_no_ballot_not_even_one_begun_before(
    line: Callable[[str], Line], core: Core, kayes: Activity, held: Held, oumou: int
) -> None:
    joins(core, kayes, "Awa Traoré")
    awa = line("+22370000000")
    awa.texts("VOTE")
    votes.move(core, held, "close", oumou)
    awa.texts("1")
    awa.texts("9")
    assert ballots(core) == []
    with pytest.raises(votes.Stale):
        votes.move(core, held, "close", oumou)


def test_the_result_counts_and_is_told_to_those_who_have_a_seat(
    line: Callable[[str], Line], core: Core, kayes: Activity, held: Held, oumou: int
) -> None:
    joins(core, kayes, "Awa Traoré", "Moussa Keïta", "Fatou Diarra")
    for number, choices in enumerate((("2", "1"), ("2", "9"), ("1", "1"))):
        line(f"+2237000000{number}").dials("1", "3", "3", *choices)
    assert ballots(core) == ["2 1", "2", "1 2"]
    votes.move(core, held, "close", oumou)
    with core.db.read() as connection:
        result = table.result(connection, vote(core, held.id))
    assert [(one.place, one.first, one.chosen, one.points) for one in result] == [
        (2, 2, 3, 5),
        (1, 1, 2, 3),
        (3, 0, 0, 0),
    ]
    made = votes.tell(core, vote(core, held.id), oumou, "Oumou Bah")
    assert votes.tell(core, vote(core, held.id), oumou, "Oumou Bah").id == made.id
    assert "3 personnes ont voté. Vos priorités : 1. Une école (3), 2. Un forage (2)" in made.plan.texts["fr"]
    assert (made.plan.audience.activity, made.state, vote(core, held.id).state) == (kayes.slug, "draft", "told")


def test_staff_prepare_a_vote_in_a_browser(staff: Callable[[str], Staff], core: Core, kayes: Activity) -> None:
    oumou = staff("operator")
    oumou.opens("/inbox/votes")
    oumou.opens(f"/inbox/votes/new?activity={kayes.slug}")
    form: dict[str, Any] = {"activity": kayes.slug, "most": 2, "opens": "2026-01-01", "closes": "2026-01-02"}
    oumou.sends("/inbox/votes/new", 422, **form, fr__a="Un forage")
    oumou.sees("Il faut entre 2 et 8 propositions.", "Un forage")
    oumou.sends("/inbox/votes/new", **form, fr__a="Un forage", fr__b="Une école", en__b="A school")
    oumou.opens("/inbox/votes/1")
    oumou.sees("Un forage", "A school", "en préparation")
    edited: dict[str, Any] = {**form, "closes": "2099-01-02", "version": 0}
    oumou.sends("/inbox/votes/1/edit", **edited, fr__a="Un grand forage", fr__b="Une école")
    oumou.sends("/inbox/votes/1/move/open", 409, version=0)
    oumou.sends("/inbox/votes/1/move/open", version=1)
    oumou.opens("/inbox/votes/1")
    oumou.sees("Un grand forage", "Clore le vote")
    oumou.opens("/inbox/votes/1/edit")
    oumou.sends("/inbox/votes/1/edit", 409, **{**edited, "version": 2}, fr__a="Autre", fr__b="Chose")
