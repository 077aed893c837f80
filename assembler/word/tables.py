"""Tables of the description as WordprocessingML: a fixed grid, exact rows, text that is escaped once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from assembler.cells import CellLayout, Cells, RowLayout, laid_out
from assembler.description import Row, Table
from assembler.word.identity import bookmark_name
from assembler.word.markup import ASCII_START, RUN_END, RUN_START, attribute, bookmark, is_latin, needs_care, run, twips
from assembler.word.writing import RowForm, Writing

CELL_END = "</w:p></w:tc>"
TEXT_END = RUN_END + CELL_END
ROW_END, TABLE_END = "</w:tr>", b"</w:tbl>"
_MOST_PATTERNS = 64
"""How many patterns of one form of rows are kept."""

_MOST_WRITTEN = 64
"""How many rows of one form are kept as they were written."""

_MERGES = {"": "", "start": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def table_xml(writing: Writing, table: Table) -> bytes:
    """A table, as UTF-8. Its identity's bookmark stands around the text of the first cell that has any: there it survives a round trip."""
    position, name = named_row(writing, table)
    rows = [row_xml(writing, table, row, name if i == position else "") for i, row in enumerate(table.rows)]
    return b"".join([table_start(table).encode(), *rows, TABLE_END])


def named_row(writing: Writing, table: Table) -> tuple[int, str]:
    """The row in which the bookmark of a table's identity stands, and its name; "" where it has none, or no text."""
    if writing.identities and table.id:
        for i, row in enumerate(table.rows):
            if any(map(_has_text, laid_out(row.cells).texts)):
                return i, bookmark_name(table.id)
    return -1, ""


def _has_text(text: str) -> bool:
    """Whether a bookmark could stand around something."""
    return bool(text.strip("\n\r"))


def table_start(table: Table) -> str:
    """A table up to its first row."""
    side = twips(table.margin)
    margins = "".join(
        f'<w:{where} w:w="{w}" w:type="dxa"/>' for where, w in (("top", 0), ("left", side), ("bottom", 0), ("right", side))
    )
    described = f'<w:tblDescription w:val="{attribute(table.description)}"/>' if table.description else ""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in table.widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(table.widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>{described}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    )


def row_xml(writing: Writing, table: Table, row: Row, name: str = "") -> bytes:
    """A row, as UTF-8; `name` is the bookmark to set around its first text."""
    cells = laid_out(row.cells)
    form = row_form(writing, table.widths, cells.layout, row.keep_next)
    start = row_start(row.height, row.header)
    texts = cells.texts
    known = form.written.get(texts)
    if known is not None and not name:
        return start.encode() + known
    if name or cells.layout.marked or needs_care("".join(texts)) is not None:
        return f"{start}{''.join(_careful(writing, cells, form.starts, name))}{ROW_END}".encode()
    written = _plain(form, texts)
    if len(form.written) >= _MOST_WRITTEN:
        form.written.clear()
    form.written[texts] = written
    return start.encode() + written


def _plain(form: RowForm, texts: tuple[str, ...]) -> bytes:
    """A row of plain texts from its first cell on."""
    kinds = tuple([0 if not text else 1 if text.isascii() and " " not in text else 2 for text in texts])
    pattern = form.patterns.get(kinds)
    if pattern is None:
        pattern = row_pattern(form, kinds)
        if len(form.patterns) < _MOST_PATTERNS:
            form.patterns[kinds] = pattern
    return pattern % tuple([text.encode() for text in texts])


_AROUND = (("", CELL_END), (ASCII_START, TEXT_END), (RUN_START, TEXT_END))
"""What stands around a text in its cell, by its kind: none, one of Latin characters, any."""


def text_kinds(texts: Sequence[str]) -> Sequence[int]:
    """The kinds of texts, as `row_pattern` counts them."""
    if all(texts) and is_latin("".join(texts)):
        return [1] * len(texts)
    return [0 if not text else 1 if is_latin(text) else 2 for text in texts]


def row_pattern(form: RowForm, kinds: Sequence[int]) -> bytes:
    """A row from its first cell on, with b"%b" in place of each of its texts, which are of these kinds."""
    cells = [(start, *_AROUND[kind]) for start, kind in zip(form.starts, kinds, strict=True)]
    whole = "".join([f"{start.replace('%', '%%')}{before}%b{after}" for start, before, after in cells]) + ROW_END
    return whole.encode()


@lru_cache(maxsize=1024)
def row_start(height: float, header: bool) -> str:
    """A row up to its first cell."""
    repeated = "<w:tblHeader/>" if header else ""
    return f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{twips(height)}" w:hRule="exact"/>{repeated}</w:trPr>'


def _careful(writing: Writing, cells: Cells, starts: Sequence[str], name: str) -> Iterator[str]:
    """Cells of which some hold more than a plain text, or a bookmark."""
    for start, text, cell in zip(starts, cells.texts, cells.layout.cells, strict=True):
        marks = name if _has_text(text) else ""
        name = "" if marks else name
        yield start + _lines(writing, text, bool(cell.mark), start[start.rindex("<w:p>") :], marks) + CELL_END


def row_form(writing: Writing, widths: tuple[int, ...], layout: RowLayout, kept: bool) -> RowForm:
    """The form of rows of one layout, worked out once for a look; whether the rows stay with the next one is `kept`."""
    known = writing.rows.setdefault((widths, kept), {})
    found = known.get(layout)
    if found is None:
        placed = zip(layout.cells, layout.columns, strict=True)
        starts = [_start(writing, cell, sum(widths[column : column + cell.span]), kept) for cell, column in placed]
        found = known[layout] = RowForm(tuple(starts))
    return found


def _start(writing: Writing, cell: CellLayout, width: int, kept: bool) -> str:
    """A cell up to the text of its first paragraph. A row is `kept` with the next one by its paragraphs: Word looks at any, LibreOffice
    at the first."""
    opening = writing.opening(cell.style)
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    indent = f'<w:ind w:left="{twips(cell.indent * opening.size)}"/>' if cell.indent else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{_MERGES[cell.merge]}<w:vAlign w:val="center"/></w:tcPr>'
        f"{opening.start}{'<w:keepNext/>' if kept else ''}{indent}</w:pPr>"
    )


def _lines(writing: Writing, text: str, marked: bool, paragraph_start: str, name: str) -> str:
    """The text of a cell: each line a paragraph; `name` is set around the first line that has text."""
    runs = [run(line, marked) for line in text.split("\n")]
    if name:
        first = next((i for i, line in enumerate(runs) if line), 0)
        runs[first] = bookmark(next(writing.ids), name, runs[first])
    return f"</w:p>{paragraph_start}".join(runs)
