"""Writing the follow-ups that are due: each once per person and subject for ever, however often this runs."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import structlog

from jamakan.conversation.conversation import Unavailable
from jamakan.conversation.turn import Turn
from jamakan.core import Core
from jamakan.followups import occasions
from jamakan.followups.occasions import Occasion
from jamakan.followups.rules import INVITED, RENEWAL, UNFINISHED, Published, Rule
from jamakan.followups.words import Speaker
from jamakan.hours import Hours
from jamakan.house_rules.reading import in_force
from jamakan.state import wake
from jamakan.store import messages, sealing
from jamakan.store.followups import audience, keys
from jamakan.store.followups.audience import Page, Person
from jamakan.store.messages import FOLLOWUP, Draft

log = structlog.get_logger()

SEATS_AT_ONCE = 1000  # a transaction: on SQLite every other writer waits for it, some 50 ms
DIALOGUES_AT_ONCE = 100  # each costs a look into Redis before the transaction
IDLE_SECONDS = 3600.0  # who spoke within the hour is in the middle of something: the question waits
AT_MOST_SECONDS = 50.0  # then the rest waits for the next time, so that broadcasts do not


@dataclass(frozen=True, slots=True)
class Run:
    """One time of looking. `until`: by the monotonic clock."""

    core: Core
    speaker: Speaker
    hours: Hours
    now: datetime
    until: float

    @property
    def over(self) -> bool:
        return time.monotonic() > self.until


def follow_up(core: Core, now: datetime | None = None) -> int:
    """Write what the active rules make due; the number of messages queued. Raises DatabaseAway."""
    run = Run(core, Speaker(core), in_force(core).hours, now or datetime.now(UTC), time.monotonic() + AT_MOST_SECONDS)
    written = 0
    for one in occasions.answerable(core, occasions.published(core)):
        if one.active:
            queued = _WRITERS.get(one.rule.kind, _about_activities)(run, one)
            if queued:
                log.info("follow-ups queued", rule=one.rule.name, count=queued)
            written += queued
    if written:
        wake.wake(core.redis, wake.SEND_QUEUE)
    return written


def addressee(rule: Rule, person: Person) -> str:
    """Whom a message speaks to, in its key: one person, or everybody on the line."""
    return keys.person(person.participant_id) if rule.personal else keys.line(person.contact_id)


def turn_of(core: Core, person: Person, key: str, now: datetime) -> Turn:
    """What the conversation is told of a line that said nothing."""
    phone = core.settings.vault.open_text(person.phone, sealing.PHONE)
    return Turn("sms", person.channel, key, phone, text="", service="", network="", at=now.timestamp())


def _about_activities(run: Run, one: Published) -> int:
    found = occasions.of_activities(run.core, one, run.now, run.now)
    return sum(_about(run, occasion) for occasion in found if not run.over)


def _about(run: Run, occasion: Occasion) -> int:
    leaves = occasions.leaves(run.hours, occasion.due, occasion.ends, run.now)
    rule, written = occasion.rule, 0
    unwritten = keys.key(rule.name, occasion.subject, ""), rule.personal
    after = None if leaves is None else 0
    while after is not None and not run.over:
        page = Page(after, SEATS_AT_ONCE, lock=True)
        with run.core.db.begin() as connection:
            people = audience.seats(
                connection, occasion.activity_id, rule.who, page, unwritten=unwritten, silent_in=occasion.silent_in
            )
            meant = [person for person in people if person.changed_at <= occasion.due]
            rows = [_seat_row(run, occasion, person, leaves) for person in meant]
            written += messages.write(connection, rows)
        after = people[-1].row if len(people) == SEATS_AT_ONCE else None
    return written


def _invited(run: Run, one: Published) -> int:
    rule, written = one.rule, 0
    opened, closed = occasions.window(one, run.now, run.now)
    after: int | None = 0
    while after is not None and not run.over:
        with run.core.db.read() as connection:  # of all who were invited few are written to, once
            page = Page(after, SEATS_AT_ONCE)
            people = audience.invited(connection, rule.flow, opened, closed, page, unwritten=rule.name, silent=True)
        written += _remind(run, one, [person.row for person in people])
        after = people[-1].row if len(people) == SEATS_AT_ONCE else None
    return written


def _remind(run: Run, one: Published, invitations: Sequence[int]) -> int:
    """Write to those of these who still say nothing."""
    if not invitations:
        return 0
    rule, page = one.rule, Page(size=len(invitations), lock=True, among=invitations)
    opened, closed = occasions.window(one, run.now, run.now)
    with run.core.db.begin() as connection:
        people = audience.invited(connection, rule.flow, opened, closed, page, unwritten=rule.name, silent=True)
        rows = [_invitation_row(run, one, person) for person in people]
        return messages.write(connection, [row for row in rows if row is not None])


def _unfinished(run: Run, one: Published) -> int:
    """Only while messages may leave: from the moment it is written, an SMS answers the question."""
    if not run.hours.is_open(run.now):
        return 0
    rule, written = one.rule, 0
    opened, closed = occasions.window(one, run.now, run.now)
    after: int | None = 0
    while after is not None and not run.over:
        with run.core.db.read() as connection:
            page = Page(after, DIALOGUES_AT_ONCE)
            people = audience.left(connection, rule.flow, opened, closed, page, unwritten=rule.name)
        written += _ask(run, one, people)
        after = people[-1].row if len(people) == DIALOGUES_AT_ONCE else None
    return written


def _ask(run: Run, one: Published, people: Sequence[Person]) -> int:
    """Write to those whose question still waits, in Redis as in SQL."""
    idle, pending = one.rule.delay.total_seconds(), {}
    for person in people:
        turn = turn_of(run.core, person, keys.key(one.rule.name, person.dialogue, "ask"), run.now)
        try:
            pending[person.dialogue] = run.core.conversation.ask_again(turn, person.dialogue, idle)
        except Unavailable as error:
            log.warning("pending questions not asked", rule=one.rule.name, reason=str(error))
            break
    asked = {person.dialogue: person for person in people if pending.get(person.dialogue)}
    if not asked:
        return 0
    with run.core.db.begin() as connection:
        waiting = audience.untouched(connection, {key: person.changed_at for key, person in asked.items()})
        return messages.write(
            connection,
            [_dialogue_row(run, one, person, pending[key]) for key, person in asked.items() if key in waiting],
        )


def _renewals(run: Run, one: Published) -> int:
    """Ask members whether they stay another year. Only while messages may leave: an SMS answers from then on."""
    if not run.hours.is_open(run.now):
        return 0
    written, after = 0, 0
    opened, closed = occasions.window(one, run.now, run.now)
    while not run.over:
        with run.core.db.read() as connection:
            people = audience.members(connection, opened, closed, Page(after, DIALOGUES_AT_ONCE))
            known = audience.written(connection, [renewal_key(one.rule, person) for person in people])
        new = {renewal_key(one.rule, person): person for person in people if not person.opted_out}
        written += _ask_to_stay(run, one, [person for key, person in new.items() if key not in known])
        if len(people) < DIALOGUES_AT_ONCE:
            break
        after = people[-1].row
    return written


def renewal_key(rule: Rule, person: Person) -> str:
    """One question a line, a rule and a year."""
    return keys.key(rule.name, keys.year(person.changed_at), keys.line(person.contact_id))


def _ask_to_stay(run: Run, one: Published, people: Sequence[Person]) -> int:
    rows = []
    for person in people:
        turn = turn_of(run.core, person, renewal_key(one.rule, person), run.now)
        try:
            question = run.core.conversation.ask(turn, RENEWAL, IDLE_SECONDS)
        except Unavailable as error:
            log.warning("members not asked", rule=one.rule.name, reason=str(error))
            break
        if question:
            rows.append(_renewal_row(run, one, person, question))
    with run.core.db.begin() as connection:
        return messages.write(connection, rows)


def _renewal_row(run: Run, one: Published, person: Person, question: str) -> dict[str, Any]:
    return _row(
        run,
        person,
        dedupe=renewal_key(one.rule, person),
        text=run.speaker.say(one.rule, person, question=question),
        expires_at=one.rule.ends(person.changed_at),
        rule_id=one.id,
    )


def _seat_row(run: Run, occasion: Occasion, person: Person, leaves: datetime | None) -> dict[str, Any]:
    return _row(
        run,
        person,
        dedupe=keys.key(occasion.rule.name, occasion.subject, addressee(occasion.rule, person)),
        text=run.speaker.say(occasion.rule, person, occasion.activity),
        not_before=leaves,
        expires_at=occasion.ends,
        rule_id=occasion.rule_id,
        activity_id=occasion.activity_id,
    )


def _invitation_row(run: Run, one: Published, person: Person) -> dict[str, Any] | None:
    rule, ends = one.rule, one.rule.ends(person.changed_at)
    leaves = occasions.leaves(run.hours, rule.due(person.changed_at), ends, run.now)
    if leaves is None:
        return None
    return _row(
        run,
        person,
        dedupe=keys.key(rule.name, keys.survey(rule.flow), addressee(rule, person)),
        text=run.speaker.say(rule, person),
        not_before=leaves,
        expires_at=ends,
        rule_id=one.id,
    )


def _dialogue_row(run: Run, one: Published, person: Person, question: str) -> dict[str, Any]:
    return _row(
        run,
        person,
        dedupe=keys.key(one.rule.name, person.dialogue, addressee(one.rule, person)),
        text=run.speaker.say(one.rule, person, question=question),
        expires_at=one.rule.ends(person.changed_at),
        rule_id=one.id,
    )


def _row(run: Run, person: Person, **of_draft: Any) -> dict[str, Any]:
    settings = run.core.settings
    channel = person.channel or settings.channels[0]
    draft = Draft(contact_id=person.contact_id, channel=channel, purpose=FOLLOWUP, at=run.now, **of_draft)
    return messages.outgoing(settings.vault, draft)


_WRITERS: Mapping[str, Callable[[Run, Published], int]] = {
    UNFINISHED: _unfinished,
    INVITED: _invited,
    RENEWAL: _renewals,
}
