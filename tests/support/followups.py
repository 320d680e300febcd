"""An office with rules, at any moment one likes: the coming activity is in Kayes on 26 November 2026 at 9:00.

office.goes_by(reminder, at=monday)
office.hears(awa.registers(KAYES))
office.works(tuesday)
assert office.wrote(awa) == [...]
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select

from jamakan.config import Settings
from jamakan.core import Core, build_core
from jamakan.events import TurnEntry
from jamakan.followups import publishing
from jamakan.followups.reading import read_rules
from jamakan.followups.work import follow_up
from jamakan.store import ingest, sealing
from jamakan.store.models import Activity, Contact, Message
from jamakan.store.seed import seed
from tests.support.stories import NOON, Phone

KAYES, MOPTI = "kayes-2026-11-26", "mopti-2026-11-30"
BEGINS = datetime(2026, 11, 26, 9, tzinfo=UTC)  # on Kayes' first day; NOON is three days before
ENDS = datetime(2026, 11, 27, 16, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Written:
    """A follow-up as it lies in the outbox."""

    text: str
    state: str
    reason: str
    leaves: datetime
    ends: datetime | None


@dataclass(frozen=True)
class Office:
    """The office worker's house."""

    core: Core

    def goes_by(self, rules: str, at: datetime = NOON) -> None:
        """Publish rules."""
        publishing.publish(self.core, read_rules(rules, "test.yaml"), at)

    def hears(self, *entries: TurnEntry) -> None:
        """Store what people did."""
        settings = self.core.settings
        ingest.apply(self.core.db, settings.vault, entries, settings.values, settings.hours)

    def works(self, at: datetime, times: int = 2) -> int:
        """Look at the rules, more than once as the clock asks; how many messages were written."""
        return sum(follow_up(self.core, at) for _ in range(times))

    def wrote(self, phone: Phone | None = None) -> list[Written]:
        """The follow-ups to this line, or to everybody, in their order."""
        query = select(Message.body, Message.state, Message.reason, Message.not_before, Message.expires_at)
        query = query.join(Contact, Contact.id == Message.contact_id).where(Message.purpose == "followup")
        if phone is not None:
            query = query.where(Contact.ref == phone.ref)
        with self.core.db.read() as connection:
            rows = connection.execute(query.order_by(Message.id)).all()
        opened = self.core.settings.vault.open_text
        return [Written(opened(row[0], sealing.BODY), *row[1:]) for row in rows]

    def texts(self, phone: Phone | None = None) -> list[str]:
        """What waits to be sent to this line, or to everybody."""
        return [one.text for one in self.wrote(phone) if one.state == "queued"]

    def activity(self, slug: str) -> int:
        """The row of an activity."""
        with self.core.db.read() as connection:
            return connection.execute(select(Activity.id).where(Activity.slug == slug)).scalar_one()


@pytest.fixture
def office(settings: Settings) -> Iterator[Office]:
    """An office open from 8 to 20, with the Mali programme of 23 November 2026, and no rule yet."""
    hours = {"send_from": time(8), "send_until": time(20)}
    with closing(build_core(Settings(**(settings.model_dump() | hours)))) as core:
        seed(core.db, NOON.date())
        yield Office(core)


def before(**time: float) -> datetime:
    """That long before the activity in Kayes begins."""
    return BEGINS - timedelta(**time)


def after(**time: float) -> datetime:
    """That long after it ended."""
    return ENDS + timedelta(**time)
