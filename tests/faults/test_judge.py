"""The judge itself, on histories made by hand: it must find what is wrong, and nothing in what is right."""

from collections import Counter
from dataclasses import replace

import pytest

from tests.faults.judge import (
    HIDDEN,
    LOST,
    ODD,
    TWICE,
    UNANSWERED,
    UNSETTLED,
    Heard,
    Out,
    Stored,
    Taken,
    calm_needed,
    judge,
)

AWA, MOUSSA = "+22370000001", "+22370000002"
HEARD = Heard({"k1": "Awa dials", "k2": "Awa: 1"}, frozenset({"mk1"}), frozenset({"s1"}), frozenset({("p1", "Sent")}))
REPLY = Out(1, MOUSSA, "Merci", "delivered", "reply", "p1")
REMINDER = Out(2, AWA, "Rappel", "sent", "broadcast", "p2", broadcast=7)
DOUBTFUL = Out(3, MOUSSA, "Rappel", "uncertain", "broadcast", "", broadcast=7)
STORED = Stored(
    turns=Counter(["k1", "k2", "k3"]),
    words=Counter(["mk1"]),
    sms=Counter(["s1"]),
    reports=Counter([("p1", "Sent"), ("p1", "Success")]),
    sms_of=Counter({MOUSSA: 1}),
    out=(REPLY, REMINDER, DOUBTFUL),
)
TAKEN = (Taken("p1", MOUSSA, "Merci"), Taken("p2", AWA, "Rappel"))
LATE = Taken("p3", MOUSSA, "Rappel")  # the carrier took the doubtful one
LISTED = frozenset({3})


def test_what_is_right_is_left_alone() -> None:
    assert judge(HEARD, STORED, TAKEN, LISTED) == []
    assert judge(HEARD, STORED, (*TAKEN, LATE), LISTED) == []


@pytest.mark.parametrize(
    ("kind", "what", "heard", "stored", "taken", "listed"),
    [
        (LOST, "Awa: 1", HEARD, replace(STORED, turns=Counter(["k1"])), TAKEN, LISTED),
        (LOST, "mk1", HEARD, replace(STORED, words=Counter()), TAKEN, LISTED),
        (LOST, "s1", HEARD, replace(STORED, sms=Counter()), TAKEN, LISTED),
        (LOST, "Sent", HEARD, replace(STORED, reports=Counter()), TAKEN, LISTED),
        (LOST, AWA, replace(HEARD, seats=frozenset({AWA})), STORED, TAKEN, LISTED),
        (LOST, "F1", replace(HEARD, reminders=frozenset({(AWA, "F1")})), STORED, TAKEN, LISTED),
        (LOST, "2 entries", HEARD, replace(STORED, set_aside=2), TAKEN, LISTED),
        (TWICE, "k1", HEARD, replace(STORED, turns=Counter(["k1", "k1", "k2"])), TAKEN, LISTED),
        (TWICE, "mk1", HEARD, replace(STORED, words=Counter(["mk1", "mk1"])), TAKEN, LISTED),
        (TWICE, "F1", HEARD, replace(STORED, reminders=Counter([(AWA, "F1"), (AWA, "F1")])), TAKEN, LISTED),
        (TWICE, "2 replies", HEARD, replace(STORED, out=(*STORED.out, replace(REPLY, id=4))), TAKEN, LISTED),
        (TWICE, AWA, HEARD, replace(STORED, out=(*STORED.out, replace(REMINDER, id=4))), TAKEN, LISTED),
        (TWICE, "2 times, written 1", HEARD, STORED, (*TAKEN, Taken("p9", AWA, "Rappel")), LISTED),
        (TWICE, "2 times, written 1", HEARD, STORED, (*TAKEN, LATE, replace(LATE, id="p4")), LISTED),
        (HIDDEN, "message 3", HEARD, STORED, TAKEN, frozenset[int]()),
        (HIDDEN, "more than rows", HEARD, replace(STORED, out=(REPLY, REMINDER)), (*TAKEN, LATE), LISTED),
        (UNANSWERED, "0 replies", HEARD, replace(STORED, out=(REMINDER, DOUBTFUL)), TAKEN[1:], LISTED),
        (
            UNSETTLED,
            "queued",
            HEARD,
            replace(STORED, out=(*STORED.out, Out(5, AWA, "x", "queued", "followup", ""))),
            TAKEN,
            LISTED,
        ),
        (ODD, "kayes", HEARD, replace(STORED, wrong_counters=("kayes",)), TAKEN, LISTED),
    ],
)
def test_what_is_wrong_is_found(
    kind: str, what: str, heard: Heard, stored: Stored, taken: tuple[Taken, ...], listed: frozenset[int]
) -> None:
    found = judge(heard, stored, taken, listed)
    assert any(finding.kind == kind and what in finding.what for finding in found), found


@pytest.mark.parametrize(
    ("faults", "recovered", "needed"),
    [
        ([(0, 0)], [5], 5),
        ([(0, 30)], [42], 12),
        ([(0, 0), (20, 50)], [30, 60], 10),  # the first was still mending when the second began
        ([(0, 0), (20, 20)], [15, 22], 15),
        ([(0, 0), (20, 20)], [25, 25], 5),
        ([(0, 10)], [float("inf")], float("inf")),
        ([], [], 0),
    ],
)
def test_the_calm_that_mending_took(faults: list[tuple[float, float]], recovered: list[float], needed: float) -> None:
    assert calm_needed(faults, recovered) == needed
