"""The word by which people begin a survey by SMS: another one, if nobody else has it."""

from datetime import UTC, datetime

from flows.loader import load_flow
from flows.text.matching import normal
from jamakan import publishing
from jamakan.core import Core
from jamakan.publishing import PublishError
from jamakan.store import survey_words as table
from jamakan.store import surveys
from jamakan.store.staff import trail
from jamakan.store.surveys import KeywordTaken


def change(core: Core, flow: str, word: str, by: int | None) -> bool:
    """Begin a survey by this word from now on; the old one means nothing any more. False when it was so.

    Raises PublishError, as publishing does; LookupError: there is no such survey.
    """
    now = datetime.now(UTC)
    with core.db.begin(lock=surveys.LOCK) as connection:
        found = next((survey for survey in surveys.published(connection) if survey.flow == flow), None)
        if found is None:
            raise LookupError(f"there is no survey {flow!r}")
        publishing.check(core, load_flow(surveys.sources(connection)[found.version], flow).flow, word)
        changed = found.keyword != normal(word)
        if changed:
            try:
                table.put(connection, flow, normal(word))
            except KeywordTaken as error:
                raise PublishError(str(error), "keyword", "taken") from error
            told = {"before": found.keyword, "after": normal(word)}
            trail.append(connection, core.settings.vault, now, by, "survey.word_changed", f"survey:{flow}", **told)
    publishing.show(core)  # also when it was so: whoever tries again may not have been shown
    return changed
