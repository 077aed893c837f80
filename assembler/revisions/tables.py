"""Tables that stand in both documents: cells by text, rows that were added or removed as groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from assembler.diff.words import is_figure, opcodes
from assembler.revisions.copying import Copying
from assembler.revisions.marks import Marks
from assembler.revisions.sides import Key, Side, grid
from assembler.revisions.texts import revised
from assembler.word.reading.tables import FileCell, FileRow, rows_of
from assembler.word.values import W
from figures.lean import frozen


@frozen
class Group:
    """Rows that cells merged downwards hold together: they are compared, added and removed as one."""

    rows: tuple[FileRow, ...]
    shape: Key
    name: str


def same_grid(old: etree._Element, new: etree._Element) -> bool:
    """Whether two tables have the same columns, so that they can be one with marks in it."""
    return grid(old) == grid(new) and len(rows_of(old)) > 0 and len(rows_of(new)) > 0


def revise_table(marks: Marks, copying: Copying, sides: tuple[Side, Side], old: etree._Element, new: etree._Element) -> None:
    """Marks in `new`, a table of the same grid as `old`, what changed from it."""
    before, now = list(_groups(sides[0], rows_of(old))), list(_groups(sides[1], rows_of(new)))
    end = now[-1].rows[-1].element
    for tag, low, high, start, stop in opcodes([(g.name, g.shape) for g in before], [(g.name, g.shape) for g in now]):
        if tag == "equal" or _alike(before[low:high], now[start:stop]):
            for one, other in zip(before[low:high], now[start:stop], strict=True):
                _cells(marks, copying, sides, one, other)
            continue
        follower = now[start].rows[0].element if start < len(now) else None
        for group in before[low:high]:
            for row in group.rows:
                copy = copying.element(row.element)
                marks.row(copy, "del")
                if follower is None:
                    end.addnext(copy)
                    end = copy
                else:
                    follower.addprevious(copy)
        for group in now[start:stop]:
            for row in group.rows:
                marks.row(row.element, "ins")


def _groups(side: Side, rows: Sequence[FileRow]) -> Iterator[Group]:
    collected: list[FileRow] = []
    for row in rows:
        if collected and not any(c.merge == "continue" for c in row.cells):
            yield _group(side, collected)
            collected = []
        collected.append(row)
    yield _group(side, collected)


def _group(side: Side, rows: Sequence[FileRow]) -> Group:
    texts = (t for row in rows for t in row.texts if t and not is_figure(t))
    return Group(tuple(rows), tuple(side.row_shape(row) for row in rows), "|".join(texts))


def _alike(old: Sequence[Group], new: Sequence[Group]) -> bool:
    """Whether groups that other words stand in are of the same shapes and have a text in common, one by one."""
    if len(old) != len(new):
        return False
    return all(
        a.shape == b.shape
        and (len(a.rows) > 1 or any(x == y != "" for x, y in zip(a.rows[0].texts, b.rows[0].texts, strict=True)))
        for a, b in zip(old, new, strict=True)
    )


def _cells(marks: Marks, copying: Copying, sides: tuple[Side, Side], old: Group, new: Group) -> None:
    for before, now in zip(old.rows, new.rows, strict=True):
        for one, other in zip(before.cells, now.cells, strict=True):
            if one.text != other.text:
                _cell(marks, copying, sides, one, other)


def _cell(marks: Marks, copying: Copying, sides: tuple[Side, Side], old: FileCell, new: FileCell) -> None:
    paragraphs = revised(marks, copying, sides, old.paragraphs, new.paragraphs, is_apart=True)
    for paragraph in new.element.findall(f"{W}p"):
        new.element.remove(paragraph)
    new.element.extend(paragraphs)
