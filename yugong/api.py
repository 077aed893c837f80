"""What programmers use: read figures, build a document, look at what was found; each loads what it needs when it is first called."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assembler.pages.profiles import LIBREOFFICE, WORD, Profile
from figures.acknowledging import UNFINISHED, acknowledged, parted
from figures.budget import Budget
from figures.declared import DeclarationError
from figures.findings import Finding, Place, Severity
from figures.lean import frozen
from figures.reading import ReadError, read_figures
from yugong import __version__
from yugong.file_errors import SavingError

if TYPE_CHECKING:
    from assembler.describing import Description
    from assembler.look import Look
    from assembler.pages.survey import Survey
    from assembler.template import Template
    from figures.datasets import Figures
    from yugong.explaining import ExplainedSection

__all__ = [
    "BuiltDocument",
    "DeclarationError",
    "ReadError",
    "SavingError",
    "build",
    "check",
    "read",
]

PROGRAMS: dict[str, Profile] = {"word": WORD, "libreoffice": LIBREOFFICE}
"""Whose rules the page numbers follow."""


def read(path: str | Path, last_year: str | Path | None = None) -> Budget:
    """The budget in a workbook or JSON file, with last year's beside it; ReadError says in one Chinese sentence why it cannot be read.

    What could be read but is wrong or could not be placed is among `findings` of the result.
    """
    return read_figures(Path(path), None if last_year is None else Path(last_year))


@frozen
class BuiltDocument:
    """A built document: its description, page numbers, and everything that was found from reading to paging."""

    description: Description
    template: Template
    pages: Survey | None
    program: str
    final: bool
    findings: tuple[Finding, ...]

    @property
    def look(self) -> Look:
        """The look that it was made with."""
        return self.template.look

    def to_bytes(self) -> bytes:
        """The .docx file. Unless it is final, it carries its figures and what was generated, so that it can be rebuilt."""
        numbers = None if self.pages is None else self.pages.numbers
        document = self.description.document
        payload = None if self.final else self._payload()
        return self.template.writer.write(document, numbers, identities=not self.final, payload=payload)

    def _payload(self) -> bytes:
        from assembler.rebuild.payload import fresh_payload
        from figures.exchange import to_json

        figures = to_json(self.description.tables.figures.budget)
        template = self.template.name, self.template.fingerprint
        return fresh_payload(self.description.document, figures, template, self.page_program, __version__)

    @property
    def page_program(self) -> str:
        """The program whose rules the page numbers follow, "" where there are none."""
        return "" if self.pages is None else self.program

    def explain(self, section: str = "") -> tuple[ExplainedSection, ...]:
        """Its paragraphs of wording by section, every number with its name, formula and source cells, every reason with its attribution.

        `section` is (part of) a heading, or the name of a wording file; without it all sections. None found: an empty tuple.
        """
        from yugong.explaining import explained_sections

        return explained_sections(self.description.document, section, self.description.vocabulary.reasons)

    def save(self, path: str | Path, force: bool = False) -> None:
        """Writes the file whole or not at all; a file that somebody edited by hand is only replaced with `force` (and kept beside it)."""
        from yugong.saving import save_whole

        save_whole(Path(path), self.to_bytes(), force)

    @property
    def ok(self) -> bool:
        """Whether nothing found is an error."""
        return all(f.severity is not Severity.ERROR for f in self.findings)


def build(
    budget: Budget,
    template: str | Template | None = None,
    pages: bool = True,
    *,
    final: bool = False,
    program: str = "word",
) -> BuiltDocument:
    """The document of `budget` by `template` (a name, a folder, or one already loaded; by default the one that the workbook names).

    `pages` False leaves the page numbers of the contents empty; `program` says whose rules they follow (a key of PROGRAMS).
    `final` makes what is unfinished an error. DeclarationError names file and line of a template that cannot be used.
    """
    from assembler.describing import describe
    from assembler.template import Template

    prepared = template if isinstance(template, Template) else loaded_template(budget, template)
    description = describe(prepared, budget)
    surveyed: Survey | None = None
    page_notes: tuple[Finding, ...] = ()
    if pages:
        description, surveyed, page_notes = _surveyed(description, prepared, program)
    found = [*_in_figures(description.tables.figures), *description.findings, *page_notes]
    settled = acknowledged(found, parted(budget.acknowledgements)[0])
    findings = tuple(_as_final(f) for f in settled) if final else settled
    return BuiltDocument(description, prepared, surveyed, program, final, findings)


def check(budget: Budget) -> tuple[Finding, ...]:
    """Everything found in the figures alone, without a template; what the officer has acknowledged is among it as notes."""
    from figures.datasets import Figures

    return acknowledged(_in_figures(Figures(budget)), budget.acknowledgements, complete=False)


def _in_figures(figures: Figures) -> tuple[Finding, ...]:
    """Everything found in reading the figures of both years and in holding them against each other."""
    from figures.checks import check_budget

    budget, last = figures.budget, figures.budget.last_year
    return (*budget.findings, *(last.findings if last else ()), *check_budget(figures))


def named_template(budget: Budget) -> str:
    """The template that the workbook names."""
    if not budget.basics.template:
        if any(f.code == "缺少工作表" and f.place.sheet == "基本信息" for f in budget.findings):
            raise DeclarationError(
                "工作簿中没有这张工作表，部门名称、预算年度和模板都不知道：请补上（可从 yugong new 生成的空白工作簿中复制），"
                "模板也可以用 --template 指定",
                Place(sheet="基本信息"),
            )
        raise DeclarationError(
            "没有写明使用哪个模板，请在“基本信息”的“模板”一栏填写，或用 --template 指定", Place(sheet="基本信息", cell="模板")
        )
    return budget.basics.template


def loaded_template(budget: Budget, name: str | None = None) -> Template:
    """The template called `name`, or that which the workbook names; where there is none of its name, its cell is told."""
    from assembler.template import load_template

    if name:
        return load_template(name)
    try:
        return load_template(named_template(budget))
    except DeclarationError as error:
        if error.place != Place():
            raise
        source = budget.basics.source
        raise DeclarationError(
            error.message, source.place("template") if source else Place(sheet="基本信息", cell="模板")
        ) from None


def _surveyed(description: Description, template: Template, program: str) -> tuple[Description, Survey, tuple[Finding, ...]]:
    """The description with the page breaks that LibreOffice must be told, its pages, and a note on those that may be one off."""
    from assembler.pages.survey import survey, with_page_breaks

    surveyed = survey(description.document, template.look, PROGRAMS[program])
    if surveyed.edges:
        description = replace(description, document=with_page_breaks(description.document, surveyed.edges))
        surveyed = survey(description.document, template.look, PROGRAMS[program])
    return description, surveyed, pages_told(surveyed)


def pages_told(surveyed: Survey | None) -> tuple[Finding, ...]:
    """A note on the entries of the contents that may be a page off, if there are any."""
    from assembler.pages.survey import note

    told = note(surveyed) if surveyed is not None else ""
    return (Finding("目录页码", Severity.NOTE, told),) if told else ()


def _as_final(finding: Finding) -> Finding:
    from assembler.describing import NO_LAST_YEAR

    if finding.code in UNFINISHED or (finding.code == NO_LAST_YEAR and finding.severity is Severity.WARNING):
        return replace(finding, severity=Severity.ERROR)
    return finding
