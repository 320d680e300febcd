"""Fixtures for every test live by topic in tests/support/. Here: in which order tests run, and where."""

import os
from pathlib import Path

import pytest

pytest_plugins = [
    "tests.support.valkey",
    "tests.support.databases",
    "tests.support.house",
    "tests.support.browser",
    "tests.support.line",
    "tests.support.carrier",
    "tests.support.console",
    "tests.support.desk",
    "tests.support.served",
    "tests.support.followups",
    "tests.support.weak",
]

ORDER = ("unit", "integration", "browser", "e2e")  # the quickest news first
HERE = Path(__file__).parent
SETTINGS = ("JAMAKAN_", "EMULATOR_", "REDIS_URL")

for name in [name for name in os.environ if name.startswith(SETTINGS)]:
    del os.environ[name]  # tests run on their own settings, not on those of whoever starts them


def _folder(item: pytest.Item) -> str:
    return item.path.relative_to(HERE).parts[0]


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Unit tests first; all that shares the running house in one process, so that it is started once."""
    items.sort(key=lambda item: ORDER.index(_folder(item)) if _folder(item) in ORDER else len(ORDER))
    for item in items:
        if "house" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("house"))
