"""What was generated for a block, without provenance: plain enough to travel in a document and to be held against another."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import Any, get_args

from assembler.cells import CellLayout, Cells, Merge, RowLayout, laid_out, row_layout
from assembler.description import Block, Chart, Contents, Document, Entry, Paragraph, Row, Run, Slice, Table
from assembler.word.markup import printable

Generated = Paragraph | Table | Chart
"""A block as the program made it; runs and cells have no origin, and cells no style."""

_MERGES = get_args(Merge)
_MARKS = ("", "missing")
_PLAIN = CellLayout("")


def generated_blocks(document: Document) -> dict[str, Generated]:
    """The blocks of a document that have an identity and something to show, by identity, in order."""
    found: dict[str, Generated] = {}
    for block in document.blocks():
        plain = without_origin(block)
        if plain is not None and plain.id:
            found.setdefault(plain.id, plain)
    return found


def without_origin(block: Block) -> Generated | None:
    """A block as it can be read in a file; None for contents and for a paragraph without text."""
    if isinstance(block, Paragraph):
        grouped = groupby(block.runs, lambda run: run.mark)
        runs = tuple(Run(text, mark) for mark, runs in grouped if (text := printable("".join(r.text for r in runs))))
        return Paragraph(block.id, block.style, runs, block.new_page, block.entry) if runs else None
    if isinstance(block, Table):
        return plain_table(block)
    if isinstance(block, Chart):
        slices = tuple(Slice(printable(s.name), s.value, printable(s.label)) for s in block.slices)
        return Chart(block.id, block.style, block.title, block.unit, slices, block.width, block.height, block.description)
    return None


def plain_table(table: Table) -> Table:
    """A table as it can be read in a file."""
    return Table(table.id, table.widths, tuple(_plain_row(row) for row in table.rows), table.description, table.margin)


def _plain_row(row: Row) -> Row:
    cells = laid_out(row.cells)
    texts = tuple([text if text.isprintable() else printable(text) for text in cells.texts])
    return Row(row.key, Cells(_plain_layout(cells.layout), texts), row.height, row.header)


@lru_cache(maxsize=1 << 12)
def _plain_layout(layout: RowLayout) -> RowLayout:
    """The layout without styles and indents."""
    return row_layout(tuple([CellLayout("", c.span, c.merge, mark=c.mark) for c in layout.cells]))


def plain_blocks(document: Document) -> list[list[Any]]:
    """The same as lists, made in one go: a document is written far more often than it is rebuilt."""
    found: dict[str, list[Any]] = {}
    for block in document.blocks():
        if isinstance(block, Contents) or not block.id or block.id in found:
            continue
        if not isinstance(block, Paragraph) or printable(block.text):
            found[block.id] = to_plain(block)
    return list(found.values())


def to_plain(block: Generated) -> list[Any]:
    """The block as lists of texts and numbers; what cannot be printed is left out."""
    if isinstance(block, Paragraph):
        entry = None if block.entry is None else [block.entry.text, block.entry.level, block.entry.by_field]
        return ["p", block.id, block.style, _plain_runs(block.runs), block.new_page, entry]
    if isinstance(block, Table):
        rows = [[r.key, r.height, r.header, _plain_cells(laid_out(r.cells))] for r in block.rows]
        return ["t", block.id, list(block.widths), block.description, block.margin, rows]
    slices = [[printable(s.name), s.value, printable(s.label)] for s in block.slices]
    return ["c", block.id, block.style, block.title, block.unit, block.width, block.height, block.description, slices]


def _plain_runs(runs: tuple[Run, ...]) -> list[Any]:
    made: list[Any] = []
    for mark, group in groupby(runs, lambda run: run.mark):
        text = printable("".join([run.text for run in group]))
        if text:
            made.append([text] if mark else text)
    return made


def _plain_cells(cells: Cells) -> list[Any]:
    texts = [text if text.isprintable() else printable(text) for text in cells.texts]
    shapes = _shapes(cells.layout)
    return texts if shapes is None else [[text, *shape] if shape else text for text, shape in zip(texts, shapes, strict=True)]


@lru_cache(maxsize=1 << 12)
def _shapes(layout: RowLayout) -> tuple[tuple[int, str, str] | None, ...] | None:
    """What a cell is written with beside its text, None for a plain one; None alone for a row of plain ones."""
    found = tuple([None if c.span == 1 and not c.merge and not c.mark else (c.span, c.merge, c.mark) for c in layout.cells])
    return found if any(found) else None


def from_plain(plain: Any) -> Generated:
    """The block in such lists. TypeError, ValueError or IndexError when they are no block."""
    kind, *rest = plain
    if kind == "p":
        return _paragraph(*rest)
    if kind == "t":
        return _table(*rest)
    if kind == "c":
        return _chart(*rest)
    raise ValueError(kind)


def _paragraph(identity: Any, style: Any, runs: Any, new_page: Any, entry: Any) -> Paragraph:
    made = tuple(Run(_text(r[0]), "missing") if isinstance(r, list) else Run(_text(r)) for r in runs)
    listed = None if entry is None else Entry(_text(entry[0]), _whole(entry[1]), bool(entry[2]))
    return Paragraph(_text(identity), _text(style), made, bool(new_page), listed)


def _table(identity: Any, widths: Any, description: Any, margin: Any, rows: Any) -> Table:
    made = tuple([Row(_text(key), _cells(cells), _number(height), bool(header)) for key, height, header, cells in rows])
    return Table(_text(identity), tuple(_whole(w) for w in widths), made, _text(description), _number(margin))


def _cells(plain: Any) -> Cells:
    shapes, texts = zip(*map(_cell, plain), strict=True) if plain else ((), ())
    return Cells(row_layout(shapes), texts)


def _cell(plain: Any) -> tuple[CellLayout, str]:
    if isinstance(plain, str):
        return _PLAIN, plain
    text, span, merge, mark = plain
    if merge not in _MERGES or mark not in _MARKS or _whole(span) < 1:
        raise ValueError(plain)
    return CellLayout("", span, merge, mark=mark), _text(text)


def _chart(identity: Any, style: Any, title: Any, unit: Any, width: Any, height: Any, description: Any, slices: Any) -> Chart:
    made = tuple(Slice(_text(name), _text(value), _text(label)) for name, value, label in slices)
    return Chart(
        _text(identity), _text(style), _text(title), _text(unit), made, _number(width), _number(height), _text(description)
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(value)
    return value


def _number(value: Any) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not 0 <= value < 100_000:
        raise TypeError(value)
    return float(value)
