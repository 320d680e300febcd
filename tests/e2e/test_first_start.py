"""A newcomer's first start: made-up people call by themselves, once; whoever stops the demo stops them."""

from pathlib import Path

from tests.support.house import living

SEATED = "SELECT id FROM registrations WHERE state = 'registered'"


def test_people_call_on_the_first_start_only(tmp_path: Path) -> None:
    with living(tmp_path) as house:
        assert len(house.stored(SEATED, count=3)) >= 3
    came = len(house.rows("SELECT id FROM contacts"))
    assert "everybody has called, or hung up" in house.log()
    with living(tmp_path) as again:
        assert len(again.rows("SELECT id FROM contacts")) - came <= 1  # who was speaking when it stopped
        assert again.log().count("crowd ") == 1
