"""Exports in SQL: their records and sealed parts, and the pages of rows they are made of.

records.py   what was asked for and how far it is
parts.py     the pieces, and the stream of a file
people.py, answers.py, messages.py, attendance.py   a page of rows beyond a cursor, and how many there are
"""

from sqlalchemy import Connection

__all__ = ["Connection"]
