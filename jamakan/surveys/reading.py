"""Free-text answers, read by staff: tagged, to be found again beside others like them."""

from datetime import UTC, datetime

from jamakan.core import Core
from jamakan.store import free_texts
from jamakan.store.staff import trail


def tag(core: Core, by: int, number: int, word: str) -> bool:
    """Put a tag on an answer. False when it had it."""
    now = datetime.now(UTC)
    with core.db.begin() as connection:
        new = free_texts.put_tag(connection, number, word, by, now)
        if new:
            trail.append(connection, core.settings.vault, now, by, "text.tagged", f"answer:{number}", tag=word)
    return new


def untag(core: Core, by: int, number: int, word: str) -> bool:
    """Take a tag away. False when it was not there."""
    with core.db.begin() as connection:
        gone = free_texts.take_tag(connection, number, word)
        if gone:
            now = datetime.now(UTC)
            trail.append(connection, core.settings.vault, now, by, "text.untagged", f"answer:{number}", tag=word)
    return gone
