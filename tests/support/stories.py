"""Entries of the events stream, as the conversation would write them, for tests of the store."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from jamakan import events
from jamakan.events import TurnEntry, TurnHead
from jamakan.privacy.vault import Vault

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
VAULT = Vault(bytes(range(32)))


@dataclass
class Phone:
    """A line whose turns follow each other, ten seconds apart. `awa.says(event, …)` is one turn."""

    number: str
    v: int = 0
    start: datetime = NOON
    told: list[TurnEntry] = field(default_factory=list)

    @property
    def ref(self) -> str:
        return VAULT.ref("phone", self.number)

    def says(self, *said: events.Event, kind: str = "ussd", at: datetime | None = None) -> TurnEntry:
        """One turn with these events."""
        self.v += 1
        head = TurnHead(
            key=VAULT.ref("turn", f"{self.number}|{self.v}"),
            kind=kind,
            channel="africastalking",
            contact=self.ref,
            phone=self.number,
            service="*384*12345#" if kind == "ussd" else "36000",
            network="61002",
            session=VAULT.ref("session", self.number) if kind == "ussd" else "",
            at=at.timestamp() if at else self.start.timestamp() + 10 * self.v,
            v=self.v,
        )
        entry = TurnEntry(head, said)
        self.told.append(entry)
        return entry

    def registers(self, activity: str, name: str = "", dialogue: str = "", **answers: str) -> TurnEntry:
        """The last turn of a registration; the code is made of the dialogue's number."""
        key = dialogue or VAULT.ref("dialogue", f"{self.number}|{self.v}")
        code = answers.pop("code", str(100_000 + self.v))
        given = {"activity": activity, "name": name, "consent": "yes", "mode": "new"} | answers
        return self.says(events.RegistrationRequested(key, code, given))


def dialogue_of(phone: Phone, flow: str = "feedback") -> str:
    """A dialogue key for this line and flow."""
    return VAULT.ref("dialogue", f"{phone.number}|{flow}")
