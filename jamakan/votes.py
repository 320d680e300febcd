"""What staff do about votes: prepare, open, close, tell the result. Each act is one transaction with its trail."""

from dataclasses import replace
from datetime import UTC, datetime

from flows.texts import say
from jamakan.broadcasts import drafting
from jamakan.core import Core
from jamakan.people.acts import show
from jamakan.programme import activities as wording
from jamakan.programme import votes as life
from jamakan.programme.audience import Audience
from jamakan.programme.plan import ANSWER, Broadcast, Plan
from jamakan.programme.regions import region_name
from jamakan.store.staff import trail
from jamakan.store.votes import rows
from jamakan.store.votes.rows import Held, Terms

TOLD_OF = 3  # proposals named in the message about the result


class Stale(Exception):
    """Somebody changed the vote since it was seen."""


def prepare(core: Core, activity_id: int, terms: Terms, by: int) -> int:
    """A new vote, a draft nobody sees yet. Its number."""
    now = datetime.now(UTC)
    with core.db.begin() as connection:
        number = rows.add(connection, activity_id, terms, by, now)
        trail.append(connection, core.settings.vault, now, by, "vote.prepared", subject(number))
    return number


def edit(core: Core, seen: Held, terms: Terms, by: int) -> None:
    """Other terms for a draft. Raises Stale."""
    now = datetime.now(UTC)
    with core.db.begin() as connection:
        if not rows.edit(connection, seen, terms, by, now):
            raise Stale
        trail.append(connection, core.settings.vault, now, by, "vote.changed", subject(seen.id))


def move(core: Core, seen: Held, event: str, by: int) -> None:
    """Open, close or drop it; closing ends it now. Raises Stale."""
    now = datetime.now(UTC)
    early = {"closes_at": now} if event == life.CLOSE and seen.terms.opens_at < now < seen.terms.closes_at else {}
    with core.db.begin() as connection:
        if not rows.move(connection, seen, event, by, now, **early):
            raise Stale
        trail.append(connection, core.settings.vault, now, by, f"vote.{event}", subject(seen.id))
    show(core, (), seats_moved=True)


def tell(core: Core, seen: Held, by: int, name: str) -> Broadcast:
    """A draft message with the result, to those who have a seat there; whoever sends broadcasts sends it.

    Asked for again it is the same draft. Raises Stale, BroadcastError.
    """
    if seen.state != life.TOLD and life.after(seen.state, life.TELL) is None:
        raise Stale
    now = datetime.now(UTC)
    plan = Plan(ANSWER, result_texts(core, seen), Audience(activity=seen.slug), now, None, name=f"vote {seen.id}")
    plan = replace(plan, expires_at=drafting.expiry(core, "", now))
    made = drafting.create(core, plan, by=name, dedupe=f"vote:{seen.id}")
    with core.db.begin() as connection:
        if rows.move(connection, seen, life.TELL, by, now):
            trail.append(connection, core.settings.vault, now, by, "vote.tell", subject(seen.id), broadcast=made.id)
    return made


def result_texts(core: Core, vote: Held) -> dict[str, str]:
    """The result in the words of an SMS, by language: counts, no names."""
    with core.db.read() as connection:
        standing, voters = rows.result(connection, vote)[:TOLD_OF], rows.turnout(connection, vote.id)
    proposals = {one.place: {"fr": one.fr, "en": one.en} for one in vote.terms.proposals}
    found = {}
    for language in wording.LOCALES:
        lines = [f"{rank}. {proposals[one.place][language]} ({one.chosen})" for rank, one in enumerate(standing, 1)]
        values = {"activity": region_name(vote.region), "voters": str(voters), "result": ", ".join(lines)}
        found[language] = say("vote.result", language, {**core.settings.values, **values})
    return found


def subject(number: int) -> str:
    """What the trail calls a vote."""
    return f"vote:{number}"
