"""A function run in a process of its own, with an end to its memory and time: for parsers of strangers' files.

    rows = run(read_rows, data, seconds=20, memory=512_000_000)

The process gets no settings and no keys, reads `data` and answers in JSON: nothing it could send is ever executed.
"""

import importlib
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import reduce
from pathlib import Path
from typing import TypeVar, cast

Answer = TypeVar("Answer")

_KEPT = frozenset({"PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"})
_PATIENCE = 4  # times the processor's seconds: a busy machine makes one wait
_LAST_WORDS = 300  # characters of what a failed process said


class OverrunError(RuntimeError):
    """The function did not come to an end within its bounds, or crashed its process."""


def run(function: Callable[[bytes], Answer], data: bytes, *, seconds: int, memory: int) -> Answer:
    """`function(data)`, an importable function whose answer JSON can hold.

    seconds: of processor time. memory: bytes of address space (not enforced by macOS).

    Raises:
        OverrunError: with the reason, in words.
    """
    name = f"{function.__module__}:{function.__qualname__}"
    command = [sys.executable, "-P", "-m", "jamakan.bounded", name, str(seconds), str(memory)]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module, no shell
            command, input=data, capture_output=True, timeout=seconds * _PATIENCE, env=_environment(), check=False
        )
    except subprocess.TimeoutExpired as error:
        raise OverrunError(f"it took longer than {seconds * _PATIENCE} seconds") from error
    if done.returncode:
        raise OverrunError(_reason(done, seconds, memory))
    return cast(Answer, json.loads(done.stdout))


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in _KEPT}
    return {**kept, "PYTHONPATH": os.pathsep.join(path or str(Path.cwd()) for path in sys.path)}


def _reason(done: subprocess.CompletedProcess[bytes], seconds: int, memory: int) -> str:
    said = done.stderr.decode(errors="replace").strip()
    if "MemoryError" in said:
        return f"it took more than {memory // 1_000_000} MB of memory"
    if done.returncode < 0:  # killed: by SIGXCPU, or by the system when a parser crashed
        return f"it took longer than {seconds} seconds, or crashed its reader (signal {-done.returncode})"
    return f"its reader failed: {said[-_LAST_WORDS:]}"


def _main(name: str, seconds: str, memory: str) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError, OSError):  # macOS knows the limit and does not take it
        resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    module, _, path = name.partition(":")
    function = reduce(getattr, path.split("."), cast(object, importlib.import_module(module)))
    answer = cast(Callable[[bytes], object], function)(sys.stdin.buffer.read())
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    _main(*sys.argv[1:])
