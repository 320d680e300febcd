"""However a house ends, nobody is left behind, and the next start goes on with the same data."""

import signal
from pathlib import Path

import pytest

from jamakan.house.people import Reply
from jamakan.house.variables import SERVICE_CODE
from tests.support.house import House, living
from tests.support.pids import alive, children, gone

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]

AWA = "+22370000001"
AGAIN = (
    Reply("Vous aviez commencé", pick="Continuer"),
    Reply("Pourquoi", text="pour être entendue"),
    Reply("proposition", text="9"),
)
ANSWERS = "SELECT step, value FROM answers WHERE step IN ('satisfaction', 'why') ORDER BY step"


@pytest.mark.parametrize(
    "end", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL], ids=lambda end: end.name
)
def test_nobody_is_left_behind_and_awa_goes_on_where_she_was(tmp_path: Path, end: signal.Signals) -> None:
    with living(tmp_path) as house:
        hop = house.carrier.dial(AWA, SERVICE_CODE)
        for typed in ("1", "2", "5"):  # français, mon avis, très satisfaite
            hop = house.carrier.answer(hop.session, typed)
        assert "Pourquoi" in hop.text
        family = _family(house)
        assert len(family) >= 9, "the demo, its six processes, and the gateway's two workers"
        house.process.send_signal(end)
        house.process.wait(20)
        assert gone(*family), [pid for pid in family if alive(pid)]
        assert (tmp_path / "demo.json").exists() == (end == signal.SIGKILL)
    with living(tmp_path) as house:
        assert "Merci" in house.person(AWA).call(SERVICE_CODE, *AGAIN)
        assert house.stored(ANSWERS, count=2) == [("satisfaction", "5"), ("why", "pour être entendue")]


def test_ctrl_c_says_goodbye_and_exits_0(tmp_path: Path) -> None:
    with living(tmp_path) as house:
        house.process.send_signal(signal.SIGINT)
        assert house.process.wait(20) == 0
    assert "nothing is lost" in (tmp_path / "output").read_text()


def test_a_second_start_shows_the_first_and_leaves_it_alone(tmp_path: Path) -> None:
    with living(tmp_path) as house:
        second = house.command("demo")
        assert second.returncode == 0
        assert house.record["web_phone"] in second.stdout
        assert house.process.poll() is None


def test_its_files_are_private(tmp_path: Path) -> None:
    with living(tmp_path / "var"):
        open_to_others = [path for path in (tmp_path / "var").rglob("*") if path.stat().st_mode & 0o077]
    assert [path.name for path in open_to_others if path.name != "output"] == []


def _family(house: House) -> list[int]:
    """The demo's pids, and those of all that its processes started."""
    pids = list(house.record["pids"].values())
    return sorted({*pids, *(child for pid in pids for child in children(pid))})
