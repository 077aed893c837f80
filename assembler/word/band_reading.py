"""A header or footer of a file as plain values: text and page numbers, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from assembler.look import PAGE, Band
from assembler.word.values import W, value

_FOREIGN = {f"{W}txbxContent", f"{W}tbl", f"{W}del", f"{W}moveFrom"}
_OBJECTS = (f"{W}drawing", f"{W}pict", f"{W}object")
_DIRECT = {"jc": "对齐方式", "ind": "缩进", "spacing": "间距", "pBdr": "边框", "tabs": "制表位", "framePr": "图文框"}


def read_band(root: etree._Element, names: Mapping[str, str], default: str) -> tuple[Band, list[str]]:
    """The header or footer whose part has this root, and what was not taken over (each the rest of a sentence).

    `names` are the styles' names by id, `default` is the name of the one for paragraphs that name none.
    """
    doubts: list[str] = []
    paragraphs: list[tuple[str, tuple[str, ...]]] = []
    for number, paragraph in enumerate((p for p in root.iter(f"{W}p") if not _foreign(p, root)), 1):
        style = value(paragraph.find(f"{W}pPr/{W}pStyle"))
        paragraphs.append((names.get(style, default), tuple(_joined(_parts(paragraph, doubts)))))
        direct = [name for tag, name in _DIRECT.items() if paragraph.find(f"{W}pPr/{W}{tag}") is not None]
        if direct:
            doubts.append(f"第 {number} 段直接设置的{'、'.join(direct)}没有采用；请改在该段的样式中设置。")
    if any(True for _ in root.iter(*_OBJECTS)):
        doubts.append("中的图片、文本框等对象没有采用（页码如在文本框中，请改为直接写在段落里）。")
    if any(True for _ in root.iter(f"{W}tbl")):
        doubts.append("中的表格没有采用；请改为段落。")
    band = Band(tuple(paragraphs)) if any(parts for _, parts in paragraphs) else Band()
    return band, doubts


def _foreign(element: etree._Element, root: etree._Element) -> bool:
    """Whether an element stands in a text box, a table or deleted text."""
    return any(above.tag in _FOREIGN for above in element.iterancestors()) and element is not root


def _parts(paragraph: etree._Element, doubts: list[str]) -> Iterator[str]:
    codes: list[str] = []  # of the fields that are open, the innermost last
    for item in paragraph.iter(f"{W}t", f"{W}tab", f"{W}fldChar", f"{W}instrText", f"{W}fldSimple"):
        parent = item.getparent()
        if parent is None or any(above.tag in _FOREIGN for above in _up_to(item, paragraph)):
            continue
        if item.tag == f"{W}fldSimple":
            yield from _field(value(item, "instr"), doubts)
        elif item.tag == f"{W}fldChar":
            yield from _field_mark(value(item, "fldCharType"), codes, doubts)
        elif item.tag == f"{W}instrText":
            if codes:
                codes[-1] += item.text or ""
        elif codes or any(above.tag == f"{W}fldSimple" for above in _up_to(item, paragraph)):
            continue  # the result of a field
        elif item.tag == f"{W}t":
            yield item.text or ""
        elif parent.tag == f"{W}r":
            doubts.append("中的制表符没有采用；请用样式的对齐方式。")


def _field_mark(kind: str, codes: list[str], doubts: list[str]) -> Iterator[str]:
    if kind == "begin":
        codes.append("")
    elif kind == "end" and codes:
        yield from _field(codes.pop(), doubts)


def _field(code: str, doubts: list[str]) -> Iterator[str]:
    words = code.split()
    if words[:1] and words[0].upper() == "PAGE":
        yield PAGE
        if any(w.startswith("\\*") for w in words) and not {"MERGEFORMAT", "Arabic", "ARABIC"} & set(words):
            doubts.append(f"中页码的编号格式（{code.strip()}）没有采用，一律用阿拉伯数字。")
    else:
        doubts.append(f"中的域“{code.strip()}”没有采用；只认页码（PAGE）。")


def _joined(parts: Iterator[str]) -> Iterator[str]:
    """Neighbouring texts as one, the page number on its own."""
    text = ""
    for part in parts:
        if part == PAGE:
            yield from (text, PAGE) if text else (PAGE,)
            text = ""
        else:
            text += part
    if text:
        yield text


def _up_to(element: etree._Element, paragraph: etree._Element) -> Iterator[etree._Element]:
    for above in element.iterancestors():
        if above is paragraph:
            return
        yield above
