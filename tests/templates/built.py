"""What a document says, for tests: its paragraphs and the rows of its tables."""

from __future__ import annotations

from assembler.describing import Description, describe
from assembler.description import Paragraph, Table
from assembler.template import load_template
from figures.budget import Budget


def described(template: str, budget: Budget) -> Description:
    """The document that a template makes of a budget."""
    return describe(load_template(template), budget)


def table_rows(description: Description, view: str) -> list[str]:
    """The rows of a table below its head, cells parted by |; a cell that spans stands once."""
    for block in description.document.blocks():
        if isinstance(block, Table) and block.id == f"表/{view}":
            return ["|".join("·" * c.indent + c.text for c in row.cells) for row in block.rows if not row.header]
    raise AssertionError(f"没有表 {view}")


def sentences(description: Description) -> list[str]:
    """The text of all paragraphs that have any."""
    return [b.text for b in description.document.blocks() if isinstance(b, Paragraph) and b.text]


def said(description: Description) -> str:
    """All paragraphs, a line each."""
    return "\n".join(sentences(description))
