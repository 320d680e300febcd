"""Functions for `jamakan.bounded` to run."""

import ctypes
import os


def shouts(data: bytes) -> list[str]:
    return data.decode().upper().split()


def tells_what_it_knows(data: bytes) -> list[str]:
    return sorted(os.environ)


def hoards(data: bytes) -> int:
    kept: list[bytes] = []
    while True:
        kept.append(bytes(10_000_000))


def never_ends(data: bytes) -> None:
    while True:
        pass


def crashes(data: bytes) -> int:
    return ctypes.string_at(0)[0]


def fails(data: bytes) -> None:
    raise ValueError("no such thing")
