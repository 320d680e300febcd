"""The whole carrier: its rooms, put together."""

from dataclasses import dataclass, replace
from pathlib import Path
from threading import RLock

from emulator.account import Account
from emulator.airtime import Airtime
from emulator.callbacks import Courier
from emulator.clock import Clock
from emulator.exchange import Exchange, over_http
from emulator.faults import Faults
from emulator.handsets import Bubble, Handsets
from emulator.ledger import Entry, Ledger
from emulator.settings import Settings
from emulator.sms.incoming import Inbox
from emulator.sms.outcomes import Outcomes
from emulator.sms.reports import Reports, bubble_of
from emulator.sms.sending import Sending
from emulator.ussd.switchboard import Switchboard


@dataclass(frozen=True, slots=True)
class Carrier:
    """Every room of the emulator. What changes in them changes under `lock`; no callback is posted under it."""

    settings: Settings
    clock: Clock
    lock: RLock
    account: Account
    ledger: Ledger
    courier: Courier
    handsets: Handsets
    outcomes: Outcomes
    faults: Faults
    reports: Reports
    sending: Sending
    inbox: Inbox
    ussd: Switchboard
    airtime: Airtime


def build(
    settings: Settings, clock: Clock, ledger_path: Path | None = None, exchange: Exchange = over_http
) -> Carrier:
    """Return a carrier ready to work; phones get back the SMS its ledger remembers."""
    lock, account, ledger = RLock(), Account(settings.balance), Ledger(ledger_path)
    courier, handsets, outcomes = Courier(settings, clock, exchange), Handsets(), Outcomes()
    reports = Reports(settings, clock, courier, handsets, lock)
    for entry in ledger.entries:
        handsets.put(entry.number, _remembered(entry))
    return Carrier(
        settings=settings,
        clock=clock,
        lock=lock,
        account=account,
        ledger=ledger,
        courier=courier,
        handsets=handsets,
        outcomes=outcomes,
        faults=Faults(),
        reports=reports,
        sending=Sending(settings, clock, account, outcomes, ledger, reports, lock),
        inbox=Inbox(settings, clock, courier, handsets, ledger, lock),
        ussd=Switchboard(settings, clock, courier, handsets, lock),
        airtime=Airtime(settings, clock, account, courier, lock),
    )


def _remembered(entry: Entry) -> Bubble:
    if entry.kind == "message":
        return replace(bubble_of(entry, entry.at), unread=False)
    return Bubble(entry.id, "out", entry.peer, entry.text, entry.parts, entry.at, state="delivered")
