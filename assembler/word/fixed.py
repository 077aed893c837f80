"""The parts of a document that depend on its look alone, prepared once for each look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import lru_cache

from assembler.look import Band, Look
from assembler.word.archive import Entry, deflated
from assembler.word.fonts import font_table_xml
from assembler.word.markup import DECLARATION, NAMESPACES
from assembler.word.sections import Kind, band_xml, bands
from assembler.word.styles import complete, openings, styles_xml
from assembler.word.theme import theme_xml
from assembler.word.writing import Opening, RowForms, Writing
from figures.lean import frozen

_KEPT = 8
_SETTINGS = (
    f'{DECLARATION}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
    + "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
        for name, value in (
            ("compatibilityMode", 15),
            ("overrideTableStyleFontSizeAndJustification", 1),
            ("enableOpenTypeFeatures", 1),
            ("doNotFlipMirrorIndents", 1),
            ("differentiateMultirowTableHeaders", 1),
            ("useWord2013TrackBottomHyphenation", 0),
        )
    )
    + '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
    '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
)


@frozen(slots=True)
class BandPart:
    """A header or footer as a part: the relation by which sections name it, and its file."""

    relation: str
    entry: Entry


@frozen(slots=True)
class Fixed:
    """What every document of one look has in common."""

    openings: Mapping[str, Opening]
    parts: tuple[Entry, ...]
    bands: Mapping[tuple[Kind, Band], BandPart]
    rows: RowForms = field(default_factory=dict)


@lru_cache(maxsize=_KEPT)
def fixed_parts(look: Look) -> Fixed:
    """The prepared parts of `look`; the same object is returned as long as the same look is among the last few that were used."""
    styles = complete(look.styles)
    starts = openings(styles)
    fonts = font_table_xml({s.latin for s in styles.values()}, {s.east_asia for s in styles.values()})
    parts = (
        deflated("word/fontTable.xml", fonts.encode()),
        deflated("word/settings.xml", _SETTINGS.encode()),
        deflated("word/styles.xml", styles_xml(styles).encode()),
        deflated("word/theme/theme1.xml", theme_xml("Times New Roman", "宋体").encode()),
    )
    return Fixed(starts, parts, _bands(look, starts))


def _bands(look: Look, starts: Mapping[str, Opening]) -> dict[tuple[Kind, Band], BandPart]:
    """Every header and footer that a section of this look can have."""
    writing = Writing(starts, None, False)
    found: dict[tuple[Kind, Band], BandPart] = {}
    for page in look.pages.values():
        for key in (*bands(page, True), *bands(page, False)):
            if key not in found:
                kind, band = key
                number = 1 + sum(known == kind for known, _ in found)
                entry = deflated(f"word/{kind}{number}.xml", band_xml(writing, kind, band).encode())
                found[key] = BandPart(f"rId{kind.title()}{number}", entry)
    return found
