"""What staff do about messages that wait for a person, and about cases. Each act is one transaction with its trail.

Whoever acts on a page that somebody else has acted on since is told (`Stale`), and nothing is changed.
"""


class Stale(Exception):
    """Somebody changed it since it was seen."""


def sent_by_now(message_id: int | None) -> int:
    """The message of the same form, sent side by side and quicker. Raises Stale: it was somebody else."""
    if message_id is None:
        raise Stale
    return message_id
