"""One run: a fresh house under load is broken as the plan says, mends, and is judged.

As a program, `python -m tests.faults.run FOLDER --seed N --database NAME`.
"""

import argparse
import asyncio
import json
import subprocess
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.faults import books, stopping
from tests.faults.breaking import BREAK
from tests.faults.callers import ON_USSD, PHONES, Callers
from tests.faults.history import SMS, USSD, History, Request, acknowledged
from tests.faults.house import TARGETS, House, living, until
from tests.faults.judge import UNCERTAIN, Finding, judge
from tests.faults.plan import LONG, SHORT, Fault, Plan, draw, menu
from tests.faults.watch import Watch
from tests.faults.wire import Wire

WARM_UP = 120.0  # seconds in which all who register must have: then there is somebody to remind, and things break
CALM = 3.0  # seconds of load after the last fault
MENDING = 180.0  # seconds after which nobody waits for it any more; the limit it is held to is in `table`
REMINDER = "Rappel {mark} : {{activity}}, {{date}}."
BOOKS, RESULT = "history.jsonl", "result.json"


@dataclass
class Result:
    """What a run came to. `recovery` in seconds, infinite when it never mended."""

    seed: int
    database: str
    faults: list[str]
    acked: int = 0
    stored: int = 0
    taken: int = 0
    uncertain: int = 0
    replies_dropped: int = 0
    recovery: float = 0.0
    findings: list[Finding] = field(default_factory=list)

    def count(self, kind: str) -> int:
        """How many findings there are of a kind."""
        return sum(finding.kind == kind for finding in self.findings)


async def play(folder: Path, seed: int, database: str, short: bool, only: str) -> Result:
    """Play the run of a seed in `folder`, and judge it."""
    with History(folder / BOOKS) as history:
        async with living(folder, database, history, seed) as house:
            shape = SHORT if short else LONG
            plan = draw(seed, database, menu(TARGETS, database, house.disk.faults), shape, only)
            _say(plan)
            try:
                with Watch(house.rows, history, house.vault) as watch:
                    await _load_and_break(house, plan, history, watch)
                    mended = await _mended(watch)
                    acked = acknowledged(folder / BOOKS)  # delivery reports still come: later ones do not count
                    if mended:
                        _over_now(watch)
                        await _mended(watch)
                    return await asyncio.to_thread(_judged, house, plan, acked, history, watch)
            finally:
                await asyncio.to_thread(_keep, house, folder)


async def _load_and_break(house: House, plan: Plan, history: History, watch: Watch) -> None:
    codes = house.variables["JAMAKAN_SERVICE_CODE"], house.variables["JAMAKAN_SHORT_CODE"]
    wire = Wire(_hooks(house), house.running.carrier, *codes, history)
    callers = Callers(wire, history, plan.seed, plan.rate)
    callers.start()
    try:
        await until(lambda: len(_seated(house)) == ON_USSD, WARM_UP, "everybody to register")
        async with asyncio.TaskGroup() as tasks:
            await _follow(house, plan, watch, tasks)
        await until(lambda: watch.served, MENDING, "somebody to be answered again")
        await asyncio.sleep(CALM)
    finally:
        await asyncio.to_thread(callers.stop)
    _over_now(watch)


def _over_now(watch: Watch) -> None:
    now = time.monotonic()
    watch.over(now, now, under_load=False)


async def _follow(house: House, plan: Plan, watch: Watch, tasks: asyncio.TaskGroup) -> None:
    """Begin everything in the plan at its moment."""
    going: set[asyncio.Task[None]] = set()
    for place, fault in enumerate(plan.faults):
        for number in [number for number, after in enumerate(plan.reminders) if after == place]:
            tasks.create_task(_remind(house, f"F{number}"))
        if going and not fault.together:
            await asyncio.wait(going)
            going.clear()
        await asyncio.sleep(fault.gap)
        going.add(tasks.create_task(_break(house, fault, watch)))


async def _break(house: House, fault: Fault, watch: Watch) -> None:
    begin = time.monotonic()
    print(f"{fault.name} …", flush=True)
    await BREAK[fault.kind](house, fault)
    watch.over(begin, time.monotonic())
    print(f"{fault.name}: over after {time.monotonic() - begin:.1f} s", flush=True)


async def _remind(house: House, mark: str) -> None:
    """As staff would: what fails is asked again, with the same words."""
    slug, text = house.running.prepared.next_activity, REMINDER.format(mark=mark)
    for _ in range(2):
        code, printed = await asyncio.to_thread(house.command, "remind", slug, "--text", text)
        print(f"remind {mark}: exit code {code}\n{printed}", flush=True)
        if code == 0:
            house.reminded.append(mark)
            return


def _seated(house: House) -> list[str]:
    try:
        return books.seated(house.rows, house.vault)
    except books.AWAY:
        return []


async def _mended(watch: Watch) -> bool:
    """Wait until all is mended; False when nobody waits for it any more."""
    try:
        await until(lambda: watch.settled, MENDING, "everything to be stored and nothing to wait")
    except TimeoutError as error:
        print(error, flush=True)
        return False
    return True


def _judged(house: House, plan: Plan, acked: dict[Request, str], history: History, watch: Watch) -> Result:
    stored = books.stored(house.rows, house.vault)
    taken = books.taken(house.running.carrier)
    _, printed = house.command("messages", "--needs-a-person", "--most", "10000")
    reminders = ((phone, mark) for phone in PHONES[:ON_USSD] for mark in house.reminded)
    heard = books.heard(acked, reminders, house.vault)
    findings = judge(heard, stored, taken, books.listed(printed))
    findings += [Finding("odd", what) for what in history.odd]
    return Result(
        seed=plan.seed,
        database=plan.database,
        faults=[fault.name for fault in plan.faults],
        acked=len(acked),
        stored=len(stored.turns) + len(stored.reports),
        taken=len(taken),
        uncertain=sum(one.state == UNCERTAIN for one in stored.out),
        replies_dropped=house.door.dropped,
        recovery=round(watch.recovery, 1),
        findings=findings,
    )


def _hooks(house: House) -> dict[str, str]:
    paths = {USSD: "EMULATOR_USSD_PATH", SMS: "EMULATOR_SMS_PATH"}
    return {kind: house.running.gateway + house.variables[name] for kind, name in paths.items()}


def _keep(house: House, folder: Path) -> None:
    """Copy the disk's files out: it is gone with the run, and whoever looks for a fault needs them."""
    argv = ["cp", "--archive", str(house.disk.path / "."), str(folder / "kept")]
    subprocess.run(argv, check=False, capture_output=True)  # files that vanish meanwhile are no news


def _say(plan: Plan) -> None:
    for fault in plan.faults:
        when = "beside it" if fault.together else "then"
        print(f"{when:>10}, {fault.gap:.1f} s later: {fault.name}, {fault.seconds:.0f} s", flush=True)


def main() -> None:
    """Play one run; its result goes to result.json in the folder."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--database", required=True)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--only", default="")
    asked = parser.parse_args()
    result = stopping.run(play(asked.folder, asked.seed, asked.database, asked.short, asked.only))
    (asked.folder / RESULT).write_text(json.dumps(asdict(result), ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
