"""The load's books: what they say after the load was killed in the middle of a line."""

from pathlib import Path

from tests.faults.history import SMS, USSD, History, Request, acknowledged

DIALLED = Request(USSD, "ATUid_1", "+22370000001", "")
ANSWERED = Request(USSD, "ATUid_1", "+22370000001", "1")
WRITTEN = Request(SMS, "m1", "+22370000002", "AIDE")


def test_only_what_was_acknowledged_counts(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    with History(path) as history:
        for request in (DIALLED, ANSWERED, WRITTEN):
            history.ask(request)
        history.acknowledge(DIALLED, "CON Langue ?")
        history.acknowledge(WRITTEN, "ok")
    with path.open("ab") as torn:
        torn.write(b'{"acked": {"kind": "ussd", "id": "ATUi')
    assert acknowledged(path) == {DIALLED: "CON Langue ?", WRITTEN: "ok"}


def test_a_repeat_answered_otherwise_is_odd(tmp_path: Path) -> None:
    with History(tmp_path / "history.jsonl") as history:
        history.acknowledge(DIALLED, "CON Langue ?")
        history.acknowledge(DIALLED, "CON Langue ?")
        assert history.odd == []
        history.acknowledge(DIALLED, "END Session terminée.")
    assert len(history.odd) == 1
