"""`channels`: what staff see of them, and how they open one again."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner, Result

from jamakan.channels.outcomes import Balance, Failed
from jamakan.cli import channels as command
from jamakan.cli.group import jamakan
from jamakan.core import Core
from jamakan.store import channel_states
from tests.support.carrier import AT, Carriers
from tests.support.line import AWA, KEY, Line

Run = Callable[..., Result]


@pytest.fixture
def run(core: Core, carriers: Carriers, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command beside this test's small house, on its carriers."""
    for name, value in {
        "ENV": "development",
        "KEY": KEY,
        "VAR": str(core.settings.var),
        "REDIS_URL": core.settings.redis_url,
        "DATABASE_URL": core.settings.database_url,
        "MONTHLY_CAP": "1000",
    }.items():
        monkeypatch.setenv(f"JAMAKAN_{name}", value)
    monkeypatch.setattr(command, "routes", lambda _settings: carriers.routes)
    return lambda *words: CliRunner().invoke(jamakan, ["channels", *words])


def stop(core: Core) -> None:
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    with core.db.begin() as connection:
        channel_states.stop(connection, AT, "InsufficientBalance", now, now + timedelta(minutes=15))


def test_at_a_glance(run: Run, core: Core, carriers: Carriers, awa: Line) -> None:
    carriers.add().left = Balance(123_000_000, "USD")
    awa.texts("AIDE")
    awa.outbox()
    shown = run().output
    assert "africastalking   open" in shown
    assert "1 message(s) wait" in shown
    assert "123 USD left" in shown
    assert "0 of 1,000 XOF" in shown
    stop(core)
    assert "STOPPED since 2026-11-23 12:00, tried again at 12:15: InsufficientBalance" in run().output


def test_staff_open_it_again(run: Run, core: Core, carriers: Carriers) -> None:
    carriers.add()
    stop(core)
    assert "is open again" in run("open", AT).output
    assert "was open" in run("open", AT).output
    refused = run("open", "pigeon")
    assert refused.exit_code == 1
    assert "no channel 'pigeon' here" in refused.output


def test_a_test_message_opens_it_and_counts_in_the_budget(run: Run, core: Core, carriers: Carriers) -> None:
    carrier = carriers.add()
    stop(core)
    assert "Look at the phone" in run("test", AT, "70 00 00 01", "--yes").output
    assert carrier.phones == [AWA]
    shown = run().output
    assert "open" in shown
    assert "1 sent, 1 part(s), 8 XOF" in shown


def test_a_test_message_that_is_refused_says_why_and_costs_nothing(run: Run, core: Core, carriers: Carriers) -> None:
    carriers.add(lambda _phone: Failed("InsufficientBalance", configuration=True))
    stop(core)
    refused = run("test", AT, AWA, "--yes")
    assert (refused.exit_code, "failed: InsufficientBalance" in refused.output) == (1, True)
    shown = run().output
    assert "STOPPED" in shown
    assert "0 sent" in shown
    assert run("test", AT, "12", "--yes").exit_code == 1
