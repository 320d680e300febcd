"""Each action a flow of the library names is carried out by somebody."""

import pytest

from flows.catalog import load_library
from flows.steps import LANGUAGE_ACTION
from jamakan.conversation.actions import STORED, TOLD_BY_STORE
from jamakan.store.ingest.actions import ACTIONS

LIBRARY = load_library()
OF_THE_TURN = frozenset({"register", "consent", "cancel", "confirm", "stop", "start", "take_test", LANGUAGE_ACTION})


def test_the_turn_and_the_store_know_the_same_actions() -> None:
    assert set(ACTIONS) == STORED
    assert TOLD_BY_STORE <= STORED


@pytest.mark.parametrize("name", LIBRARY.names)
def test_somebody_carries_out_what_a_flow_asks_for(name: str) -> None:
    asked = {step.does for step in LIBRARY.flow(name).steps if step.does}
    assert asked <= OF_THE_TURN | STORED
