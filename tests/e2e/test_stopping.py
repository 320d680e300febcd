"""However a house ends, nobody is left behind, and the next start goes on with the same data."""

import signal
from pathlib import Path

import pytest

from jamakan.house.people import Reply
from jamakan.house.processes import PROCESSES
from jamakan.house.variables import SERVICE_CODE
from tests.support.house import House, living
from tests.support.pids import alive, children, gone

ENDS = {
    signal.SIGINT: "+22370000011",
    signal.SIGTERM: "+22370000012",
    signal.SIGHUP: "+22370000013",
    signal.SIGKILL: "+22370000014",
}
REST = (
    Reply("Vous aviez commencé", pick="Continuer"),
    Reply("Pourquoi", text="pour être entendue"),
    Reply("proposition", text="9"),
)
OPINIONS = """
SELECT max(CASE step WHEN 'satisfaction' THEN value END), max(CASE step WHEN 'why' THEN value END)
FROM answers JOIN dialogues ON dialogues.id = answers.dialogue_id
WHERE dialogues.outcome = 'completed' AND dialogues.flow = 'feedback' GROUP BY dialogue_id
"""


@pytest.mark.faults
@pytest.mark.xdist_group("faults")
def test_nobody_is_left_behind_and_everybody_goes_on_where_they_were(tmp_path: Path) -> None:
    for end, phone in ENDS.items():
        with living(tmp_path, "--empty") as house:
            _begin(house, phone)
            family = _family(house)
            house.process.send_signal(end)
            code = house.process.wait(20)
            assert gone(*family), (end.name, [pid for pid in family if alive(pid)])
            assert code == (-end if end == signal.SIGKILL else 0)
            assert (tmp_path / "demo.json").exists() == (end == signal.SIGKILL)
    with living(tmp_path, "--empty") as house:
        for phone in ENDS.values():
            assert "Merci" in house.person(phone).call(SERVICE_CODE, *REST)
        assert house.stored(OPINIONS, count=4) == [("5", "pour être entendue")] * 4
    assert "nothing is lost" in (tmp_path / "output").read_text()


def test_a_second_start_shows_the_first_and_leaves_it_alone(house: House) -> None:
    second = house.command("demo")
    assert second.returncode == 0
    assert house.record["web_phone"] in second.stdout
    assert house.process.poll() is None


def test_its_files_are_for_its_user_only(house: House) -> None:
    for path in house.var.rglob("*"):
        assert path.name == "output" or not path.stat().st_mode & 0o077, path


def _begin(house: House, phone: str) -> None:
    """As far as the second question."""
    hop = house.carrier.dial(phone, SERVICE_CODE)
    for typed in ("1", "2", "5"):  # français, mon avis, très satisfaite
        hop = house.carrier.answer(hop.session, typed)
    assert "Pourquoi" in hop.text


def _family(house: House) -> list[int]:
    """The demo's pids, and those of all that its processes started."""
    pids = list(house.record["pids"].values())
    family = sorted({*pids, *(child for pid in pids for child in children(pid))})
    assert len(family) >= 1 + len(PROCESSES) + 2, "the demo, its processes, the gateway's two workers"
    return family
