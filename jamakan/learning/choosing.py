"""What staff decide about tests: which one an activity has, when it is open. Each in a transaction with its trail."""

from datetime import UTC, datetime

from flows.problems import FlowError
from flows.steps import Text
from jamakan.conversation.book import FlowBook, UnknownVersion
from jamakan.core import Core
from jamakan.publishing import show, source
from jamakan.store import flow_versions, surveys
from jamakan.store.activities import row_id
from jamakan.store.learning import choosing
from jamakan.store.learning.choosing import DATES, OPENED, Chosen
from jamakan.store.staff import trail
from jamakan.store.surveys import Survey

SHIPPED = "citizenship"  # the test that comes with the service
LOCK = "tests"


class CannotChoose(ValueError):
    """What cannot be decided. `reason`: unknown (no such activity, or no such test) or begun (somebody took it)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def bank(core: Core) -> dict[str, Text]:
    """The tests there are, by flow, with their titles: the library's, then those staff brought and opened."""
    ours = [core.book.current(name) for name in core.book.names]
    found: dict[str, Text] = {flow.name: flow.title for flow in ours if flow.pass_mark}
    with core.db.read() as connection:
        published = surveys.published(connection)
    return found | {one.flow: one.title for one in published if _is_test(core.book, one)}


def choose(core: Core, slug: str, flow: str = SHIPPED, by: int | None = None) -> bool:
    """Give an activity this test, in its current version, asked before and after. "" takes it away again.

    False when nothing changed. Raises CannotChoose.
    """
    now = datetime.now(UTC)
    if flow and flow not in bank(core):
        raise CannotChoose("unknown")
    current = _current(core, flow)
    with core.db.begin(lock=LOCK) as connection:
        activity_id = row_id(connection, slug)
        if activity_id is None:
            raise CannotChoose("unknown")
        before = choosing.of_activity(connection, activity_id)
        if (before.flow if before else "") == flow:
            return False
        if choosing.begun(connection, activity_id):
            raise CannotChoose("begun")
        if flow:
            version, text = current
            flow_versions.keep(connection, flow, version, text, now)
            choosing.choose(connection, Chosen(activity_id, flow, version, DATES), by, now)
        else:
            choosing.leave(connection, activity_id)
        trail.append(connection, core.settings.vault, now, by, "test.chosen", f"activity:{slug}", flow=flow)
    show(core)
    return True


def open_(core: Core, slug: str, opened: str, by: int | None = None) -> bool:
    """Open the test of an activity now (`before`, `after`), by its dates, or not at all (`closed`).

    False when it stood so already. Raises CannotChoose.
    """
    if opened not in OPENED:
        raise CannotChoose("unknown")
    now = datetime.now(UTC)
    with core.db.begin(lock=LOCK) as connection:
        activity_id = row_id(connection, slug)
        before = choosing.of_activity(connection, activity_id) if activity_id is not None else None
        if before is None:
            raise CannotChoose("unknown")
        after = Chosen(before.activity_id, before.flow, before.version, opened)
        if not choosing.choose(connection, after, by, now):
            return False
        trail.append(connection, core.settings.vault, now, by, "test.opened", f"activity:{slug}", opened=opened)
    show(core)
    return True


def _is_test(book: FlowBook, survey: Survey) -> bool:
    try:
        return book.version(survey.version).pass_mark is not None
    except (UnknownVersion, FlowError):
        return False


def _current(core: Core, flow: str) -> tuple[str, str]:
    """The current version of a test, and its text; nothing of no test."""
    if not flow:
        return "", ""
    text = source(core, flow) or ""
    if flow in core.book.names:
        return core.book.current(flow).version, text
    with core.db.read() as connection:
        survey = surveys.find(connection, flow)
    return (survey.version if survey else ""), text
