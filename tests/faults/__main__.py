"""The fault matrix: houses broken by seeded plans, each judged by its own books. `python3 run.py faults --help`.

Each run is a process of its own, with mounts of its own, so that nothing of it is left whatever happens. What a run
that failed leaves (logs, books, database, plan) is kept in var/faults.
"""

import asyncio
import json
import os
import shlex
import shutil
import signal
import sys
import tempfile
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from jamakan.house.leash import leashed
from tests.faults import stopping, table
from tests.faults.asking import Asked, read, runs_of
from tests.faults.controls.showing import Shown
from tests.faults.judge import Finding
from tests.faults.run import RESULT, Result

RUN_SECONDS = 1200.0
END_SECONDS = 60.0
WORST = 12  # findings shown of a run
KEPT = Path(os.environ.get("JAMAKAN_VAR", "var")) / "faults"


def main() -> None:
    """Run what is asked for; exit code 0 when all of it held. Ctrl-C ends every run, and leaves nothing."""
    sys.exit(0 if stopping.run(_matrix(read(sys.argv[1:]))) else 1)


async def _matrix(asked: Namespace) -> bool:
    runs = runs_of(asked)
    good = True
    if runs:
        print(table.header(), flush=True)
        at_once = asyncio.Semaphore(2 if asked.short else 1)
        results = [result for result in await asyncio.gather(*(_run(one, at_once) for one in runs)) if result]
        print(f"\n{table.verdict(results, len(runs))}", flush=True)
        good = len(results) == len(runs) and all(map(table.held, results))
    if asked.controls or asked.short:
        good = await _controls() and good
    return good


async def _run(asked: Asked, at_once: asyncio.Semaphore) -> Result | None:
    """One run and its row; None when it came to no end."""
    async with at_once:
        folder = _folder()
        code = await _process("tests.faults.run", folder, asked.arguments)
    result = _read(folder / RESULT) if code == 0 else None
    if result:
        print(table.row(result), flush=True)
    if result and table.held(result):
        shutil.rmtree(folder)
    else:
        _report(asked, result, _kept(folder, f"{asked.database}-{asked.seed}"), code)
    return result


def _report(asked: Asked, result: Result | None, kept: Path, code: int) -> None:
    findings = result.findings if result else []
    told = [f"       {finding.kind}: {finding.what}" for finding in findings[:WORST]]
    if len(findings) > WORST:
        told.append(f"       … and {len(findings) - WORST} more")
    if result is None:
        told.append(f"{asked.seed:>5}  {asked.database:<10} came to no end (exit code {code}):")
        told += (kept / "output").read_text(errors="replace").splitlines()[-WORST:]
    told.append(f"       kept in {kept}; again: python3 run.py faults {shlex.join(asked.arguments)}")
    print("\n".join(told), flush=True)


async def _controls() -> bool:
    folder = _folder()
    code = await _process("tests.faults.controls", folder, [])
    shown: Sequence[Shown] = []
    if code == 0:
        shown = [Shown(**json.loads(line)) for line in (folder / "controls.jsonl").read_text().splitlines()]
        print(f"\n{table.controls(shown)}", flush=True)
        if all(one.as_it_must for one in shown):
            shutil.rmtree(folder)
            return True
    print(f"The controls did not show what they must (exit code {code}): {_kept(folder, 'controls')}", flush=True)
    return False


async def _process(module: str, folder: Path, arguments: Sequence[str]) -> int:
    """Run a module on a folder; its exit code. Its words go to `output` there. It ends with us, whatever ends us."""
    apart = ["unshare", "--mount"] if os.getuid() == 0 and shutil.which("unshare") else []
    argv = leashed([*apart, sys.executable, "-u", "-m", module, str(folder), *arguments])
    nothing = asyncio.subprocess.DEVNULL
    with (folder / "output").open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            *argv, stdin=nothing, stdout=output, stderr=output, start_new_session=True
        )
    try:
        return await asyncio.wait_for(process.wait(), RUN_SECONDS)
    except TimeoutError:
        return -signal.SIGALRM
    except asyncio.CancelledError:
        await _ended(process)
        shutil.rmtree(folder)  # nobody asked for its evidence
        raise
    finally:
        await _ended(process)


async def _ended(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), END_SECONDS)
    except TimeoutError:
        process.kill()  # its own are on a leash
        await process.wait()


def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="jamakan-faults-"))
    folder.chmod(0o711)  # PostgreSQL runs as another user
    return folder


def _kept(folder: Path, name: str) -> Path:
    target = KEPT / name
    KEPT.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(target, ignore_errors=True)
    return Path(shutil.move(folder, target))


def _read(path: Path) -> Result:
    read = json.loads(path.read_text())
    return Result(**read | {"findings": [Finding(**finding) for finding in read["findings"]]})


if __name__ == "__main__":
    main()
