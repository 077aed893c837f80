"""Native Word charts: a pie as a DrawingML chart part, and the drawing that places it in a paragraph."""

from __future__ import annotations

from assembler.description import Chart
from assembler.pies import drawable
from assembler.word.chart_layout import LABEL_SIZE, MOST_LABELS, Box, Layout, layout
from assembler.word.chart_workbook import SHEET, amounts_header, number_format, plain_amount
from assembler.word.markup import DECLARATION, attribute

WORKBOOK_RELATION = "rId1"
"""The relationship of a chart part to its workbook."""

EAST_ASIAN_FONT = "宋体"
LATIN_FONT = "Times New Roman"

_DRAWINGML = "http://schemas.openxmlformats.org/drawingml/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_EMU = 12700

# Neighbours differ in brightness as well as in hue, so that they can be told apart when printed in greys. The second and third
# dozen are the first one lightened and darkened.
_DOZEN = ("1F4E79", "F4B183", "6A9E3F", "FFD966", "C55A11", "9DC3E6", "9966B8", "C5E0B4", "7F7F7F", "F2C4D4", "2E8F96", "D9D9D9")
# Pale enough for the black label that stands on a full circle: not every program takes over a label's own colour.
_FULL_CIRCLE = "9DC3E6"
_WHITE, _BLACK = 255, 0


def _blend(colour: str, target: int, weight: float) -> str:
    """`colour` moved towards a grey level by `weight`."""
    parts = (int(colour[i : i + 2], 16) for i in (0, 2, 4))
    return "".join(f"{round(p + (target - p) * weight):02X}" for p in parts)


PALETTE = (*_DOZEN, *(_blend(c, _WHITE, 0.4) for c in _DOZEN), *(_blend(c, _BLACK, 0.35) for c in _DOZEN))


def chart_xml(chart: Chart) -> str:
    """The whole chart part: a pie with its labels, its legend and its cached data, tied to the workbook by WORKBOOK_RELATION.

    The labels are the slices' own texts, not percents computed by the office program: shares that were adjusted to add up to
    100.00 would differ. Slices of zero are expected to be left out. Raises ValueError when `chart` is not drawable.
    """
    if not drawable(chart):
        raise ValueError(f"图表“{chart.title}”没有大于零的金额，或含有负数，不能画成饼图；请先用 drawable 判断")
    places = layout(chart)
    plot = (
        f"<c:plotArea>{_manual_layout(places.circle, chart, inner=True)}"
        f'<c:pieChart><c:varyColors val="1"/>{_series(chart, places)}<c:firstSliceAng val="{places.turn}"/></c:pieChart>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr></c:plotArea>"
    )
    return (
        f'{DECLARATION}<c:chartSpace xmlns:c="{_DRAWINGML}/chart" xmlns:a="{_DRAWINGML}/main" xmlns:r="{_OFFICE}">'
        '<c:date1904 val="0"/><c:lang val="zh-CN"/><c:roundedCorners val="0"/>'
        f'<c:chart><c:autoTitleDeleted val="1"/>{plot}{_legend(chart, places)}'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr>{_fill('FFFFFF')}<a:ln><a:noFill/></a:ln></c:spPr>{_text_look(LABEL_SIZE)}"
        f'<c:externalData r:id="{WORKBOOK_RELATION}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def drawing_xml(chart: Chart, relation: str, drawing_id: int) -> str:
    """The drawing that stands in a run and shows the chart part behind `relation`, inline, with its alternative text.

    The prefixes w, wp, a and r are declared by the document. `drawing_id` is unique among the document's drawings.
    """
    width, height = round(chart.width * _EMU), round(chart.height * _EMU)
    name = attribute(chart.title) or f"图{drawing_id}"
    return (
        f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        '<wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{drawing_id}" name="{name}" descr="{attribute(chart.description)}"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_DRAWINGML}/chart">'
        f'<c:chart xmlns:c="{_DRAWINGML}/chart" r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )


def slice_colour(index: int, count: int) -> str:
    """The colour of slice `index` of `count`, RRGGBB; the last slice never has the colour of the first, its neighbour."""
    if count == 1:
        return _FULL_CIRCLE
    if 0 < index == count - 1 and index % len(PALETTE) == 0:
        return PALETTE[1 + len(PALETTE) // 2]
    return PALETTE[index % len(PALETTE)]


def _series(chart: Chart, places: Layout) -> str:
    count = len(chart.slices)
    last = count + 1
    names = "".join(f'<c:pt idx="{i}"><c:v>{attribute(name)}</c:v></c:pt>' for i, name in enumerate(places.entries))
    values = "".join(f'<c:pt idx="{i}"><c:v>{plain_amount(s.value)}</c:v></c:pt>' for i, s in enumerate(chart.slices))
    return (
        '<c:ser><c:idx val="0"/><c:order val="0"/>'
        f'<c:tx><c:strRef><c:f>{SHEET}!$B$1</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0">'
        f"<c:v>{attribute(amounts_header(chart))}</c:v></c:pt></c:strCache></c:strRef></c:tx>"
        f"{''.join(_point(i, count) for i in range(count))}{_labels(chart, places)}"
        f'<c:cat><c:strRef><c:f>{SHEET}!$A$2:$A${last}</c:f><c:strCache><c:ptCount val="{count}"/>{names}'
        "</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>{SHEET}!$B$2:$B${last}</c:f><c:numCache><c:formatCode>{number_format(chart)}</c:formatCode>"
        f'<c:ptCount val="{count}"/>{values}</c:numCache></c:numRef></c:val></c:ser>'
    )


def _point(index: int, count: int) -> str:
    """The look of a slice; a full circle has no border, which would be drawn as a radius, and among many slices it is thin."""
    thickness = 6350 if count <= MOST_LABELS else 3175
    border = "<a:ln><a:noFill/></a:ln>" if count == 1 else f'<a:ln w="{thickness}">{_fill("FFFFFF")}</a:ln>'
    return (
        f'<c:dPt><c:idx val="{index}"/><c:bubble3D val="0"/><c:spPr>{_fill(slice_colour(index, count))}{border}</c:spPr></c:dPt>'
    )


def _labels(chart: Chart, places: Layout) -> str:
    labels = "".join(_label(chart, places, i) for i in range(len(chart.slices)))
    return (
        f"<c:dLbls>{labels}<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{_text_look(LABEL_SIZE)}"
        f'<c:dLblPos val="outEnd"/>{_shown("0")}<c:showLeaderLines val="1"/></c:dLbls>'
    )


def _label(chart: Chart, places: Layout, index: int) -> str:
    """The label of a slice: beside the circle; inside the only slice; deleted where there is no room for it."""
    if index not in places.labels:
        return f'<c:dLbl><c:idx val="{index}"/><c:delete val="1"/></c:dLbl>'
    position = "ctr" if len(chart.slices) == 1 else "outEnd"
    return (
        f'<c:dLbl><c:idx val="{index}"/><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:r>{_characters("rPr", LABEL_SIZE)}'
        f"<a:t>{attribute(chart.slices[index].label)}</a:t></a:r></a:p></c:rich></c:tx>"
        f'<c:dLblPos val="{position}"/>{_shown("1")}</c:dLbl>'
    )


def _shown(percent: str) -> str:
    """What a label shows; a text of its own stands in the place of the percent."""
    return (
        '<c:showLegendKey val="0"/><c:showVal val="0"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        f'<c:showPercent val="{percent}"/><c:showBubbleSize val="0"/>'
    )


def _legend(chart: Chart, places: Layout) -> str:
    return (
        f'<c:legend><c:legendPos val="r"/>{_manual_layout(places.legend, chart, inner=False)}<c:overlay val="0"/>'
        f"{_text_look(places.legend_size)}</c:legend>"
    )


def _manual_layout(box: Box, chart: Chart, *, inner: bool) -> str:
    """The place of a part, as fractions of the chart; `inner` for the circle itself, without its labels."""
    target = '<c:layoutTarget val="inner"/>' if inner else ""
    return (
        f'<c:layout><c:manualLayout>{target}<c:xMode val="edge"/><c:yMode val="edge"/>'
        f'<c:x val="{box.left / chart.width:.5f}"/><c:y val="{box.top / chart.height:.5f}"/>'
        f'<c:w val="{box.width / chart.width:.5f}"/><c:h val="{box.height / chart.height:.5f}"/></c:manualLayout></c:layout>'
    )


def _text_look(size: float) -> str:
    return (
        f"<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>{_characters('defRPr', size)}</a:pPr>"
        '<a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )


def _characters(element: str, size: float) -> str:
    return (
        f'<a:{element} lang="zh-CN" sz="{round(size * 100)}" b="0">{_fill("000000")}<a:latin typeface="{LATIN_FONT}"/>'
        f'<a:ea typeface="{EAST_ASIAN_FONT}"/><a:cs typeface="{LATIN_FONT}"/></a:{element}>'
    )


def _fill(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
