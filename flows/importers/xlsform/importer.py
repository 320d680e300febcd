"""An XLSForm, as the bytes of a spreadsheet, to a flow; or everything that is wrong with it, in one pass."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from flows.importers.xlsform import kinds
from flows.importers.xlsform.choices import Lists, read_lists, with_other
from flows.importers.xlsform.conversion import objection
from flows.importers.xlsform.form import Form
from flows.importers.xlsform.formulas import FormulaReader
from flows.importers.xlsform.languages import languages
from flows.importers.xlsform.leaving import leave_out
from flows.importers.xlsform.nodes import flow_name, flow_node
from flows.importers.xlsform.notices import notice
from flows.importers.xlsform.outline import Outline, outline
from flows.importers.xlsform.problems import Findings, Problem, XlsformError
from flows.importers.xlsform.questions import draft
from flows.importers.xlsform.references import check
from flows.importers.xlsform.workbook import Row, Workbook, read
from flows.importers.yaml_text import yaml_text
from flows.loader import Loaded, build_flow
from flows.loader.nodes import Node
from flows.model import Flow
from flows.problems import FlowError
from flows.problems import Problem as FlowProblem


@dataclass(frozen=True, slots=True)
class Imported:
    """source: the flow as YAML, from which it can be loaded again for ever, with the same version.

    left_out: the questions `skip_unsupported` left out, each with the reason.
    """

    flow: Flow
    source: str
    warnings: tuple[Problem, ...]
    left_out: tuple[Problem, ...]


def import_xlsform(data: bytes, *, name: str = "", language: str = "fr", skip_unsupported: bool = False) -> Imported:
    """The flow of the form in `data`: .xlsx, .xlsm, .xls, CSV or Markdown tables, whatever the file was called.

    name: of the flow, otherwise its form_id. language: of labels without one, when the form does not say.
    skip_unsupported: leave out optional questions of an unsupported kind that nothing else needs.

    Raises:
        XlsformError: with every problem of the form.
    """
    workbook = read(data)
    settings = workbook.settings.rows[0] if workbook.settings.rows else Row(2, {})
    form = _form(workbook, settings, language)
    outlined = outline(workbook.survey, form.offences, form.warnings)
    form = replace(form, lists=_with_others(form.lists, outlined))
    drafts = [draft(question, form) for question in outlined.questions if not question.refused]
    check(drafts, outlined, form)
    left = leave_out(drafts, outlined, form) if skip_unsupported else None
    kept = left.kept if left else drafts
    _stop_on(left.offences if left else form.offences, workbook, form)
    notice(kept, form)
    title = settings.get("form_title") or settings.get("form_id") or name or "Formulaire"
    root = flow_node(flow_name(name or settings.get("form_id") or title), title, kept, form)
    loaded = _build(root, form)
    warnings = (*form.warnings, *(_placed(problem, form) for problem in loaded.warnings))
    return Imported(loaded.flow, yaml_text(root), _in_order(warnings), _in_order(left.out if left else ()))


def _form(workbook: Workbook, settings: Row, language: str) -> Form:
    offences, warnings = Findings(), Findings()
    lists = read_lists(workbook, offences)
    for sheet in workbook.others & {"entities"}:
        offences.add(Problem(sheet, 0, "", "", "not supported: entities. Delete the sheet"))
    return Form(
        workbook,
        languages((workbook.survey, workbook.choices), settings.get("default_language"), language),
        lists,
        FormulaReader(workbook.survey, lists.columns, offences, warnings),
        offences,
        warnings,
    )


def _with_others(lists: Lists, outlined: Outline) -> Lists:
    """or_other adds its choice to every question that shares the list, as pyxform does."""
    selects = [kinds.select(question.written) for question in outlined.questions]
    names = {select.list_name for select in selects if select and select.or_other} & lists.by_name.keys()
    return replace(lists, by_name={**lists.by_name, **{name: with_other(lists.by_name[name]) for name in names}})


def _stop_on(offences: Iterable[Problem], workbook: Workbook, form: Form) -> None:
    """
    Raises:
        XlsformError: when there are offences, ours or pyxform's.
    """
    found = list(offences)
    theirs = objection(workbook.raw)
    if theirs and (not found or (theirs.row and theirs.row not in {problem.row for problem in form.offences})):
        found.append(theirs)
    if found:
        raise XlsformError(_in_order(found))


def _build(root: Node, form: Form) -> Loaded:
    try:
        return build_flow(root, "survey")
    except FlowError as error:
        raise XlsformError(_placed(problem, form) for problem in error.problems) from error


def _placed(problem: FlowProblem, form: Form) -> Problem:
    """A problem of the flow in terms of the spreadsheet."""
    step, _, field = problem.where.partition(", ")
    where = f"{step}: " if not field else ""
    return Problem("survey", problem.line, form.workbook.survey.header(field), "", f"{where}{problem.reason}")


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    findings = Findings()
    for problem in problems:
        findings.add(problem)
    return findings.in_order()
