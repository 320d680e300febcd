"""Rows of a spreadsheet become people, with the seat they are brought for."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, select, update

from jamakan.privacy.vault import Vault
from jamakan.store import registrations, sealing, tallies
from jamakan.store.database import insert
from jamakan.store.lines import make_known
from jamakan.store.models import Activity, Consent, Contact, Participant
from jamakan.store.naming import name_ref, person_ref
from jamakan.store.registrations import FACTS, Request

KIND = "import"  # how a consent was given: to whoever made the spreadsheet
SEATS = {"session.ok": "seated", "session.waitlisted": "waitlisted"}
CODES = 900_000  # as the dialogue's: six digits


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of some rows; `refs`: the lines whose profile may be another."""

    counts: Counter[str]
    refs: set[str]


@dataclass(frozen=True, slots=True)
class Book:
    """Keeps rows of one import, in the caller's transaction with the lock of the ingest. No message is sent."""

    connection: Connection
    vault: Vault
    number: int
    activity_id: int | None
    channel: str
    at: datetime
    counts: Counter[str] = field(default_factory=Counter)

    def keep(self, rows: Sequence[Mapping[str, str]]) -> Kept:
        """Make these people known; those known before are brought up to date with what the rows say."""
        phones = [row["phone"] for row in rows]
        contacts = make_known(self.connection, self.vault, phones, channel=self.channel, now=self.at)
        known = self._known(contacts)
        slug = self._slug()
        for row in rows:
            request = self._request(row, contacts[row["phone"]], slug)
            who = (request.contact_id, request.person)
            self.counts["known" if who in known else "added"] += 1
            known.add(who)
            self._place(request)
        self._speak(rows, contacts)
        self._agree(rows, contacts)
        if self.activity_id is not None:
            tallies.recount(self.connection, [self.activity_id])
        return Kept(self.counts, {self.vault.ref("phone", phone) for phone in phones})

    def _place(self, request: Request) -> None:
        """The person, and their seat when the file is for an activity that has not begun meanwhile."""
        owed = registrations.register(self.connection, request) if request.activity else []
        registrations.participant(self.connection, request)
        for notice in owed[:1]:
            if notice.text in SEATS and notice.code == request.code:
                self.counts[SEATS[notice.text]] += 1

    def _request(self, row: Mapping[str, str], contact_id: int, slug: str) -> Request:
        name, facts = row["name"], {fact: row[fact] for fact in FACTS}
        dialogue = f"import:{self.number}:{row['row']}"
        return Request(
            dialogue=dialogue,
            contact_id=contact_id,
            person=person_ref(self.vault, name, facts.values()),
            name=self.vault.seal_text(name, sealing.NAME) if name else None,
            name_ref=name_ref(self.vault, name),
            facts=facts,
            activity=slug,
            change=False,
            code=str(100_000 + int(self.vault.ref("code", dialogue), 16) % CODES),
            at=self.at,
        )

    def _known(self, contacts: Mapping[str, int]) -> set[tuple[int, str]]:
        query = select(Participant.contact_id, Participant.person)
        rows = self.connection.execute(query.where(Participant.contact_id.in_(contacts.values())))
        return {(contact, person) for contact, person in rows}

    def _slug(self) -> str:
        query = select(Activity.slug).where(Activity.id == self.activity_id)
        return self.connection.execute(query).scalar_one_or_none() or ""

    def _speak(self, rows: Sequence[Mapping[str, str]], contacts: Mapping[str, int]) -> None:
        """The language of lines whose holder chose none."""
        for language in sorted({row["language"] for row in rows if row["language"]}):
            ids = {contacts[row["phone"]] for row in rows if row["language"] == language}
            unchosen = update(Contact).where(Contact.id.in_(ids), Contact.language == "")
            self.connection.execute(unchosen.values(language=language))

    def _agree(self, rows: Sequence[Mapping[str, str]], contacts: Mapping[str, int]) -> None:
        """That they agreed, as whoever brought the file said."""
        given = [
            {
                "contact_id": contacts[row["phone"]],
                "dialogue_key": f"import:{self.number}:{row['row']}",
                "text_version": f"import:{self.number}",
                "language": row["language"],
                "channel": "",
                "kind": KIND,
                "given_at": self.at,
            }
            for row in rows
        ]
        self.connection.execute(insert(self.connection, Consent).on_conflict_do_nothing(), given)
