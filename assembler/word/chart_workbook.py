"""The small workbook inside a chart, which opens when the chart's data are edited in Word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from assembler.description import Chart
from assembler.word.archive import Entry, archive, deflated
from assembler.word.chart_layout import layout
from assembler.word.markup import DECLARATION, attribute
from assembler.word.theme import theme_xml

SHEET = "Sheet1"
NAMES_HEADER = "项目"


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_FIXED_PARTS = (
    (
        "[Content_Types].xml",
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SPREADSHEET}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SPREADSHEET}.worksheet+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_SPREADSHEET}.sharedStrings+xml"/>'
        '<Override PartName="/xl/theme/theme1.xml" ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_SPREADSHEET}.styles+xml"/></Types>',
    ),
    (
        "_rels/.rels",
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    ),
    (
        "xl/workbook.xml",
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>',
    ),
    (
        "xl/_rels/workbook.xml.rels",
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId3" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="rId4" Type="{_OFFICE}/theme" Target="theme/theme1.xml"/></Relationships>',
    ),
)
_FIXED_ENTRIES = (
    *(deflated(name, f"{DECLARATION}{xml}".encode()) for name, xml in _FIXED_PARTS),
    deflated("xl/theme/theme1.xml", theme_xml("Times New Roman", "宋体").encode()),
)


def amounts_header(chart: Chart) -> str:
    """The heading of the amounts: 金额（万元）."""
    return f"金额（{chart.unit}）" if chart.unit else "金额"


def number_format(chart: Chart) -> str:
    """The number format that shows every amount of `chart` with the most decimal places among them: 0.00."""
    places = max((len(plain_amount(s.value).partition(".")[2]) for s in chart.slices), default=0)
    return f"0.{'0' * places}" if places else "0"


def plain_amount(value: str) -> str:
    """`value` as digits without an exponent, its places kept. Raises decimal.InvalidOperation for text that is no number."""
    return format(Decimal(value), "f")


def chart_workbook(chart: Chart) -> bytes:
    """The .xlsx file behind `chart`: Sheet1 with 项目 and 金额（unit）, a row a slice, in the chart's order.

    The names are those of the legend (see `chart_layout`), since the legend is read from these cells. Amounts are as given. All
    text is kept as text, never as a formula.
    """
    texts = (NAMES_HEADER, amounts_header(chart), *layout(chart).entries)
    strings = _part("xl/sharedStrings.xml", _shared_strings(texts))
    return archive((*_FIXED_ENTRIES, _styles(number_format(chart)), strings, _part("xl/worksheets/sheet1.xml", _sheet(chart))))


@lru_cache(maxsize=16)
def _styles(amounts: str) -> Entry:
    """Cell formats: 0 as it comes, 1 text (so that a name edited later stays text too), 2 the amounts."""
    font = '<font><sz val="11"/><name val="宋体"/><family val="3"/><charset val="134"/></font>'
    side = "<left/><right/><top/><bottom/><diagonal/>"
    cell = '<xf numFmtId="{}" fontId="0" fillId="0" borderId="0"{}/>'
    formats = (cell.format(n, ' xfId="0" applyNumberFormat="1"') for n in (0, 49, 164))
    return _part(
        "xl/styles.xml",
        f'<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="{amounts}"/></numFmts>'
        f'<fonts count="1">{font}</fonts><fills count="2"><fill><patternFill patternType="none"/></fill>'
        f'<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border>{side}</border></borders>'
        f'<cellStyleXfs count="1">{cell.format(0, "")}</cellStyleXfs><cellXfs count="3">{"".join(formats)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
    )


def _part(name: str, xml: str) -> Entry:
    return deflated(name, f"{DECLARATION}{xml}".encode())


def _shared_strings(texts: Sequence[str]) -> str:
    items = "".join(f'<si><t xml:space="preserve">{attribute(text)}</t></si>' for text in texts)
    return f'<sst xmlns="{_MAIN}" count="{len(texts)}" uniqueCount="{len(texts)}">{items}</sst>'


def _sheet(chart: Chart) -> str:
    return (
        f'<worksheet xmlns="{_MAIN}"><dimension ref="A1:B{len(chart.slices) + 1}"/>'
        '<cols><col min="1" max="1" width="40" customWidth="1"/><col min="2" max="2" width="16" customWidth="1"/></cols>'
        f"<sheetData>{''.join(_rows(chart))}</sheetData></worksheet>"
    )


def _rows(chart: Chart) -> Iterator[str]:
    """The rows of cells; texts by their number among the shared strings."""
    yield '<row r="1"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1" s="1" t="s"><v>1</v></c></row>'
    for row, part in enumerate(chart.slices, start=2):
        amount = f'<c r="B{row}" s="2"><v>{plain_amount(part.value)}</v></c>'
        yield f'<row r="{row}"><c r="A{row}" s="1" t="s"><v>{row}</v></c>{amount}</row>'
