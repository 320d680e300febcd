"""The trail: what was done, by whom, when. Nobody can change it without it being seen.

Each entry carries a keyed hash over itself and the entry before. Whoever holds the database and not JAMAKAN_KEY can
neither write a false entry nor change a true one; cutting off the end shows against a head noted elsewhere, which
`audit verify` prints and every log line of an entry holds.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime

from jamakan.privacy.vault import Vault

FIRST = ""  # what stands before the first entry
Detail = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing done. `account_id` None: by the command line. `subject` never holds a number or a person's name."""

    number: int
    at: datetime
    account_id: int | None
    action: str
    subject: str
    details: dict[str, Detail] = field(default_factory=dict)
    mac: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What checking the trail found. `broken` is the number of the first entry that does not hold, 0 when all do."""

    entries: int
    head: str
    broken: int = 0
    missing: str = ""  # a head noted before that the trail does not have


def mac(vault: Vault, before: str, entry: Entry) -> str:
    """The keyed hash of an entry that follows the one with the hash `before`."""
    facts = asdict(entry) | {"at": entry.at.timestamp(), "mac": None}
    return vault.ref("audit", f"{before}\n{json.dumps(facts, sort_keys=True, ensure_ascii=False)}")


def verify(vault: Vault, entries: Iterable[Entry], noted: str = "") -> Verdict:
    """Check a trail, oldest entry first. `noted` is a head written down earlier: it must be in it."""
    before, count, met = FIRST, 0, not noted
    for entry in entries:
        count += 1
        if entry.number != count or entry.mac != mac(vault, before, entry):
            return Verdict(count, before, broken=count)
        before = entry.mac
        met = met or before == noted
    return Verdict(count, before, missing="" if met else noted)
