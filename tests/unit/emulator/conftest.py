"""A desk for every test."""

import pytest

from tests.support.emulator import Desk


@pytest.fixture
def desk() -> Desk:
    """An emulator with everything at its default, every callback address set, and frozen time."""
    return Desk()
