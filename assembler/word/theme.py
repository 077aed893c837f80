"""The theme that a document and its charts' workbooks carry: the least that the format asks for.

No style refers to it; Word offers its colours and fonts to whoever edits the document.
"""

from __future__ import annotations

from assembler.word.markup import DECLARATION

_COLOURS = (
    *(("dk1", "000000"), ("lt1", "FFFFFF"), ("dk2", "44546A"), ("lt2", "E7E6E6"), ("accent1", "4472C4"), ("accent2", "ED7D31")),
    *(("accent3", "A5A5A5"), ("accent4", "FFC000"), ("accent5", "5B9BD5"), ("accent6", "70AD47"), ("hlink", "0563C1")),
    ("folHlink", "954F72"),
)
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'


def theme_xml(latin: str, east_asian: str) -> str:
    """A theme part (word/theme/theme1.xml, xl/theme/theme1.xml) with one pair of fonts for titles and text."""
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLOURS)
    fonts = f'<a:latin typeface="{latin}"/><a:ea typeface="{east_asian}"/><a:cs typeface=""/>'
    lines = "".join(f'<a:ln w="{width}">{_FILL}</a:ln>' for width in (6350, 12700, 19050))
    return (
        f'{DECLARATION}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Office"><a:themeElements>'
        f'<a:clrScheme name="Office">{colours}</a:clrScheme>'
        f'<a:fontScheme name="Office"><a:majorFont>{fonts}</a:majorFont><a:minorFont>{fonts}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="Office"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst>'
        f"<a:effectStyleLst>{'<a:effectStyle><a:effectLst/></a:effectStyle>' * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )
