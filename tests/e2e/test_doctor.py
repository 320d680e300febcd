"""The house that `demo` starts keeps what the doctor asks of any house, and its figures can be read."""

import json
import time
from typing import Any

import requests

from tests.support.figures import Scrape
from tests.support.house import PATIENCE, House


def failures(house: House) -> list[dict[str, Any]]:
    told = json.loads(house.command("doctor", "--json").stdout)
    return [finding for finding in told["findings"] if finding["level"] not in {"ok", "warning"}]


def test_a_running_demo_passes_its_own_doctor(house: House) -> None:
    deadline = time.monotonic() + PATIENCE
    while (found := failures(house)) and time.monotonic() < deadline:
        time.sleep(1)  # it has just been started: no duty of the clock has ended yet
    assert not found


def test_its_figures_are_read_from_this_machine_and_not_through_a_proxy(house: House) -> None:
    page = f"{house.record['gateway']}/metrics"
    found = Scrape(requests.get(page, timeout=PATIENCE).text)
    assert found["jamakan_redis_up"] == 1
    assert found["jamakan_clock_leading"] == 1
    forwarded = requests.get(page, headers={"X-Forwarded-For": "203.0.113.9"}, timeout=PATIENCE)
    assert forwarded.status_code == 403
