"""The expressions of a form, read from their cells."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pyxform.aliases import yes_no

from flows.expressions import Expression, ExpressionError, parse, remarks
from flows.importers.xlsform.problems import Findings, Problem, excerpt
from flows.importers.xlsform.workbook import Row, Sheet

_STRAIGHT = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\xa0": " "})
_CURLY = re.compile("[‘’“”]")
# A whole cell of these is a constant, as in pyxform; inside an expression they would be words.
_CONSTANTS: Mapping[str, str] = {word: "true()" if value else "false()" for word, value in yes_no.items()}


@dataclass(frozen=True, slots=True)
class Formula:
    """An expression with its place in the survey sheet."""

    row: int
    column: str
    source: str
    expression: Expression

    def problem(self, why: str, *, unsupported: bool = False) -> Problem:
        return Problem("survey", self.row, self.column, self.source, why, unsupported)


@dataclass(frozen=True, slots=True)
class FormulaReader:
    """Reads expressions, noting what is wrong with each. columns: those of the choices sheet."""

    sheet: Sheet
    columns: frozenset[str]
    offences: Findings
    warnings: Findings

    def read(self, row: Row, name: str) -> Formula | None:
        """The expression in the column `name`, if there is a usable one."""
        return self.of(row, self.sheet.header(name), row.get(name), filters=name == "choice_filter")

    def of(self, row: Row, column: str, written: str, *, filters: bool = False) -> Formula | None:
        """`written` as an expression. filters: it is a choice_filter, where bare words are columns."""
        source = _CONSTANTS.get(written.strip()) or " ".join(written.translate(_STRAIGHT).split())
        if not source:
            return None
        if _CURLY.search(written):
            why = "curly quotes are read as straight ones: straighten them"
            self.warnings.add(Problem("survey", row.number, column, written, why))
        try:
            formula = Formula(row.number, column, source, parse(source))
        except ExpressionError as error:
            self._refuse(row, column, source, error)
            return None
        self._remark(formula, filters)
        return formula

    def _refuse(self, row: Row, column: str, source: str, error: ExpressionError) -> None:
        what = excerpt(source, error.position)
        unsupported = "not supported" in error.reason
        self.offences.add(Problem("survey", row.number, column, what, str(error), unsupported))

    def _remark(self, formula: Formula, filters: bool) -> None:
        for remark in remarks(formula.source, words_are_columns=filters):
            kind = self.warnings if remark.startswith("a comparison") else self.offences
            kind.add(formula.problem(remark))
        if filters:
            for word in sorted(formula.expression.bare_words - self.columns):
                self.offences.add(formula.problem(f"the choices sheet has no column {word}"))
