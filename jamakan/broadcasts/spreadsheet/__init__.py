"""Recipients from a spreadsheet: every problem of every row, before anything is kept."""

from jamakan.broadcasts.spreadsheet.checking import Recipients, recipients
from jamakan.spreadsheets import Problem, SpreadsheetError

__all__ = ["Problem", "Recipients", "SpreadsheetError", "recipients"]
