"""Cells of a spreadsheet written for staff: none of them is a formula."""

import re

# French spreadsheets split CSV at ";", others at tabs, and a quote inside a field does not stop them: what follows
# any of these may begin a cell. A sign with digits and nothing else is a number.
FORMULA = re.compile(r"""(\A(?=[\t\r])|(?:\A|[,;\t\r\n]"*)(?=[=@]|[+-](?![0-9]+\Z)))""")


def harmless(cell: str) -> str:
    """A cell in which no spreadsheet finds a formula, wherever it splits it; a number keeps its plus."""
    return FORMULA.sub(r"\1'", cell)
