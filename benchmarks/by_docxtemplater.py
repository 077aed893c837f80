"""The same document by docxtemplater, run by Node: a template made of our own document, filled with texts that are ready."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from docx.oxml.ns import qn

from assembler.description import Document, Row
from benchmarks import tagging
from benchmarks.tagging import FORMS, Scope, merged_cells, merges_of, set_text


class _Tags:
    """Tags in braces; a loop over rows opens in its first cell and closes in its last."""

    def value(self, scope: Scope, name: str, lines: bool) -> str:
        return f"{{{name}}}"

    def rows(self, scope: Scope, made: Any, group: Sequence[Row]) -> None:
        """A tag cannot stand in an attribute: rows whose cells are merged in different ways are rows of their own, one of which is shown."""
        patterns = list(dict.fromkeys(merges_of(row) for row in group)) if any(merged_cells(made)) else []
        variants = [made, *(deepcopy(made) for _ in patterns[1:])]
        for row, pattern in zip(variants, patterns, strict=bool(patterns)):
            for number, merge in merged_cells(row):
                merge.set(qn("w:val"), "continue" if pattern[1 + number] == "c" else "restart")
            _around(row, row, pattern)
        for row in reversed(variants[1:]):
            made.addnext(row)
        _around(variants[0], variants[-1], scope.rows)

    def forms(self, first: Any, last: Any) -> None:
        for tag, place in ((f"{{#{FORMS}}}", first.addprevious), (f"{{/{FORMS}}}", last.addnext)):
            paragraph = deepcopy(first)
            set_text(paragraph, tag)
            place(paragraph)


def _around(first: Any, last: Any, name: str) -> None:
    """A section from the first cell of one row to the last cell of another."""
    opening, closing = next(first.iter(qn("w:t"))), list(last.iter(qn("w:t")))[-1]
    opening.text = f"{{#{name}}}{opening.text}"
    closing.text = f"{closing.text}{{/{name}}}"


def template_of(document: Document, written: bytes) -> bytes:
    """A docxtemplater template made of `written`, which was made from `document`."""
    return tagging.template_of(document, written, _Tags())
