"""An evaluator of Word's TOC field over a finished file: which entries an update would make, and which stand there now.

It knows nothing of how the file was written: it reads outline levels of built-in heading styles and TC fields, as Word's
documentation of the field describes them (switches o and f; h, z and n do not change the entries).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TOKEN = re.compile(r'"((?:\\.|[^"\\])*)"|(\\?\S+)')


@dataclass
class Line:
    """An entry: its text, its level (None for one that stands there) and the page number shown ("" for none)."""

    text: str
    level: int | None = None
    page: str = ""


@dataclass
class _Field:
    code: str = ""
    result: str = ""
    in_result: bool = False


@dataclass
class _Walk:
    """Where a reader of the text is: the fields open around it, innermost last."""

    open: list[_Field] = field(default_factory=list)
    closed: list[_Field] = field(default_factory=list)
    text: str = ""


def updated(data: bytes) -> list[Line]:
    """The entries that an update of the (only) TOC field would make."""
    body, styles = _parts(data)
    low, high, letter = _switches(_toc_code(body))
    lines: list[Line] = []
    for paragraph, inside in _paragraphs(body):
        if inside:
            continue
        walk = _read(paragraph, _Walk())
        lines += [Line(text, level) for text, level in _collected(walk.closed, letter)]
        level = styles.get(_style(paragraph))
        if level is not None and low <= level <= high and walk.text:
            lines.append(Line(walk.text, level))
    return lines


def written(data: bytes) -> list[Line]:
    """The entries that stand in the file as the field's result."""
    body, _ = _parts(data)
    lines: list[Line] = []
    for paragraph, inside in _paragraphs(body):
        walk = _read(paragraph, _Walk())
        numbers = [f.result for f in walk.closed if f.code.split()[:1] == ["PAGEREF"]]
        if inside and walk.text.strip("\t"):
            lines.append(Line(walk.text.split("\t")[0], None, numbers[0]))
    return lines


def targets(data: bytes) -> list[tuple[str, str]]:
    """For each line of the contents: the text that its bookmark spans, and its own text."""
    body, _ = _parts(data)
    spans = {b.get(_W + "name"): _spanned(b) for b in body.iter(_W + "bookmarkStart")}
    links = [h for h in body.iter(_W + "hyperlink") if h.get(_W + "anchor")]
    return [(spans[h.get(_W + "anchor")], _read(h, _Walk()).text.split("\t")[0]) for h in links]


def _spanned(start: etree._Element) -> str:
    text = ""
    for sibling in start.itersiblings():
        if sibling.tag == _W + "bookmarkEnd" and sibling.get(_W + "id") == start.get(_W + "id"):
            break
        text += "".join(t.text or "" for t in sibling.iter(_W + "t"))
    return text


def _parts(data: bytes) -> tuple[etree._Element, dict[str, int]]:
    with ZipFile(BytesIO(data)) as file:
        body = etree.fromstring(file.read("word/document.xml"))
        styles = etree.fromstring(file.read("word/styles.xml"))
    levels = {}
    for style in styles.iter(_W + "style"):
        name = style.find(_W + "name").get(_W + "val")
        outline = style.find(f"{_W}pPr/{_W}outlineLvl")
        if re.fullmatch("heading [1-9]", name) and outline is not None and style.get(_W + "customStyle") is None:
            levels[style.get(_W + "styleId")] = int(outline.get(_W + "val")) + 1
    return body, levels


def _paragraphs(body: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    """Each paragraph, and whether it begins inside the TOC field or holds its beginning."""
    walk = _Walk()
    for paragraph in body.iter(_W + "p"):
        before = _in_toc(walk)
        _read(paragraph, walk)
        yield paragraph, before or _in_toc(walk)


def _in_toc(walk: _Walk) -> bool:
    return any(f.code.split()[:1] == ["TOC"] for f in walk.open)


def _read(element: etree._Element, walk: _Walk) -> _Walk:
    """Go through the runs of an element; text counts where every open field is in its result."""
    for item in element.iter(_W + "fldChar", _W + "instrText", _W + "t", _W + "tab"):
        kind = item.get(_W + "fldCharType")
        if kind == "begin":
            walk.open.append(_Field())
        elif kind == "separate":
            walk.open[-1].in_result = True
        elif kind == "end":
            if walk.open:  # a paragraph read alone may hold only the end of a field
                walk.closed.append(walk.open.pop())
        elif item.tag == _W + "instrText":
            walk.open[-1].code += item.text or ""
        elif item.tag == _W + "t" or (item.tag == _W + "tab" and item.getparent().tag == _W + "r"):
            shown = "\t" if item.tag == _W + "tab" else item.text or ""
            for each in walk.open:
                each.result += shown if each.in_result else ""
            if all(each.in_result for each in walk.open):
                walk.text += shown
    return walk


def _toc_code(body: etree._Element) -> str:
    codes = [i.text for i in body.iter(_W + "instrText") if i.text.split()[:1] == ["TOC"]]
    assert len(codes) == 1
    return codes[0]


def _tokens(code: str) -> list[str]:
    return [re.sub(r"\\(.)", r"\1", quoted) if quoted or not plain else plain for quoted, plain in _TOKEN.findall(code)]


def _switches(code: str) -> tuple[int, int, str]:
    tokens = _tokens(code)
    low, high = tokens[tokens.index("\\o") + 1].split("-") if "\\o" in tokens else ("1", "0")
    return int(low), int(high), tokens[tokens.index("\\f") + 1] if "\\f" in tokens else ""


def _collected(fields: list[_Field], letter: str) -> Iterator[tuple[str, int]]:
    for each in fields:
        tokens = _tokens(each.code)
        if tokens[:1] == ["TC"] and letter and "\\f" in tokens and tokens[tokens.index("\\f") + 1] == letter:
            yield tokens[1], int(tokens[tokens.index("\\l") + 1])


def _style(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return "" if style is None else style.get(_W + "val")
