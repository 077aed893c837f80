"""Heights of table rows, exact and computed here, so that no text is cut off in Word or in LibreOffice; and which rows stay together."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from assembler.cells import Cell, CellLayout, Cells, RowLayout, laid_out, row_layout
from assembler.description import Row, Table
from assembler.look import Look, Style
from assembler.pages.lines import count_lines
from assembler.pages.plan import header_rows, style_of
from assembler.pages.profiles import PROFILES, Profile
from assembler.pages.together import MergedCell, kept_rows

AIR = 3.0
"""Least free height of a row beside its lines, points: an exact row holds its border too, and letters shall not touch it."""

ROUNDING = 0.25
"""What a cell may come out narrower than its grid columns say, points: LibreOffice rounds the edges of columns one by one."""

TWIPS = 20
"""Twips in a point."""

_WIDEST, _WITHOUT_LATIN, _FIGURE = 1.2, 1.0, 0.5
"""What a character takes at most, in em: any, a gap before it included; in text without Latin letters and digits; in a figure."""

_has_latin = re.compile(r"[0-9A-Za-z\n①-⑳Ⅰ-Ⅻ]").search
_is_figure = re.compile(r"[0-9.,-]*").fullmatch

_KEPT = 1 << 12

_MOST_HEIGHTS = 256
"""The heights of how many rows on one grid are kept."""

_MANY = 60
"""Of how many rows in a table the texts are looked at column by column."""


def row_height(cells: Sequence[Cell], widths: Sequence[int], styles: Mapping[str, Style], minimum: float, margin: float) -> float:
    """The exact height of a row, points, whole twips: enough for its fullest cell in both profiles, at least `minimum`.

    `widths` are the grid columns in twips, `margin` the space left and right of a cell's text in points. Cells merged over rows are
    left out: they are the table's affair (`settle_rows`).
    """
    laid = laid_out(cells)
    return _height(laid.texts, _Rooms(styles, tuple(widths), margin)[laid.layout], minimum)


def settle_rows(table: Table, look: Look) -> Table:
    """The table with heights that hold all text, and with the rows told that stay on the page of the next one (`keeping`).

    Rows are raised above the given (least) height where needed; where a cell merged over rows needs more than they give, the last of
    them is. LookError for a style the look lacks.
    """
    given = tuple(table.rows)
    rooms = _rooms_of(look, table.widths, table.margin)
    cells = [laid_out(row.cells) for row in given]
    if len(cells) < _MANY:
        heights = [rooms.height(c, r.height) for c, r in zip(cells, given, strict=True)]
    else:
        heights = _heights(given, cells, rooms)
    merged = list(_merged_cells(cells, rooms))
    _raise_for_merged(heights, merged)
    wanted = [number for number, row in enumerate(given) if row.keep_next]
    headers = header_rows(table)
    kept = kept_rows(heights, wanted, [m for m in merged if m.first >= headers], not headers)
    rows = tuple([_settled(r, h, i in kept) for i, (r, h) in enumerate(zip(given, heights, strict=True))])
    return Table(table.id, table.widths, rows, table.description, table.margin)


class _Room:
    """What a cell gives to text: the width in points, and the `height` of one line, on which so many `characters` stand whatever they are.

    It is `alone` where it is not merged over rows.
    """

    __slots__ = ("_figures", "_without_latin", "alone", "characters", "height", "style", "width")

    def __init__(self, cell: CellLayout, style: Style, width: float) -> None:
        self.alone = not cell.merge
        self.width = width - cell.indent * style.size
        self.style = style
        self.height = style.pitch + AIR
        ems = max(self.width - style.first_line - style.left - style.right, 0.0) / style.size
        self.characters, self._without_latin, self._figures = (int(ems / most) for most in (_WIDEST, _WITHOUT_LATIN, _FIGURE))

    def holds(self, text: str) -> bool:
        """Whether a text of more characters stands on one line, as far as can be seen without measuring it."""
        length = len(text)
        if length > self._figures:
            return False
        return _is_figure(text) is not None or (length <= self._without_latin and _has_latin(text) is None)

    def holds_all(self, texts: Sequence[str]) -> bool:
        """Whether each of the texts stands on one line, as far as can be seen from all of them at once."""
        longest, joined = max(map(len, texts)), "".join(texts)
        if longest <= self.characters:
            return "\n" not in joined
        if longest > self._figures:
            return False
        return _is_figure(joined) is not None or (longest <= self._without_latin and _has_latin(joined) is None)

    def needs(self, text: str) -> float:
        """The height that a text needs, points: the most lines that a profile makes of it, and air."""
        return _lines_needed(self, text) * self.style.pitch + AIR


class _Rooms(dict[RowLayout, "tuple[_Room, ...]"]):
    """The rooms of the cells of rows on one grid, by layout, worked out when first asked for."""

    def __init__(self, styles: Mapping[str, Style], widths: tuple[int, ...], margin: float) -> None:
        super().__init__()
        self._styles, self._widths, self._margin = styles, widths, margin
        self._heights: dict[tuple[RowLayout, tuple[str, ...], float], float] = {}

    def __missing__(self, layout: RowLayout) -> tuple[_Room, ...]:
        if len(self) >= _KEPT:
            self.clear()
        placed = zip(layout.cells, layout.columns, strict=True)
        found = self[layout] = tuple([_Room(c, style_of(self._styles, c.style), self._width(c, column)) for c, column in placed])
        return found

    def height(self, cells: Cells, least: float) -> float:
        """The height of a row: most of them stand as they are in the next document too."""
        key = cells.layout, cells.texts, least
        found = self._heights.get(key)
        if found is None:
            if len(self._heights) >= _MOST_HEIGHTS:
                self._heights.clear()
            found = self._heights[key] = _height(cells.texts, self[cells.layout], least)
        return found

    def _width(self, cell: CellLayout, column: int) -> float:
        return sum(self._widths[column : column + cell.span]) / TWIPS - 2 * self._margin - ROUNDING


@lru_cache(maxsize=256)
def _rooms_of(look: Look, widths: tuple[int, ...], margin: float) -> _Rooms:
    return _Rooms(look.styles, widths, margin)


def _heights(rows: Sequence[Row], cells: Sequence[Cells], rooms: _Rooms) -> list[float]:
    """The heights of a table's rows, cells merged over rows left out: of rows that lie alike, column by column."""
    heights = [row.height for row in rows]
    alike: dict[RowLayout, list[int]] = {}
    for number, of in enumerate(cells):
        alike.setdefault(of.layout, []).append(number)
    for layout, numbers in alike.items():
        texts, least = [cells[number].texts for number in numbers], [heights[number] for number in numbers]
        for number, height in zip(numbers, _heights_alike(texts, rooms[layout], least), strict=True):
            heights[number] = height
    return heights


def _heights_alike(texts: Sequence[Sequence[str]], rooms: Sequence[_Room], least: Sequence[float]) -> list[float]:
    """The heights of rows that lie alike; a column of texts that are all short needs no more than the `least` heights."""
    needs, minimum = list(least), min(least)
    for room, column in zip(rooms, zip(*texts, strict=True), strict=True):
        if room.alone and (room.height > minimum or not room.holds_all(column)):
            for number, text in enumerate(column):
                if text:
                    needs[number] = _height((text,), (room,), needs[number])
    whole = {need: _whole_twips(need) for need in set(needs)}
    return [whole[need] for need in needs]


def _height(texts: Sequence[str], rooms: Sequence[_Room], minimum: float) -> float:
    need = minimum
    for text, room in zip(texts, rooms, strict=True):
        if text and room.alone:
            certain = "\n" not in text if len(text) <= room.characters else room.holds(text)
            height = room.height if certain else room.needs(text)
            need = max(need, height)
    return _whole_twips(need)


@lru_cache(maxsize=1 << 13)
def _lines_needed(room: _Room, text: str) -> int:
    """The most lines that a profile makes of a cell's text, all its paragraphs together."""
    return sum([max([_most_lines(room, part, profile) for profile in PROFILES.values()]) for part in text.split("\n")])


def _most_lines(room: _Room, text: str, profile: Profile) -> int:
    """The lines of a paragraph. Of several, more room can make more, where one then ends at another break: the widest cell is tried too."""
    lines = count_lines(text, room.width, room.style, profile)
    return lines if lines == 1 else max(lines, count_lines(text, room.width + ROUNDING, room.style, profile))


def _settled(row: Row, height: float, kept: bool) -> Row:
    same = row.height == height and row.keep_next == kept
    return row if same else Row(row.key, row.cells, height, row.header, kept)


def _raise_for_merged(heights: list[float], merged: Iterable[MergedCell]) -> None:
    """Raise the last of the rows that a merged cell spans, where its text needs more than they give."""
    for cell in merged:
        lacking = cell.need - sum(heights[cell.first : cell.stop])
        if lacking > 0:
            heights[cell.stop - 1] = _whole_twips(heights[cell.stop - 1] + lacking)


def _merged_cells(rows: Sequence[Cells], rooms: _Rooms) -> Iterator[MergedCell]:
    """The cells merged over rows, in the order in which they end."""
    open_cells: dict[int, tuple[int, float]] = {}  # grid column: row where the cell begins, height that its text needs
    for number, cells in enumerate((*rows, Cells(row_layout(()), ()))):
        layout = cells.layout
        for column in [c for c in open_cells if c not in layout.merged] if open_cells else ():
            first, need = open_cells.pop(column)
            yield MergedCell(first, number, need)
        for i in layout.starting:
            open_cells[layout.columns[i]] = number, rooms[layout][i].needs(cells.texts[i])


@lru_cache(maxsize=1 << 10)
def _whole_twips(height: float) -> float:
    """Rounded up to a whole twip, points."""
    return math.ceil(height * TWIPS - 1e-6) / TWIPS
