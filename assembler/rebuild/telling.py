"""What is told of an edited document: texts as messages show them, and figures that were typed by hand."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from figures.lean import frozen


class Typed(StrEnum):
    """What to do with a figure that was typed by hand over a generated one."""

    TELL = "report"
    FIGURES_WIN = "figures-win"
    DOCUMENT_WINS = "document-wins"


@frozen(slots=True)
class HandTyped:
    """A figure typed by hand: the block, the row's key and the position of the cell in it, what stands there, what is generated now.

    In a paragraph `row` is "" and `cell` -1. `at` is where the generated figure begins in the text that is generated now; -1 for one that
    is a cell's whole text, or whose place is not known. `spot` is what an officer calls the place in the block.
    """

    block: str
    row: str
    cell: int
    where: str
    found: str
    expected: str
    at: int = -1
    spot: str = ""


def comment_on(typed: Sequence[HandTyped]) -> str:
    """What a comment says about figures typed by hand."""
    return "\n".join(f"手工填写的“{t.found or '（空）'}”与数据不同，按现在的数据应为“{t.expected or '（空）'}”。" for t in typed)


def quoted(text: str, most: int = 30) -> str:
    """A text for a message, shortened."""
    plain = " ".join(text.split())
    return f"“{plain if len(plain) <= most else plain[:most] + '…'}”"
