"""Free ports: the one that is wanted, or the next."""

import socket

import pytest

from jamakan.house.ports import LOOPBACK, TRIES, free_port


def test_a_port_that_is_free_is_given() -> None:
    port = free_port()
    assert free_port(port) == port


def test_a_port_that_is_taken_gives_way_to_the_next() -> None:
    with socket.create_server((LOOPBACK, 0)) as taken:
        port = taken.getsockname()[1]
        assert port < free_port(port) <= port + TRIES


def test_no_port_at_all_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jamakan.house.ports.TRIES", 1)
    with socket.create_server((LOOPBACK, 0)) as taken, pytest.raises(OSError, match="no free port"):
        free_port(taken.getsockname()[1])
