"""Opening a survey to people: checked, kept for ever by its content hash, listed for phones."""

from datetime import datetime

from flows.text.matching import normal
from jamakan.conversation.keywords import STOP_WORDS, WORDS
from jamakan.core import Core
from jamakan.flow_files import FlowFile
from jamakan.projections import project_programme
from jamakan.store import surveys
from jamakan.store.surveys import KeywordTaken


class PublishError(ValueError):
    """A survey that cannot be opened, with the reason for whoever asked."""


def publish(core: Core, found: FlowFile, keyword: str, now: datetime) -> bool:
    """Open a survey under an SMS keyword. False when this very version was open. Raises PublishError."""
    flow = found.flow
    word = normal(keyword)
    if not word or " " in word or word.isdecimal():
        raise PublishError(f"the keyword {keyword!r} must be one word with a letter in it: give it with --keyword")
    if word in STOP_WORDS or word in WORDS:
        raise PublishError(f"the keyword {keyword!r} has a meaning of its own: choose another with --keyword")
    if flow.name in core.book.names:
        raise PublishError(f"{flow.name!r} is the name of a flow of the library: name the form otherwise")
    for step in flow.steps:
        if step.does:
            raise PublishError(f"step {step.name}: the action {step.does!r} is for library flows only, take it away")
        for target in filter(None, (step.goto, *(choice.goto for choice in step.choices))):
            if target not in core.book.names:
                raise PublishError(f"step {step.name}: there is no flow {target!r} to go to")
    try:
        new = surveys.publish(
            core.db,
            flow=flow.name,
            version=flow.version,
            source=found.source,
            title=flow.title,
            keyword=word,
            now=now,
        )
    except KeywordTaken as error:
        raise PublishError(str(error)) from error
    project_programme(core)
    return new


def close(core: Core, name: str) -> bool:
    """Close a survey to newcomers. False when it was not open."""
    closed = surveys.close(core.db, name)
    project_programme(core)
    return closed


def source(core: Core, name: str) -> str | None:
    """The YAML of a flow of the library or of a published survey."""
    if name in core.book.names:
        return core.book.source(name)
    with core.db.read() as connection:
        return next((survey.source for survey in surveys.published(connection) if survey.flow == name), None)
