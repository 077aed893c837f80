"""What changed between two budgets or documents: the records, and the sentences, cells and charts that follow from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assembler.description import Document
from assembler.diff.changes import BlockChange, ChartChange, ParagraphChange, SectionChange, TableChange
from assembler.diff.comparing import compare
from figures.budget import Budget
from figures.differences import Differences, differences
from figures.lean import frozen
from figures.reading import read_bytes, read_figures
from figures.renamed_projects import renamed_projects
from yugong.api import build
from yugong.diff_inputs import content_of, is_document_data

if TYPE_CHECKING:
    from assembler.template import Template


@frozen
class Side:
    """One of the two that are compared: what its document says and, unless it is a document that carries none, its figures.

    `note` is what must be said of it, as a Chinese sentence.
    """

    name: str
    document: Document
    budget: Budget | None
    note: str = ""


@frozen
class Comparison:
    """Everything that changed; `records` is None where one side is a document that carries no figures."""

    old: str
    new: str
    records: Differences | None
    sections: tuple[SectionChange, ...]

    def __bool__(self) -> bool:
        return bool(self.records) or bool(self.sections)

    @property
    def counts(self) -> dict[str, int]:
        """How many records, sentences, cells and rows of tables, and charts changed, by their Chinese names."""
        records = 0 if self.records is None else len(self.records.this_year) + len(self.records.last_year)
        return {"数据记录": records, **counts_of([b for s in self.sections for b in s.blocks])}


def counts_of(blocks: Sequence[BlockChange]) -> dict[str, int]:
    """How many sentences, cells and rows of tables, and charts changed, by their Chinese names."""
    return {
        "文字": sum(len(b.sentences) for b in blocks if isinstance(b, ParagraphChange)),
        "单元格": sum(len(b.cells) for b in blocks if isinstance(b, TableChange)),
        "表格行": sum(len(b.rows) for b in blocks if isinstance(b, TableChange)),
        "图": sum(isinstance(b, ChartChange) for b in blocks),
    }


def compare_files(old: Path, new: Path, last_year: Path | None = None, template: str | Template | None = None) -> Comparison:
    """What changed from `old` to `new`, each a workbook, JSON or a built document; `last_year` goes with figures of either.

    ReadError and RebuildError say in one Chinese sentence which file cannot be read and why.
    """
    return compared(load(old, last_year, template), load(new, last_year, template))


def compared(old: Side, new: Side) -> Comparison:
    """What changed from one to the other."""
    if old.budget is None or new.budget is None:
        return Comparison(old.name, new.name, None, compare(old.document, new.document))
    sections = compare(old.document, new.document, renamed_projects(old.budget, new.budget))
    return Comparison(old.name, new.name, differences(old.budget, new.budget), sections)


def load(path: Path, last_year: Path | None = None, template: str | Template | None = None) -> Side:
    """One side: a document as it stands in its file, or the document that figures make."""
    data = content_of(path)
    if is_document_data(data):
        from yugong.diff_document import read_side

        return read_side(path, data)
    budget = read_bytes(data, str(path))
    if last_year is not None:
        budget = replace(budget, last_year=read_figures(last_year))
    return built(path.name, budget, template)


def built(name: str, budget: Budget, template: str | Template | None = None) -> Side:
    """One side: the document that figures make."""
    return Side(name, build(budget, template, pages=False).description.document, budget)
