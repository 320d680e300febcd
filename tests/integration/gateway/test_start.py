"""What keeps the gateway from starting is told in words: the variable, or the file and line."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.line import KEY

ROOT = Path(__file__).parents[3]


def start(*path: Path, **settings: str) -> "subprocess.CompletedProcess[str]":
    """Run the gateway until it refuses; it never gets as far as listening."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join(map(str, [*path, ROOT])),
        "JAMAKAN_ENV": "development",
        "JAMAKAN_KEY": KEY,
    }
    return subprocess.run(
        [sys.executable, "-m", "gateway"],
        env=environment | settings,
        cwd=path[0] if path else "/",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_broken_flow_file_is_refused_with_file_line_and_reason(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "flows", tmp_path / "flows")
    feedback = tmp_path / "flows" / "library" / "feedback.yaml"
    feedback.write_text(feedback.read_text().replace("kind: text", "kind: texte", 1))
    line = next(n for n, text in enumerate(feedback.read_text().splitlines(), 1) if "kind: texte" in text)
    refused = start(tmp_path)
    assert refused.returncode == 2
    assert f"feedback.yaml:{line}: step why" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"JAMAKAN_KEY": ""}, "JAMAKAN_KEY is empty"),
        ({"JAMAKAN_KEY": "short"}, "JAMAKAN_KEY: the key"),
        ({"JAMAKAN_PORT": "abc"}, "JAMAKAN_PORT: "),
        ({"JAMAKAN_WEBHOOK_TOKENS": "tiny"}, "JAMAKAN_WEBHOOK_TOKENS: a webhook token needs 20"),
        (
            {"JAMAKAN_ENV": "production"},
            "needs JAMAKAN_REDIS_URL, JAMAKAN_WEBHOOK_TOKENS, JAMAKAN_AT_API_KEY",
        ),
    ],
)
def test_settings_that_cannot_be_used_are_named(settings: dict[str, str], reason: str) -> None:
    refused = start(**settings)
    assert refused.returncode == 2
    assert reason in refused.stderr
    assert "Traceback" not in refused.stderr
