"""Handing queued messages to their carriers: the attempt is committed, the carrier called, each outcome recorded.

`flush` is the send worker's job. Its lanes are threads, several for each channel: they wait for carriers side by
side, and one of them is for messages to one person alone, so that no broadcast delays an answer.
"""

from jamakan.sending.flushing import ask_if_due, flush
from jamakan.sending.tidying import tidy

__all__ = ["ask_if_due", "flush", "tidy"]
