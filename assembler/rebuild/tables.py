"""Tables of an edited document brought up to date, cell by cell by row key and column."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import field, replace
from itertools import zip_longest

from lxml import etree

from assembler.cells import Cell, laid_out
from assembler.description import Row, Table
from assembler.rebuild.comments import Comments
from assembler.rebuild.figures_in_text import bring_up_to_date, text_edits
from assembler.rebuild.making import Making
from assembler.rebuild.matching import Group
from assembler.rebuild.order import moved
from assembler.rebuild.outcome import Outcome
from assembler.rebuild.own_figures import OwnFigure
from assembler.rebuild.rows import align, cells_by_text, holds_number, is_number, is_same_number, spans, texts_of
from assembler.rebuild.spots import Spots, spot_in_text
from assembler.rebuild.telling import HandTyped, Typed, comment_on, quoted
from assembler.word.markup import twips
from assembler.word.reading.body import Stretch
from assembler.word.reading.inline import change_text, is_plain, set_single, text_of
from assembler.word.reading.tables import FileCell, FileRow
from assembler.word.values import W, value
from figures.checks.reported import DELETED, FORM, NO_LONGER, OTHER_CELLS, UNDECIDED_WORDS
from figures.findings import Place
from figures.lean import frozen


@frozen
class Tools:
    """What merging needs beside the texts: new elements, comments, what is told, and what to do with figures typed by hand.

    `added_rows` collects the rows that a person added to tables of ours, `reworded` the paragraphs of ours that she reworded.
    """

    making: Making
    comments: Comments
    outcome: Outcome
    typed: Typed
    added_rows: list[tuple[Table, FileRow]] = field(default_factory=list)
    reworded: list[Group] = field(default_factory=list)


def merge_table(tools: Tools, stretch: Stretch, base: Table, now: Table, full: Table, settled: Table | None = None) -> Table:
    """Brings a table up to date with `now`; `full` is the same table as it is described, with its styles.

    Returns what is to be compared with next time: that table, with older texts in cells left undecided and with rows that are no
    longer generated but stayed. `settled` is what an earlier run returned, where that was not what it had generated.
    """
    rows = stretch.rows
    if next(stretch.element.iter(f"{W}del"), None) is not None:
        rows = [row for row in rows if row.element.find(f"{W}trPr/{W}del") is None]
    if settled is None and base == now and [r.texts for r in rows] == [texts_of(r) for r in now.rows]:
        return now
    stretch.forget_rows()
    return _Merger(tools, stretch.element, rows, base, now, full, settled).merge()


class _Merger:
    def __init__(
        self,
        tools: Tools,
        element: etree._Element,
        rows: list[FileRow],
        base: Table,
        now: Table,
        full: Table,
        settled: Table | None,
    ) -> None:
        self.tools = tools
        self.element = element
        self.rows = rows
        self.now = now
        self.full = full
        self.styled = {row.key: row for row in full.rows}
        self.base = base if settled is None else replace(base, rows=_with_gone(base.rows, settled.rows))
        self.before = {row.key: row for row in self.base.rows}
        self.spots = Spots(now)
        self.name = f"表“{now.description or now.id}”"
        self.settled = {row.key: row for row in settled.rows} if settled else {}
        older = [self.settled.get(row.key, row) for row in self.base.rows]
        found = align(self.rows, older)
        self.standing = {older[i].key: self.rows[j] for i, j in found.items()}
        standing = set(found.values())
        tools.added_rows.extend((now, row) for j, row in enumerate(rows) if j not in standing)

    def merge(self) -> Table:
        moving = moved([r.key for r in self.base.rows], [r.key for r in self.now.rows])
        done: list[Row] = []
        last: etree._Element | None = None
        for row in self.now.rows:
            standing, before = self.standing.get(row.key), self.before.get(row.key)
            if before is None:
                last = self._insert(row, last)
            elif standing is None:
                self._tell_deleted(before)
            else:
                if row.key in moving:
                    self._place(standing.element, last)
                row, last = self._row(standing, before, row)
            done.append(row)
        staying = self._remove_old() | {row.key for row in self.now.rows}
        return replace(self.now, rows=_with_gone(done, [row for row in self.base.rows if row.key in staying]))

    def _insert(self, row: Row, last: etree._Element | None) -> etree._Element:
        element = self.tools.making.row(self.full, self.styled[row.key])
        self._place(element, last)
        return element

    def _place(self, element: etree._Element, last: etree._Element | None) -> None:
        """Puts a row after another one; without it, before the first row."""
        self.tools.outcome.changed = True
        if last is not None:
            last.addnext(element)
        elif self.rows and self.rows[0].element is not element:
            self.rows[0].element.addprevious(element)
        elif not self.rows:
            self.element.append(element)

    def _tell_deleted(self, row: Row) -> None:
        self.tools.outcome.note(DELETED, f"{self.name}的一行{self._named(row)}被人删除，没有补回", self.now.id)

    def _remove_old(self) -> set[str]:
        """Rows that are no longer generated go, unless a person worked on them; the keys of those that stay."""
        now, kept = {row.key for row in self.now.rows}, set()
        for row in self.base.rows:
            standing = self.standing.get(row.key)
            if row.key in now or standing is None:
                continue
            parent = standing.element.getparent()
            if standing.texts == texts_of(row) and is_plain(standing.element) and parent is not None:
                parent.remove(standing.element)
                self.tools.outcome.changed = True
            else:
                message = f"{self.name}的一行{self._named(row)}不再生成，但被人改过，保留在表中"
                self.tools.outcome.undecide(NO_LONGER, message, self._spot(row), remedy="不需要时请在文档中删去这一行")
                kept.add(row.key)
        return kept

    def _row(self, standing: FileRow, before: Row, row: Row) -> tuple[Row, etree._Element]:
        """The row as it is to be compared with next time, and its element."""
        now, texts = laid_out(row.cells), standing.texts
        known = row.key not in self.settled
        if known and texts == now.texts and before == row:
            return row, standing.element
        was = laid_out(before.cells)
        shape = spans(now.layout)
        if standing.shape != shape or shape != spans(was.layout):
            return self._other_shape(standing, before, row)
        alike = was.layout.cells == now.layout.cells
        left: dict[int, Cell] = {}
        for i, text in enumerate(texts):
            if known and alike and text == now.texts[i]:
                continue
            there, new = standing.cells[i], now[i]
            after = self._cell(row, i, there, self._older(row, i, there, was[i]), new)
            if after != new:
                left[i] = after
            if not alike:
                self._merge_mark(there, was[i], new)
        self._height(standing, before, row)
        return (replace(row, cells=tuple(left.get(i, c) for i, c in enumerate(now))) if left else row), standing.element

    def _other_shape(self, standing: FileRow, before: Row, row: Row) -> tuple[Row, etree._Element]:
        if standing.texts == texts_of(before) and standing.shape == spans(laid_out(before.cells).layout):
            element = self.tools.making.row(self.full, self.styled[row.key])
            standing.element.addprevious(element)
            parent = standing.element.getparent()
            if parent is not None:
                parent.remove(standing.element)
            self.tools.outcome.changed = True
            return row, element
        older = self.settled.get(row.key, before)
        cells = cells_by_text(older, row, standing)
        if cells is not None:
            for there, new in cells:
                self._write(there, new)
            return row, standing.element
        told = f"这一行的格子被人增减或合并过，没有更新。按现在的数据应为：{' | '.join(texts_of(row))}"
        message = f"{self.name}的一行{self._named(row)}的格子被人增减或合并过，这一行没有更新"
        found, wanted = " | ".join(standing.texts), " | ".join(texts_of(row))
        if self.tools.outcome.undecide(OTHER_CELLS, message, self._spot(row), found, wanted):
            self._comment(standing.cells[0], told)
        return older, standing.element

    def _cell(self, row: Row, index: int, there: FileCell, old: Cell, new: Cell) -> Cell:
        text = there.text
        if text == new.text or is_same_number(text, new.text):
            return new
        if text == old.text or is_same_number(text, old.text):
            self._write(there, new)
            if "".join(text.split()) != old.text:
                self._tell_form(row, index, text, new.text)
            return new
        if holds_number(text, old.text):
            return self._worded(row, index, there, old, new)
        if is_number(old.text) or is_number(new.text) or (is_number(text) and not (old.text and new.text)):
            self._typed(row, index, there, text, new)
            return new
        return self._worded(row, index, there, old, new)

    def _older(self, row: Row, index: int, there: FileCell, old: Cell) -> Cell:
        """What a cell was last brought in line with: an older text as long as the comment about it stands."""
        kept = self.settled.get(row.key)
        if kept is None or index >= len(kept.cells) or not self.tools.comments.is_standing(there.paragraphs):
            return old
        return replace(old, text=kept.cells[index].text)

    def _typed(self, row: Row, index: int, there: FileCell, text: str, new: Cell) -> None:
        typed = HandTyped(
            self.now.id, row.key, index, self._where(row, index), text, new.text, spot=self.spots.of_cell(row, index)
        )
        if self.tools.typed is Typed.FIGURES_WIN:
            self._write(there, new)
            self.tools.outcome.put_right(typed)
        else:
            self._tell(there, [typed])

    def _tell(self, there: FileCell, typed: Sequence[HandTyped]) -> None:
        still_open = [one for one in typed if self.tools.outcome.tell_typed(one)]
        if still_open and there.paragraphs:
            self._comment(there, comment_on(still_open))

    def _spot(self, row: Row) -> Place:
        return Place(block=self.now.id, cell=self.spots.of_row(row))

    def _named(self, row: Row) -> str:
        """A row for a message."""
        label = self.spots.of_row(row)
        return quoted(label, 16) if label else ""

    def _where(self, row: Row, index: int) -> str:
        """A cell for a message."""
        label, heading, which = self.spots.names(row, index)
        return f"{self.name}{quoted(label, 16)}{f'“{heading}”' if heading else ''}{which}"

    def _comment(self, there: FileCell, text: str) -> None:
        if self.tools.comments.put(there.paragraphs, text):
            self.tools.outcome.changed = True

    def _worded(self, row: Row, index: int, there: FileCell, old: Cell, new: Cell) -> Cell:
        """A cell of words that a person changed."""
        text = there.text
        merged = bring_up_to_date(old.text, text, new.text, self.tools.typed is Typed.FIGURES_WIN)
        where = self._where(row, index)
        if not merged.doubt and "\n" not in "".join(e.text + text[e.start : e.stop] for e in merged.edits):
            if merged.edits:
                change_text(there.paragraphs, merged.edits)
                self.tools.outcome.changed = True
            self._tell(there, [self._in_words(row, index, one, text) for one in merged.own])
            for one in merged.put_right:
                self.tools.outcome.put_right(self._in_words(row, index, one, text))
            for found, shown in merged.rewritten:
                self._tell_form(row, index, found, shown)
            return new
        why = merged.doubt or "分段不同"
        message = f"{where}中改写过的内容没有更新：{why}"
        place = Place(block=self.now.id, cell=self.spots.of_cell(row, index))
        if self.tools.outcome.undecide(UNDECIDED_WORDS, message, place, quoted(text), quoted(new.text)):
            self._comment(there, f"按现在的数据，这里应为：{new.text}\n没有自动修改的原因：{why}")
        return replace(new, text=old.text)

    def _tell_form(self, row: Row, index: int, found: str, shown: str) -> None:
        message = f"{self._where(row, index)}中的“{found}”更新为“{shown}”，人的写法没有保留"
        self.tools.outcome.note(FORM, message, self.now.id)

    def _in_words(self, row: Row, index: int, one: OwnFigure, text: str) -> HandTyped:
        where = f"{self._where(row, index)}中的一个数"
        spot = f"{self.spots.of_cell(row, index)}/{spot_in_text(text, one.start, one.found)}"
        return HandTyped(self.now.id, row.key, index, where, one.found, one.now or "", one.at, spot)

    def _write(self, there: FileCell, new: Cell) -> None:
        write_lines(there.element, there.paragraphs, new.text.split("\n"), new.mark == "missing")
        self.tools.outcome.changed = True

    def _merge_mark(self, there: FileCell, old: Cell, new: Cell) -> None:
        """Takes over how a cell is merged with its neighbours above and below, where a person did not change it."""
        properties = there.element.find(f"{W}tcPr")
        if old.merge == new.merge or there.merge != old.merge or properties is None:
            return
        for mark in properties.findall(f"{W}vMerge"):
            properties.remove(mark)
        if new.merge:
            made = etree.Element(f"{W}vMerge", {f"{W}val": "restart"} if new.merge == "start" else {})
            before = [e for e in properties if e.tag in {f"{W}{t}" for t in ("cnfStyle", "tcW", "gridSpan", "hMerge")}]
            properties.insert(properties.index(before[-1]) + 1 if before else 0, made)
        self.tools.outcome.changed = True

    def _height(self, standing: FileRow, before: Row, row: Row) -> None:
        if before.height == row.height:
            return
        for mark in standing.element.iterfind(f"{W}trPr/{W}trHeight"):
            if value(mark) == str(twips(before.height)):
                mark.set(f"{W}val", str(twips(row.height)))
                self.tools.outcome.changed = True


def _with_gone(rows: Sequence[Row], others: Sequence[Row]) -> tuple[Row, ...]:
    """`rows`, and behind the row that they followed those of `others` that are not among them."""
    known, made = {row.key for row in rows}, list(rows)
    last = ""
    for row in others:
        if row.key not in known:
            place = next((i + 1 for i, r in enumerate(made) if r.key == last), 0)
            made.insert(place, row)
        last = row.key
    return tuple(made)


def write_lines(parent: etree._Element, paragraphs: Sequence[etree._Element], lines: Sequence[str], marked: bool = False) -> None:
    """Makes the text of a cell's paragraphs `lines`, with as many paragraphs as there are lines, each in the look of the old one."""
    standing = list(paragraphs)
    while len(standing) < len(lines):
        copy = deepcopy(standing[-1])
        for mark in list(copy.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
            above = mark.getparent()
            if above is not None:
                above.remove(mark)
        standing[-1].addnext(copy)
        standing.append(copy)
    for extra in standing[len(lines) :]:
        if is_plain(extra):
            parent.remove(extra)
    for paragraph, line in zip_longest(standing[: len(lines)], lines):
        if not marked and set_single(paragraph, line):
            continue
        old = text_of(paragraph)
        if old != line:
            change_text([paragraph], text_edits(old, line, [marked] * len(line)))
