"""`export`: the same files from the command line."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jamakan.cli.group import jamakan
from jamakan.core import Core
from jamakan.programme.activities import Activity
from jamakan.store.staff import trail
from tests.support.console import register
from tests.support.line import KEY

Run = Callable[..., Result]


@pytest.fixture
def run(core: Core, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command beside this test's small house."""
    for name, value in {
        "ENV": "development",
        "KEY": KEY,
        "VAR": str(core.settings.var),
        "REDIS_URL": core.settings.redis_url,
        "DATABASE_URL": core.settings.database_url,
    }.items():
        monkeypatch.setenv(f"JAMAKAN_{name}", value)
    return lambda *words: CliRunner().invoke(jamakan, ["export", *words])


def test_a_file_is_written_for_its_owner_only_and_leaves_nothing_behind(
    run: Run, core: Core, kayes: Activity, tmp_path: Path
) -> None:
    register(core, kayes, "Awa Traoré")
    path = tmp_path / "people.csv"
    assert f"{path}: 1 row(s)" in run("people", "--activity", kayes.slug, "--to", str(path)).output
    assert "+223 7• •• •• 00" in path.read_text(encoding="utf-8-sig")
    assert path.stat().st_mode & 0o077 == 0
    run("people", "--full-numbers", "--to", str(path))
    assert "Awa Traoré,+22370000000" in path.read_text(encoding="utf-8-sig")
    with core.db.read() as connection:
        told = [(entry.action, entry.account_id) for entry in trail.latest(connection, None, 3)]
    assert told == [("export.removed", None), ("export.taken_whole", None), ("export.asked_whole", None)]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("answers",), "answers of which survey? Give --survey"),
        (("answers", "--survey", "nothing"), "nobody answered a survey 'nothing' yet"),
        (("people", "--activity", "atlantis"), "there is no such activity"),
        (("people", "--since", "2026-12-02", "--until", "2026-12-01"), "--until is before --since"),
    ],
)
def test_what_cannot_be_is_said(run: Run, words: tuple[str, ...], reason: str) -> None:
    refused = run(*words)
    assert refused.exit_code == 1
    assert reason in refused.output
