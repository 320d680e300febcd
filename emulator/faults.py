"""The ways a carrier's server fails, asked for by tests: which call fails, and how."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from threading import Event, Lock

# Whether the work of the call is done before it fails, where the test does not say.
RECORDED = {
    "hang": False,  # no answer for `seconds`, then the connection closes
    "drop": False,  # the connection closes at once
    "status": False,  # an HTML page with `status`, and Retry-After when asked for
    "redirect": False,  # 302 to `location`
    "slow": True,  # the answer drips over `seconds`
    "truncated": True,  # half of the answer
    "content_type": True,  # "; charset=utf-8" on the content type
    "empty": True,  # an empty object
}
ENDPOINTS = frozenset(
    {"messaging", "bulk", "fetch", "user", "airtime"}
    | {"orange_token", "orange_sms", "orange_contracts", "android_messages"}
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `endpoint` "" and `numbers` empty mean any; `left` how many calls it spoils, None for all."""

    kind: str
    recorded: bool
    endpoint: str = ""
    numbers: frozenset[str] = frozenset()
    left: int | None = 1
    seconds: float = 30.0
    status: int = 500
    retry_after: int | None = None
    location: str = ""

    def concerns(self, endpoint: str, numbers: Collection[str]) -> bool:
        """Return whether a call to this endpoint with these numbers is spoilt."""
        if self.endpoint and self.endpoint != endpoint:
            return False
        return not self.numbers or not self.numbers.isdisjoint(numbers)


class Faults:
    """The faults still to come, oldest first."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.waiting: list[Fault] = []
        self.released = Event()  # set when hanging calls should let go

    def add(self, fault: Fault) -> None:
        """Ask for a fault."""
        with self._lock:
            self.waiting.append(fault)

    def clear(self) -> None:
        """Forget the faults, and let go of the calls that hang."""
        with self._lock:
            self.waiting = []
            released, self.released = self.released, Event()
        released.set()

    def take(self, endpoint: str, numbers: Collection[str]) -> Fault | None:
        """Return the fault of this call, using up one of a counted one."""
        with self._lock:
            for index, fault in enumerate(self.waiting):
                if fault.concerns(endpoint, numbers):
                    self._use(index, fault)
                    return fault
        return None

    def _use(self, index: int, fault: Fault) -> None:
        if fault.left == 1:
            del self.waiting[index]
        elif fault.left is not None:
            self.waiting[index] = replace(fault, left=fault.left - 1)
