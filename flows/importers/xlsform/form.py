"""What every part of the import needs to know of the form, and where it notes what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass

from flows.importers.xlsform import wording
from flows.importers.xlsform.choices import Lists
from flows.importers.xlsform.columns import Column
from flows.importers.xlsform.formulas import FormulaReader
from flows.importers.xlsform.languages import Languages
from flows.importers.xlsform.problems import Findings, Problem
from flows.importers.xlsform.workbook import Row, Sheet, Workbook


@dataclass(frozen=True, slots=True)
class Form:
    workbook: Workbook
    languages: Languages
    lists: Lists
    formulas: FormulaReader
    offences: Findings
    warnings: Findings

    def refuse(self, row: Row, name: str, why: str, *, unsupported: bool = False) -> None:
        sheet = self.workbook.survey
        self.offences.add(Problem(sheet.name, row.number, sheet.header(name), row.get(name), why, unsupported))

    def warn(self, row: Row, name: str, why: str) -> None:
        sheet = self.workbook.survey
        self.warnings.add(Problem(sheet.name, row.number, sheet.header(name), row.get(name), why))

    def words(self, sheet: Sheet, row: Row, name: str) -> Mapping[str, str]:
        """The words of a column by language code, as a phone can show them, with `{name}` for `${name}`."""
        found: dict[str, str] = {}
        for language, written in row.translations(name):
            code = self.languages.written.get(language, language)
            plain = wording.without_markup(written)
            if plain != written:
                header = sheet.headers.get(Column(name, language), name)
                why = "Markdown and HTML are taken out: a phone shows plain text"
                self.warnings.add(Problem(sheet.name, row.number, header, written, why))
            if text := wording.tidy(wording.with_placeholders(plain)):
                found.setdefault(code, text) if not language else found.update({code: text})
        return found

    def in_all_languages(self, words: Mapping[str, str]) -> dict[str, str]:
        """With the words of the default language, or any, where a translation is missing."""
        spare = words.get(self.languages.default) or next(iter(words.values()), "")
        return {code: words.get(code, spare) for code in self.languages.codes} if spare else {}
