"""The same document by docxtpl: a template made of our own document, filled with texts that are ready."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from io import BytesIO
from typing import Any

from docx.oxml.ns import qn
from docxtpl import DocxTemplate

from assembler.description import Document, Row
from benchmarks import tagging
from benchmarks.tagging import FORMS, Context, Scope, emptied, merged_cells, set_text


class _Tags:
    """Jinja's tags, in docxtpl's form for rows and paragraphs."""

    def value(self, scope: Scope, name: str, lines: bool) -> str:
        return f"{{{{ {'r.' if scope.rows else 'f.' if scope.form else ''}{name} }}}}"

    def rows(self, scope: Scope, made: Any, group: Sequence[Row]) -> None:
        for number, merge in merged_cells(made):
            merge.set(qn("w:val"), f"{{{{ r.m{number} }}}}")
        made.addprevious(emptied(made, f"{{%tr for r in {'f.' if scope.form else ''}{scope.rows} %}}"))
        made.addnext(emptied(made, "{%tr endfor %}"))

    def forms(self, first: Any, last: Any) -> None:
        for tag, place in ((f"{{%p for f in {FORMS} %}}", first.addprevious), ("{%p endfor %}", last.addnext)):
            paragraph = deepcopy(first)
            set_text(paragraph, tag)
            place(paragraph)


def template_of(document: Document, written: bytes) -> bytes:
    """A docxtpl template made of `written`, which was made from `document`."""
    return tagging.template_of(document, written, _Tags())


def fill(template: bytes, context: Context) -> bytes:
    """The document that docxtpl makes."""
    opened = DocxTemplate(BytesIO(template))
    opened.render(context, autoescape=True)
    out = BytesIO()
    opened.save(out)
    return out.getvalue()
