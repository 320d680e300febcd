"""The carrier's books."""

from dataclasses import replace
from pathlib import Path

import pytest

from emulator.ledger import Entry, Ledger, LedgerError
from tests.support.emulator import AWA, Desk

ENTRY = Entry(
    "message", "ATXid_1", "2026-11-02T06:04:45+00:00", AWA, "JAMAKAN", "é\n😀", 1, "XOF 8.0000", "99999", 101
)


def test_a_ledger_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "books" / "ledger"
    ledger = Ledger(path)
    ledger.append([ENTRY, replace(ENTRY, id="ATXid_2")])
    ledger.close()
    again = Ledger(path)
    assert [entry.id for entry in again.entries] == ["ATXid_1", "ATXid_2"]
    assert again.entries[0] == ENTRY
    again.close()


def test_the_half_line_of_a_killed_process_is_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    ledger = Ledger(path)
    ledger.append([ENTRY])
    ledger.close()
    with path.open("ab") as torn:
        torn.write(b'{"kind": "mess')
    ledger = Ledger(path)
    ledger.append([ENTRY])
    ledger.close()
    assert len(path.read_bytes().splitlines()) == 2


def test_a_file_that_is_no_ledger_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    path.write_text("hello\n")
    with pytest.raises(LedgerError, match=r"ledger:1: not a ledger entry"):
        Ledger(path)


def test_both_directions_are_entered(desk: Desk) -> None:
    desk.send(AWA, **{"from": "JAMAKAN"})
    desk.post("/sms", **{"from": AWA}, to="36000", text="AVIS")
    assert [(entry["kind"], entry["peer"], entry["text"]) for entry in desk.get("/ledger")] == [
        ("message", "JAMAKAN", "Bonjour"),
        ("incoming", "36000", "AVIS"),
    ]
    assert len(desk.get("/ledger?kind=incoming")) == 1


def test_a_reset_forgets_everything(desk: Desk) -> None:
    desk.send(AWA)
    desk.post("/outcomes", number=AWA, code=500)
    desk.client.patch("/_control/rules", json={"style": "live"})
    desk.post("/reset")
    assert desk.get("/ledger") == []
    assert desk.get("/outcomes") == {}
    state = desk.get("/")
    assert (state["rules"]["style"], state["balance"], state["waiting"]) == ("sandbox", "USD 100.0000", 0)
