"""Surveys opened to people, paused and closed: checked, kept for ever by their content hash, listed for phones.

Who did what is in the trail, in the same transaction; what phones see follows the commit.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

import structlog
from redis.exceptions import RedisError

from flows.model import Flow
from flows.text.matching import normal
from jamakan.conversation.keywords import STOP_WORDS, WORDS
from jamakan.core import Core
from jamakan.flow_files import FlowFile
from jamakan.projections import project_programme
from jamakan.store import flow_versions, survey_uploads, surveys
from jamakan.store.staff import trail
from jamakan.store.survey_uploads import DRAFT, PUBLISHED
from jamakan.store.surveys import CLOSED, OPEN, PAUSED, KeywordTaken

log = structlog.get_logger()

MOVES = {  # what staff ask for → from which states, to which one
    "paused": ((OPEN,), PAUSED),
    "reopened": ((PAUSED, CLOSED), OPEN),
    "closed": ((OPEN, PAUSED), CLOSED),
}


class PublishError(ValueError):
    """A survey that cannot be opened, with the reason for whoever asked. `about`: keyword, or flow."""

    def __init__(self, reason: str, about: str = "flow", code: str = "") -> None:
        super().__init__(reason)
        self.about = about
        self.code = code


class Outrun(Exception):
    """Somebody else decided meanwhile."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A file to be opened, by its number. `seen`: the version that was open when it was decided, "" for none."""

    number: int
    seen: str


def publish(
    core: Core, found: FlowFile, keyword: str, now: datetime, by: int | None = None, draft: Draft | None = None
) -> bool:
    """Open a survey under an SMS keyword. False when this very version was open.

    Raises PublishError; Outrun when the draft is no draft any more, or another version was opened meanwhile.
    """
    flow = found.flow
    check(core, flow, keyword)
    with core.db.begin(lock=surveys.LOCK) as connection:
        current = surveys.find(connection, flow.name)
        if draft is not None and draft.seen != (current.version if current else ""):
            raise Outrun
        if draft is not None and not survey_uploads.move(connection, draft.number, (DRAFT,), PUBLISHED):
            raise Outrun
        try:
            new = surveys.publish(connection, flow, found.source, keyword, now)
        except KeywordTaken as error:
            raise PublishError(str(error), "keyword", "taken") from error
        if new:
            subject = f"survey:{flow.name}"
            trail.append(connection, core.settings.vault, now, by, "survey.published", subject, version=flow.version)
    show(core)
    return new


def check(core: Core, flow: Flow, keyword: str) -> None:
    """Whether a flow may be opened under this word. Raises PublishError."""
    word = normal(keyword)
    if not word or " " in word or word.isdecimal():
        reason = f"the keyword {keyword!r} must be one word with a letter in it: give it with --keyword"
        raise PublishError(reason, "keyword", "word")
    if word in STOP_WORDS or word in WORDS:
        reason = f"the keyword {keyword!r} has a meaning of its own: choose another with --keyword"
        raise PublishError(reason, "keyword", "meaning")
    if flow.name in core.book.names:
        raise PublishError(f"{flow.name!r} is the name of a flow of the library: name the form otherwise")
    for step in flow.steps:
        if step.does:
            raise PublishError(f"step {step.name}: the action {step.does!r} is for library flows only, take it away")
        for target in filter(None, (step.goto, *(choice.goto for choice in step.choices))):
            if target not in core.book.names:
                raise PublishError(f"step {step.name}: there is no flow {target!r} to go to")


def move(core: Core, flow: str, deed: str, by: int | None) -> bool:
    """Pause, reopen or close a survey, by a word of MOVES; whoever is in the middle goes on. False: too late."""
    before, state = MOVES[deed]
    with core.db.begin() as connection:
        moved = surveys.move(connection, flow, before, state)
        if moved:
            now, subject = datetime.now(UTC), f"survey:{flow}"
            trail.append(connection, core.settings.vault, now, by, f"survey.{deed}", subject)
    show(core)
    return moved


def close(core: Core, name: str) -> bool:
    """Close a survey to newcomers. False when it was not open."""
    return move(core, name, "closed", None)


def show(core: Core) -> None:
    """Let phones see what is open."""
    try:
        project_programme(core)
    except RedisError:
        log.warning("Redis is away: the clock will show what changed")


def source(core: Core, name: str) -> str | None:
    """The YAML of a flow of the library or of a published survey."""
    if name in core.book.names:
        return core.book.source(name)
    with core.db.read() as connection:
        found = surveys.find(connection, name)
        return flow_versions.source(connection, found.version) if found else None
