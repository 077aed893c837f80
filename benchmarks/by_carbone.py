"""The same document by carbone, run by Node: a template made of our own document, filled with texts that are ready."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from docx.oxml.ns import qn

from assembler.description import Document, Row
from benchmarks import tagging
from benchmarks.tagging import FORMS, Scope, emptied, merged_cells, set_text


class _Tags:
    """Tags name the whole way to a value; a loop is told by one that names the next round ([i+1])."""

    def value(self, scope: Scope, name: str, lines: bool) -> str:
        return f"{{d.{_way(scope)}{name}{':convCRLF' if lines else ''}}}"

    def rows(self, scope: Scope, made: Any, group: Sequence[Row]) -> None:
        for number, merge in merged_cells(made):
            merge.set(qn("w:val"), self.value(scope, f"m{number}", False))
        outside = _way(Scope(scope.form))
        made.addnext(emptied(made, f"{{d.{outside}{scope.rows}[i+1].c0}}"))

    def forms(self, first: Any, last: Any) -> None:
        paragraph = deepcopy(first)
        set_text(paragraph, f"{{d.{FORMS}[i+1].p0}}")
        last.addnext(paragraph)


def _way(scope: Scope) -> str:
    return (f"{FORMS}[i]." if scope.form else "") + (f"{scope.rows}[i]." if scope.rows else "")


def template_of(document: Document, written: bytes) -> bytes:
    """A carbone template made of `written`, which was made from `document`."""
    return tagging.template_of(document, written, _Tags())
