"""What a rebuild did and could not do, as findings and as figures typed by hand that somebody must decide on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from figures.findings import Finding, Place, Severity
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
    is a cell's whole text, or whose place is not known.
    """

    block: str
    row: str
    cell: int
    where: str
    found: str
    expected: str
    at: int = -1


@dataclass
class Outcome:
    """Collected while a document is rebuilt. `changed` says whether anything in the document's body was changed."""

    findings: list[Finding] = field(default_factory=list)
    typed: list[HandTyped] = field(default_factory=list)
    undecided: int = 0
    changed: bool = False

    def note(self, code: str, message: str, block: str = "", found: str = "", expected: str = "") -> None:
        """Something worth knowing that needs no decision."""
        self.findings.append(Finding(code, Severity.NOTE, message, Place(block=block), found, expected))

    def undecide(self, code: str, message: str, block: str, found: str = "", expected: str = "", remedy: str = "") -> None:
        """Something that a person has to decide."""
        self.undecided += 1
        self.findings.append(Finding(code, Severity.WARNING, message, Place(block=block), found, expected, remedy))

    def tell_typed(self, typed: HandTyped) -> None:
        """A figure typed by hand that stays."""
        self.typed.append(typed)
        self.undecide(
            "手填数字",
            f"{typed.where}在文档中被改成了与数据不同的数，没有覆盖",
            typed.block,
            typed.found or "（空）",
            typed.expected or "（空）",
            "以数据为准请加 --figures-win，以文档为准请加 --document-wins",
        )


def comment_on(typed: Sequence[HandTyped]) -> str:
    """What a comment says about figures typed by hand."""
    return "\n".join(f"手工填写的“{t.found or '（空）'}”与数据不同，按现在的数据应为“{t.expected or '（空）'}”。" for t in typed)


def quoted(text: str, most: int = 30) -> str:
    """A text for a message, shortened."""
    plain = " ".join(text.split())
    return f"“{plain if len(plain) <= most else plain[:most] + '…'}”"
