"""XLSForm, the spreadsheet NGOs write their surveys in: in as a flow, and back out."""

from flows.importers.xlsform.export import to_markdown, to_xlsx
from flows.importers.xlsform.importer import Imported, import_xlsform
from flows.importers.xlsform.problems import Problem, XlsformError

__all__ = ["Imported", "Problem", "XlsformError", "import_xlsform", "to_markdown", "to_xlsx"]
