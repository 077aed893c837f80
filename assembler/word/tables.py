"""Tables of the description as WordprocessingML: a fixed grid, exact rows, text that is escaped once."""

from __future__ import annotations

from assembler.description import Cell, Row, Table
from assembler.word.identity import bookmark_name
from assembler.word.markup import RUN_END, RUN_START, attribute, bookmark, needs_care, run, twips
from assembler.word.writing import Writing

_CELL_END = "</w:p></w:tc>"
_TEXT_END = RUN_END + _CELL_END
_MERGES = {"": "", "start": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)

_Starts = dict[tuple[str, int, int, str, int], str]


def table_xml(writing: Writing, table: Table) -> str:
    """A table. Its identity's bookmark stands around the text of the first cell that has any: there it survives a round trip."""
    name = bookmark_name(table.id) if writing.identities and table.id else ""
    starts: _Starts = {}
    rows: list[str] = []
    for row in table.rows:
        if name and any(_has_text(cell) for cell in row.cells):
            rows.append(_row(writing, table, row, starts, name))
            name = ""
        else:
            rows.append(_row(writing, table, row, starts))
    return f"<w:tbl>{_properties(table)}{''.join(rows)}</w:tbl>"


def _has_text(cell: Cell) -> bool:
    """Whether a bookmark could stand around something."""
    return bool(cell.text.strip("\n\r"))


def row_xml(writing: Writing, table: Table, row: Row) -> str:
    """A row of a table by itself, for one that stands already."""
    return _row(writing, table, row, {})


def _properties(table: Table) -> str:
    side = twips(table.margin)
    margins = "".join(
        f'<w:{where} w:w="{w}" w:type="dxa"/>' for where, w in (("top", 0), ("left", side), ("bottom", 0), ("right", side))
    )
    described = f'<w:tblDescription w:val="{attribute(table.description)}"/>' if table.description else ""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in table.widths)
    return (
        f'<w:tblPr><w:tblW w:w="{sum(table.widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>{described}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    )


def _row(writing: Writing, table: Table, row: Row, starts: _Starts, name: str = "") -> str:
    """A row; `name` is the bookmark to set around its first text."""
    header = "<w:tblHeader/>" if row.header else ""
    out = [f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{twips(row.height)}" w:hRule="exact"/>{header}</w:trPr>']
    column = 0
    for cell in row.cells:
        key = (cell.style, column, cell.span, cell.merge, cell.indent)
        start = starts.get(key)
        if start is None:
            start = starts[key] = _start(writing, cell, sum(table.widths[column : column + cell.span]))
        column += cell.span
        text = cell.text
        if not text:
            out.append(start + _CELL_END)
        elif name or cell.mark or needs_care(text) is not None:
            marks = name if _has_text(cell) else ""
            out.append(start + _lines(writing, cell, start[start.rindex("<w:p>") :], marks) + _CELL_END)
            name = "" if marks else name
        else:
            out.append(f"{start}{RUN_START}{text}{_TEXT_END}")
    out.append("</w:tr>")
    return "".join(out)


def _start(writing: Writing, cell: Cell, width: int) -> str:
    """A cell up to the text of its first paragraph."""
    opening = writing.opening(cell.style)
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    indent = f'<w:ind w:left="{twips(cell.indent * opening.size)}"/>' if cell.indent else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{_MERGES[cell.merge]}<w:vAlign w:val="center"/></w:tcPr>'
        f"{opening.start}{indent}</w:pPr>"
    )


def _lines(writing: Writing, cell: Cell, paragraph_start: str, name: str) -> str:
    """The text of a cell: each line a paragraph; `name` is set around the first line that has text."""
    runs = [run(line, bool(cell.mark)) for line in cell.text.split("\n")]
    if name:
        first = next((i for i, line in enumerate(runs) if line), 0)
        runs[first] = bookmark(next(writing.ids), name, runs[first])
    return f"</w:p>{paragraph_start}".join(runs)
