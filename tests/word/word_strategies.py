"""Strategies for small documents over the sample look: odd characters, long texts, all merges, every order of blocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st
from word_samples import LOOK, STYLES

from assembler.cells import Cell
from assembler.description import Chart, Contents, Document, Entry, Paragraph, Row, Run, Section, Slice, Table

_ODD = [
    "&",
    "<",
    ">",
    '"',
    "'",
    "\\",
    "]]>",
    "“三公”",
    "\t",
    "\n",
    "\r",
    "\x00",
    "\x0b",
    "\ud800",
    "\ufffe",
    "\U0001f4b0",
    "　",
    " ",
    "&amp;",
]
texts = st.one_of(
    st.lists(st.one_of(st.sampled_from(_ODD), st.text("预算收入支出，。892.46%", max_size=6)), max_size=6).map("".join),
    st.integers(1, 400).map(lambda n: "财政拨款" * n),
    st.text(max_size=12),
)
names = [s.name for s in STYLES]
in_cells = [name for name in names if not name.startswith(("heading", "toc"))]
marks = st.sampled_from(["", "missing"])


@st.composite
def tables(draw: st.DrawFn, table_id: str) -> Table:
    """A table whose rows fill its grid, with merges over columns and over rows that fit each other."""
    columns, count = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    rows: list[list[Cell]] = []
    for r in range(count):
        row: list[Cell] = []
        column = 0
        while column < columns:
            above = _at(rows[-1], column) if r else None
            if above is not None and draw(st.booleans()) and above.span <= columns - column:
                if above.merge == "":
                    rows[-1][rows[-1].index(above)] = replace(above, merge="start")
                row.append(Cell("", draw(st.sampled_from(in_cells)), above.span, "continue"))
            else:
                span = draw(st.integers(1, columns - column))
                # The column keeps cells of equal text apart, so that index() finds the one meant.
                origin = (r, column)
                row.append(
                    Cell(draw(texts), draw(st.sampled_from(in_cells)), span, "", draw(st.integers(0, 3)), draw(marks), origin)
                )
            column += row[-1].span
        rows.append(row)
    made = tuple(Row(str(i), tuple(row), draw(st.sampled_from([12, 18.5, 40])), i == 0) for i, row in enumerate(rows))
    widths = tuple(draw(st.lists(st.integers(200, 2000), min_size=columns, max_size=columns)))
    return Table(table_id, widths, made, draw(texts))


def _at(row: list[Cell], column: int) -> Cell | None:
    """The cell of a row that begins at a column."""
    at = 0
    for cell in row:
        if at == column:
            return cell
        at += cell.span
    return None


@st.composite
def paragraphs(draw: st.DrawFn, block_id: str) -> Paragraph:
    """A paragraph; headings of two levels stand in the contents, and some others by a field."""
    style = draw(st.sampled_from(names))
    runs = tuple(draw(st.lists(st.builds(Run, texts, marks), max_size=4)))
    text = "".join(run.text for run in runs)
    entry = None
    if style in ("heading 1", "heading 2"):
        # Contents take up what can be printed, and nothing that is not text.
        runs = (Run(f"第{block_id}部分"), *(run for run in runs if not set(run.text) & set("\t\n\r")))
        entry = Entry("".join(run.text for run in runs), int(style[-1]))
    elif text.strip() and draw(st.booleans()) and printable(text):
        entry = Entry(f"表{text}".replace("\t", " "), draw(st.integers(1, 2)), by_field=True)
    named = block_id if entry or draw(st.booleans()) else ""
    return Paragraph(named, style, runs, draw(st.booleans()), entry)


def printable(text: str) -> str:
    """What remains of a text in the file: characters that XML allows, breaks as they are."""
    return "".join(c for c in text if c in "\t\n" or (" " <= c < "\ud800") or "\ue000" <= c <= "\ufffd" or c > "\uffff")


@st.composite
def charts(draw: st.DrawFn, block_id: str) -> Chart:
    """A pie of one slice or more."""
    slices = draw(
        st.lists(st.builds(Slice, texts, st.decimals(1, 999, places=2).map(str), st.just("12.50%")), min_size=1, max_size=4)
    )
    return Chart(block_id, "图", draw(texts), "万元", tuple(slices), 400, 128, draw(texts))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A document of one to three sections, with contents in the first."""
    number = iter(range(1000))
    kinds = (paragraphs, paragraphs, tables, charts)
    sections = []
    for _ in range(draw(st.integers(1, 3))):
        blocks = tuple(draw(draw(st.sampled_from(kinds))(f"b{next(number)}")) for _ in range(draw(st.integers(0, 4))))
        restart = draw(st.sampled_from([None, 0, 1]))
        sections.append(Section(draw(st.sampled_from(sorted(LOOK.pages))), blocks, restart, draw(st.booleans())))
    contents = Contents("目录", ("toc 1", "toc 2"), r'TOC \o "1-2" \h \z \f t')
    first = replace(sections[0], blocks=(contents, *sections[0].blocks))
    created = draw(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
    return Document(draw(texts), draw(texts), draw(texts), created, (first, *sections[1:]))
