"""A survey, a version or a file by what stands in the address."""

from dataclasses import dataclass

from flask import abort

from flows.loader import parse_flow
from flows.model import Flow
from flows.problems import FlowError
from flows.steps import words
from gateway.console.current import core
from gateway.console.words import language
from jamakan.conversation.book import UnknownVersion
from jamakan.conversation.keywords import word_of
from jamakan.conversation.sms import FLOWS
from jamakan.store import flow_versions, survey_uploads, surveys
from jamakan.store.survey_uploads import Upload
from jamakan.store.surveys import Survey, Version

ALWAYS = "always"  # the state of a flow of the library
COMMANDS = {flow: command for command, flow in FLOWS.items()}


@dataclass(frozen=True, slots=True)
class Found:
    """A flow people answer: a published survey, or one of the library's, whose keyword nobody changes."""

    flow: str
    title: str
    state: str
    version: str
    keyword: str
    versions: list[Version]


def found_or_404(flow: str) -> Found:
    """The survey of this name."""
    with core().db.read() as connection:
        survey, known = surveys.find(connection, flow), surveys.versions(connection, flow)
    if survey is not None:
        return Found(flow, words(survey.title, language()), survey.state, survey.version, survey.keyword, known)
    if flow not in core().book.names:
        abort(404)
    ours = core().book.current(flow)
    return Found(flow, words(ours.title, language()), ALWAYS, ours.version, own_keyword(flow), known)


def own_keyword(flow: str) -> str:
    """The word that starts a flow of the library, for the reader's language."""
    return word_of(COMMANDS[flow], language()) if flow in COMMANDS else ""


def version_or_404(found: Found, version: str) -> Flow:
    """A version of it; "" is the current one."""
    wanted = version or found.version
    try:
        flow = played(wanted)
    except FlowError:
        abort(404)
    if flow is None or flow.name != found.flow:
        abort(404)
    return flow


def played(version: str) -> Flow | None:
    """A version that was ever published: SQL keeps what Redis lost. None: there is none. Raises FlowError."""
    try:
        return core().book.version(version)
    except UnknownVersion:
        with core().db.read() as connection:
            source = flow_versions.source(connection, version)
        return parse_flow(source, f"published version {version}") if source is not None else None


def upload_or_404(number: int) -> Upload:
    """The file of this number."""
    with core().db.read() as connection:
        upload = survey_uploads.find(connection, number)
    if upload is None:
        abort(404)
    return upload


def current_of(flow: str) -> Survey | None:
    """What a draft of this flow would be a new version of."""
    with core().db.read() as connection:
        return surveys.find(connection, flow)
