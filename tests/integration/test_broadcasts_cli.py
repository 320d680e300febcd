"""The staff's commands on broadcasts, as they are typed."""

import csv
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import update

from jamakan.cli.group import jamakan
from jamakan.core import Core
from jamakan.store.models import Message
from tests.support import bulk
from tests.support.line import KEY, NOBODY

Run = Callable[..., Result]
ALWAYS = {"SEND_FROM": "00:00", "SEND_UNTIL": "23:59:59.999999"}


@pytest.fixture
def run(core: Core, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command beside this test's small house; a second person looks at more than two lines."""
    for name, value in {
        "ENV": "development",
        "KEY": KEY,
        "VAR": str(core.settings.var),
        "REDIS_URL": core.settings.redis_url,
        "DATABASE_URL": core.settings.database_url,
        "AT_BASE_URL": NOBODY,
        "APPROVAL_OVER": "2",
        **ALWAYS,
    }.items():
        monkeypatch.setenv(f"JAMAKAN_{name}", value)
    return lambda *words, **more: CliRunner().invoke(jamakan, list(words), catch_exceptions=False, **more)


@pytest.fixture
def people(core: Core) -> list[str]:
    """Awa, Moussa and Fatou have a seat."""
    return [bulk.registered(core, number, name).number for number, name in enumerate(("Awa", "Moussa", "Fatou"), 1)]


def new(run: Run, core: Core, *options: str) -> Result:
    return run(*("broadcasts", "new", "--as", "Awa", "--activity", bulk.coming(core)), *options)


def carry(core: Core, **fates: str) -> None:
    """The send worker and the carrier do their part."""
    with core.db.begin() as connection:
        connection.execute(update(Message).where(Message.broadcast_id.is_not(None)).values(**fates))


def test_from_the_first_words_to_the_last_failure(run: Run, core: Core, people: list[str], tmp_path: Path) -> None:
    assert "Broadcast 1 is a draft, to activity kayes" in new(run, core, "--text", "Bonjour {name} œ").output
    seen = run("broadcasts", "preview", "1").output
    assert "fr: 3 line(s), 3 part(s), about 24 FCFA; the longest takes 1 part(s), 17 gsm7 units, number 2" in seen
    assert "others stand for œ" in seen
    assert "balance at africastalking: the carrier does not say" in seen
    assert "needs a second person: it goes to 3 lines, more than 2" in seen
    assert "Bonjour Fatou oe" in run("broadcasts", "preview", "1", "--recipient", "3").output
    assert "Bonjour Awa oe" in run("broadcasts", "preview", "1", "--phone", people[0]).output

    assert "waits for a second person" in run("broadcasts", "submit", "1", "--as", "Awa").output
    assert "nobody approves their own" in run("broadcasts", "approve", "1", "--as", "awa", "--yes").output
    assert run("broadcasts", "approve", "1", "--as", "Moussa", input="n\n").exit_code == 1
    assert "is being sent" in run("broadcasts", "approve", "1", "--as", "Moussa", input="y\n").output
    assert bulk.office(core) == 3
    assert "      3 waiting to leave" in run("broadcasts", "progress", "1").output

    assert "is paused: une faute" in run("broadcasts", "pause", "1", "--as", "Awa", "--because", "une faute").output
    assert "is being sent" in run("broadcasts", "resume", "1", "--as", "Awa").output
    carry(core, state="failed", reason="UserDoesNotExist")
    bulk.office(core)
    listed = run("broadcasts", "failures", "1").output
    assert "the network does not know this number (UserDoesNotExist)" in listed
    assert "+223 7• •• •• 01" in listed
    assert people[0] not in listed
    file = tmp_path / "failures.csv"
    assert "3 message(s) did not arrive" in run("broadcasts", "failures", "1", "--csv", str(file)).output
    assert file.stat().st_mode & 0o077 == 0
    assert people[0] not in file.read_text()
    run("broadcasts", "failures", "1", "--csv", str(file), "--full-numbers")
    assert [row["number"] for row in csv.DictReader(file.read_text().splitlines())] == people

    assert "is done" in run("broadcasts", "show", "1").output
    assert [line.split()[2] for line in run("broadcasts", "show", "1").output.splitlines() if "→" in line] == [
        *("submit", "approve", "start", "pause", "resume", "start", "finish")
    ]
    assert "Broadcast 2 is a draft, a copy of 1" in run("broadcasts", "copy", "1", "--as", "Fanta").output
    assert run("broadcasts", "list").output.splitlines()[1].split()[:4][3] == "done"


def test_a_name_is_needed_to_write_and_to_approve(run: Run, core: Core) -> None:
    refused = run("broadcasts", "new", "--text", "Bonjour", "--everybody")
    assert refused.exit_code == 2
    assert "Missing option '--as'" in refused.output
    assert "Missing option '--as'" in run("broadcasts", "approve", "1").output


def test_rejected_edited_and_sent(run: Run, core: Core, people: list[str]) -> None:
    new(run, core, "--text", "Bonjour", "--submit")
    assert "sent back: dites où" in run("broadcasts", "reject", "1", "--as", "Fanta", "--because", "dites où").output
    run("broadcasts", "edit", "1", "--as", "Awa", "--text", "À {place}", "--sex", "female")
    shown = run("broadcasts", "show", "1").output
    assert "to sex female" in shown
    assert "À {place}" in shown
    assert "is being sent" in run("broadcasts", "submit", "1", "--as", "Awa").output
    assert "was stopped: finalement non" in (
        run("broadcasts", "stop", "1", "--as", "Awa", "--because", "finalement non").output
    )


def test_a_spreadsheet_with_faults_is_refused_with_every_one_of_them(run: Run, core: Core, tmp_path: Path) -> None:
    sheet = tmp_path / "liste.csv"
    sheet.write_text("Téléphone,Prénom\n70000001,Awa\n12,Moussa\n70000003,\n")
    words = ("broadcasts", "new", "--as", "Awa", "--text", "Bonjour {prénom}", "--sheet", str(sheet))
    refused = run(*words)
    assert refused.exit_code == 1
    assert "row 3, column Téléphone: no country has such a number" in refused.output
    assert "row 4, column Prénom: empty, and the text says {prenom}: fill it in" in refused.output
    assert "No broadcast yet" in run("broadcasts", "list").output
    sheet.write_text("Téléphone,Prénom\n70000001,Awa\n+22370000001,Sira\n")
    taken = run(*words)
    assert "merged: row 3, column Téléphone: the same number as row 2" in taken.output
    assert "Broadcast 1 is a draft, to 1 line(s) of a spreadsheet." in taken.output


def test_what_cannot_be_sent_says_everything_that_is_wrong(run: Run, core: Core) -> None:
    refused = run("broadcasts", "new", "--as", "Awa", "--text", "{x}", "--region", "paris", "--answer", "nothing")
    assert refused.exit_code == 1
    assert "'nothing' says no answer" in refused.output
    refused = run("broadcasts", "new", "--as", "Awa", "--text", "{x}", "--region", "paris", "--channel", "pigeon")
    assert len(refused.output.splitlines()) == 3
    assert "there is no broadcast 7" in run("broadcasts", "show", "7").output


def test_a_reminder_leaves_at_once_and_is_shown_leaving(run: Run, core: Core, people: list[str]) -> None:
    words = ("remind", bulk.coming(core), "--text", "Rappel {name} : {activity}", "--no-watch", "--as", "Awa")
    assert "waits for a second person" in run(*words).output
    assert "is being sent" in run("broadcasts", "approve", "1", "--as", "Fanta", "--yes").output
    assert bulk.office(core) == 3
    carry(core, state="delivered")
    bulk.office(core)
    again = run(*words[:-3], "--as", "Awa").output
    assert "only those registered since get them now" in again


def test_a_reminder_on_a_blocked_day_says_when_it_leaves(
    run: Run, core: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    bulk.registered(core, 1)
    today = datetime.now(UTC)
    monkeypatch.setenv("JAMAKAN_NO_SEND_DAYS", f"{today:%Y-%m-%d},{today + timedelta(days=1):%Y-%m-%d}")
    told = run("remind", bulk.coming(core), "--text", "Rappel").output
    assert f"waits for its hours: nothing leaves before {today + timedelta(days=2):%Y-%m-%d} 00:00" in told


def test_following_ends_with_the_broadcast(run: Run, core: Core) -> None:
    bulk.registered(core, 1)
    run("remind", bulk.coming(core), "--text", "Rappel", "--no-watch")
    bulk.office(core)
    carry(core, state="delivered")
    bulk.office(core)
    shown = run("broadcasts", "progress", "1", "--watch").output
    assert "Broadcast 1 is done." in shown
    assert "      1 delivered" in shown
