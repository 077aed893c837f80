"""What people do to workbooks: read where the meaning is clear, otherwise a finding with its cell."""

import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from figures.budget import Budget
from figures.findings import Finding, Place, Severity
from figures.records import Basics
from figures.workbook.numbers import amount_in
from figures.workbook.reading import MOST_ALIKE, read_workbook, summarised

HEADINGS = ("单位名称", "功能分类科目编码", "支出类别", "项目名称", "资金来源", "金额（元）")
LINE = ("甲局", "2013302", "基本支出", "", "一般公共预算", 1.5)
BASICS = (("项目", "内容"), ("部门名称", "甲局"), ("预算年度", 2024))

Cells = Sequence[Sequence[Any]]


def place_of(record: Any, name: str) -> Place:
    place = record.source.place(name)
    assert isinstance(place, Place)
    return place


def book(lines: Cells = (HEADINGS, LINE), change: Callable[[Any], None] = lambda workbook: None, **others: Cells) -> bytes:
    """A workbook with 支出明细 as given, 基本信息 and `others`, changed by hand before it is saved."""
    workbook = openpyxl.Workbook()
    del workbook["Sheet"]
    rows: Cells
    for name, rows in {"基本信息": BASICS, "支出明细": lines, **others}.items():
        sheet = workbook.create_sheet(name)
        for number, row in enumerate(rows, 1):
            for index, value in enumerate(row, 1):
                if value != "":
                    sheet.cell(number, index, value)
    change(workbook)
    buffer = BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def rewritten(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A package with one of its parts changed, or (no name) all of them."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            content = old.read(entry)
            new.writestr(entry, change(content) if name in ("", entry) else content)
    return buffer.getvalue()


def told(budget: Budget) -> list[Finding]:
    """The findings but for those of columns and sheets that were left out on purpose."""
    return [f for f in budget.findings if f.code not in ("缺少选填列", "缺少选填表")]


def codes(budget: Budget) -> list[tuple[str, str]]:
    return [(f.code, f.place.cell) for f in told(budget)]


def test_a_plain_workbook_is_read_without_a_word() -> None:
    budget = read_workbook(book(), "x.xlsx")
    (line,) = budget.expenditure
    assert (line.unit, line.function, line.amount, line.timing) == ("甲局", "2013302", Decimal("1.5"), "本年")
    assert place_of(line, "amount").cell == "F2"
    assert budget.basics == Basics("甲局", year=2024)
    assert place_of(budget.basics, "year").cell == "B3"
    assert not told(budget)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("892. 96", "892.96"),
        ("892 .96", "892.96"),
        ("23,000", "23000"),
        ("23，000.5", "23000.5"),
        ("１２３．４５", "123.45"),
        ("12万", "120000"),
        ("12万元", "120000"),
        ("1.5亿元", "150000000"),
        ("3千元", "3000"),
        ("100元", "100"),
        ("￥100.00", "100"),
        ("¥1,234,567.89", "1234567.89"),
        ("1 234 567", "1234567"),
        ("-", "0"),
        ("--", "0"),
        ("——", "0"),
        ("－", "0"),
        ("/", "0"),
        ("无", "0"),
        ("-12.5", "-12.5"),
        ("−12.5", "-12.5"),
        ("（12.50）", "-12.5"),
        ("+3", "3"),
        (".5", "0.5"),
        ("5.", "5"),
        ("\u3000 7 \u00a0", "7"),
    ],
)
def test_amounts_typed_as_text(text: str, amount: str) -> None:
    assert amount_in(text.strip(), Decimal(1)) == Decimal(amount)
    budget = read_workbook(book([HEADINGS, (*LINE[:5], text)]))
    assert budget.expenditure[0].amount == Decimal(amount)
    assert not told(budget)


@pytest.mark.parametrize(
    "text",
    [
        "约12",
        "12/13",
        "1,23",
        "12 34",
        "1e5",
        "1E400",
        "NaN",
        "inf",
        "1.2.3",
        "12%",
        "--1",
        "一百",
        "1,2345",
        "1" * 70,
        "9" * 25,
        "2024-1-1",
    ],
)
def test_amounts_that_are_not_clear(text: str) -> None:
    budget = read_workbook(book([HEADINGS, (*LINE[:5], text)]))
    assert budget.expenditure[0].amount == 0
    (finding,) = told(budget)
    assert (finding.code, finding.severity, finding.place.sheet, finding.place.cell) == (
        "数值有误",
        Severity.ERROR,
        "支出明细",
        "F2",
    )
    assert finding.found
    assert finding.expected
    assert finding.remedy


@pytest.mark.parametrize("heading", ["金额（万元）", "金额(万元)", "金额，万元", "金额（单位：万元）", "* 金 额\n（万元）"])
def test_a_heading_names_the_unit(heading: str) -> None:
    budget = read_workbook(book([(*HEADINGS[:5], heading), (*LINE[:5], 892.96), (*LINE[:5], "0.27"), (*LINE[:5], "5元")]))
    assert [line.amount for line in budget.expenditure] == [Decimal("8929600"), Decimal("2700"), Decimal(5)]
    assert not told(budget)


def test_a_line_above_the_headings_names_the_unit() -> None:
    rows = [("2024年支出明细",), ("部门名称：甲局", "", "", "", "", "单位：万元"), (*HEADINGS[:5], "金额"), (*LINE[:5], 12.34)]
    assert read_workbook(book(rows)).expenditure[0].amount == Decimal("123400")
    rows[2] = HEADINGS
    assert read_workbook(book(rows)).expenditure[0].amount == Decimal("12.34")


def test_float_noise_goes_and_true_decimals_are_told() -> None:
    rows = [HEADINGS, (*LINE[:5], 0.1 + 0.2), (*LINE[:5], 1234567.8900000001), (*LINE[:5], 1.005), (*LINE[:5], 1 / 3)]
    budget = read_workbook(book(rows))
    assert [line.amount for line in budget.expenditure[:3]] == [Decimal("0.3"), Decimal("1234567.89"), Decimal("1.005")]
    assert codes(budget) == [("金额小数过多", "F4"), ("金额小数过多", "F5")]


def test_numbers_that_are_none() -> None:
    data = book([HEADINGS, (*LINE[:5], 111), (*LINE[:5], 222), (*LINE[:5], 333)])
    spoilt = rewritten(
        data, "", lambda xml: xml.replace(b">111<", b">NaN<").replace(b">222<", b">1e400<").replace(b">333<", b">1e25<")
    )
    budget = read_workbook(spoilt)
    assert codes(budget) == [("数值有误", "F2"), ("数值有误", "F3"), ("数值有误", "F4")]
    assert not any(line.amount for line in budget.expenditure)


def test_dates_in_amounts_and_amounts_in_dates() -> None:
    rows = [HEADINGS, (*LINE[:5], date(2024, 1, 1)), (*LINE[:5], True)]
    basics = (*BASICS, ("编制日期", 45000), ("资产统计截止日期", "2023年12月31日"))
    budget = read_workbook(book(rows, 基本信息=basics))
    assert codes(budget) == [("日期有误", "B4"), ("日期为文本", "B5"), ("数值有误", "F2"), ("数值有误", "F3")]
    assert budget.basics.assets_date == date(2023, 12, 31)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (2013302, "2013302"),
        (2013302.0, "2013302"),
        (" 2013302 ", "2013302"),
        ("２０１３３０２", "2013302"),
        ("\u200b2013302\ufeff", "2013302"),
    ],
)
def test_codes_however_stored(raw: Any, code: str) -> None:
    budget = read_workbook(book([HEADINGS, ("甲局", raw, *LINE[2:])]))
    assert budget.expenditure[0].function == code
    assert not told(budget)


def test_codes_that_a_number_spoilt() -> None:
    rows = [
        HEADINGS,
        ("甲局", 201.5, *LINE[2:]),
        ("甲局", 1.2345678901234567e19, *LINE[2:]),
        ("甲局", date(2024, 1, 1), *LINE[2:]),
    ]
    assert codes(read_workbook(book(rows))) == [("编码有误", "B2"), ("编码失真", "B3"), ("编码有误", "B4")]


def test_choices_near_and_wrong() -> None:
    said = [("基本", "一般公共预算"), (" 项 目 支 出 ", "政府性基金"), ("基本支岀", "单位自有"), ("", "")]
    budget = read_workbook(book([HEADINGS, *[("甲局", "2013302", a, "", b, 1) for a, b in said]]))
    read = [(line.category, line.fund) for line in budget.expenditure]
    assert read == [("基本支出", "一般公共预算"), ("项目支出", "政府性基金预算"), ("", ""), ("", "")]
    assert sorted(codes(budget)) == [("必填项为空", "C5"), ("必填项为空", "E5"), ("选项有误", "C4"), ("选项有误", "E4")]
    wrong = next(f for f in told(budget) if f.place.cell == "C4")
    assert "“基本支出”" in wrong.remedy
    assert "项目支出" in wrong.expected


def test_columns_in_any_order_with_strange_ones_between() -> None:
    rows = [
        ("", "甲局支出表"),
        ("说明文字",),
        ("序号", "金额", "我的备忘", "资金来源", "基本/项目", "科目编码", "金额"),
        (1, 5, "x", "单位资金", "基本支出", 2013302, 9),
        (2, "", "", "", "", "", ""),
    ]
    budget = read_workbook(book(rows))
    (line,) = budget.expenditure
    assert (line.amount, line.fund, line.function) == (Decimal(5), "单位资金", "2013302")
    assert place_of(line, "amount").cell == "B4"
    assert codes(budget) == [("未知列", "C3"), ("重复列", "G3")]


def test_sheets_by_other_names_and_hidden() -> None:
    others: dict[str, Any] = {
        "1、支出明细表": [HEADINGS, LINE],
        "“三公”经费": [("项目", "金额"), ("公务接待费", 5)],
        "我的草稿": [("a",)],
        "Sheet3": [],
    }

    def change(workbook: Any) -> None:
        del workbook["支出明细"]
        workbook["1、支出明细表"].sheet_state = "veryHidden"

    budget = read_workbook(book(change=change, **others))
    assert len(budget.expenditure) == len(budget.three_public) == 1
    assert [(f.code, f.place.sheet) for f in told(budget)] == [("未知工作表", "我的草稿")]


def test_missing_sheets_columns_and_headings() -> None:
    budget = read_workbook(book([HEADINGS[:4], LINE[:4]], 政府采购=[("随便", "什么"), (1, 2)]))
    found = [(f.code, f.severity, f.place.sheet, f.expected) for f in told(budget)]
    assert ("缺少列", Severity.ERROR, "支出明细", "资金来源") in found
    assert ("缺少列", Severity.ERROR, "支出明细", "金额（元）") in found
    assert [f.code for f in told(budget)].count("列名缺失") == 1
    (missing,) = told(read_workbook(book(change=lambda workbook: workbook.remove(workbook["支出明细"]))))
    assert (missing.code, missing.place.sheet, missing.severity) == ("缺少工作表", "支出明细", Severity.ERROR)


def test_totals_notes_blank_rows_and_repeated_headings_are_no_facts() -> None:
    rows = [
        HEADINGS,
        ("说明：填单位全称", "七位编码", "选一项", "项目支出填写", "选一项", "元"),
        LINE,
        (" ", "\u3000", "", "", "", ""),
        ("小 计", "", "", "", "", 1.5),
        HEADINGS,
        LINE,
        ("", "", "", "合计：", "", 3),
        (),
        ("注：本表金额含上年结转。",),
    ]
    budget = read_workbook(book(rows))
    assert [place_of(line, "unit").cell for line in budget.expenditure] == ["A3", "A7"]
    assert codes(budget) == [("合计行", "A5"), ("合计行", "D8"), ("附注行", "A10")]
    assert all(f.severity is Severity.NOTE for f in told(budget))


def test_named_totals_stay_where_they_are_facts() -> None:
    budget = read_workbook(
        book(上年总数=[("项目", "金额"), ("收入总计", 5), ("合计", 5)], 变动原因=[("变动事项", "原因"), ("合计", "x")])
    )
    assert [t.item for t in budget.last_year_totals] == ["收入总计"]
    assert [r.item for r in budget.reasons] == ["合计"]


def test_merged_cells_carry_texts_and_never_amounts() -> None:
    def merge(workbook: Any) -> None:
        for area in ("A2:A5", "E2:E4", "F2:F3"):
            workbook["支出明细"].merge_cells(area)

    rows = [HEADINGS, LINE, LINE, LINE, ("", "2013350", "基本支出", "", "单位资金", 7), LINE]
    budget = read_workbook(book(rows, merge))
    assert [line.unit for line in budget.expenditure] == ["甲局"] * 5
    assert [line.amount for line in budget.expenditure] == [Decimal("1.5"), 0, Decimal("1.5"), 7, Decimal("1.5")]
    assert [line.fund for line in budget.expenditure] == ["一般公共预算"] * 3 + ["单位资金", "一般公共预算"]
    assert ("数值合并单元格", "F2") in codes(budget)


def test_formulas_with_and_without_a_value_and_error_values() -> None:
    rows = [HEADINGS, (*LINE[:5], "=1+1"), (*LINE[:5], "=1/0"), (*LINE[:5], "=2+2"), ("=A2", *LINE[1:])]
    data = book(rows)

    def calculate(xml: bytes) -> bytes:
        xml = re.sub(rb'<c r="F3"[^>]*><f>1/0</f><v\s*/?>(</v>)?', b'<c r="F3" t="e"><f>1/0</f><v>#DIV/0!</v>', xml)
        return re.sub(rb"<f>2\+2</f><v\s*/?>(</v>)?", b"<f>2+2</f><v>4</v>", xml)

    budget = read_workbook(rewritten(data, "xl/worksheets/sheet2.xml", calculate))
    assert [line.amount for line in budget.expenditure] == [0, 0, 4, Decimal("1.5")]
    assert sorted(codes(budget)) == [("公式无结果", "A5"), ("公式无结果", "F2"), ("错误值", "F3")]
    assert next(f.found for f in told(budget) if f.code == "错误值") == "#DIV/0!"


def test_control_characters_and_very_long_texts() -> None:
    others: dict[str, Any] = {"文字材料": [("栏目", "内容"), ("其他", "x"), ("其他", "y" * 40_000)]}
    data = book(**others)
    spoilt = rewritten(data, "", lambda xml: xml.replace(b"<t>x</t>", b"<t>a&#1;b_x0002_c</t>"))
    budget = read_workbook(spoilt)
    assert "\x01" not in budget.texts[0].text
    assert ("控制字符", "B2") in codes(budget)
    assert len(budget.texts[1].text) <= 32_767


def test_facts_stand_beside_their_labels_wherever_they_are() -> None:
    rows = [
        ("", "某某单位"),
        (),
        ("", "* 部门名称：", "甲\n局"),
        ("", "预算年度", "2024年度"),
        ("", "部门名称", "乙局"),
        ("", "备注", 1),
    ]
    budget = read_workbook(book(基本信息=rows))
    assert budget.basics == Basics("甲局", year=2024)
    assert place_of(budget.basics, "department").cell == "C3"
    assert codes(budget) == [("重复列", "C5")]


def test_a_flood_is_summed_up() -> None:
    budget = read_workbook(book([HEADINGS, *[(*LINE[:5], "许多")] * 500]))
    bad = [f for f in told(budget) if f.code == "数值有误"]
    assert len(bad) == MOST_ALIKE + 1
    assert "480" in bad[-1].message
    assert bad[-1].severity is Severity.ERROR
    assert summarised(bad[:MOST_ALIKE]) == tuple(bad[:MOST_ALIKE])


def test_text_cells_that_hold_numbers_dates_and_truths() -> None:
    rows = [
        ("项目名称", "一级指标", "二级指标", "指标值"),
        *[("甲", "产出指标", "数量指标", v) for v in (100, 0.95, datetime(2024, 1, 2), True)],
    ]
    budget = read_workbook(book(绩效指标=rows))
    assert [i.value for i in budget.indicators] == ["100", "0.95", "2024-01-02", "是"]
