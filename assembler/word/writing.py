"""What is known while one document is being written: its styles, the contents' numbers, and what has been handed out so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

from assembler.cells import RowLayout
from assembler.description import Chart
from assembler.look import LookError
from figures.lean import frozen

END_STYLE = "节末"
"""The style of paragraphs that only carry the end of a section or of the contents, or part two tables: 1 pt high."""


@frozen(slots=True)
class Opening:
    """How a paragraph of one style begins (up to and including w:pStyle), and the style's size in points."""

    start: str
    size: float


Starts = dict[tuple[tuple[int, ...], bool], dict[RowLayout, tuple[str, ...]]]
"""The cells of table rows up to their text, by the table's grid and whether the row stays with the next, and by the row's layout."""


@dataclass(slots=True)
class Writing:
    """The state of one document's writing. `identifier` is the letter of the TC fields that the contents collect.

    `starts` may be shared by all documents of a look.
    """

    openings: Mapping[str, Opening]
    numbers: Mapping[str, int] | None
    identities: bool
    identifier: str = ""
    ids: Iterator[int] = field(default_factory=lambda: count(1))
    charts: list[Chart] = field(default_factory=list)
    starts: Starts = field(default_factory=dict)

    def opening(self, style: str) -> Opening:
        """How a paragraph of `style` begins; LookError when the look has no such style."""
        try:
            return self.openings[style]
        except KeyError:
            raise LookError(
                f"look.docx 中没有样式“{style}”，请在该文件中新建同名的段落样式，或修改模板中使用它的地方。"
            ) from None
