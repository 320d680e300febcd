"""The demo: a house in one directory, until Ctrl-C."""

import asyncio
import os
import signal
import sys
import webbrowser
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

from jamakan.house import record
from jamakan.house.carrier import Carrier
from jamakan.house.crowd import come
from jamakan.house.files import replace
from jamakan.house.logbook import Logbook
from jamakan.house.ports import free_port
from jamakan.house.running import Running, running
from jamakan.house.summary import summary
from jamakan.house.variables import SERVICE_CODE, SHORT_CODE, as_env_file, demo_variables, hooks

GATEWAY_PORT = 8080
CARRIER_PORT = 8600
WATCH_SECONDS = 0.25
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run(var: Path, gateway: int, carrier: int, *, aloud: bool, crowd: bool) -> None:
    """Keep a demo in `var` until told to stop. A port that is taken gives way to the next free one; 0 is any.
    With `crowd`, made-up people call when nobody ever did.

    Raises AlreadyRunning, StartError, OSError.
    """
    os.umask(0o077)  # phone numbers, sealed or at the pretend carrier's, are nobody else's business
    var.mkdir(parents=True, exist_ok=True)
    with record.only_demo(var):
        redis_url = os.environ.get("JAMAKAN_REDIS_URL") or os.environ.get("REDIS_URL", "")
        variables = demo_variables(var, free_port(gateway), free_port(carrier), redis_url)
        replace(var / "demo.env", as_env_file(variables))
        asyncio.run(_stay(var, variables, Logbook(var / "log", aloud), crowd))


async def _stay(var: Path, variables: Mapping[str, str], logbook: Logbook, crowd: bool) -> None:
    living = asyncio.ensure_future(_live(var, variables, logbook, crowd))
    for number in STOPS:
        asyncio.get_running_loop().add_signal_handler(number, living.cancel)
    await asyncio.wait({living})
    if living.cancelled():
        print("\nTout est arrêté, rien n'est perdu. · Everything has stopped, nothing is lost.", flush=True)
    else:
        living.result()  # raises why it did not come to life


async def _live(var: Path, variables: Mapping[str, str], logbook: Logbook, crowd: bool) -> None:
    async with running(variables, logbook) as house:
        calling = crowd and house.prepared.unheard
        facts = _facts(var, variables, house)
        record.write(var, {**facts, "pids": _pids(house)})
        print(summary(facts, house.prepared, var, logbook.path, calling=calling), flush=True)
        _open(facts["console"])
        async with _calling(house, logbook) if calling else nullcontext():
            await _watch(var, facts, house)


def _open(console: str) -> None:
    """Show the console to whoever started this at a desk; a server or a pipe has nobody to show it to."""
    desk = sys.platform == "darwin" or "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ
    if desk and sys.stdout.isatty():
        webbrowser.open(console)


async def _watch(var: Path, facts: Mapping[str, Any], house: Running) -> None:
    known = _pids(house)
    while True:
        await asyncio.sleep(WATCH_SECONDS)
        now = _pids(house)
        if now != known and record.rewrite(var, {**facts, "pids": now}):  # one was started anew
            known = now


@asynccontextmanager
async def _calling(house: Running, logbook: Logbook) -> AsyncIterator[None]:
    """The crowd calls beside whatever else happens, and hangs up when the block ends."""
    leave = Event()
    crowd = asyncio.ensure_future(asyncio.to_thread(come, Carrier(house.carrier), leave))
    try:
        yield
    finally:
        leave.set()
        logbook.say("crowd", await crowd or "everybody has called, or hung up")


def _pids(house: Running) -> dict[str, int]:
    return {"demo": os.getpid(), **house.pids()}


def _facts(var: Path, variables: Mapping[str, str], house: Running) -> dict[str, Any]:
    """What does not change while it runs."""
    return {
        "started_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "gateway": house.gateway,
        "webhooks": {
            name.lower(): house.gateway + path for name, path in hooks(variables["JAMAKAN_WEBHOOK_TOKENS"]).items()
        },
        "console": f"{house.gateway}/",
        "staff": {"email": house.prepared.staff_email, "password": house.prepared.staff_password},
        "carrier": house.carrier,
        "web_phone": f"{house.carrier}/",
        "control": f"{house.carrier}/_control",
        "service_code": SERVICE_CODE,
        "short_code": SHORT_CODE,
        "phones": Carrier(house.carrier).phones(),
        "database_url": house.prepared.database_url,
        "redis_url": house.prepared.redis_url,
        "settings": str(var / "demo.env"),
    }
