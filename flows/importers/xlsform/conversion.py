"""pyxform's own opinion of a form. It stops at the first thing it refuses, so it comes after our own checks."""

import copy
import re
from collections.abc import Mapping
from typing import Any
from xml.parsers.expat import ExpatError

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from flows.importers.xlsform.problems import Problem

_ROOT = "jamakan_form"  # pyxform's own name for the root, data, is also a common name of a question
_ROW = re.compile(r"^\[row : (\d+)\]\s*")
_SHEET = re.compile(r"'(survey|choices|settings|entities)' sheet")


def objection(raw: Mapping[str, Any]) -> Problem | None:
    """Why pyxform refuses the form, if it does. `raw`: the rows as it read them."""
    try:
        convert(copy.deepcopy(dict(raw)), warnings=[], validate=False, form_name=_ROOT)
    except PyXFormError as error:
        return _problem(str(error))
    except (AttributeError, LookupError, TypeError, ValueError, ExpatError) as error:
        return Problem("", 0, "", "", f"pyxform cannot convert the form ({type(error).__name__}: {error})")
    return None


def _problem(message: str) -> Problem:
    row = _ROW.match(message)
    sheet = _SHEET.search(message)
    name = sheet[1] if sheet else "survey" if row else ""
    why = " ".join(_ROW.sub("", message).split())
    return Problem(name, int(row[1]) if row else 0, "", "", f"pyxform: {why}")
