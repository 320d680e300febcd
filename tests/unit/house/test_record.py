"""var/demo.json while the house runs."""

from pathlib import Path

from jamakan.house import record


def test_a_record_that_cannot_be_written_is_written_later(tmp_path: Path) -> None:
    var = tmp_path / "var"
    assert not record.rewrite(var, {"pids": {"clock": 2}})
    var.mkdir()
    assert record.rewrite(var, {"pids": {"clock": 2}})
    assert record.read(var) == {"pids": {"clock": 2}}
