"""The end of Valkey's append-only file after a power cut."""

from pathlib import Path

import pytest

from jamakan.house import torn

WHOLE = b"*1\r\n$4\r\nEXEC\r\n"
TORN = b"*1\r\n$4\r\n\0\0"


@pytest.mark.parametrize(
    ("written", "left"),
    [
        (b"", b""),
        (WHOLE, WHOLE),
        (WHOLE + bytes(57), WHOLE),
        (WHOLE + bytes(torn.CHUNK * 2 + 1), WHOLE),
        (bytes(torn.CHUNK), b""),
        (WHOLE + TORN, WHOLE + TORN.rstrip(b"\0")),  # too short now, which Valkey mends by itself
    ],
)
def test_zeros_at_the_end_are_cut_off(tmp_path: Path, written: bytes, left: bytes) -> None:
    file = tmp_path / "appendonlydir" / "appendonly.aof.1.incr.aof"
    file.parent.mkdir()
    file.write_bytes(written)
    assert torn.mend(tmp_path) == len(written) - len(left)
    assert file.read_bytes() == left


def test_a_first_start_has_nothing_to_mend(tmp_path: Path) -> None:
    assert torn.mend(tmp_path) == 0
