"""XLSForm, the spreadsheet NGOs write their surveys in: in as a flow, and back out."""

from flows.importers.xlsform.export import to_markdown, to_xlsx
from flows.importers.xlsform.importer import Imported, import_xlsform
from flows.importers.xlsform.problems import Problem, XlsformError
from flows.importers.xlsform.rows import Rows, is_binary, read_rows

__all__ = [
    "Imported",
    "Problem",
    "Rows",
    "XlsformError",
    "import_xlsform",
    "is_binary",
    "read_rows",
    "to_markdown",
    "to_xlsx",
]
