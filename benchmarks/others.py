"""The other ways to make a document: each gets its texts ready, which is most of the work that we do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from typing import Any

from assembler.description import Block, Chart, Document, Paragraph, Table
from assembler.look import Look
from assembler.word.package import write_document
from benchmarks import by_carbone, by_docxtemplater, by_docxtpl, by_lxml, by_python_docx, by_strings, node
from benchmarks.measuring import Elsewhere
from benchmarks.tagging import context_of

DOCXTPL, DOCXTEMPLATER, CARBONE = "docxtpl", "docxtemplater", "carbone"
PYTHON_DOCX, LXML, STRINGS = "python-docx 逐格", "lxml 逐个元素", "极限：只拼接字符串、压缩"


@dataclass(frozen=True, slots=True)
class Other:
    """A way: `ready` makes its input of a document (not measured), `make` the files of some inputs, one after the other.

    `fill` makes one of `base`, which is there before the first document, and can go to a process of its own; None for what Node runs.
    """

    name: str
    ready: Callable[[Document], Any]
    make: Callable[[Sequence[Any]], Elsewhere | list[bytes]]
    base: Any
    fill: Callable[[Any, Any], bytes] | None = None


def others(first: Document, look: Look) -> list[Other]:
    """All ways, prepared with templates made of `first`; those run by Node only where they are installed."""
    whole = write_document(first, look, identities=False)
    by_node = [] if node.missing() else [(DOCXTEMPLATER, by_docxtemplater.template_of), (CARBONE, by_carbone.template_of)]
    return [
        _in_python(DOCXTPL, context_of, by_docxtpl.template_of(first, whole), by_docxtpl.fill),
        *(_in_node(name, template_of(first, whole)) for name, template_of in by_node),
        _in_python(PYTHON_DOCX, plain, by_python_docx.base_of(whole), by_python_docx.write),
        _in_python(LXML, plain, by_lxml.base_of(whole), by_lxml.write),
        _in_python(
            STRINGS,
            lambda d: by_strings.texts(write_document(d, look, identities=False)),
            by_strings.cut(whole),
            by_strings.join,
        ),
    ]


def _in_python(name: str, ready: Callable[[Document], Any], base: Any, fill: Callable[[Any, Any], bytes]) -> Other:
    return Other(name, ready, lambda given: [fill(base, one) for one in given], base, fill)


def _in_node(name: str, template: bytes) -> Other:
    return Other(name, context_of, partial(node.node().fill, name, template), template)


def plain(document: Document) -> Document:
    """The document without the provenance of its texts, which the others know nothing of."""
    return replace(document, sections=tuple(replace(s, blocks=tuple(map(_plain, s.blocks))) for s in document.sections))


def _plain(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, runs=tuple(replace(run, origin=None) for run in block.runs))
    if isinstance(block, Table):
        return replace(block, rows=tuple(replace(r, cells=tuple(replace(c, origin=None) for c in r.cells)) for r in block.rows))
    if isinstance(block, Chart):
        return replace(block, slices=tuple(replace(s, origin=None) for s in block.slices))
    return block


def versions() -> str:
    """The versions of the programs that we are measured against."""
    found = [(name, version(name)) for name in ("docxtpl", "python-docx", "lxml")]
    found += [(name, node.version(name)) for name in ("docxtemplater", "carbone", "rosaenlg")]
    return "、".join(f"{name} {number}" for name, number in found if number)
