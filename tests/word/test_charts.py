"""Native charts: valid parts, their own data, exact labels, and a layout in which nothing covers anything."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from docx import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Pt
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openxml_audit import OpenXmlValidator
from pptx.chart.plot import PiePlot
from pptx.oxml import parse_xml as parse_chart
from pypdf import PdfReader

from assembler.description import Chart, Slice
from assembler.pies import drawable, nonzero
from assembler.word.chart_layout import layout, text_width
from assembler.word.chart_workbook import chart_workbook
from assembler.word.charts import PALETTE, WORKBOOK_RELATION, chart_xml, drawing_xml, slice_colour

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NAMES = (
    *(
        "一般公共服务支出",
        "文化旅游体育与传媒支出",
        "教育支出",
        "社会保障和就业支出",
        "卫生健康支出",
        "住房保障支出",
        "农林水支出",
    ),
    *("灾害防治及应急管理支出", "科学技术支出", "节能环保支出", "城乡社区支出", "交通运输支出", "资源勘探工业信息等支出"),
    *("自然资源海洋气象等支出", "商业服务业等支出", "公共安全支出", "国防支出", "外交支出", "金融支出", "援助其他地区支出"),
    *("粮油物资储备支出", "预备费", "债务付息支出", "债务发行费用支出", "债务还本支出", "转移性支出", "其他支出"),
    *("国有资本经营预算支出", "社会保险基金支出", "抗疫特别国债安排的支出"),
)


def pie(values: Sequence[str], names: Sequence[str] = NAMES, width: float = 400, height: float = 128) -> Chart:
    total = sum(map(Decimal, values)) or Decimal(1)
    slices = tuple(Slice(n, v, f"{Decimal(v) / total * 100:.2f}%") for n, v in zip(names, values, strict=False))
    return Chart("图", "图表", "一般公共预算当年拨款结构图", "万元", slices, width, height, "各项支出占比的饼图")


def falling(count: int) -> list[str]:
    return [f"{1000 * 0.8**i + 3:.2f}" for i in range(count)]


SAMPLE = pie(["698.46", "194.50"])


def package(charts: Sequence[Chart]) -> bytes:
    """A Word document with one chart a paragraph."""
    document = Document()
    for key, relation in list(document.part.rels.items()):
        if relation.reltype.endswith("/stylesWithEffects"):  # of python-docx's own template, at odds with its styles
            del document.part.rels[key]
    section = document.sections[0]
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Pt(40)
    for number, chart in enumerate(charts, start=1):
        workbook = Part(
            PackURI(f"/word/embeddings/chart{number}.xlsx"), SPREADSHEET, chart_workbook(chart), document.part.package
        )
        part = Part(PackURI(f"/word/charts/chart{number}.xml"), CHART, chart_xml(chart).encode(), document.part.package)
        assert part.relate_to(workbook, f"{OFFICE}/package") == WORKBOOK_RELATION
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.line_spacing = Pt(chart.height * 1.25)
        drawing = drawing_xml(chart, document.part.relate_to(part, f"{OFFICE}/chart"), number)
        namespaces = f'xmlns:w="{W}" xmlns:wp="{WP}" xmlns:a="{A[1:-1]}" xmlns:r="{OFFICE}"'
        paragraph.add_run()._r.append(parse_xml(drawing.replace("<w:drawing", f"<w:drawing {namespaces}", 1)))
        document.add_paragraph(f"{len(chart.slices)} 项")
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def text(element: etree._Element, path: str) -> list[str]:
    return [e.text or "" for e in element.iterfind(path)]


def read_rows(workbook: bytes) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(BytesIO(workbook))["Sheet1"].iter_rows(values_only=True))


amounts = st.decimals(min_value=Decimal("0.01"), max_value=Decimal("999999.99"), places=2).map(str)
names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60)
pies = st.lists(st.tuples(names, amounts), min_size=1, max_size=30).map(lambda p: pie([v for _, v in p], [n for n, _ in p]))


def test_labels_are_the_shares_as_given() -> None:
    adjusted = replace(SAMPLE, slices=(Slice("甲", "1.00", "33.34%"), Slice("乙", "2.00", "66.66%")))
    root = etree.fromstring(chart_xml(adjusted).encode())
    assert text(root, f".//{C}dLbl//{A}t") == ["33.34%", "66.66%"]
    assert text(root, f".//{C}cat//{C}v") == ["甲", "乙"]
    assert text(root, f".//{C}val//{C}v") == ["1.00", "2.00"]
    assert text(root, f".//{C}formatCode") == ["0.00"]


@settings(max_examples=60, deadline=None)
@given(pies)
def test_part_and_workbook_hold_the_same_data(chart: Chart) -> None:
    (plot,) = parse_chart(chart_xml(chart).encode()).iterfind(f".//{C}pieChart")
    reader: Callable[..., Any] = PiePlot
    read = reader(plot, None)
    header, *rows = read_rows(chart_workbook(chart))
    assert header == ("项目", "金额（万元）")
    assert [Decimal(str(v)) for _, v in rows] == [Decimal(s.value) for s in chart.slices]
    # python-pptx reads a name without any character as "None"
    assert list(read.categories) == [n or "None" for n, _ in rows]
    assert list(read.series[0].values) == [v for _, v in rows]
    assert read.series[0].name == "金额（万元）"


@settings(max_examples=100, deadline=None)
@given(pies, st.sampled_from([(400.0, 128.0), (300.0, 100.0), (480.0, 260.0)]))
def test_nothing_covers_anything_and_every_share_can_be_read(chart: Chart, size: tuple[float, float]) -> None:
    chart = replace(chart, width=size[0], height=size[1])
    places = layout(chart)
    assert not places.circle.meets(places.legend)
    for box in (places.circle, places.legend):
        assert box.left >= 0
        assert box.top >= 0
        assert box.left + box.width <= chart.width + 1e-6
        assert box.top + box.height <= chart.height + 1e-6
        assert min(box.width, box.height) > 0
    for index, part in enumerate(chart.slices):
        assert index in places.labels or places.entries[index].endswith(f" {part.label}")


def test_labels_stand_beside_the_circle_where_they_fit() -> None:
    assert layout(SAMPLE).labels == {0, 1}
    assert layout(SAMPLE).entries == NAMES[:2]
    crowded = layout(pie(["900", "1", "1", "1", "1"]))
    assert 0 in crowded.labels
    assert len(crowded.labels) < 5
    assert crowded.entries[4] == "卫生健康支出 0.11%"
    assert layout(pie(falling(30))).labels == frozenset()


def test_pie_is_turned_when_that_makes_room_for_all_labels() -> None:
    steep = layout(pie(["80", "5", "5", "5", "5"]))
    assert steep.turn
    assert len(steep.labels) == 5


def test_names_too_long_for_any_legend_lose_their_middle_but_no_share() -> None:
    chart = pie(
        falling(12), [f"关于支持融媒体平台建设与运行维护以及对外宣传推广等方面工作的专项业务经费支出{i}" for i in range(12)]
    )
    places = layout(chart)
    assert all("…" in e and len(e) < len(s.name) for e, s in zip(places.entries, chart.slices, strict=True))
    assert all(text_width(e, places.legend_size) < places.legend.width for e in places.entries)
    assert places.entries[3].endswith(f"3 {chart.slices[3].label}")


@pytest.mark.parametrize("name", ["=1+1", "+A1", "@SUM(A1)", "-3", "<a> & \"b\" 'c'", " 前后空格 ", "100", "甲\x00\x0b\ufffe乙"])
def test_names_stay_text(name: str) -> None:
    chart = pie(["1.00", "2.00"], [name, "乙"])
    clean = "".join(c for c in name if c not in "\x00\x0b\ufffe")
    cell = openpyxl.load_workbook(BytesIO(chart_workbook(chart)))["Sheet1"]["A2"]
    assert cell.value == clean
    assert cell.data_type != "f"
    assert cell.number_format == "@"
    assert text(etree.fromstring(chart_xml(chart).encode()), f".//{C}cat//{C}v")[0] == clean


@pytest.mark.parametrize(
    ("values", "possible"),
    [
        ([], False),
        (["0.00", "0"], False),
        (["5", "-1"], False),
        (["NaN"], False),
        (["无"], False),
        (["0.01"], True),
        (["0", "2"], True),
    ],
)
def test_what_can_be_drawn(values: list[str], possible: bool) -> None:
    chart = replace(SAMPLE, slices=tuple(Slice("甲", v, "") for v in values))
    assert drawable(chart) is possible
    if not possible:
        with pytest.raises(ValueError, match="一般公共预算当年拨款结构图"):
            chart_xml(chart)


def test_zero_slices_are_left_out() -> None:
    chart = pie(["0.00", "3.00", "0", "1.00"])
    assert [s.name for s in nonzero(chart).slices] == [NAMES[1], NAMES[3]]
    assert nonzero(SAMPLE) == SAMPLE


def test_same_chart_same_bytes() -> None:
    assert chart_workbook(SAMPLE) == chart_workbook(pie(["698.46", "194.50"]))
    assert chart_xml(SAMPLE) == chart_xml(pie(["698.46", "194.50"]))


def test_drawing_has_its_size_and_alternative_text() -> None:
    described = replace(SAMPLE, description='收入“甲” <50% & "乙"\n共两项')
    namespaces = f'xmlns:w="{W}" xmlns:wp="{WP}" xmlns:a="{A[1:-1]}" xmlns:r="{OFFICE}"'
    root = etree.fromstring(f"<x {namespaces}>{drawing_xml(described, 'rId7', 3)}</x>")
    (extent,) = root.iterfind(f".//{{{WP}}}extent")
    (properties,) = root.iterfind(f".//{{{WP}}}docPr")
    (chart,) = root.iterfind(f".//{C}chart")
    assert {str(k): v for k, v in extent.attrib.items()} == {"cx": "5080000", "cy": "1625600"}
    assert {str(k): v for k, v in properties.attrib.items()} == {
        "id": "3",
        "name": SAMPLE.title,
        "descr": '收入“甲” <50% & "乙" 共两项',
    }
    assert chart.get(f"{{{OFFICE}}}id") == "rId7"


@pytest.mark.parametrize("count", range(1, 40))
def test_neighbours_differ_in_brightness(count: int) -> None:
    def grey(colour: str) -> float:
        return sum(w * int(colour[i : i + 2], 16) for w, i in ((0.299, 0), (0.587, 2), (0.114, 4)))

    colours = [slice_colour(i, count) for i in range(count)]
    assert len(set(colours)) == min(count, len(PALETTE))
    assert all(abs(grey(a) - grey(b)) > 25 for a, b in pairwise(colours))
    if 1 < count <= 24:
        assert abs(grey(colours[-1]) - grey(colours[0])) > 25


CHARTS = tuple(pie(falling(n)) for n in (1, 2, 5, 12, 30))


def test_package_is_valid_and_each_chart_keeps_its_data(tmp_path: Path) -> None:
    path = tmp_path / "charts.docx"
    path.write_bytes(package(CHARTS))
    assert list(OpenXmlValidator().validate(str(path)).errors) == []
    with ZipFile(path) as archive:
        for number, chart in enumerate(CHARTS, start=1):
            workbook = archive.read(f"word/embeddings/chart{number}.xlsx")
            assert [str(Decimal(str(v)).quantize(Decimal("0.01"))) for _, v in read_rows(workbook)[1:]] == [
                s.value for s in chart.slices
            ]
    workbook_path = tmp_path / "chart.xlsx"
    workbook_path.write_bytes(chart_workbook(SAMPLE))
    assert list(OpenXmlValidator().validate(str(workbook_path)).errors) == []


@pytest.mark.office
def test_libreoffice_shows_every_name_and_share(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    assert office, "LibreOffice (soffice) is needed for this test"
    (tmp_path / "charts.docx").write_bytes(package(CHARTS))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "charts.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    printed = "".join("".join(page.extract_text().split()) for page in PdfReader(tmp_path / "charts.pdf").pages)
    for chart in CHARTS:
        for part in chart.slices:
            assert part.name in printed
            assert part.label in printed
