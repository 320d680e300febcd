"""Accountability: what institutions promised, what both sides of a service scored, what the asked were told.

Each act is one transaction with its trail. Whoever acts on a page that somebody else has acted on since is told
(`Stale`), and nothing is changed. See docs/accountability.md.
"""


class Stale(Exception):
    """Somebody changed it since it was seen."""
