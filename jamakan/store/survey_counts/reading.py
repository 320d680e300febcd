"""The counts as pages read them."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select

from flows.effects import COMPLETED
from jamakan.store.models import FlowVersion, SurveyCount
from jamakan.surveys.counted import STANDS

Origin = tuple[str, str]  # language, kind


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one version: people by (measure, step), then by value; `origins`: dialogues by language and kind."""

    by_value: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)
    origins: dict[Origin, Counter[str]] = field(default_factory=dict)

    def values(self, measure: str, step: str = "") -> Counter[str]:
        """People by value."""
        return self.by_value.get((measure, step), Counter())

    def people(self, measure: str, step: str = "") -> int:
        """All of them."""
        return self.values(measure, step).total()

    def steps(self, measure: str) -> dict[str, Counter[str]]:
        """People by step, then by value."""
        return {step: values for (kind, step), values in self.by_value.items() if kind == measure}


@dataclass(frozen=True, slots=True)
class Standing:
    """How many dialogues of a flow began, whatever the version, and how many of them were completed."""

    begun: int = 0
    completed: int = 0


def of_version(connection: Connection, version: str, language: str = "", kind: str = "") -> Counts:
    """The counts of a version, of all its dialogues or of those begun in this language and kind."""
    counts = Counts()
    for row in connection.execute(select(SurveyCount).where(SurveyCount.version == version)):
        if row.measure == STANDS:
            counts.origins.setdefault((row.language, row.kind), Counter())[row.value] += row.people
        if language in ("", row.language) and kind in ("", row.kind):
            counts.by_value.setdefault((row.measure, row.step), Counter())[row.value] += row.people
    return counts


def standing(connection: Connection, flows: Collection[str]) -> dict[str, Standing]:
    """How each of these flows stands; one that nobody began too."""
    completed = func.sum(SurveyCount.people).filter(SurveyCount.value == COMPLETED)
    query = (
        select(FlowVersion.flow, func.sum(SurveyCount.people), func.coalesce(completed, 0))
        .join(SurveyCount, SurveyCount.version == FlowVersion.version)
        .where(SurveyCount.measure == STANDS, FlowVersion.flow.in_(flows))
        .group_by(FlowVersion.flow)
    )
    found = {flow: Standing(int(begun), int(ended)) for flow, begun, ended in connection.execute(query)}
    return {flow: found.get(flow, Standing()) for flow in flows}
