"""Small strings of WordprocessingML: escaping, lengths, runs of text, bookmarks."""

from __future__ import annotations

import re

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# The hint makes Word take “”—… from the East Asian font, where they are one em wide: the page calculator counts on that.
RUN_START = '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">'
ASCII_START = "<w:r><w:t>"
"""Of a run whose characters no font but the Latin one has, without spaces: most figures, and half as long."""

RUN_END = "</w:t></w:r>"
_MARKED_START = RUN_START.replace("</w:rPr>", '<w:highlight w:val="yellow"/></w:rPr>')

_ILLEGAL = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"  # not characters of XML 1.0
_SPECIAL = re.compile(f"[&<>{_ILLEGAL}]")
_BREAKS = re.compile(f"[&<>\t\n\r{_ILLEGAL}]")
_UNPRINTABLE = re.compile(f"[\r{_ILLEGAL}]")
_REPLACED = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_INLINE = {"\t": "<w:tab/>", "\n": "<w:br/>"}

needs_care = _BREAKS.search
"""Whether a text holds anything that cannot stand between <w:t> and </w:t> as it is."""


def is_latin(text: str) -> bool:
    """Whether a text may stand in a run that begins with `ASCII_START`."""
    return text.isascii() and " " not in text


def twips(points: float) -> int:
    """A length in twips, rounded to the nearest."""
    return round(points * 20)


def escape(text: str) -> str:
    """Text as XML character data; characters that XML 1.0 forbids are dropped."""
    return _SPECIAL.sub(lambda m: _REPLACED.get(m[0], ""), text)


def printable(text: str) -> str:
    """Text as it can be read back from a file: without what XML 1.0 forbids, and without carriage returns."""
    return _UNPRINTABLE.sub("", text) if _UNPRINTABLE.search(text) else text


def attribute(text: str) -> str:
    """Text as the value of an attribute in double quotes; breaks and tabs become spaces."""
    return escape(text.replace("\r", "").replace("\n", " ").replace("\t", " ")).replace('"', "&quot;")


def run(text: str, marked: bool = False) -> str:
    """A run of text, highlighted when `marked`; a tab and a line break become their elements. "" for no text."""
    if not text:
        return ""
    start = _MARKED_START if marked else RUN_START
    if needs_care(text) is None:
        return f"{start}{text}{RUN_END}"
    head = start[: start.index("<w:t ")]
    inner = [_INLINE.get(part) or f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in _parts(text)]
    return f"{head}{''.join(inner)}</w:r>"


def _parts(text: str) -> list[str]:
    return [part for part in re.split("([\t\n])", text.replace("\r", "")) if part]


def bookmark(number: int, name: str, inner: str) -> str:
    """`inner` between the two ends of a bookmark; `number` is unique in the document."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{inner}<w:bookmarkEnd w:id="{number}"/>'


def field_code(code: str, properties: str = "") -> str:
    """The first half of a complex field: its begin mark and its code (`properties` go into each run)."""
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return (
        f'<w:r>{look}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{look}<w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
    )


def field_mark(kind: str, properties: str = "") -> str:
    """A "separate" or "end" mark of a complex field."""
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{look}<w:fldChar w:fldCharType="{kind}"/></w:r>'
