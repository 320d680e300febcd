"""What happens to a house in one run: faults drawn by a seed, so that the same seed plays the same run again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

KILL, STOP = "kill", "stop"
REPLIES_DROPPED, CARRIER_HANGS = "replies dropped", "carrier hangs"
SQL_AWAY, DISK_FULL, POWER_CUT = "sql away", "disk full", "power cut"

ALONE = frozenset({SQL_AWAY, DISK_FULL, POWER_CUT})  # nothing else is broken beside these
AT_ONCE = frozenset({KILL, POWER_CUT})  # over as soon as they are done
POSTGRES = "postgresql"
TOGETHER = 1 / 3


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that breaks, for `seconds`, `gap` seconds after the one before it is over.

    `together`: after that one has begun, rather. `target` is a process, or "".
    """

    kind: str
    target: str = ""
    gap: float = 0.0
    seconds: float = 0.0
    together: bool = False

    @property
    def name(self) -> str:
        """As `--only` takes it and tables show it."""
        return f"{self.kind} {self.target}".rstrip()


@dataclass(frozen=True, slots=True)
class Shape:
    """How long runs are. `count` faults a run, 0 for one's whole share of them; seconds by kind; turns a second."""

    count: int
    seconds: dict[str, float]
    gap: tuple[float, float]
    rate: float
    reminders: tuple[float, ...]  # when staff remind, as shares of the faults


LONG = Shape(
    count=6,
    seconds={STOP: 30, REPLIES_DROPPED: 20, CARRIER_HANGS: 25, SQL_AWAY: 70, DISK_FULL: 15},
    gap=(2, 8),
    rate=30,
    reminders=(0.2, 0.7),
)
SHORT = Shape(
    count=0,
    seconds={STOP: 3, REPLIES_DROPPED: 4, CARRIER_HANGS: 4, SQL_AWAY: 5, DISK_FULL: 3},
    gap=(0.5, 1.5),
    rate=20,
    reminders=(0.1, 0.6),
)


@dataclass(frozen=True, slots=True)
class Plan:
    """One run: its faults in the order they begin, and after how many of them staff send a reminder."""

    seed: int
    database: str
    faults: tuple[Fault, ...]
    reminders: tuple[int, ...]
    rate: float


def menu(processes: Sequence[str], database: str, disk: frozenset[str]) -> tuple[Fault, ...]:
    """Every fault there is for a house of these processes; `disk`: what can be done to its disk on this machine.

    The sender comes first: what it leaves in doubt takes a minute to be given up, which then runs beside the rest.
    """
    targets = sorted([*processes, *([POSTGRES] if database == POSTGRES else [])], key=lambda name: "send" not in name)
    of_processes = [Fault(kind, target) for target in targets for kind in (KILL, STOP)]
    return (*of_processes, *(Fault(kind) for kind in (REPLIES_DROPPED, CARRIER_HANGS, SQL_AWAY, *sorted(disk))))


def draw(seed: int, database: str, dishes: Sequence[Fault], shape: Shape, only: str = "") -> Plan:
    """The plan of a seed. `only`: faults whose name holds this word. Raises LookupError when there is none."""
    rng = Random(f"{seed} {database}")
    chosen = [fault for fault in dishes if only in fault.name]
    if not chosen:
        raise LookupError(f"no fault {only!r} here; there are: {', '.join(fault.name for fault in dishes)}")
    if not only:
        chosen = rng.sample(chosen, min(shape.count, len(chosen))) if shape.count else _share(database, chosen)
    faults = tuple(_timed(chosen, shape, rng))
    return Plan(seed, database, faults, tuple(int(share * len(faults)) for share in shape.reminders), shape.rate)


def _share(database: str, dishes: Sequence[Fault]) -> list[Fault]:
    """What one of two short runs takes: between them each process is killed and stopped, all else is in both."""
    first = database != POSTGRES
    return [
        fault
        for place, fault in enumerate(dishes)
        if fault.target in {"", POSTGRES} or (place % 4 in {0, 3}) == first
    ]


def _timed(faults: Sequence[Fault], shape: Shape, rng: Random) -> Iterator[Fault]:
    """The faults in time. One in three begins before the one before it is over, unless either wants to be alone."""
    before = ""
    for fault in faults:
        together = before != "" and not {before, fault.kind} & ALONE and rng.random() < TOGETHER
        seconds = 0.0 if fault.kind in AT_ONCE else shape.seconds[fault.kind]
        yield replace(fault, gap=round(rng.uniform(*shape.gap), 2), seconds=seconds, together=together)
        before = fault.kind
