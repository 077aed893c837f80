"""Which block stands on which page: lines, rows and chains of paragraphs filled into text areas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assembler.description import Document
from assembler.look import Look
from assembler.pages.doubts import doubts_of
from assembler.pages.plan import Item, Lines, Rows, Stretch, plan
from assembler.pages.profiles import BORDER, EDGE, EXACTLY, TOLERANCE, WIDOW_LINES, WORD, Perturbation, Profile
from figures.lean import frozen


@frozen(slots=True)
class Part:
    """What of a block stands on one page: its lines or rows from `start` up to `stop`.

    `top` and `bottom` are points below the top of the text area. `block` is the block's place in the document, NO_BLOCK for a
    paragraph that only the file format needs. A table's part begins with the repeated header rows.
    """

    block: int
    start: int
    stop: int
    top: float
    bottom: float


@frozen(slots=True)
class Sheet:
    """A page: its place in the file (from 1), the number printed on it, its section, and what stands on it.

    `height` is that of the text area, points.
    """

    number: int
    printed: int
    section: int
    height: float
    parts: tuple[Part, ...]

    @property
    def room(self) -> float:
        """What is left free at the foot, points."""
        return self.height - (self.parts[-1].bottom if self.parts else 0.0)


@frozen(slots=True)
class Pages:
    """A document laid out: its pages, where each block begins, and what makes the answer doubtful (Chinese sentences).

    `sheet_of` is by the block's place in the document, `places` gives that place by the block's id. `edges` are the places of the
    paragraphs that go to a new page with the table below them, because there was room for its first rows but none (or hardly any) for
    the line that closes them.
    """

    sheets: tuple[Sheet, ...]
    sheet_of: tuple[Sheet, ...]
    places: Mapping[str, int]
    doubts: tuple[str, ...] = ()
    edges: tuple[int, ...] = ()

    def page(self, block_id: str) -> int:
        """The page of the file, from 1, on which a block begins; KeyError for an unknown id."""
        return self.sheet_of[self.places[block_id]].number

    def printed(self, block_id: str) -> int:
        """The number printed on the page on which a block begins; KeyError for an unknown id."""
        return self.sheet_of[self.places[block_id]].printed


def lay_out(document: Document, look: Look, profile: Profile = WORD, perturbation: Perturbation = EXACTLY) -> Pages:
    """The pages of a document by the rules of one profile.

    LookError when the look lacks a page or a style that the document names.
    """
    return place(document, plan(document, look, profile, perturbation), perturbation.height, doubts_of(document, look))


def place(document: Document, stretches: Sequence[Stretch], taller: float = 0.0, doubts: tuple[str, ...] = ()) -> Pages:
    """The pages of planned sections, on text areas `taller` points higher; `doubts` are handed on."""
    filler = _Filler()
    for stretch in stretches:
        filler.begin_section(stretch.page.text_height + taller, stretch.restart)
        filler.fill(stretch.items)
    sheets = filler.end()
    begins: dict[int, Sheet] = {}
    for sheet in sheets:
        for part in sheet.parts:
            begins.setdefault(part.block, sheet)
    blocks = list(document.blocks())
    sheet_of = tuple(begins[i] for i in range(len(blocks)))
    return Pages(sheets, sheet_of, {b.id: i for i, b in enumerate(blocks) if b.id}, doubts, tuple(filler.edges))


class _Filler:
    """Pages being filled, one after another."""

    def __init__(self) -> None:
        self._sheets: list[Sheet] = []
        self._parts: list[Part] = []
        self._section = -1
        self._printed = 0
        self._height = 0.0
        self._used = 0.0
        self.edges: list[int] = []

    def begin_section(self, height: float, restart: int | None) -> None:
        """A section begins on a new page, whose number is `restart` or the next one."""
        if self._section >= 0:
            self._close()
        self._section += 1
        self._height = height
        self._printed = self._printed + 1 if restart is None else restart

    def end(self) -> tuple[Sheet, ...]:
        if self._section >= 0:
            self._close()
        return tuple(self._sheets)

    def fill(self, items: Sequence[Item]) -> None:
        for i, item in enumerate(items):
            if isinstance(item, Rows):
                self._put_rows(item)
                continue
            if item.new_page and self._used > 0:
                self._turn()
            if item.keep_next and not (i and _follows_in_chain(items[i - 1], item)):
                height, table = _chain_height(items, i)
                if self._turn_for(height) and table and self._fits_before(height - EDGE):
                    self.edges.append(item.block)
            self._put_lines(item)

    def _fits(self, height: float) -> bool:
        return self._used + height <= self._height + TOLERANCE

    def _turn_for(self, height: float) -> bool:
        """Turn the page where what must stay together does not fit, unless no page would hold it; whether it was turned."""
        turns = self._used > 0 and not self._fits(height) and height <= self._height + TOLERANCE
        if turns:
            self._turn()
        return turns

    def _fits_before(self, height: float) -> bool:
        """Whether there was so much room at the foot of the page before."""
        return height <= self._sheets[-1].room

    def _put_lines(self, item: Lines) -> None:
        done = 0
        if not item.count:
            self._put(Part(item.block, item.first, item.first, self._used, self._used))
        while done < item.count:
            take = _lines_to_take(item.count, done, int((self._height - self._used + TOLERANCE) / item.pitch))
            if take <= 0 and self._used > 0:
                self._turn()
                continue
            take = max(take, 1)
            self._put(Part(item.block, item.first + done, item.first + done + take, self._used, self._used + take * item.pitch))
            done += take
            if done < item.count:
                self._turn()

    def _put_rows(self, table: Rows) -> None:
        header = sum(table.heights[: table.headers])
        self._turn_for(first_rows_height(table))
        start, top, least = 0, self._used, 0.0
        for number, height in enumerate(table.heights):
            is_body = number >= table.headers
            if is_body and self._used > least and not self._fits(self._needed(table, number, header) + BORDER):
                self._put_part_of_table(table, start, number, top)
                self._turn()
                start, top, least = number, 0.0, header
                self._used = header
            self._used += height
        self._used += BORDER
        self._put_part_of_table(table, start, len(table.heights), top)

    def _needed(self, table: Rows, number: int, header: float) -> float:
        """The height that a row must find: its own, or that of the chain of rows that it begins, unless no page would hold that."""
        chain = 0.0
        if number in table.kept and number - 1 not in table.kept:
            chain = sum(table.heights[number : _chain_end(table, number)])
        fits = header + chain + BORDER <= self._height + TOLERANCE
        return chain if chain and fits else table.heights[number]

    def _put_part_of_table(self, table: Rows, start: int, stop: int, top: float) -> None:
        if stop > start or not table.heights:
            self._parts.append(Part(table.block, start, stop, top, self._used))

    def _put(self, part: Part) -> None:
        self._parts.append(part)
        self._used = part.bottom

    def _turn(self) -> None:
        self._close()
        self._printed += 1

    def _close(self) -> None:
        self._sheets.append(Sheet(len(self._sheets) + 1, self._printed, self._section, self._height, tuple(self._parts)))
        self._parts, self._used = [], 0.0


def _lines_to_take(count: int, done: int, room: int) -> int:
    """How many of a paragraph's lines stand on this page, where `room` more fit.

    Neither its first nor its last line stands alone (widow control).
    """
    left = count - done
    if left <= room:
        return left
    take = room - 1 if left - room == 1 else room
    return 0 if not done and take < WIDOW_LINES else take


def _follows_in_chain(before: Item, item: Lines) -> bool:
    return isinstance(before, Lines) and before.keep_next and not item.new_page


def _chain_height(items: Sequence[Item], first: int) -> tuple[float, bool]:
    """Height of a chain of paragraphs that stay with the next one, with the least of what follows it that stands on the same page.

    And whether that is a table.
    """
    height, i = 0.0, first
    while i < len(items):
        item = items[i]
        if isinstance(item, Rows):
            return height + first_rows_height(item), True
        if i > first and item.new_page:
            return height, False
        if not item.keep_next:
            return height + first_lines(item.count) * item.pitch, False
        height += item.count * item.pitch
        i += 1
    return height, False


def first_lines(count: int) -> int:
    """The least lines of a paragraph that stand on the page where it begins: two, but three of three (one would stand alone after)."""
    return count if count <= WIDOW_LINES + 1 else WIDOW_LINES


def first_rows_height(table: Rows) -> float:
    """The least of a table that stands on the page where it begins: its first row, or its header rows and the row after them.

    Where that row stays with those after it, they are among them.
    """
    last = table.headers if table.headers and table.keep else 0
    return sum(table.heights[: _chain_end(table, last)]) + BORDER


def _chain_end(table: Rows, number: int) -> int:
    """The row behind the chain of rows that row `number` begins."""
    while number in table.kept:
        number += 1
    return number + 1
