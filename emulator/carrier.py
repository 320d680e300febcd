"""The whole emulator: Africa's Talking's rooms and its neighbours', put together."""

from dataclasses import dataclass, replace
from pathlib import Path
from threading import RLock

from emulator.account import Account
from emulator.airtime import Airtime
from emulator.android.sending import Sending as Android
from emulator.android.webhooks import Webhooks
from emulator.callbacks import Courier
from emulator.clock import Clock
from emulator.exchange import Exchange, over_http
from emulator.faults import Faults
from emulator.handsets import Bubble, Handsets
from emulator.inbox import Inbox
from emulator.ledger import Entry, Ledger
from emulator.lives import Lives, bubble_of
from emulator.orange import receipts as orange_receipts
from emulator.orange.receipts import Receipts
from emulator.orange.sending import Sending as Orange
from emulator.orange.tokens import Tokens
from emulator.planned import Planned
from emulator.postman import Postman
from emulator.settings import AFRICASTALKING, ANDROID, ORANGE, Settings
from emulator.sms import incoming
from emulator.sms.outcomes import Outcomes
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
    lives: Lives
    sending: Sending
    inbox: Inbox
    ussd: Switchboard
    airtime: Airtime
    orange: Orange
    orange_tokens: Tokens
    android: Android
    android_webhooks: Webhooks

    @property
    def planned(self) -> dict[str, Planned]:
        """The outcomes set for numbers, by carrier."""
        return {AFRICASTALKING: self.outcomes, ORANGE: self.orange.planned, ANDROID: self.android.planned}


def build(
    settings: Settings, clock: Clock, ledger_path: Path | None = None, exchange: Exchange = over_http
) -> Carrier:
    """Return a carrier ready to work; phones get back the SMS its ledger remembers."""
    lock, account, ledger = RLock(), Account(settings.balance), Ledger(ledger_path)
    courier, handsets, outcomes = Courier(settings, clock, exchange), Handsets(), Outcomes()
    lives, postman = Lives(settings, clock, handsets, lock), Postman(settings, clock)
    webhooks = Webhooks(settings, clock, courier, postman)
    writers = {
        AFRICASTALKING: incoming.writer(settings, courier),
        ORANGE: orange_receipts.writer(settings, courier),
        ANDROID: webhooks.write,
    }
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
        lives=lives,
        sending=Sending(settings, clock, account, outcomes, ledger, courier, lives, lock),
        inbox=Inbox(settings, clock, postman, handsets, ledger, writers, lock),
        ussd=Switchboard(settings, clock, courier, handsets, lock),
        airtime=Airtime(settings, clock, account, courier, lock),
        orange=Orange(settings, clock, ledger, lives, Receipts(courier, postman), lock),
        orange_tokens=Tokens(settings, clock),
        android=Android(settings, clock, ledger, lives, webhooks, lock),
        android_webhooks=webhooks,
    )


def _remembered(entry: Entry) -> Bubble:
    if entry.kind == "message":
        return replace(bubble_of(entry, entry.at), unread=False)
    return Bubble(entry.id, "out", entry.peer, entry.text, entry.parts, entry.at, state="delivered")
