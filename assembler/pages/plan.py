"""A document as what takes room on pages: paragraphs as numbers of lines, tables as heights of rows, by one profile's rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from assembler.cells import laid_out
from assembler.description import Block, Chart, Contents, Document, Entry, Paragraph, Section, Table
from assembler.look import Look, LookError, Page, Style
from assembler.pages.lines import count_lines, text_width
from assembler.pages.profiles import CLOSING_PITCH, EXACTLY, Perturbation, Profile
from figures.lean import frozen

NO_BLOCK = -1
"""The block of a paragraph that only the file format needs."""


@frozen(slots=True)
class Lines:
    """A paragraph: `count` lines `pitch` points apart, which are the lines of its block from `first` on; none where it takes no room."""

    block: int
    count: int
    pitch: float
    first: int = 0
    keep_next: bool = False
    new_page: bool = False


@frozen(slots=True)
class Rows:
    """A table: heights of its rows, the first `headers` of which repeat on each page.

    `keep` says whether the header rows stay with the row after them, `kept` which of the other rows do.
    """

    block: int
    heights: tuple[float, ...]
    headers: int
    keep: bool
    kept: frozenset[int] = frozenset()


Item = Lines | Rows


@frozen(slots=True)
class Stretch:
    """The items of one section, on pages of one geometry; `restart` is the number of its first page, None to go on."""

    page: Page
    restart: int | None
    items: tuple[Item, ...]


def plan(document: Document, look: Look, profile: Profile, perturbation: Perturbation = EXACTLY) -> tuple[Stretch, ...]:
    """What takes room in each section. LookError when the look lacks a page or a style that the document names."""
    entries = tuple(entry for _, entry in document.entries())
    stretches, index = [], 0
    for section in document.sections:
        page = page_of(section, look)
        planner = _Planner(look, profile, page.text_width + perturbation.width, entries)
        items = list(_items(section, index, planner))
        end = items[-1]
        if (
            profile.drops_section_ends
            and section is not document.sections[-1]
            and isinstance(end, Lines)
            and _ends_empty(section)
        ):
            items[-1] = replace(end, count=0 if len(items) > 1 else 1)
        stretches.append(Stretch(page, section.restart, tuple(items)))
        index += len(section.blocks)
    return tuple(stretches)


def page_of(section: Section, look: Look) -> Page:
    """The geometry of a section's pages."""
    try:
        return look.pages[section.page]
    except KeyError:
        raise LookError(f"look.docx 里没有版面“{section.page}”，现有：{'、'.join(look.pages)}") from None


def style_of(styles: Mapping[str, Style], name: str) -> Style:
    """The style of that name."""
    try:
        return styles[name]
    except KeyError:
        raise LookError(f"look.docx 里没有样式“{name}”，请在其中加上，或改用已有的样式") from None


def contents_style(contents: Contents, entry: Entry, look: Look) -> Style:
    """The style of an entry's line: that of its level, the last one for deeper levels."""
    return style_of(look.styles, contents.styles[min(entry.level, len(contents.styles)) - 1])


def header_rows(table: Table) -> int:
    """How many rows repeat: the header rows at the table's beginning, the only ones that Word and LibreOffice repeat."""
    count = 0
    for row in table.rows:
        if not row.header:
            break
        count += 1
    return count


def paragraph_lines(text: str, width: float, style: Style, profile: Profile) -> int:
    """Lines of a paragraph: what stands between line breaks each by itself; a tab takes what follows it to the right edge."""
    if "\t" not in text and "\n" not in text:
        return count_lines(text, width, style, profile)
    return sum(_stretch_lines(part, width, style, profile) for part in text.split("\n"))


def _stretch_lines(text: str, width: float, style: Style, profile: Profile) -> int:
    left, tab, right = text.partition("\t")
    if (
        tab
        and text_width(left, style, profile) + text_width(right, style, profile)
        <= width - style.left - style.right - style.first_line
    ):
        return 1
    return count_lines(left + right, width, style, profile)


def _items(section: Section, index: int, planner: _Planner) -> Iterator[Item]:
    before: Block | None = None
    for offset, block in enumerate(section.blocks):
        if isinstance(before, Table) and isinstance(block, Table):
            yield _closing()  # without a paragraph between them Word makes one table of two
        yield from planner.items(block, index + offset)
        before = block
    if before is None or isinstance(before, Table):
        yield _closing()  # the end of a section needs a paragraph to stand in


def _ends_empty(section: Section) -> bool:
    """Whether the paragraph that carries the section's end has no text: after a table, after the contents, or an empty line."""
    last = section.blocks[-1] if section.blocks else None
    return not isinstance(last, Chart) and not (isinstance(last, Paragraph) and last.text)


def _closing(block: int = NO_BLOCK, first: int = 0) -> Lines:
    return Lines(block, 1, CLOSING_PITCH, first)


@frozen(slots=True)
class _Planner:
    look: Look
    profile: Profile
    width: float
    entries: tuple[Entry, ...]

    def items(self, block: Block, index: int) -> Iterator[Item]:
        if isinstance(block, Paragraph):
            style = style_of(self.look.styles, block.style)
            count = paragraph_lines(block.text, self.width, style, self.profile)
            yield Lines(index, count, style.pitch, 0, style.keep_next, block.new_page)
        elif isinstance(block, Table):
            yield self._rows(block, index)
        elif isinstance(block, Chart):
            style = style_of(self.look.styles, block.style)
            yield Lines(index, 1, style.pitch, 0, style.keep_next)
        else:
            yield from self._contents(block, index)

    def _rows(self, table: Table, index: int) -> Rows:
        headers = header_rows(table)
        keep = self.profile.keeps_header_rows or any(
            style_of(self.look.styles, cell.style).keep_next
            for row in table.rows[:headers]
            for cell in laid_out(row.cells).layout.cells
        )
        kept = frozenset([number for number, row in enumerate(table.rows) if row.keep_next and number >= headers])
        return Rows(index, tuple(row.height for row in table.rows), headers, keep, kept)

    def _contents(self, contents: Contents, index: int) -> Iterator[Lines]:
        """One line an entry whatever its number, and a paragraph of 1 pt in which the field ends."""
        first = 0
        for entry in self.entries:
            style = contents_style(contents, entry, self.look)
            count = paragraph_lines(entry.text, self.width, style, self.profile)
            yield Lines(index, count, style.pitch, first, style.keep_next)
            first += count
        yield _closing(index, first)
