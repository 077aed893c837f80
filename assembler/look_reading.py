"""Reading the look of documents from a template's `look.docx`, by a list of what is allowed.

The file is made in Word. Each of its sections shows one page of the documents: the section's first paragraph reads `版面：名称`,
and by that name the template calls the page (版面：封面, 版面：正文, …). Taken from a section are the paper, the margins and the
ordinary header and footer; from the file, its paragraph styles under their names. Text on the pages is there for the author's
eyes only. What lies outside the page recipe is not taken over and told as a doubt, in the words of Word's dialogs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from assembler.look import Band, Look, LookError, Page
from assembler.word.band_reading import read_band
from assembler.word.opening import Package, PackageError, Relation, open_package
from assembler.word.style_reading import ReadStyles, read_styles
from assembler.word.values import BadValueError, R, W, is_on, points, value
from figures.lean import frozen

_NAME = re.compile(r"\s*版面\s*[：:]\s*(\S.*?)\s*")
MAX_NAME = 100
MAX_XML = 2 << 20
"""Characters of a page's name; bytes of a part with text or styles, which show pages and no more."""

_OBJECTS = (f"{W}drawing", f"{W}pict", f"{W}object")
_BANDS = {"header": "页眉", "footer": "页脚"}
_GRIDS = {"lines": "只指定行网格", "linesAndChars": "指定行和字符网格", "snapToChars": "文字对齐字符网格"}


@frozen(slots=True)
class _Source:
    """What reading a section needs of the file."""

    package: Package
    relations: dict[str, Relation]
    styles: ReadStyles


@frozen(slots=True)
class _Part:
    """A section of the file: its number, its name ("" for none), its paragraphs and tables, and its w:sectPr."""

    number: int
    name: str
    content: tuple[etree._Element, ...]
    properties: etree._Element


def read_look(data: bytes) -> Look:
    """The look in the bytes of a `look.docx`; lengths in points. LookError when it cannot be read or shows no named page."""
    try:
        return _read(open_package(data))
    except (PackageError, BadValueError) as error:
        raise LookError(f"look.docx 无法读取：{error}") from None


def _read(package: Package) -> Look:
    large = next((name for name, part in package.parts.items() if name.endswith(".xml") and len(part) > MAX_XML), "")
    if large:
        raise PackageError(f"部件 {large} 过大（上限 {MAX_XML:,} 字节）；look.docx 只需要样式和版面，请删去多余的正文。")
    main = package.main()
    relations = package.relations(main)
    body = package.root(main).find(f"{W}body")
    styles_part, theme_part = _target(relations, "styles"), _target(relations, "theme")
    if body is None or not styles_part:
        raise PackageError("不是普通的 Word 文档（可能存成了“Strict Open XML”）；请用 Word 另存为“Word 文档（*.docx）”。")
    theme = package.root(theme_part) if theme_part else None
    styles = read_styles(package.root(styles_part), theme)
    source = _Source(package, relations, styles)
    doubts = [*_settings_doubts(package, _target(relations, "settings")), *styles.doubts]
    pages = _pages(source, body, doubts)
    if not pages:
        raise LookError("look.docx 中没有一节写明版面名称；请让每一节的第一段写“版面：名称”，例如“版面：正文”。")
    return Look(pages, styles.styles, tuple(dict.fromkeys(doubts)))


def _pages(source: _Source, body: etree._Element, doubts: list[str]) -> dict[str, Page]:
    pages: dict[str, Page] = {}
    inherited = {kind: Band() for kind in _BANDS}
    for part in _sections(body):
        place = f"版面“{part.name}”" if part.name else f"第 {part.number} 节"
        bands, told = _bands(source, part.properties, inherited)
        inherited = bands
        if not part.name or part.name in pages:
            why = "与前面的一节同名" if part.name else "的第一段不是“版面：名称”"
            doubts.append(f"{place}{why}，这一节没有采用。")
            continue
        try:
            pages[part.name] = read_page(part.properties, bands)
        except BadValueError as fault:
            raise BadValueError(f"{place}：{fault}") from None
        doubts += [f"{place}{doubt}" for doubt in (*told, *_page_doubts(part))]
    return pages


def _sections(body: etree._Element) -> Iterator[_Part]:
    """The sections of the document in order; each ends with the paragraph that carries its properties, the last with the body."""
    content: list[etree._Element] = []
    number = 1
    for element in body:
        if element.tag == f"{W}sectPr":
            yield _Part(number, _name(content), tuple(content), element)
            return
        content.append(element)
        properties = element.find(f"{W}pPr/{W}sectPr") if element.tag == f"{W}p" else None
        if properties is not None:
            yield _Part(number, _name(content), tuple(content), properties)
            content, number = [], number + 1


def _name(content: list[etree._Element]) -> str:
    """The name that the first paragraph with text gives to a section."""
    for element in content:
        text = "".join(t.text or "" for t in element.iter(f"{W}t"))
        if text.strip():
            found = _NAME.fullmatch(text.strip()[:MAX_NAME])
            return found[1] if found else ""
    return ""


def read_page(properties: etree._Element, bands: Mapping[str, Band]) -> Page:
    """The geometry of a section from its w:sectPr; BadValueError when it has none that leaves room for text."""
    size, margins = properties.find(f"{W}pgSz"), properties.find(f"{W}pgMar")
    if size is None or margins is None:
        raise BadValueError("没有纸张大小或页边距；请在“页面设置”对话框中设置")
    # Negative margins above and below mean that headers may run into the text: the distance is the same.
    top, bottom = abs(points(value(margins, "top"))), abs(points(value(margins, "bottom")))
    page = Page(
        width=points(value(size, "w")),
        height=points(value(size, "h")),
        top=top,
        bottom=bottom,
        left=points(value(margins, "left")) + points(value(margins, "gutter") or "0"),
        right=points(value(margins, "right")),
        header_distance=points(value(margins, "header") or "0"),
        footer_distance=points(value(margins, "footer") or "0"),
        header=bands["header"],
        footer=bands["footer"],
    )
    if min(page.text_width, page.text_height) < 72 or max(page.width, page.height) > 1584 or min(page.left, page.right) < 0:
        raise BadValueError("纸张和页边距没有给正文留下地方，或超出 Word 的范围；请在“页面设置”对话框中检查")
    return page


def _bands(source: _Source, properties: etree._Element, inherited: dict[str, Band]) -> tuple[dict[str, Band], list[str]]:
    """Header and footer of a section (where it has none of its own, the section's before it), and what was not taken over."""
    found = dict(inherited)
    doubts: list[str] = []
    for kind, called in _BANDS.items():
        for reference in properties.iter(f"{W}{kind}Reference"):
            relation = source.relations.get(reference.get(f"{R}id", ""))
            if value(reference, "type") == "default" and relation is not None:
                found[kind], told = read_band(source.package.root(relation.target), source.styles.names, source.styles.default)
                doubts += [f"的{called}{doubt}" for doubt in told]
    return found, doubts


def _page_doubts(part: _Part) -> Iterator[str]:
    """What of a section is not taken over, each as the rest of a sentence that begins with its place."""
    find = part.properties.find
    grid = value(find(f"{W}docGrid"), "type")
    if grid in _GRIDS:
        yield f"设有文档网格（{_GRIDS[grid]}），没有采用；请在“页面设置”的“文档网格”中选“无网格”。"
    if value(find(f"{W}cols"), "num") not in ("", "1"):
        yield "设有分栏，没有采用。"
    title = find(f"{W}titlePg")
    if title is not None and is_on(value(title)):
        yield "设有“首页不同”的页眉页脚，没有采用；请另设一节。"
    for tag, called in (("pgBorders", "页面边框"), ("lnNumType", "行号"), ("textDirection", "文字方向")):
        if find(f"{W}{tag}") is not None:
            yield f"设有{called}，没有采用。"
    if value(find(f"{W}vAlign")) not in ("", "top"):
        yield "的页面垂直对齐方式没有采用，一律为顶端对齐。"
    if value(find(f"{W}pgNumType"), "fmt") not in ("", "decimal"):
        yield "的页码编号格式没有采用，一律用阿拉伯数字。"
    if any(True for element in part.content for _ in element.iter(*_OBJECTS)):
        yield "中有图片、文本框等对象，不会进入文档。"


def _settings_doubts(package: Package, name: str) -> Iterator[str]:
    if not name:
        return
    root = package.root(name)
    for tag, called in (("evenAndOddHeaders", "奇偶页不同"), ("mirrorMargins", "对称页边距"), ("gutterAtTop", "装订线在上")):
        element = root.find(f"{W}{tag}")
        if element is not None and is_on(value(element)):
            yield f"“页面设置”中的“{called}”没有采用。"


def _target(relations: dict[str, Relation], kind: str) -> str:
    return next((relation.target for relation in relations.values() if relation.kind == kind), "")
