"""Edits a document through LibreOffice's API as a person would; run by the Python that has `uno`: SOURCE TARGET STEPS (JSON)."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from libreoffice_api import office, opened, saved

PARAGRAPH_BREAK = 0
BOLD = 150.0


def main(source: str, target: str, steps: list[list[Any]]) -> None:
    """Opens, does each step, saves, ends the program."""
    with office() as services:
        document = opened(services, source)
        for name, *arguments in steps:
            STEPS[name](document, *arguments)
        saved(document, target)


def find(document: Any, words: str) -> Any:
    """The first place of some words."""
    search = document.createSearchDescriptor()
    search.SearchString = words
    return document.findFirst(search)


def whole_paragraph(document: Any, words: str) -> Any:
    """A cursor over the paragraph that holds some words."""
    found = find(document, words)
    cursor = found.Text.createTextCursorByRange(found.Start)
    cursor.gotoStartOfParagraph(False)
    cursor.gotoEndOfParagraph(True)
    return cursor


def replace(document: Any, old: str, new: str) -> None:
    """Types over words."""
    find(document, old).setString(new)


def add_after(document: Any, words: str, new: str) -> None:
    """Types a paragraph after the one that holds some words."""
    cursor = whole_paragraph(document, words)
    cursor.collapseToEnd()
    cursor.Text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
    cursor.Text.insertString(cursor, new, False)


def split(document: Any, words: str) -> None:
    """Presses Enter after some words."""
    found = find(document, words)
    found.Text.insertControlCharacter(found.End, PARAGRAPH_BREAK, False)


def delete(document: Any, words: str) -> None:
    """Deletes the paragraph that holds some words."""
    cursor = whole_paragraph(document, words)
    cursor.goRight(1, True)
    cursor.setString("")


def bold(document: Any, words: str) -> None:
    """Sets a paragraph bold."""
    cursor = whole_paragraph(document, words)
    cursor.CharWeight = cursor.CharWeightAsian = BOLD


def insert_row(document: Any, words: str, text: str) -> None:
    """Inserts a row below the cell that holds some words, and types into its first cell."""
    cell = find(document, words).Cell
    table = find(document, words).TextTable
    row = int("".join(c for c in cell.CellName if c.isdigit()))
    table.Rows.insertByIndex(row, 1)
    table.getCellByName(f"A{row + 1}").setString(text)


STEPS: dict[str, Callable[..., None]] = {
    "replace": replace,
    "add_after": add_after,
    "split": split,
    "delete": delete,
    "bold": bold,
    "insert_row": insert_row,
}

if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], json.loads(sys.argv[3]))
