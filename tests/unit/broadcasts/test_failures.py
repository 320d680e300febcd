"""Carriers' words in plain ones."""

from datetime import UTC, datetime

import pytest

from jamakan.broadcasts.failures import explain
from jamakan.cells import harmless
from jamakan.channels.africastalking.answers import MEANINGS
from jamakan.channels.outcomes import Failed
from jamakan.store.broadcasts.progress import NOT_ARRIVED, Failure


def failure(state: str, reason: str) -> Failure:
    return Failure(1, "+22370000001", "africastalking", state, reason, True, datetime(2026, 11, 23, tzinfo=UTC))


@pytest.mark.parametrize(
    ("state", "reason", "meaning"),
    [
        ("failed", "UserDoesNotExist", "does not know this number"),
        ("failed", "InvalidPhoneNumber", "does not know this number"),
        ("failed", "AbsentSubscriber", "off or out of reach"),
        ("failed", "UserInBlackList", "does not want messages"),
        ("skipped", "opted_out", "does not want messages"),
        ("failed", "CouldNotRoute", "does not reach that network"),
        ("failed", "DeliveryFailure", "the carrier could not deliver it"),
        ("failed", "refused by the carrier: InvalidSenderId", "refuses our account"),
        ("skipped", "stopped", "stopped before it left"),
        ("skipped", "too many messages that day", "enough messages that day"),
        ("expired", "too late to be of use", "too late"),
        ("uncertain", "no answer from the carrier (ReadTimeout)", "may have arrived or not"),
        ("uncertain", "InvalidPhoneNumber", "may have arrived or not"),
        ("unreported", "", "never said whether it arrived"),
        ("failed", "something nobody ever saw", "the carrier could not deliver it"),
    ],
)
def test_a_reason_becomes_a_sentence(state: str, reason: str, meaning: str) -> None:
    assert meaning in explain(failure(state, reason)).meaning


def test_every_state_has_words() -> None:
    assert all(explain(failure(state, "")).meaning for state in NOT_ARRIVED)


def test_no_refusal_of_the_carrier_is_left_without_its_own_words() -> None:
    vague = explain(failure("failed", ""))
    refusals = [one.reason for one in MEANINGS.values() if isinstance(one, Failed)]
    assert [reason for reason in refusals if explain(failure("failed", reason)) == vague] == []


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("+22370000001", "+22370000001"),
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+3", "'-2+3"),
        ("\t=1", "'\t'=1"),
        ("-5", "-5"),
        ("=5", "'=5"),
        ("@1", "'@1"),
        ("bonjour;=HYPERLINK(A1)", "bonjour;'=HYPERLINK(A1)"),
        ('bonjour;"=HYPERLINK(A1)', "bonjour;\"'=HYPERLINK(A1)"),
        ("oui\n@SUM(A1),+1+1\t-A1", "oui\n'@SUM(A1),'+1+1\t'-A1"),
        ("+1;DDE()", "'+1;DDE()"),
        ("a-b=c;-5", "a-b=c;-5"),
        ("3, -2; +5", "3, -2; +5"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("Awa", "Awa"),
    ],
)
def test_no_cell_of_an_export_is_a_formula(cell: str, written: str) -> None:
    assert harmless(cell) == written
