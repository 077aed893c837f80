"""Our own document as the template of another program: a tag wherever text came from figures or from the officer.

It is what an author of such a template would make: rows of one structure are one row in a loop, the forms of all projects one form in a loop.
The programs differ in how they write a value and a loop (`Tags`); all are filled with the same texts, which are ready (`context_of`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from typing import Any, Protocol

import docx
from docx.oxml.ns import qn

from assembler.cells import Cell
from assembler.description import Document, Paragraph, Row, Table
from assembler.word.writing import END_STYLE
from narratives.text import Text, Words

Context = dict[str, Any]
FORMS = "f"
"""The name of the loop over forms."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a name is looked up: in the whole context, in one of the forms, or in a row of the loop `rows` of either."""

    form: bool = False
    rows: str = ""


class Tags(Protocol):
    """How a program writes its tags."""

    def value(self, scope: Scope, name: str, lines: bool) -> str:
        """The text called `name`; `lines` says whether it may have several lines."""

    def rows(self, scope: Scope, made: Any, group: Sequence[Row]) -> None:
        """Makes a loop of the row `made`, whose cells carry their tags already; it stands for the rows of `group`."""

    def forms(self, first: Any, last: Any) -> None:
        """Makes a loop of the paragraphs and tables from `first` to `last`."""


def template_of(document: Document, written: bytes, tags: Tags) -> bytes:
    """A template made of `written`, which was made from `document`."""
    opened = docx.Document(BytesIO(written))
    pairs = list(zip(_blocks(document), _elements(opened), strict=True))
    tables = 0
    for number, (block, element) in enumerate(pairs):
        if _form_of(block):
            continue
        if isinstance(block, Table):
            _tag_table(element, f"t{tables}", Scope(), [_groups(block)], tags)
            tables += 1
        elif _varies(block):
            set_text(element, tags.value(Scope(), f"p{number}", False))
    _tag_forms(pairs, tags)
    out = BytesIO()
    opened.save(out)
    return out.getvalue()


def context_of(document: Document) -> Context:
    """What a template is filled with: the texts of paragraphs, of cells and of rows in loops by name, and those of each form in a list."""
    context: Context = {FORMS: []}
    forms: dict[str, Context] = {}
    tables = 0
    for number, block in enumerate(_blocks(document)):
        if form := _form_of(block):
            mine = forms.setdefault(form, {})
            mine |= _filled("t", block) if isinstance(block, Table) else {f"p{len(mine)}": block.text}
        elif isinstance(block, Table):
            context |= _filled(f"t{tables}", block)
            tables += 1
        else:
            context[f"p{number}"] = block.text
    return context | {FORMS: list(forms.values())}


def _filled(name: str, table: Table) -> Context:
    """The texts of a table: each group of rows twice, for a template that has a loop for it and for one that has not."""
    filled: Context = {}
    for number, group in enumerate(_groups(table)):
        filled |= {f"{name}r{number}c{i}": cell.text for i, cell in enumerate(group[0].cells)}
        filled[f"{name}g{number}"] = [
            {f"c{i}": c.text for i, c in enumerate(row.cells)}
            | {f"m{i}": c.merge or "restart" for i, c in enumerate(row.cells)}
            | {merges_of(row): True}
            for row in group
        ]
    return filled


def merges_of(row: Row) -> str:
    """The name of a row's pattern of merges: c for each cell that goes on with the one above, s for each other one."""
    return "k" + "".join("c" if cell.merge == "continue" else "s" for cell in row.cells)


def _blocks(document: Document) -> Iterator[Paragraph | Table]:
    yield from (b for b in document.blocks() if isinstance(b, (Paragraph, Table)))


def _elements(opened: Any) -> Iterator[Any]:
    """The paragraphs and tables of the body that blocks stand behind: not those of the contents, of charts and of ends of sections."""
    names = {s.style_id: s.name for s in opened.styles}
    for element in opened.element.body:
        if element.tag == qn("w:tbl"):
            yield element
        elif element.tag == qn("w:p"):
            inside = {e.tag for e in element.iter()}
            if names[element.style] != END_STYLE and not inside & {qn("w:hyperlink"), qn("w:drawing")}:
                yield element


def _form_of(block: Paragraph | Table) -> str:
    """The form that a block belongs to ("" for none): the part of its identity that its title, year and table share."""
    return block.id.rpartition("/")[0] if block.id.startswith("表单/") else ""


def _groups(table: Table) -> list[list[Row]]:
    """Rows that follow each other and have the same structure (merges over rows apart: they are filled in)."""
    return [list(same) for _, same in groupby(table.rows, lambda r: (r.header, [(c.style, c.span, c.indent) for c in r.cells]))]


def _tag_forms(pairs: Sequence[tuple[Paragraph | Table, Any]], tags: Tags) -> None:
    """The first form in a loop, in place of all."""
    forms = [(block, element) for block, element in pairs if _form_of(block)]
    if not forms:
        return
    first = _form_of(forms[0][0])
    tables = [_groups(block) for block, _ in forms if isinstance(block, Table)]
    mine = [(block, element) for block, element in forms if _form_of(block) == first]
    for number, (block, element) in enumerate(mine):
        if isinstance(block, Table):
            _tag_table(element, "t", Scope(form=True), tables, tags)
        else:
            set_text(element, tags.value(Scope(form=True), f"p{number}", False))
    for block, element in forms:
        if _form_of(block) != first:
            element.getparent().remove(element)
    tags.forms(mine[0][1], mine[-1][1])


def _varies(paragraph: Paragraph) -> bool:
    return any(not isinstance(run.origin, Words) for run in paragraph.runs if run.origin is not None)


def set_text(element: Any, text: str) -> None:
    """One run with `text` in place of all that show text in a paragraph."""
    first, *others = [r for r in element.iter(qn("w:r")) if r.find(qn("w:t")) is not None or r.find(qn("w:tab")) is not None]
    for run in others:
        run.getparent().remove(run)
    for child in list(first):
        if child.tag != qn("w:rPr"):
            first.remove(child)
    first.add_t(text)


def _tag_table(element: Any, name: str, scope: Scope, tables: Sequence[list[list[Row]]], tags: Tags) -> None:
    """Tags in the element of the first of `tables`, all of one structure: a group of several rows in any of them becomes a loop."""
    rows = element.findall(qn("w:tr"))
    for number, group in enumerate(tables[0]):
        mine, rows = rows[: len(group)], rows[len(group) :]
        if group[0].header:
            continue
        same = [row for groups in tables for row in groups[number]]
        if all(len(groups[number]) == 1 for groups in tables):
            _tag_row(mine[0], f"{name}r{number}c", scope, same, tags, _cell_varies)
            continue
        for row in mine[1:]:
            element.remove(row)
        looped = Scope(scope.form, f"{name}g{number}")
        _tag_row(mine[0], "c", looped, same, tags, lambda _: True)
        tags.rows(looped, mine[0], same)


def _tag_row(made: Any, name: str, scope: Scope, same: Sequence[Row], tags: Tags, wanted: Any) -> None:
    """Tags in those cells of a row that are `wanted`; `same` are all the rows that it stands for."""
    for number, (cell, of) in enumerate(zip(same[0].cells, made.findall(qn("w:tc")), strict=True)):
        if wanted(cell):
            lines = any("\n" in row.cells[number].text for row in same)
            only_run(of, tags.value(scope, f"{name}{number}", lines))


def _cell_varies(cell: Cell) -> bool:
    if isinstance(cell.origin, Text):
        return any(not isinstance(piece, Words) for piece in cell.origin.pieces)
    return bool(cell.text)


def only_run(cell: Any, text: str) -> None:
    """One paragraph with one run in place of all that a cell has."""
    first, *others = cell.findall(qn("w:p"))
    for paragraph in others:
        cell.remove(paragraph)
    for run in list(first.iter(qn("w:r"))):
        run.getparent().remove(run)
    first.add_r().add_t(text)


def merged_cells(made: Any) -> Iterator[tuple[int, Any]]:
    """The cells of a row that are merged with others above or below, by number, each as the element that says so."""
    for number, cell in enumerate(made.findall(qn("w:tc"))):
        if (merge := next(cell.iter(qn("w:vMerge")), None)) is not None:
            yield number, merge


def emptied(made: Any, first: str = "") -> Any:
    """A copy of a row with `first` in its first cell and nothing in the others."""
    row = deepcopy(made)
    for cell in row.findall(qn("w:tc")):
        only_run(cell, "")
    only_run(row.find(qn("w:tc")), first)
    return row
