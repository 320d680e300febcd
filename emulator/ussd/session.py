"""One USSD session: what was typed, what is shown, how it ended."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from emulator.ussd.screen import PROBLEMS, Screen

METADATA_MAX = 99  # characters of one at-ussd-hop-metadata value


@dataclass(slots=True)
class Session:
    """A session from dialling to its end. `status` is "" while open, then Success, Incomplete or Failed."""

    id: str
    number: str
    service_code: str
    network_code: str
    started: datetime
    inputs: list[str] = field(default_factory=list)
    screen: Screen = field(default_factory=Screen)
    status: str = ""
    problem: str = ""
    ended: datetime | None = None
    hops: int = 0
    busy: bool = False
    last_reply: str = ""
    millis: int = 0
    metadata: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All inputs so far, joined by * without any escaping: the carrier's `text`."""
        return "*".join(self.inputs)

    def request(self) -> list[tuple[str, str]]:
        """Return the fields of a hop, in the order they were captured in."""
        return [
            ("phoneNumber", self.number),
            ("serviceCode", self.service_code),
            ("text", self.text),
            ("sessionId", self.id),
            ("networkCode", self.network_code),
        ]

    def note_metadata(self, value: str) -> None:
        """Keep what the customer asks to hear again on the next hop; unusable values are dropped."""
        if value and len(value) <= METADATA_MAX and "|" not in value:
            self.metadata.append(value)

    def notification(self) -> list[tuple[str, str]]:
        """Return the fields of the end-of-session notification."""
        end = self.ended or self.started
        fields = [
            ("date", end.strftime("%Y-%m-%d %H:%M:%S")),
            ("sessionId", self.id),
            ("serviceCode", self.service_code),
            ("networkCode", self.network_code),
            ("phoneNumber", self.number),
            ("status", self.status),
            ("cost", "XOF 0.0000"),
            ("durationInMillis", str(round((end - self.started).total_seconds() * 1000))),
            ("hopsCount", str(self.hops)),
            ("hopsMetadata", "|".join(self.metadata)),
            ("input", self.text),
            ("lastAppResponse", self.last_reply),
        ]
        return [*fields, ("errorMessage", self.problem)] if self.status == "Failed" else fields

    def view(self) -> dict[str, Any]:
        """Return the session as the control API shows it."""
        screen = self.screen
        return {
            "session": self.id,
            "number": self.number,
            "service_code": self.service_code,
            "text": self.text,
            "open": not self.status,
            "busy": self.busy,
            "status": self.status,
            "problem": self.problem,
            "notice": PROBLEMS.get(self.problem),
            "hops": self.hops,
            "started": self.started.isoformat(),
            "ended": self.ended.isoformat() if self.ended else None,
            "reply": self.last_reply,
            "millis": self.millis,
            "screen": {
                "text": screen.text,
                "encoding": screen.encoding,
                "units": screen.units,
                "limit": screen.limit,
                "flags": list(screen.flags),
            },
        }
