"""The same document by docxtpl: a template made of our own document, filled with texts that are ready."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from io import BytesIO
from itertools import groupby
from typing import Any

import docx
from docx.oxml.ns import qn
from docxtpl import DocxTemplate

from assembler.cells import Cell
from assembler.description import Document, Paragraph, Row, Table
from assembler.word.writing import END_STYLE
from narratives.text import Text, Words

Context = dict[str, Any]


def template_of(document: Document, written: bytes) -> bytes:
    """A docxtpl template as its author would make it: `written`, which was made from `document`, with a tag wherever text came from figures or
    from the officer; rows of one structure are one row in a loop, and the forms of all projects are one form in a loop."""
    opened = docx.Document(BytesIO(written))
    pairs = list(zip(_blocks(document), _elements(opened), strict=True))
    tables = [b for b, _ in pairs if isinstance(b, Table) and not _form_of(b)]
    for number, (block, element) in enumerate(pairs):
        if _form_of(block):
            continue
        if isinstance(block, Table):
            name = f"t[{tables.index(block)}]"
            _tag_table(element, name, [_groups(block)])
        elif _varies(block):
            _set_text(element, f"{{{{ p[{number}] }}}}")
    _tag_forms(pairs)
    out = BytesIO()
    opened.save(out)
    return out.getvalue()


def context_of(document: Document) -> Context:
    """What the template is filled with: the texts of paragraphs (p), of tables by group of rows (t), and both of each form (f)."""
    blocks = list(_blocks(document))
    tables = [b for b in blocks if isinstance(b, Table)]
    return {
        "p": [b.text if isinstance(b, Paragraph) else "" for b in blocks],
        "t": [_filled(b) for b in tables if not _form_of(b)],
        "f": [
            {"p": [b.text for b in blocks if isinstance(b, Paragraph) and _form_of(b) == _form_of(table)], "t": _filled(table)}
            for table in tables
            if _form_of(table)
        ],
    }


def _filled(table: Table) -> list[Any]:
    return [[[{"x": c.text, "m": c.merge or "restart"} for c in row.cells] for row in group] for group in _groups(table)]


def fill(template: bytes, context: Context) -> bytes:
    """The document that docxtpl makes."""
    opened = DocxTemplate(BytesIO(template))
    opened.render(context, autoescape=True)
    out = BytesIO()
    opened.save(out)
    return out.getvalue()


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


def _tag_forms(pairs: Sequence[tuple[Paragraph | Table, Any]]) -> None:
    """The first form in a loop, in place of all."""
    forms = [(block, element) for block, element in pairs if _form_of(block)]
    if not forms:
        return
    first = _form_of(forms[0][0])
    tables = [_groups(block) for block, _ in forms if isinstance(block, Table)]
    mine = [(block, element) for block, element in forms if _form_of(block) == first]
    for number, (block, element) in enumerate(mine):
        if isinstance(block, Table):
            _tag_table(element, "f.t", tables)
        else:
            _set_text(element, f"{{{{ f.p[{number}] }}}}")
    for block, element in forms:
        if _form_of(block) != first:
            element.getparent().remove(element)
    for tag, place in (("{%p for f in f %}", mine[0][1].addprevious), ("{%p endfor %}", mine[-1][1].addnext)):
        paragraph = deepcopy(mine[0][1])
        _set_text(paragraph, tag)
        place(paragraph)


def _varies(paragraph: Paragraph) -> bool:
    return any(not isinstance(run.origin, Words) for run in paragraph.runs if run.origin is not None)


def _set_text(element: Any, text: str) -> None:
    """One run with `text` in place of all that show text."""
    first, *others = [r for r in element.iter(qn("w:r")) if r.find(qn("w:t")) is not None or r.find(qn("w:tab")) is not None]
    for run in others:
        run.getparent().remove(run)
    for child in list(first):
        if child.tag != qn("w:rPr"):
            first.remove(child)
    first.add_t(text)


def _tag_table(element: Any, name: str, tables: Sequence[list[list[Row]]]) -> None:
    """Tags in the element of the first of `tables`, all of one structure: a group of several rows in any of them becomes a loop."""
    rows = element.findall(qn("w:tr"))
    for number, group in enumerate(tables[0]):
        mine, rows = rows[: len(group)], rows[len(group) :]
        if group[0].header:
            continue
        if all(len(groups[number]) == 1 for groups in tables):
            _tag_row(group[0], mine[0], f"{name}[{number}][0]", fixed=True)
            continue
        for row in mine[1:]:
            element.remove(row)
        _tag_row(group[0], mine[0], "r", fixed=False)
        mine[0].addprevious(_control_row(mine[0], f"{{%tr for r in {name}[{number}] %}}"))
        mine[0].addnext(_control_row(mine[0], "{%tr endfor %}"))


def _tag_row(row: Row, made: Any, name: str, fixed: bool) -> None:
    """Tags in the cells of a row; where it is `fixed` only in those whose text varies, without a tag for the merge."""
    for number, (cell, of) in enumerate(zip(row.cells, made.findall(qn("w:tc")), strict=True)):
        merge = next(of.iter(qn("w:vMerge")), None)
        if merge is not None and not fixed:
            merge.set(qn("w:val"), f"{{{{ {name}[{number}].m }}}}")
        if not fixed or _cell_varies(cell):
            _only_run(of, f"{{{{ {name}[{number}].x }}}}")


def _cell_varies(cell: Cell) -> bool:
    if isinstance(cell.origin, Text):
        return any(not isinstance(piece, Words) for piece in cell.origin.pieces)
    return bool(cell.text)


def _only_run(cell: Any, text: str) -> None:
    first, *others = cell.findall(qn("w:p"))
    for paragraph in others:
        cell.remove(paragraph)
    for run in list(first.iter(qn("w:r"))):
        run.getparent().remove(run)
    first.add_r().add_t(text)


def _control_row(made: Any, tag: str) -> Any:
    row = deepcopy(made)
    for cell in row.findall(qn("w:tc")):
        _only_run(cell, "")
    _only_run(row.find(qn("w:tc")), tag)
    return row
