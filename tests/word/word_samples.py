"""A small look and a small document that use everything a description can say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assembler.cells import Cell
from assembler.description import Chart, Contents, Document, Entry, Paragraph, Row, Run, Section, Slice, Table
from assembler.look import PAGE, Band, Look, Style
from tests.sample_look import COMMON, LANDSCAPE, TIMES, UPRIGHT

STYLES = (
    Style("封面标题", "CoverTitle", "方正小标宋简体", TIMES, 26, 48, "center"),
    Style("目录标题", "ContentsTitle", "黑体", TIMES, 18, 36, "center"),
    *COMMON,
    Style("表题", "TableTitle", "宋体", TIMES, 15, 26, "center", bold=True, keep_next=True),
    Style("表数", "TableNumber", "宋体", TIMES, 9, 12, "right", italic=True, colour="1F4E79"),
    Style("页脚", "Footer", "宋体", TIMES, 9, 12, "center"),
    Style("节末", "SectionEnd", "宋体", TIMES, 1, 1),
)
_FOOT = Band((("页脚", ("— ", PAGE, " —")),))
_HEAD = Band((("表文", ("部门预算公开",)),))
LOOK = Look(
    {
        "封面": UPRIGHT,
        "正文": replace(UPRIGHT, header=_HEAD, footer=_FOOT),
        "横向表格": replace(LANDSCAPE, footer=_FOOT),
    },
    {style.name: style for style in STYLES},
)


def paragraph(block_id: str, style: str, *texts: str, level: int = 0, label: str = "", new_page: bool = False) -> Paragraph:
    """A paragraph; with `level` it stands in the contents, by a field when `label` is what stands before its text there."""
    entry = Entry(label + "".join(texts), level, bool(label)) if level else None
    return Paragraph(block_id, style, tuple(Run(text) for text in texts), new_page, entry)


BUDGET = Table(
    "表一",
    (3200, 1900, 1900, 1958),
    (
        Row("h1", (Cell("项目", "表头", merge="start"), Cell("支出预算", "表头", span=3)), 18, header=True),
        Row(
            "h2",
            (Cell("", "表头", merge="continue"), *(Cell(t, "表头") for t in ("合计", "当年预算", "上年结转"))),
            18,
            header=True,
        ),
        Row("1", (Cell("一、一般公共服务支出", "表文"), Cell("698.46", "表数"), Cell("698.46", "表数"), Cell("", "表数")), 19),
        Row("2", (Cell("宣传事务", "表文", indent=1), Cell("698.46", "表数"), Cell("698.46", "表数"), Cell("", "表数")), 19),
        Row(
            "3",
            (Cell("事业运行\n（两行）", "表文", indent=2), Cell("【待填】", "表数", mark="missing"), Cell("", "表数", span=2)),
            30,
        ),
    ),
    "2024年预算收支总表",
)
PIE = Chart(
    "图一",
    "图",
    "支出预算结构图",
    "万元",
    (Slice("基本支出", "6.16", "0.69%"), Slice("项目支出", "886.80", "99.31%")),
    400,
    128,
    "饼图：项目支出占99.31%，基本支出占0.69%",
)
DOCUMENT = Document(
    "2024年度部门预算公开",
    "某某中心",
    "部门预算公开",
    date(2024, 2, 6),
    (
        Section("封面", (paragraph("封面", "封面标题", "2024年度部门预算公开"),), numbered=False),
        Section(
            "封面",
            (paragraph("目录标题", "目录标题", "目 录"), Contents("目录", ("toc 1", "toc 2"), r'TOC \o "1-2" \h \z \f t')),
            numbered=False,
        ),
        Section(
            "正文",
            (
                paragraph("第一部分", "heading 1", "第一部分 概况", level=1),
                paragraph("职责", "heading 2", "一、本部门职责", level=2),
                paragraph("职责一", "正文", "负责网络信息安全工作 & <引导>“舆论”，占", "14.58%", "。"),
                Paragraph("原因", "正文", (Run("主要原因是"), Run("【请填写变动原因】", "missing"), Run("。"))),
                paragraph("第二部分", "heading 1", "第二部分 报表", level=1, new_page=True),
                paragraph("表一题", "表题", "2024年财政拨款安排“三公”经费支出预算表", level=2, label="表一"),
                paragraph("表一单位", "表单位", "部门名称：某某中心\t单位：万元"),
                BUDGET,
            ),
            restart=1,
        ),
        Section(
            "横向表格",
            (
                paragraph("表二题", "表题", "2024年预算收入总表", level=2, label="表二"),
                Table("表二", BUDGET.widths, BUDGET.rows[2:3]),
            ),
        ),
        Section(
            "正文",
            (
                paragraph("第三部分", "heading 1", "第三部分 说明", level=1),
                PIE,
                paragraph("", "正文"),
                Table("表三", BUDGET.widths, BUDGET.rows),
                Table("表四", BUDGET.widths, BUDGET.rows[3:]),
            ),
        ),
    ),
)
NUMBERS = {"第一部分": 1, "职责": 1, "第二部分": 2, "表一题": 2, "表二题": 3, "第三部分": 4}
