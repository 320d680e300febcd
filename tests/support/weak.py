"""Servers set otherwise than this house sets them, a core beside them, and asking the doctor about one thing."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from jamakan.config import Settings
from jamakan.core import Core, build_core
from jamakan.doctor.examination import examine
from jamakan.doctor.verdicts import Verdict
from jamakan.house.leash import leashed
from jamakan.house.valkey import command, find_server, private_directory, socket_path, socket_url
from tests.support.line import KEY
from tests.support.valkey import START_SECONDS, wait_until_answers

Built = Callable[..., Core]


@pytest.fixture
def built(tmp_path: Path) -> Iterator[Built]:
    """A core by its settings; by default on no Redis, and on a SQLite file that is not there yet."""
    cores: list[Core] = []

    def build(**settings: object) -> Core:
        chosen = {"env": "development", "key": KEY, "var": tmp_path} | settings
        cores.append(build_core(Settings(**chosen)))  # type: ignore[arg-type]  # pydantic checks them
        return cores[-1]

    yield build
    for core in cores:
        core.close()


def asked(core: Core, group: str, check: str) -> Verdict:
    """What the doctor says on one check."""
    found = {(finding.group, finding.check): finding.verdict for finding in examine(core)}
    return found[group, check]


@contextmanager
def valkey(var: Path, *options: str) -> Iterator[str]:
    """The house's own server with these options after its own; gives its URL."""
    with _server(var, [*command(var, find_server()), *options]) as url:
        yield url


@contextmanager
def valkey_as(var: Path, conf: Path) -> Iterator[str]:
    """A server set by a file alone, but for where its files and its socket are; gives its URL."""
    places = ("--dir", str(var / "valkey"), "--unixsocket", str(socket_path(var)))
    with _server(var, [str(find_server()), str(conf), *places]) as url:
        yield url


@contextmanager
def _server(var: Path, argv: list[str]) -> Iterator[str]:
    private_directory(var / "valkey")
    private_directory(socket_path(var).parent)
    server = subprocess.Popen(leashed(argv), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        wait_until_answers(server, socket_url(var))
        yield socket_url(var)
    finally:
        server.terminate()
        server.wait(START_SECONDS)
