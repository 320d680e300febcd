"""Bulk messages by staff: drafted, previewed, approved, started in their hours, written slice by slice.

What leaves, when and at which cost is the outbox's business (`jamakan.sending`).
"""

from jamakan.broadcasts.preparing import prepare
from jamakan.broadcasts.starting import ask_if_due, start_due

__all__ = ["ask_if_due", "prepare", "start_due"]
