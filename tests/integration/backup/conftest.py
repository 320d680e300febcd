"""An empty machine beside the house, and the tools of the PostgreSQL that the tests run."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from jamakan.core import Core
from tests.support import postgres
from tests.support.restoring import another_machine


@pytest.fixture(autouse=True)
def _postgres_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """`pg_dump` and `pg_restore` of the server that the tests run."""
    monkeypatch.setenv("PATH", f"{postgres.find_binaries()}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def empty_url(request: pytest.FixtureRequest, database_url: str) -> str:
    """An empty database of the same kind as the house's."""
    url: str = request.getfixturevalue(f"empty_{database_url.split(':')[0].split('+')[0]}_url")
    return url


@pytest.fixture
def other(core: Core, empty_url: str, tmp_path: Path) -> Iterator[Core]:
    with another_machine(core, empty_url, tmp_path) as machine:
        yield machine


@pytest.fixture
def backups(tmp_path: Path) -> Path:
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups"
