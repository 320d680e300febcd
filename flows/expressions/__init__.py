"""The ODK XPath subset of XLSForm: `parse` a text once, evaluate it for every answer. No `eval`, everything bounded.

Semantics are JavaRosa's (what ODK Collect does), measured; `values.py` says where they differ.
"""

from flows.expressions.environment import Environment
from flows.expressions.errors import ExpressionError
from flows.expressions.expression import Expression, parse
from flows.expressions.remarks import remarks
from flows.expressions.values import Value

__all__ = ["Environment", "Expression", "ExpressionError", "Value", "parse", "remarks"]
