"""The column `parameters`: `start=0 end=10 step=1` of a range, `randomize=true seed=3` of a select."""

import re
from dataclasses import replace

from pyxform.validators.pyxform.pyxform_reference import is_pyxform_reference

from flows.expressions import parse
from flows.importers.xlsform.bounds import stepped
from flows.importers.xlsform.drafts import Draft
from flows.importers.xlsform.form import Form
from flows.importers.xlsform.formulas import Formula
from flows.importers.xlsform.workbook import Row

_PARAMETER = re.compile(r"([\w-]+)\s*=\s*([^\s,;]+)")
_WHOLE = re.compile(r"-?\d{1,9}")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def with_range(made: Draft, form: Form) -> Draft:
    """start, end and step, which pyxform takes to be 1, 10 and 1."""
    given = {"start": "1", "end": "10", "step": "1"} | _parameters(made.question.row)
    if not all(_WHOLE.fullmatch(given[name]) for name in ("start", "end", "step")):
        form.refuse(made.question.row, "parameters", "not supported: a range goes in whole steps", unsupported=True)
        return made
    ends = sorted((given["start"], given["end"]), key=int)  # a slider may go down
    made = replace(made, minimum=ends[0], maximum=ends[1])
    if abs(int(given["step"])) in {0, 1}:
        return made
    source = stepped(given["start"], given["step"], made.constraint.source if made.constraint else "")
    return replace(made, constraint=Formula(made.question.row.number, "parameters", source, parse(source)))


def check_order_of_choices(row: Row, form: Form) -> None:
    """pyxform does not say where it found a wrong one."""
    given = _parameters(row)
    seed, shuffled = given.get("seed", ""), given.get("randomize", "")
    if shuffled.lower() not in {"", "true", "false"}:
        form.refuse(row, "parameters", f"randomize is true or false, not {shuffled}")
    elif seed and not shuffled:
        form.refuse(row, "parameters", "a seed goes with randomize=true")
    elif seed and not (_NUMBER.fullmatch(seed) or is_pyxform_reference(seed)):
        form.refuse(row, "parameters", f"a seed is a number or ${{name}}, not {seed}")
    elif shuffled:
        form.warn(row, "parameters", "choices keep the order of the sheet")


def _parameters(row: Row) -> dict[str, str]:
    return {key.lower(): value for key, value in _PARAMETER.findall(row.get("parameters"))}
