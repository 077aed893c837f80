"""What is known while one document is being written: its styles, the contents' numbers, and what has been handed out so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from assembler.cells import RowLayout
from assembler.description import Chart
from assembler.look import LookError
from assembler.word.kept import KeptBlocks
from figures.lean import frozen

END_STYLE = "节末"
"""The style of paragraphs that only carry the end of a section or of the contents, or part two tables: 1 pt high."""


@frozen(slots=True)
class Opening:
    """How a paragraph of one style begins (up to and including w:pStyle), and the style's size in points."""

    start: str
    size: float


@dataclass(slots=True)
class RowForm:
    """How rows of one layout are written: their cells up to the text; and whole, with places for the texts, by kinds of text.

    `written` are rows of before, from the first cell on, by their texts: a figure that changes leaves most rows of its table as they were.
    """

    starts: tuple[str, ...]
    patterns: dict[tuple[int, ...], bytes] = field(default_factory=dict)
    written: dict[tuple[str, ...], bytes] = field(default_factory=dict)


RowForms = dict[tuple[tuple[int, ...], bool], dict[RowLayout, RowForm]]
"""The forms of table rows, by the table's grid and whether the row stays with the next, and by the row's layout."""


class Ids(Iterator[int]):
    """Numbers that are unique in a document; `following` is the next one."""

    __slots__ = ("following",)

    def __init__(self, following: int = 1) -> None:
        self.following = following

    def __next__(self) -> int:
        number = self.following
        self.following = number + 1
        return number


@dataclass(slots=True)
class Writing:
    """The state of one document's writing. `identifier` is the letter of the TC fields that the contents collect.

    `rows` may be shared by all documents of a look; `former` is what was `kept` of the document before, written in the same way.
    """

    openings: Mapping[str, Opening]
    numbers: Mapping[str, int] | None
    identities: bool
    identifier: str = ""
    ids: Ids = field(default_factory=Ids)
    charts: list[Chart] = field(default_factory=list)
    rows: RowForms = field(default_factory=dict)
    former: KeptBlocks = field(default_factory=KeptBlocks)
    kept: KeptBlocks = field(default_factory=KeptBlocks)

    def opening(self, style: str) -> Opening:
        """How a paragraph of `style` begins; LookError when the look has no such style."""
        try:
            return self.openings[style]
        except KeyError:
            raise LookError(
                f"look.docx 中没有样式“{style}”，请在该文件中新建同名的段落样式，或修改模板中使用它的地方。"
            ) from None
