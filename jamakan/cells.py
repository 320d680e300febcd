"""Cells of a spreadsheet written for staff: none of them is a formula."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that a spreadsheet would run


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; a number keeps its plus."""
    return f"'{cell}" if cell.startswith(FORMULA) and not cell[1:].isdecimal() else cell
