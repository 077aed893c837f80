"""The other ways to make a document: each gets its texts ready, which is most of the work that we do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from typing import Any

from assembler.description import Document
from assembler.look import Look
from assembler.word.package import write_document
from benchmarks import by_carbone, by_docxtemplater, by_docxtpl, by_lxml, by_python_docx, by_strings, node
from benchmarks.measuring import Elsewhere
from benchmarks.tagging import context_of

DOCXTPL, DOCXTEMPLATER, CARBONE = "docxtpl", "docxtemplater", "carbone"
PYTHON_DOCX, LXML, STRINGS = "python-docx 逐格", "lxml 逐个元素", "极限：只拼接字符串、压缩"


@dataclass(frozen=True, slots=True)
class Other:
    """A way: `ready` makes its input of a document (not measured), `make` the files of some inputs, one after the other."""

    name: str
    ready: Callable[[Document], Any]
    make: Callable[[Sequence[Any]], Elsewhere | list[bytes]]


def others(first: Document, look: Look) -> list[Other]:
    """All ways, prepared with templates made of `first`; those run by Node only where they are installed."""
    whole = write_document(first, look, identities=False)
    tagged, base, built = by_docxtpl.template_of(first, whole), by_python_docx.base_of(whole), by_lxml.base_of(whole)
    found = [
        Other(DOCXTPL, context_of, lambda given: [by_docxtpl.fill(tagged, one) for one in given]),
        Other(PYTHON_DOCX, lambda d: d, lambda given: [by_python_docx.write(base, one) for one in given]),
        Other(LXML, lambda d: d, lambda given: [by_lxml.write(built, one) for one in given]),
        _strings(whole, look),
    ]
    if not node.missing():
        found[1:1] = [
            Other(name, context_of, partial(node.node().fill, name, by.template_of(first, whole)))
            for name, by in ((DOCXTEMPLATER, by_docxtemplater), (CARBONE, by_carbone))
        ]
    return found


def _strings(whole: bytes, look: Look) -> Other:
    cut = by_strings.cut(whole)
    return Other(
        STRINGS,
        lambda d: by_strings.texts(write_document(d, look, identities=False)),
        lambda given: [by_strings.join(cut, one) for one in given],
    )


def versions() -> str:
    """The versions of the programs that we are measured against."""
    found = [(name, version(name)) for name in ("docxtpl", "python-docx", "lxml")]
    found += [(name, node.version(name)) for name in ("docxtemplater", "carbone", "rosaenlg")]
    return "、".join(f"{name} {number}" for name, number in found if number)
