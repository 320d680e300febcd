"""Spreadsheets people send: .xlsx or CSV, read the same way, every problem told with its row and column."""

from jamakan.spreadsheets.problems import Problem, SpreadsheetError
from jamakan.spreadsheets.reading import MOST_BYTES, MOST_ROWS, Row, rows

__all__ = ["MOST_BYTES", "MOST_ROWS", "Problem", "Row", "SpreadsheetError", "rows"]
