"""What the rules would send in the coming days, to whom and when, and who is left out and why. Changes nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flows.steps import words
from jamakan.core import Core
from jamakan.followups import occasions
from jamakan.followups.occasions import Occasion
from jamakan.followups.rules import INVITED, RENEWAL, UNFINISHED, Published, Rule
from jamakan.followups.words import Speaker
from jamakan.followups.work import addressee, renewal_key, turn_of
from jamakan.house_rules.model import HouseRules
from jamakan.house_rules.reading import in_force
from jamakan.phones import masked
from jamakan.programme import activities as wording
from jamakan.store import messages, sealing
from jamakan.store.followups import audience, keys
from jamakan.store.followups.audience import Page, Person

SLICE = 1000

STOPPED = "stopped messages"
WRITTEN = "written to before"
LATER = "came after it fell due"
BEGAN = "began the survey"
SAME_LINE = "same phone line"
TOO_LATE = "no use by the time messages may leave"
NOT_WAITING = "no question waits any more"


@dataclass(frozen=True, slots=True)
class Foretold:
    """One line (or person) a rule concerns. `left_out`: why nothing is sent, "" when `text` leaves at `leaves`.

    `phone` is masked; `micros`: what it costs, in millionths of XOF.
    """

    rule: str
    about: str
    phone: str
    due: datetime
    leaves: datetime | None = None
    text: str = ""
    parts: int = 0
    micros: int = 0
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """One look ahead, from `at` until `until`."""

    core: Core
    at: datetime
    until: datetime
    speaker: Speaker
    rules: HouseRules

    def price(self, person: Person) -> int:
        """Of one part; of the default channel for lines last heard on one that is no more."""
        known = self.core.settings.channels
        return self.rules.prices(person.channel if person.channel in known else known[0]).of(person.network)

    def told(self, rule: Rule, person: Person, about: str, due: datetime, why: str) -> Foretold:
        """The entry of somebody who is left out, or whose message is still to be written."""
        phone = masked(self.core.settings.vault.open_text(person.phone, sealing.PHONE))
        return Foretold(rule.name, about, phone, due, left_out=why)

    def sent(self, told: Foretold, person: Person, leaves: datetime, text: str) -> Foretold:
        """The same with the message that leaves."""
        parts = messages.parts(text)
        return replace(told, leaves=leaves, text=text, parts=parts, micros=parts * self.price(person))


def forecast(core: Core, rules: Sequence[Published], at: datetime, until: datetime) -> Iterator[Foretold]:
    """Everybody these rules concern from `at` until `until`, as things stand. Raises DatabaseAway, Unavailable."""
    look = Look(core, at, until, Speaker(core), in_force(core))
    for one in occasions.answerable(core, rules):
        if one.rule.kind == UNFINISHED:
            yield from _unfinished(look, one)
        elif one.rule.kind == INVITED:
            yield from _invited(look, one)
        elif one.rule.kind == RENEWAL:
            yield from _renewals(look, one)
        else:
            for occasion in occasions.of_activities(core, one, at, until):
                yield from _about(look, occasion)


def _about(look: Look, occasion: Occasion) -> Iterator[Foretold]:
    rule, seen = occasion.rule, set[str]()
    leaves = occasions.leaves(look.rules.hours, occasion.due, occasion.ends, look.at)
    about = wording.label(occasion.activity, "fr")
    for person, why in _judged(look, occasion):
        who = addressee(rule, person)
        told = look.told(rule, person, about, occasion.due, why or (SAME_LINE if who in seen else ""))
        if told.left_out:
            yield told
        elif leaves is None:
            yield replace(told, left_out=TOO_LATE)
        else:
            seen.add(who)
            yield look.sent(told, person, leaves, look.speaker.say(rule, person, occasion.activity))


def _judged(look: Look, occasion: Occasion) -> Iterator[tuple[Person, str]]:
    """Everybody in the rule's states, each with why they are left out, or ""."""
    rule, number, after = occasion.rule, occasion.activity_id, 0
    unwritten = keys.key(rule.name, occasion.subject, ""), rule.personal
    while True:
        page = Page(after, SLICE)
        with look.core.db.read() as connection:
            people = audience.seats(connection, number, rule.who, page)
            fresh = audience.seats(connection, number, rule.who, page, unwritten=unwritten)
            silent = audience.seats(connection, number, rule.who, page, silent_in=occasion.silent_in)
        new, quiet = {person.row for person in fresh}, {person.row for person in silent}
        for person in people:
            yield person, _why_not(person, occasion, written=person.row not in new, began=person.row not in quiet)
        if len(people) < SLICE:
            return
        after = people[-1].row


def _why_not(person: Person, occasion: Occasion, *, written: bool, began: bool) -> str:
    reasons = (
        (person.opted_out, STOPPED),
        (began, BEGAN),
        (written, WRITTEN),
        (person.changed_at > occasion.due, LATER),
    )
    return next((reason for holds, reason in reasons if holds), "")


def _invited(look: Look, one: Published) -> Iterator[Foretold]:
    """Of those invited so far: whom a broadcast will still reach, nobody knows."""
    rule, after, seen = one.rule, 0, set[int]()
    opened, closed = occasions.window(one, look.at, look.until)
    while True:
        page = Page(after, SLICE)
        with look.core.db.read() as connection:
            people = audience.invited(connection, rule.flow, opened, closed, page)
            fresh = audience.invited(connection, rule.flow, opened, closed, page, unwritten=rule.name)
            silent = audience.invited(connection, rule.flow, opened, closed, page, silent=True)
        new, quiet = {person.row for person in fresh}, {person.row for person in silent}
        for person in people:
            reasons = (
                (person.opted_out, STOPPED),
                (person.row not in quiet, BEGAN),
                (person.row not in new, WRITTEN),
                (person.contact_id in seen, SAME_LINE),
            )
            told = _of_invitation(look, rule, person, next((why for holds, why in reasons if holds), ""))
            seen |= {person.contact_id} if told.text else set()
            yield told
        if len(people) < SLICE:
            return
        after = people[-1].row


def _of_invitation(look: Look, rule: Rule, person: Person, why: str) -> Foretold:
    due, ends = rule.due(person.changed_at), rule.ends(person.changed_at)
    leaves = occasions.leaves(look.rules.hours, due, ends, look.at)
    told = look.told(rule, person, rule.flow, due, why or ("" if leaves else TOO_LATE))
    if told.left_out or leaves is None:
        return told
    return look.sent(told, person, leaves, look.speaker.say(rule, person))


def _renewals(look: Look, one: Published) -> Iterator[Foretold]:
    """Of those who are members now."""
    rule, after, seen = one.rule, 0, set[str]()
    opened, closed = occasions.window(one, look.at, look.until)
    while True:
        with look.core.db.read() as connection:
            people = audience.members(connection, opened, closed, Page(after, SLICE))
            known = audience.written(connection, [renewal_key(rule, person) for person in people])
        for person in people:
            key = renewal_key(rule, person)
            reasons = ((person.opted_out, STOPPED), (key in known, WRITTEN), (key in seen, SAME_LINE))
            yield _of_member(look, rule, person, next((why for holds, why in reasons if holds), ""))
            seen.add(key)
        if len(people) < SLICE:
            return
        after = people[-1].row


def _of_member(look: Look, rule: Rule, person: Person, why: str) -> Foretold:
    due, ends = rule.due(person.changed_at), rule.ends(person.changed_at)
    leaves = occasions.leaves(look.rules.hours, due, ends, look.at)
    told = look.told(rule, person, RENEWAL, due, why or ("" if leaves else TOO_LATE))
    if told.left_out or leaves is None:
        return told
    step = look.core.book.current(RENEWAL).steps[0]
    question = words(step.label, person.language)
    return look.sent(told, person, leaves, look.speaker.say(rule, person, question=question))


def _unfinished(look: Look, one: Published) -> Iterator[Foretold]:
    rule, after = one.rule, 0
    opened, closed = occasions.window(one, look.at, look.until)
    while True:
        with look.core.db.read() as connection:
            page = Page(after, SLICE)
            people = audience.left(connection, rule.flow, opened, closed, page)
            fresh = audience.left(connection, rule.flow, opened, closed, page, unwritten=rule.name)
        new = {person.row for person in fresh}
        for person in people:
            yield _pending(look, rule, person, written=person.row not in new)
        if len(people) < SLICE:
            return
        after = people[-1].row


def _pending(look: Look, rule: Rule, person: Person, *, written: bool) -> Foretold:
    due, ends = rule.due(person.changed_at), rule.ends(person.changed_at)
    leaves = occasions.leaves(look.rules.hours, due, ends, look.at)
    turn = turn_of(look.core, person, keys.key(rule.name, person.dialogue, "look"), look.at)
    question = look.core.conversation.pending(turn, person.dialogue)
    reasons = (
        (person.opted_out, STOPPED),
        (written, WRITTEN),
        (not question, NOT_WAITING),
        (leaves is None, TOO_LATE),
    )
    told = look.told(rule, person, person.flow, due, next((reason for holds, reason in reasons if holds), ""))
    if told.left_out or leaves is None:
        return told
    return look.sent(told, person, leaves, look.speaker.say(rule, person, question=question))
