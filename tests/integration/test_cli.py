"""The staff's commands, as they are typed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import update

from jamakan.cli.group import COMMANDS, jamakan
from jamakan.core import Core
from jamakan.store.models import SurveyCount
from tests.integration.conversation.test_registration import registers
from tests.support.line import AWA, KEY, Line
from tests.support.surveys import open_survey

ROOT = Path(__file__).parents[2]
Run = Callable[..., Result]


@pytest.fixture
def run(core: Core, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command beside this test's small house."""
    for name, value in {
        "ENV": "development",
        "KEY": KEY,
        "VAR": str(core.settings.var),
        "REDIS_URL": core.settings.redis_url,
        "DATABASE_URL": core.settings.database_url,
    }.items():
        monkeypatch.setenv(f"JAMAKAN_{name}", value)
    return lambda *words: CliRunner().invoke(jamakan, list(words), catch_exceptions=False)


def coming(run: Run) -> str:
    """The first activity to come."""
    return next(line.split()[0] for line in run("activities").output.splitlines() if "-/60" in line)


def test_every_command_has_help() -> None:
    for name in COMMANDS:
        shown = CliRunner().invoke(jamakan, [name, "--help"])
        assert shown.exit_code == 0, name
        assert "Usage:" in shown.output


def test_results_are_counted_anew(run: Run, core: Core, awa: Line) -> None:
    open_survey(core)
    awa.texts("EAU 1 45")
    awa.outbox()
    with core.db.begin() as connection:
        connection.execute(update(SurveyCount).values(people=7))
    shown = run("surveys", "recount").output
    assert shown.startswith("1 version(s) counted, ")
    assert "6 count(s) put right" in shown
    assert "0 count(s) put right" in run("surveys", "recount").output


def test_the_programme_at_a_glance(run: Run) -> None:
    shown = run("activities").output
    assert "17–18 déc. 2025" in shown
    assert "48/60" in shown
    assert "0/60" in shown
    assert "17–18 Dec 2025" in run("activities", "--language", "en").output


def test_a_dry_run_shows_who_and_what_it_costs_and_sends_nothing(run: Run, awa: Line) -> None:
    awa.dials("1")
    registers(awa)
    awa.outbox()
    words = ("remind", coming(run), "--text", "Rappel : {activity}, {date}, {place}.")
    dry = run(*words, "--dry-run").output
    assert "1 recipient(s), 1 part(s), about 8 FCFA" in dry
    assert "Rappel : Kayes" in dry
    assert len(awa.outbox()) == 1  # her confirmation


@pytest.mark.parametrize(
    ("text", "activity", "reason"),
    [
        ("Rappel", "nowhere", "there is no activity 'nowhere'"),
        ("Rappel", "bamako-2025-12-17", "has begun"),
        ("Rappel {nom}", "", "a placeholder {nom} that nothing fills; known: {activity}"),
        (" ", "", "no text in French"),
    ],
)
def test_a_reminder_that_cannot_be_sent_says_why(run: Run, text: str, activity: str, reason: str) -> None:
    refused = run("remind", activity or coming(run), "--text", text, "--dry-run")
    assert refused.exit_code == 1
    assert reason in refused.output


def test_messages_and_the_inbox_mask_numbers_unless_asked(run: Run, awa: Line) -> None:
    awa.texts("la route est coupée")
    awa.outbox()
    assert "la route est coupée" in run("inbox").output
    assert AWA not in run("inbox").output
    assert AWA in run("inbox", "--reveal").output
    shown = run("messages").output
    assert "+223 7• •• •• 01" in shown
    assert "queued" in shown
    assert "no message waits" in run("messages", "--needs-a-person").output
    assert "0 of 1 message(s)" in run("resend", "1").output


def test_a_survey_from_file_to_phones_and_back_to_a_spreadsheet(run: Run, tmp_path: Path, awa: Line) -> None:
    form = ROOT / "tests" / "fixtures" / "forms" / "civic.md"
    checked = run("flows", "check", "--costs", str(form))
    assert checked.exit_code == 0, checked.output
    assert "letters outside GSM-7" in checked.output
    opened = run("flows", "import", str(form), "--keyword", "civique")
    assert "SMS CIVIQUE" in opened.output
    name = "enquete_citoyenne"
    assert f"{name} was open already" in run("flows", "import", str(form), "--keyword", "civique").output
    listed = run("flows", "list").output
    assert "registration" in listed
    assert "SMS CIVIQUE" in listed
    awa.texts("civique")
    assert awa.outbox()
    assert run("flows", "export", name, "--format", "xlsx", "--output", str(tmp_path / "form.xlsx")).exit_code == 0
    assert run("flows", "check", str(tmp_path / "form.xlsx")).exit_code == 0
    assert "| survey |" in run("flows", "export", name, "--format", "markdown").output
    assert (
        "flowchart" in run("flows", "draw", str(form)).output
        or "stateDiagram" in run("flows", "draw", str(form)).output
    )
    assert "is closed" in run("flows", "close", name).output


def test_a_form_with_faults_is_refused_with_every_one_of_them(run: Run) -> None:
    refused = run("flows", "check", str(ROOT / "tests" / "fixtures" / "forms" / "every_offence.md"))
    assert refused.exit_code == 1
    assert len(refused.output.splitlines()) > 40


def test_a_flow_is_played_in_the_terminal() -> None:
    flow = str(ROOT / "flows" / "library" / "feedback.yaml")
    played = CliRunner().invoke(jamakan, ["flows", "play", flow], input="4\nClair\n9\n")
    assert played.exit_code == 0, played.output
    assert "satisfaction = '4'" in played.output
    assert "of 156 gsm7 units, 1 part(s), ends" in played.output


def test_keys_and_tokens_are_never_the_same() -> None:
    for command in ("key", "token"):
        assert len({CliRunner().invoke(jamakan, [command]).output for _ in range(3)}) == 3
