"""The dry run: what it foretells is what is then sent, and everybody left out is told with the reason."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import update

from jamakan import events
from jamakan.cli.group import jamakan
from jamakan.followups import occasions
from jamakan.followups.forecast import Foretold, forecast
from jamakan.phones import masked
from jamakan.store.models import Registration
from tests.integration.followups.test_unfinished import Caller
from tests.support.followups import BEGINS, KAYES, MOPTI, Office, after, before
from tests.support.stories import NOON, Phone, dialogue_of

HALF_AN_HOUR = timedelta(minutes=30)
RULES = """
reminder:
  before_activity: 30 hours  # at three in the morning: it leaves at eight
  text: {fr: "Rappel : {activity}, {date}.", en: "Reminder: {activity}, {date}."}
call:
  before_activity: 20 hours
  text: {fr: "{name} : code {code}."}
night:
  before_activity: 12 hours
  expires: 2 hours
  text: Bonsoir
ask:
  unanswered: 1 day
  flow: feedback
  text: {fr: "{title} ? Envoyez AVIS."}
unfinished:
  unfinished: 45 minutes
  text: {fr: "{title} : {question}"}
"""


def look(office: Office, at: datetime, days: int) -> list[Foretold]:
    return list(forecast(office.core, occasions.published(office.core), at, at + timedelta(days=days)))


@pytest.fixture
def people(office: Office) -> list[Phone]:
    """Awa registers herself and Sira; Moussa reads English; Fatou stopped messages; Issa goes to Mopti."""
    awa, moussa, fatou, issa = (Phone(f"+2237000000{n}") for n in range(1, 5))
    office.core.book.publish()
    office.goes_by(RULES)
    office.hears(awa.registers(KAYES, "Awa"), awa.registers(KAYES, "Sira"))
    office.hears(moussa.says(events.LanguageSet("en")), moussa.registers(KAYES, "Moussa"))
    office.hears(fatou.registers(KAYES, "Fatou"), fatou.says(events.OptedOut()), issa.registers(MOPTI, "Issa"))
    return [awa, moussa, fatou, issa]


def test_what_is_foretold_is_what_is_sent(office: Office, people: list[Phone]) -> None:
    caller = Caller(office, "+22370000009")
    caller.dials("1", "2", "4")
    foretold = look(office, caller.at, days=10)
    for number in range(10 * 48):
        office.works(caller.at + number * HALF_AN_HOUR, times=1)
    told = sorted((one.text, one.leaves) for one in foretold if one.leaves and not one.left_out)
    sent = sorted((one.text, one.leaves) for one in office.wrote())
    assert [text for text, _ in told] == [text for text, _ in sent]
    assert len(sent) == 11
    late = [after - before for (_, before), (_, after) in zip(told, sent, strict=True)]
    assert all(timedelta() <= lateness < HALF_AN_HOUR for lateness in late)


def test_who_is_left_out_and_why(office: Office, people: list[Phone]) -> None:
    awa, moussa, fatou, issa = people
    office.hears(moussa.says(events.DialogueStarted(dialogue_of(moussa), "feedback", "v1", "fr"), at=after(hours=1)))
    with office.core.db.begin() as connection:
        late = update(Registration).where(Registration.activity_id == office.activity(MOPTI))
        connection.execute(late.values(changed_at=BEGINS + timedelta(days=3, hours=12)))
    left_out = {(one.rule, one.phone, one.left_out) for one in look(office, NOON, days=10) if one.left_out}
    assert left_out == {
        ("reminder", masked(awa.number), "same phone line"),
        ("reminder", masked(fatou.number), "stopped messages"),
        ("reminder", masked(issa.number), "came after it fell due"),
        ("call", masked(fatou.number), "stopped messages"),
        ("call", masked(issa.number), "came after it fell due"),
        ("night", masked(awa.number), "no use by the time messages may leave"),
        ("night", masked(moussa.number), "no use by the time messages may leave"),
        ("night", masked(issa.number), "no use by the time messages may leave"),
        ("night", masked(fatou.number), "stopped messages"),
        ("ask", masked(awa.number), "same phone line"),
        ("ask", masked(moussa.number), "began the survey"),
        ("ask", masked(fatou.number), "stopped messages"),
    }


def test_who_was_written_to_is_told_and_nothing_changes(office: Office, people: list[Phone]) -> None:
    office.works(before(hours=29))
    written = len(office.wrote())
    told = [one for one in look(office, before(hours=28), days=1) if one.rule == "reminder"]
    assert Counter(one.left_out for one in told) == {"written to before": 3, "stopped messages": 1}
    assert len(office.wrote()) == written


def test_parts_and_cost_are_of_the_text_as_it_leaves(office: Office) -> None:
    awa = Phone("+22370000001")
    office.goes_by(f'one:\n  before_activity: 1 day\n  text: "{"é" * 200}"')
    office.hears(awa.registers(KAYES))
    (told,) = look(office, NOON, days=3)
    assert (told.parts, told.micros, told.phone) == (2, 16_000_000, "+223 7• •• •• 01")


# The commands


Run = Callable[..., Result]


@pytest.fixture
def run(office: Office, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command beside the office."""
    settings = office.core.settings
    for name in ("env", "key", "var", "redis_url", "database_url", "send_from", "send_until"):
        monkeypatch.setenv(f"JAMAKAN_{name.upper()}", str(getattr(settings, name)))
    return lambda *words: CliRunner().invoke(jamakan, ["followups", *words], catch_exceptions=False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The rules in a file."""
    path = tmp_path / "rules.yaml"
    path.write_text(RULES, encoding="utf-8")
    return path


def test_a_file_is_checked_with_all_its_faults(run: Run, file: Path) -> None:
    assert (
        "unfinished: 45 minutes after the last answer to a survey left unfinished" in run("check", str(file)).output
    )
    file.write_text("one: {before_activity: soon, text: {en: a}}", encoding="utf-8")
    refused = run("check", str(file))
    assert refused.exit_code == 1
    assert f"{file}:1: rule one, before_activity: 'soon'" in refused.output
    assert "no text in French" in refused.output


def test_rules_are_published_listed_paused_and_resumed(run: Run, file: Path) -> None:
    assert "There are no rules" in run("list").output
    assert "unfinished: in force from now on" in run("publish").output  # those of the house
    assert "call: in force from now on" in run("publish", str(file)).output
    assert "call: was in force already" in run("publish", str(file)).output
    assert "call is paused." in run("pause", "call").output
    assert run("pause", "call").exit_code == 1
    assert "paused  since" in run("list").output
    assert "call is in force" in run("resume", "call").output
    assert "paused" not in run("list").output


def test_the_dry_run_as_staff_read_it(run: Run, file: Path, people: list[Phone]) -> None:
    shown = run("dry-run", "--at", "2026-11-23T12:00", "--days", "3").output
    assert "reminder: 30 hours before an activity begins, to registered, confirmed" in shown
    assert "Wed 2026-11-25 08:00  Kayes 26–27 nov.: 2 message(s), 2 part(s)" in shown
    assert "« Rappel : Kayes, 26–27 nov. 2026. »" in shown
    assert "left out, stopped messages: 1\n      +223 7• •• •• 03" in shown
    assert "5 message(s), 5 part(s), about 40 FCFA in 3 day(s)" in shown
    alone = run("dry-run", "call", "--at", "2026-11-23", "--show", "0").output
    assert "reminder" not in alone
    assert "•" not in alone
    assert run("dry-run", "nothing").exit_code == 1


def test_a_file_can_be_tried_before_it_is_published(run: Run, file: Path, people: list[Phone]) -> None:
    file.write_text("new:\n  before_activity: 1 day\n  text: Bonjour", encoding="utf-8")
    shown = run("dry-run", "--file", str(file), "--at", "2026-11-23").output
    assert "new: 1 day before an activity begins" in shown
    assert "2 message(s), 2 part(s)" in shown
    assert "new" not in run("list").output


def test_a_survey_that_is_not_there_is_refused(run: Run, file: Path) -> None:
    file.write_text("new:\n  unfinished: 1 day\n  flow: eau\n  text: '{question}'", encoding="utf-8")
    assert "rule new: there is no survey 'eau'" in run("publish", str(file)).output
