"""Both sides of a round beside each other, and beside the round before."""

from collections.abc import Mapping
from dataclasses import dataclass

from jamakan.accountability.scoring import step
from jamakan.programme.score_cards import SIDES, Scores, summed
from jamakan.store.accountability import Connection, cards
from jamakan.store.accountability.cards import Criterion, Round


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion: what each side gave it, now and in the round before (None: it was not scored then)."""

    criterion: Criterion
    now: Mapping[str, Scores]
    before: Mapping[str, Scores] | None

    @property
    def gap(self) -> float | None:
        """Community less providers, of the means; None while one of them is hidden."""
        community, providers = (self.now[side].mean for side in SIDES)
        return None if community is None or providers is None else community - providers


def compared(connection: Connection, found: Round, before: Round | None) -> list[Row]:
    """The criteria of a round in their order. One of the round before is the same when its French words are."""
    now = _scores(connection, found)
    then = _scores(connection, before) if before else {}
    return [Row(one, now[one.fr], then.get(one.fr)) for one in found.criteria]


def _scores(connection: Connection, found: Round) -> dict[str, dict[str, Scores]]:
    given = {side: cards.scores(connection, found.versions[side]) for side in SIDES}
    return {
        one.fr: {side: summed(given[side].get(step(place), [])) for side in SIDES}
        for place, one in enumerate(found.criteria, 1)
    }
