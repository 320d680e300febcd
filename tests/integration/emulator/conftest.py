"""One emulator process for all the tests of a worker, reset before each of them."""

from collections.abc import Iterator

import pytest

from tests.support.running_emulator import RealCustomer, RunningEmulator, emulator


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RunningEmulator, RealCustomer]]:
    folder = tmp_path_factory.mktemp("emulator")
    with RealCustomer() as customer, emulator(folder, *customer.options()) as running:
        yield running, customer


@pytest.fixture
def customer(shared: tuple[RunningEmulator, RealCustomer]) -> RealCustomer:
    """The customer, who heard nothing yet and answers everything with 200."""
    shared[1].heard.clear()
    shared[1].answers.clear()
    return shared[1]


@pytest.fixture
def running(shared: tuple[RunningEmulator, RealCustomer], customer: RealCustomer) -> RunningEmulator:
    """The emulator, as on its first day, its time standing still."""
    shared[0].post("/reset")
    shared[0].post("/clock/freeze")
    return shared[0]
