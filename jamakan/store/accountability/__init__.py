"""Commitments, score cards and campaigns as rows: one conditional UPDATE decides, one row says what happened."""

from sqlalchemy import Connection

__all__ = ["Connection"]
