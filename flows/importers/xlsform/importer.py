"""An XLSForm, as the bytes of a spreadsheet, to a flow; or everything that is wrong with it, in one pass."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from flows.importers.xlsform import kinds
from flows.importers.xlsform.choices import Lists, read_lists, with_other
from flows.importers.xlsform.conversion import objections
from flows.importers.xlsform.form import Form
from flows.importers.xlsform.formulas import FormulaReader
from flows.importers.xlsform.languages import languages
from flows.importers.xlsform.leaving import leave_out
from flows.importers.xlsform.mentions import check_mentions
from flows.importers.xlsform.nodes import flow_name, flow_node
from flows.importers.xlsform.notices import notice
from flows.importers.xlsform.outline import Outline, outline
from flows.importers.xlsform.problems import Findings, Problem, XlsformError
from flows.importers.xlsform.questions import draft
from flows.importers.xlsform.references import check_order
from flows.importers.xlsform.rows import Rows, read_rows
from flows.importers.xlsform.workbook import Row, Workbook, workbook
from flows.importers.yaml_text import yaml_text
from flows.limits import FLOW_SOURCE
from flows.loader import Loaded, build_flow
from flows.loader.nodes import Node
from flows.model import Flow
from flows.problems import FlowError
from flows.problems import Problem as FlowProblem

_LEFT_TO_LOADER = frozenset({"name", "default"})  # fields this importer does not judge to the end


@dataclass(frozen=True, slots=True)
class Imported:
    """source: the flow as YAML, from which it can be loaded again for ever, with the same version.

    left_out: the questions `skip_unsupported` left out, each with the reason.
    """

    flow: Flow
    source: str
    warnings: tuple[Problem, ...]
    left_out: tuple[Problem, ...]


def import_xlsform(
    data: bytes,
    *,
    name: str = "",
    language: str = "fr",
    skip_unsupported: bool = False,
    reader: Callable[[bytes], Rows] = read_rows,
) -> Imported:
    """The flow of the form in `data`: .xlsx, .xlsm, .xls, CSV or Markdown tables, whatever the file was called.

    name: of the flow, otherwise its form_id. language: of labels without one, when the form does not say.
    skip_unsupported: leave out optional questions of an unsupported kind that nothing else needs.
    reader: `read_rows`, perhaps in a process of its own.

    Raises:
        XlsformError: with every problem of the form.
    """
    book = workbook(reader(data))
    settings = book.settings.rows[0] if book.settings.rows else Row(2, {})
    form = _form(book, settings, language)
    outlined = outline(book.survey, form.offences, form.warnings)
    form = replace(form, lists=_with_others(form.lists, outlined))
    drafts = [draft(question, form) for question in outlined.questions if not question.refused]
    check_mentions(outlined, form)
    check_order(drafts, outlined, form)
    left = leave_out(drafts, outlined, form) if skip_unsupported else None
    kept = left.kept if left else drafts
    if left and not kept and not left.offences:
        raise XlsformError(
            [Problem("survey", 0, "", "", "nothing is left to ask: no question is one a phone can ask")]
        )
    title = settings.get("form_title") or settings.get("form_id") or name or "Formulaire"
    root = flow_node(flow_name(name or settings.get("form_id") or title), title, kept, form, settings.get("pass"))
    loaded = _loaded(root, left.offences if left else tuple(form.offences), form)
    source = yaml_text(root)
    if len(source) > FLOW_SOURCE:
        why = f"the form is too long: as a flow it has {len(source):,} characters, {FLOW_SOURCE:,} at most"
        raise XlsformError([Problem("", 0, "", "", why)])
    notice(kept, form)
    warnings = (*form.warnings, *(_placed(problem, form) for problem in loaded.warnings))
    return Imported(loaded.flow, source, _in_order(warnings), _in_order(left.out if left else ()))


def _form(book: Workbook, settings: Row, language: str) -> Form:
    offences, warnings = Findings(), Findings()
    for problem in book.problems:
        offences.add(problem)
    lists = read_lists(book, offences)
    for sheet in book.others & {"entities"}:
        offences.add(Problem(sheet, 0, "", "", "not supported: entities. Delete the sheet"))
    return Form(
        book,
        languages((book.survey, book.choices), settings.get("default_language"), language, offences),
        lists,
        FormulaReader(book.survey, lists.columns, offences, warnings),
        offences,
        warnings,
    )


def _with_others(lists: Lists, outlined: Outline) -> Lists:
    """or_other adds its choice to every question that shares the list, as pyxform does."""
    selects = [kinds.select(question.written) for question in outlined.questions]
    names = {select.list_name for select in selects if select and select.or_other} & lists.by_name.keys()
    return replace(lists, by_name={**lists.by_name, **{name: with_other(lists.by_name[name]) for name in names}})


def _loaded(root: Node, offences: Sequence[Problem], form: Form) -> Loaded:
    """
    Raises:
        XlsformError: when there are offences, or when the flow has faults, or when pyxform refuses the form.
    """
    loaded: Loaded | None = None
    faults: tuple[FlowProblem, ...] = ()
    try:
        loaded = build_flow(root, "survey")
    except FlowError as error:
        faults = error.problems
    found = [*offences, *_faults(faults, offences, form)]
    found += objections(form.workbook, found, form.offences)
    if loaded is None or found:
        raise XlsformError(_in_order(found))
    return loaded


def _faults(faults: Iterable[FlowProblem], offences: Sequence[Problem], form: Form) -> Iterator[Problem]:
    """Beside offences, which make a flow incomplete, only the faults that have nothing to do with them."""
    told = {(problem.row, problem.column) for problem in offences}
    for fault in faults:
        problem = _placed(fault, form)
        if not offences or (_field(fault) in _LEFT_TO_LOADER and (problem.row, problem.column) not in told):
            yield problem


def _placed(problem: FlowProblem, form: Form) -> Problem:
    """A problem of the flow in terms of the spreadsheet."""
    field = _field(problem)
    where = "" if field else f"{problem.where}: "
    return Problem("survey", problem.line, form.workbook.survey.header(field), "", f"{where}{problem.reason}")


def _field(problem: FlowProblem) -> str:
    return problem.where.partition(", ")[2]


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    findings = Findings()
    for problem in problems:
        findings.add(problem)
    return findings.in_order()
