"""What the filter of an audience may name in this house."""

from collections.abc import Iterator

from flows.catalog import load_library
from flows.loader import parse_flow
from flows.model import Flow
from flows.steps import LISTS, STORED
from jamakan.core import Core
from jamakan.programme.audience import FACTS, Known, Question
from jamakan.store import surveys
from jamakan.store.activities import all_activities

REGISTRATION = "registration"  # the flow whose answers are what is known of people


def known(core: Core) -> Known:
    """The activities, the values of people's facts, the languages, and the questions of all flows ever published."""
    with core.db.read() as connection:
        activities = [activity.slug for activity in all_activities(connection)]
    asked = {flow.name: dict(_questions(flow)) for flow in flows(core)}
    facts = {name: asked[REGISTRATION][name].values or frozenset() for name in FACTS}
    return Known(activities, facts, core.settings.languages, asked)


def flows(core: Core) -> list[Flow]:
    """The flows of the library, and every survey ever published as it stands."""
    with core.db.read() as connection:
        published, sources = surveys.published(connection), surveys.sources(connection)
    library = load_library()
    found = [library.flow(name) for name in library.names]
    return found + [parse_flow(sources[survey.version], survey.flow) for survey in published]


def _questions(flow: Flow) -> Iterator[tuple[str, Question]]:
    for step in flow.steps:
        if step.kind in STORED:
            listed = step.kind in LISTS and not step.choices_from
            values = frozenset(choice.name for choice in step.choices) if listed else None
            yield step.name, Question(values, step.personal)
