"""Score cards: a service described, its rounds opened to both sides, closed, planned, begun again."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from jamakan import publishing
from jamakan.accountability import Stale
from jamakan.accountability.scoring import flow_file
from jamakan.core import Core
from jamakan.flow_files import FlowFile
from jamakan.programme import score_cards as life
from jamakan.store.accountability import cards
from jamakan.store.accountability.cards import Card, Criterion, Round, Service
from jamakan.store.staff import trail


def subject(number: int) -> str:
    """What the trail calls a score card."""
    return f"card:{number}"


def open_card(
    core: Core, about: Service, words: dict[str, str], criteria: Sequence[Criterion], by: int, form: str = ""
) -> int:
    """A new card with its first round, a draft. Its number. `form`: what makes two sendings of one form one card."""
    now = datetime.now(UTC)
    with core.db.begin() as connection:
        number, fresh = cards.add(connection, about, now, form or uuid4().hex)
        if not fresh:
            return number
        cards.add_round(connection, number, 1, words, criteria, now)
        trail.append(connection, core.settings.vault, now, by, "card.opened", subject(number))
    return number


def redraft(core: Core, seen: Round, words: dict[str, str], criteria: Sequence[Criterion], by: int) -> None:
    """Other criteria for a round that nobody scores yet. Raises Stale."""
    now = datetime.now(UTC)
    with core.db.begin() as connection:
        if not cards.redraft(connection, seen, words, criteria, now):
            raise Stale
        trail.append(
            connection, core.settings.vault, now, by, "card.changed", subject(seen.card_id), round=seen.number
        )


def start(core: Core, seen: Round, service: str, by: int) -> None:
    """Let both sides score. Raises Stale; PublishError: a word cannot be used; FlowFileError: a criterion cannot.

    Both flows are checked before either opens. Cut short in between, the same click goes on.
    """
    if life.after(seen.state, life.START) is None:
        raise Stale
    files = {side: flow_file(seen, side, service) for side in life.SIDES}
    for side, file in files.items():
        publishing.check(core, file.flow, seen.words[side])
    _keep_from_menus(core, seen, files)
    now = datetime.now(UTC)
    for side, file in files.items():
        publishing.publish(core, file, seen.words[side], now, by)
    _move(core, seen, life.START, by, **_versions(files))
    publishing.show(core)


def stop(core: Core, seen: Round, by: int) -> None:
    """Nobody begins to score any more; whoever is in the middle goes on. Raises Stale."""
    _move(core, seen, life.STOP, by)
    for side in life.SIDES:
        publishing.move(core, seen.flow(side), "closed", by)


def resume(core: Core, seen: Round, by: int) -> None:
    """Score on. Raises Stale."""
    _move(core, seen, life.RESUME, by)
    for side in life.SIDES:
        publishing.move(core, seen.flow(side), "reopened", by)


def plan(core: Core, seen: Round, meeting_on: date, by: int) -> None:
    """Both sides met on this day; the next round is proposed six months later. Raises Stale."""
    _move(core, seen, life.PLAN, by, meeting_on=meeting_on, next_on=life.next_round(meeting_on))


def begin_again(core: Core, card: Card, by: int) -> None:
    """The next round, a draft with the criteria and the words of the last. Raises Stale: there is one already."""
    now = datetime.now(UTC)
    with core.db.begin() as connection:
        last = cards.rounds(connection, card.id)[0]
        if last.state != life.PLANNED:
            raise Stale
        made = cards.add_round(connection, card.id, last.number + 1, _again(last), last.criteria, now)
        if made is None:
            raise Stale
        trail.append(
            connection, core.settings.vault, now, by, "card.begun_again", subject(card.id), round=last.number + 1
        )


def _again(last: Round) -> dict[str, str]:
    """The words of the next round: those of the last with its number, for a word starts one survey for ever."""
    base = {side: word.removesuffix(str(last.number)) for side, word in last.words.items()}
    return {side: f"{word}{last.number + 1}" for side, word in base.items()}


def _move(core: Core, seen: Round, event: str, by: int, **changes: Any) -> None:
    now, state = datetime.now(UTC), life.after(seen.state, event)
    with core.db.begin() as connection:
        if state is None or not cards.change(connection, seen, now, state=state, **changes):
            raise Stale
        trail.append(
            connection, core.settings.vault, now, by, f"card.{event}", subject(seen.card_id), round=seen.number
        )


def _versions(files: dict[str, FlowFile]) -> dict[str, str]:
    return {f"{side}_version": file.flow.version for side, file in files.items()}


def _keep_from_menus(core: Core, seen: Round, files: dict[str, FlowFile]) -> None:
    """Note the providers' version first: from its first moment no menu offers their flow to everybody."""
    with core.db.begin() as connection:
        cards.note_versions(connection, seen, _versions(files))
