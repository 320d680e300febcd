"""The network: people join for a year, leave when they like, are asked in turns, and for another year after one."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from flows.text import fold
from jamakan import storing
from jamakan.core import Core
from jamakan.followups import publishing
from jamakan.followups.work import follow_up
from jamakan.network import waves
from jamakan.publishing import close
from jamakan.store.models import Broadcast, BroadcastRecipient, Consent, Member, Panel, PanelAsk, PanelWave
from jamakan.store.network import members, panels
from jamakan.store.network.panels import PAUSED, Terms
from tests.integration.privacy.test_by_phone import registered
from tests.support.line import Line
from tests.support.rows import column, rows
from tests.support.surveys import open_survey

Lines = Callable[[str], Line]
DAY = timedelta(days=1)


def joins(line: Line, name: str = "Awa Traoré") -> Line:
    registered(line, name)
    line.texts("RESEAU")
    for answer in ("1", "1", "1 4"):  # read on, I agree, themes
        line.texts(answer)
    assert line.outbox()[-1].startswith(fold("Merci. Vous êtes dans le réseau de COCEM pour un an."))
    return line


def states(core: Core) -> list[str]:
    return column(core.db, select(Member.state).order_by(Member.participant_id))


def years_ago(core: Core, days: int) -> None:
    with core.db.begin() as connection:
        connection.execute(update(Member).values(renewed_at=datetime.now(UTC) - days * DAY))


def panel(core: Core, most: int = 2, every_days: int = 14) -> int:
    now = datetime.now(UTC)
    with core.db.begin() as connection:
        found = panels.add(connection, "a" * 32, Terms("L'eau", "eau", every_days, most), "Alou", now, now)
    assert found is not None
    return found


def asked(core: Core) -> list[tuple[int, int]]:
    """(wave, participant)"""
    query = select(PanelWave.number, PanelAsk.participant_id).join(PanelWave, PanelWave.id == PanelAsk.wave_id)
    return [(wave, who) for wave, who in rows(core.db, query.order_by(PanelWave.id, PanelAsk.participant_id))]


def test_awa_joins_and_leaves_by_sms(awa: Line, core: Core) -> None:
    joins(awa)
    assert rows(core.db, select(Member.state, Member.themes)) == [("member", "services youth")]
    assert len(column(core.db, select(Consent.id))) == 2, "one for the registration, one for the network"
    awa.texts("réseau")
    awa.texts("2")
    assert awa.outbox()[-1].startswith(fold("C'est noté : vous avez quitté le réseau."))
    assert states(core) == ["left"]
    awa.texts("RESEAU")
    assert awa.outbox()[-1].startswith(fold("Le réseau : COCEM garde contact un an"))


def test_the_menu_leads_there_and_strangers_are_asked_to_register_first(awa: Line) -> None:
    awa.dials("1")
    awa.types("5", "3")
    awa.sees("Le réseau réunit celles et ceux qui se sont inscrits", "1 M'inscrire")


def test_no_is_no_and_nothing_is_kept(awa: Line, core: Core) -> None:
    registered(awa, "Awa Traoré")
    awa.texts("RESEAU")
    awa.texts("1")
    awa.texts("2")
    assert awa.outbox()[-1].startswith(fold("D'accord. Vous n'êtes pas dans le réseau."))
    assert states(core) == []


def test_on_a_shared_phone_each_joins_and_leaves_by_name(awa: Line, core: Core) -> None:
    registered(awa, "Awa Traoré", "Sira Keïta")
    for name in ("Awa Traoré", "Sira Keita"):
        awa.dials()
        awa.types("5", "3")
        awa.types(*(("1",) if "member" in states(core) else ()), "1", "1", name, "9")
        awa.sees("Vous êtes dans le réseau")
        storing.drain(core)
    assert states(core) == ["member", "member"]
    awa.dials()
    awa.types("5", "3", "3")
    awa.sees("Qui quitte le réseau ?")
    awa.types("awa traore")
    storing.drain(core)
    assert states(core) == ["left", "member"]


def test_a_wave_asks_some_and_the_next_one_others(line: Lines, core: Core) -> None:
    open_survey(core)
    for number in range(3):
        joins(line(f"+2237000001{number}"), f"Awa {'ABC'[number]} Traoré")
    panel(core)
    now = datetime.now(UTC)
    assert waves.look_after(core, now) == 1
    assert waves.look_after(core, now) == 0, "once"
    assert asked(core) == [(1, 1), (1, 2)]
    waves.look_after(core, now + 14 * DAY)
    assert asked(core) == [(1, 1), (1, 2), (2, 3)], "nobody twice in a row"
    waves.look_after(core, now + 28 * DAY)
    assert asked(core)[3:] == [(3, 1), (3, 2)]
    invitations = rows(core.db, select(Broadcast.kind, Broadcast.survey, Broadcast.created_by, Broadcast.name))
    assert invitations == [("invitation", "eau", "Alou", "L'eau")] * 3
    assert len(column(core.db, select(BroadcastRecipient.contact_id))) == 5


def test_nobody_is_asked_more_than_so_often_a_quarter(line: Lines, core: Core) -> None:
    open_survey(core)
    joins(line("+22370000010"))
    panel(core, every_days=7)
    now = datetime.now(UTC)
    for week in range(13):
        waves.look_after(core, now + 7 * week * DAY)
    assert len(asked(core)) == waves.A_QUARTER


def test_who_leaves_or_stops_is_asked_no_more(line: Lines, core: Core) -> None:
    open_survey(core)
    awa, sira = joins(line("+22370000010"), "Awa Traoré"), joins(line("+22370000011"), "Sira Keïta")
    awa.texts("STOP")
    sira.texts("RESEAU")
    sira.texts("2")
    awa.outbox()
    panel(core)
    waves.look_after(core)
    assert asked(core) == []


def test_a_panel_whose_survey_is_not_open_is_paused_with_the_reason(line: Lines, core: Core) -> None:
    open_survey(core)
    joins(line("+22370000010"))
    panel(core)
    close(core, "eau")
    waves.look_after(core)
    assert rows(core.db, select(Panel.state, Panel.reason)) == [(PAUSED, waves.CLOSED)]
    assert asked(core) == []


def test_a_wave_whose_worker_died_is_sent_by_the_next_one_once(
    line: Lines, core: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_survey(core)
    joins(line("+22370000010"))
    panel(core)
    with monkeypatch.context() as patched:
        patched.setattr(waves, "_send", lambda *_: None)
        waves.look_after(core)
    assert column(core.db, select(PanelWave.broadcast_id)) == [None]
    waves.look_after(core)
    waves.look_after(core)
    assert column(core.db, select(PanelWave.broadcast_id)) == [1]
    assert column(core.db, select(Broadcast.id)) == [1]


@pytest.mark.parametrize(
    ("answer", "said", "state"),
    [("1", "Merci. Vous restez un an de plus", "member"), ("2", "C'est noté : vous avez quitté le réseau.", "left")],
)
def test_after_a_year_a_member_is_asked_by_sms_and_an_sms_answers(
    awa: Line, core: Core, answer: str, said: str, state: str
) -> None:
    joins(awa)
    rules = [rule for rule in publishing.library() if rule.name.startswith("renewal")]
    publishing.publish(core, rules, datetime.now(UTC) - 400 * DAY)
    years_ago(core, 366)
    later = datetime.now(UTC) + timedelta(hours=2)
    assert follow_up(core, later) == 1
    assert follow_up(core, later) == 0, "once"
    assert awa.outbox()[-1].split("\n")[:2] == [
        "COCEM : vous êtes dans notre réseau depuis un an.",
        "Voulez-vous rester un an de plus dans le réseau ?",
    ]
    awa.texts(answer)
    assert awa.outbox()[-1].startswith(fold(said))
    assert states(core) == [state]


def test_who_says_nothing_is_asked_once_more_then_lapses(awa: Line, core: Core) -> None:
    joins(awa)
    rules = [rule for rule in publishing.library() if rule.name.startswith("renewal")]
    publishing.publish(core, rules, datetime.now(UTC) - 500 * DAY)
    years_ago(core, 366)
    later = datetime.now(UTC) + timedelta(hours=2)
    follow_up(core, later)
    follow_up(core, later + 14 * DAY)
    told = [text for text in awa.outbox() if "Voulez-vous rester un an de plus" in text]
    assert len(told) == 2
    assert waves.look_after(core, later + 27 * DAY) == 0
    assert waves.look_after(core, later + 31 * DAY) == 1
    assert states(core) == ["lapsed"]
    follow_up(core, later + 32 * DAY)
    assert len([text for text in awa.outbox() if "Voulez-vous rester" in text]) == 2
    with core.db.read() as connection:
        counted = members.counts(connection, later - DAY)
    assert (counted.states, counted.lapsed) == ({"member": 0, "left": 0, "lapsed": 1}, 1)
