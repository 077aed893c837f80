"""The styles of a look as WordprocessingML, each written out in full: nothing inherited, every rule of the page recipe named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from assembler.look import Style
from assembler.word.markup import DECLARATION, NAMESPACES, attribute, twips
from assembler.word.style_names import filed_name
from assembler.word.writing import END_STYLE, Opening

# The order is the schema's. Without snapping to a grid, with Word's own widow and Chinese line-breaking rules on and automatic
# spaces off, lines and pages can be computed: the one state in which all that is known about Word agrees.
_RULES_BEFORE_TABS = '<w:widowControl w:val="1"/>'
_RULES = (
    '<w:kinsoku w:val="1"/><w:overflowPunct w:val="1"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
    '<w:adjustRightInd w:val="0"/><w:snapToGrid w:val="0"/>'
)
_LANGUAGE = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
_BUILT_IN = {"Normal", "header", "footer", "caption", "Title", "Subtitle", "TOC Heading", "Body Text"} | {
    f"{kind} {n}" for kind in ("heading", "toc") for n in range(1, 10)
}
_DEFAULT = Style("Normal", "Normal", "宋体", "Times New Roman", 12, 20)
_END = Style(END_STYLE, "SectionEnd", "宋体", "Times New Roman", 1, 1)

# What Word would otherwise add by itself: its own Hyperlink would colour the lines of the contents blue when they are updated.
_OTHER_KINDS = (
    '<w:style w:type="character" w:default="1" w:styleId="{}"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/>'
    "<w:semiHidden/><w:unhideWhenUsed/></w:style>",
    '<w:style w:type="table" w:default="1" w:styleId="{}"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
    '<w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
    '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar>'
    "</w:tblPr></w:style>",
    '<w:style w:type="numbering" w:default="1" w:styleId="{}"><w:name w:val="No List"/><w:uiPriority w:val="99"/>'
    "<w:semiHidden/><w:unhideWhenUsed/></w:style>",
    '<w:style w:type="character" w:styleId="{}"><w:name w:val="Hyperlink"/>'
    '<w:uiPriority w:val="99"/><w:unhideWhenUsed/></w:style>',
)
_OTHER_IDS = ("DefaultParagraphFont", "TableNormal", "NoList", "Hyperlink")


def complete(styles: Mapping[str, Style]) -> dict[str, Style]:
    """The styles of a look by name, with the default style and the one that ends sections added where the look has none."""
    styles = dict(styles)
    names = {filed_name(name, styles) for name in styles}
    if "Normal" not in names:
        styles[_DEFAULT.name] = _renamed(_DEFAULT, styles.values())
    if END_STYLE not in styles:
        styles[END_STYLE] = _renamed(_END, styles.values())
    return styles


def openings(styles: Mapping[str, Style]) -> dict[str, Opening]:
    """How paragraphs of each style begin."""
    return {n: Opening(f'<w:p><w:pPr><w:pStyle w:val="{attribute(s.id)}"/>', s.size) for n, s in styles.items()}


def styles_xml(styles: Mapping[str, Style]) -> str:
    """The part word/styles.xml for the styles of `complete`, in the order of their names."""
    paragraph_styles = [_style(style, filed_name(name, styles)) for name, style in sorted(styles.items())]
    taken = {s.id for s in styles.values()}
    others = [text.format(_free(id_, taken)) for text, id_ in zip(_OTHER_KINDS, _OTHER_IDS, strict=True)]
    fonts = _fonts(_DEFAULT.latin, _DEFAULT.east_asia)
    return (
        f"{DECLARATION}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{fonts}{_LANGUAGE}</w:rPr></w:rPrDefault>"
        f"<w:pPrDefault/></w:docDefaults>{''.join(paragraph_styles)}{''.join(others)}</w:styles>"
    )


def style_element(style: Style, styles: Mapping[str, Style]) -> str:
    """One style by itself, for a file that lacks it; `styles` are all of the look."""
    return _style(style, filed_name(style.name, styles))


def _style(style: Style, name: str) -> str:
    own = "" if name in _BUILT_IN else ' w:customStyle="1"'
    default = ' w:default="1"' if name == "Normal" else ""
    priority = "39" if name.startswith("toc ") else "9" if name.startswith("heading ") else "1"
    return (
        f'<w:style w:type="paragraph"{default}{own} w:styleId="{attribute(style.id)}"><w:name w:val="{attribute(name)}"/>'
        f'<w:uiPriority w:val="{priority}"/><w:qFormat/><w:pPr>{_paragraph_properties(style)}</w:pPr>'
        f"<w:rPr>{_run_properties(style)}</w:rPr></w:style>"
    )


def _paragraph_properties(style: Style) -> str:
    keep = "<w:keepNext/>" if style.keep_next else ""
    level = f'<w:outlineLvl w:val="{style.level}"/>' if style.level is not None else ""
    return (
        f"{keep}{_RULES_BEFORE_TABS}{_RULES}"
        f'<w:spacing w:before="0" w:after="0" w:line="{twips(style.pitch)}" w:lineRule="exact"/>'
        f'{_indents(style)}<w:jc w:val="{style.align}"/>{level}'
    )


def _indents(style: Style) -> str:
    first = f' w:hanging="{twips(-style.first_line)}"' if style.first_line < 0 else f' w:firstLine="{twips(style.first_line)}"'
    return f'<w:ind w:left="{twips(style.left)}" w:right="{twips(style.right)}"{first}/>'


def _run_properties(style: Style) -> str:
    size = round(style.size * 2)
    bold = "<w:b/><w:bCs/>" if style.bold else ""
    italic = "<w:i/><w:iCs/>" if style.italic else ""
    colour = f'<w:color w:val="{attribute(style.colour)}"/>' if style.colour else ""
    return (
        f'{_fonts(style.latin, style.east_asia)}{bold}{italic}{colour}<w:kern w:val="0"/>'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>{_LANGUAGE}'
    )


def _fonts(latin: str, east_asian: str) -> str:
    latin = attribute(latin)
    return f'<w:rFonts w:ascii="{latin}" w:eastAsia="{attribute(east_asian)}" w:hAnsi="{latin}" w:cs="{latin}"/>'


def _renamed(style: Style, others: Iterable[Style]) -> Style:
    """`style` with an id that none of `others` has."""
    taken = {s.id for s in others}
    return replace(style, id=_free(style.id, taken))


def _free(wanted: str, taken: set[str]) -> str:
    while wanted in taken:
        wanted += "_"
    return wanted
