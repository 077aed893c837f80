"""The language of table views: each thing that it can say has a small table here, and what it prints is drawn beside it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from drawing import drawn, expected, filled, view_of, with_last_year
from hypothesis import given, settings
from hypothesis import strategies as st

from figures.budget import Budget
from figures.columns import Source
from figures.datasets import Figures
from figures.declared import DeclarationError
from figures.findings import Place
from figures.records import Basics, ExpenditureLine, IncomeItem, LastYearTotal, ProcurementItem, ThreePublicItem, Unit
from figures.tableset import TableSet

OFFICE, TEAM, CENTRE = "甲局（本级）", "甲局执法队", "甲局中心"
UNITS = (Unit(OFFICE, kind="行政"), Unit(TEAM, kind="参公"), Unit(CENTRE, kind="事业"))


def wan(text: str) -> Decimal:
    return Decimal(text) * 10000


def line(unit: str, function: str, category: str, amount: str, fund: str = "一般公共预算", **more: str) -> ExpenditureLine:
    return ExpenditureLine(unit=unit, function=function, category=category, amount=wan(amount), fund=fund, **more)


LAST = Budget(
    basics=Basics(department="甲局", year=2023),
    units=UNITS,
    expenditure=(
        line(OFFICE, "2010101", "基本支出", "80", economic="30101"),
        line(CENTRE, "2050205", "项目支出", "40", project="老项目"),
    ),
)
BUDGET = Budget(
    basics=Basics(department="甲局", year=2024),
    units=UNITS,
    expenditure=(
        line(OFFICE, "2010101", "基本支出", "100", economic="30101", remark="含新进人员"),
        line(OFFICE, "2010102", "项目支出", "30", project="甲项目", remark="跨年"),
        line(TEAM, "2010101", "基本支出", "20", economic="30201"),
        line(CENTRE, "2080505", "基本支出", "5", economic="30108"),
        line(CENTRE, "2050299", "项目支出", "8", fund="单位资金", project="乙项目"),
    ),
    income=(
        IncomeItem(fund="一般公共预算", kind="财政拨款收入", amount=wan("155")),
        IncomeItem(unit=CENTRE, fund="单位资金", kind="事业收入", amount=wan("5")),
        IncomeItem(unit=CENTRE, fund="单位资金", kind="其他收入", amount=wan("3")),
    ),
    three_public=(ThreePublicItem(item="公务接待费", amount=wan("1.25"), batches=Decimal(7)),),
    procurement=(
        ProcurementItem(name="电脑", category="货物", organisation="集中采购", amount=wan("12")),
        ProcurementItem(name="维修", category="工程", organisation="分散采购", amount=wan("30")),
        ProcurementItem(name="电脑", category="货物", organisation="分散采购", amount=wan("2")),
    ),
)

LAST_YEAR = """
名称: 对比表
列:
  - {名: 科目, 文字: 功能科目名称}
  - {名: 本年}
  - {名: 上年, 系列: 上年预算}
  - {名: 增减额, 计算: {差: [本年, 上年]}}
  - {名: 增减率, 计算: {率: [本年, 上年]}, 位数: 1, 零基: —}
  - {名: 为上年, 计算: {比: [本年, 上年]}, 百分号: 否}
行:
  - {名: 合计}
  - {分组: [功能类]}
"""


def test_last_year_change_and_percent_columns() -> None:
    assert drawn(LAST_YEAR, with_last_year(BUDGET, LAST)) == expected("""
        合计             | 163.00 | 120.00 | 43.00  | 35.8%   | 135.83
        一般公共服务支出   | 150.00 | 80.00  | 70.00  | 87.5%   | 187.50
        教育支出          | 8.00   | 40.00  | -32.00 | -80.0%  | 20.00
        社会保障和就业支出  | 5.00   |        | 5.00   | —       |
    """)


def test_without_last_year_its_columns_stay_empty() -> None:
    assert drawn(LAST_YEAR, BUDGET).split("\n")[0] == "合计|163.00||||"


def test_a_row_of_last_year_only_is_a_row() -> None:
    only_last = with_last_year(Budget(basics=BUDGET.basics, units=UNITS), LAST)
    assert "教育支出||40.00|-40.00|-100.0%|" in drawn(LAST_YEAR, only_last)


def test_last_year_known_by_totals_only() -> None:
    yaml = """
        名称: 三公表
        来源: 三公经费
        列:
          - {名: 项目, 文字: 行名}
          - {名: 本年}
          - {名: 上年, 系列: 上年预算, 上年总数: "{行}"}
          - {名: 执行数, 系列: 上年执行数, 上年总数: "{行}"}
          - {名: 增减, 计算: {差: [本年, 上年]}}
        行:
          - {名: 公务接待费, 筛选: {项目: 公务接待费}}
          - {名: 合计}
    """
    source = Source("上年总数", {"amount": "B"}, 4)
    totals = (
        LastYearTotal("公务接待费", wan("2"), source=source),
        LastYearTotal("公务接待费", wan("1.5"), "上年执行数"),
    )
    budget = Budget(basics=BUDGET.basics, three_public=BUDGET.three_public, last_year_totals=totals)
    assert drawn(yaml, budget) == expected("""
        公务接待费 | 1.25 | 2.00 | 1.50 | -0.75
        合计      | 1.25 |      |      |
    """)
    table = filled(yaml, budget)
    row = table.row("公务接待费", "上年")
    assert table.places(row, "上年") == (Place("上年总数", "B4"),)
    assert Place("上年总数", "B4") in table.places(row, "增减")


def test_stacks_side_by_side_of_unequal_length_with_the_totals_at_the_foot() -> None:
    yaml = """
        名称: 收支表
        栏:
          - 来源: 收入
            列: [{名: 收入项目, 文字: 行名}, {名: 收入}]
            行:
              - {清单: {按: 收入归类, 项: [财政拨款收入, 事业收入]}, 编号: 是}
              - {填充: 是}
              - {名: 收入总计}
          - 列: [{名: 按功能, 文字: 行名}, {名: 支出}]
            行: [{分组: [功能类], 编号: （一）}, {填充: 是}, {名: 支出总计}]
          - 列: [{名: 按用途, 文字: 行名}, {名: 用途支出}]
            行: [{清单: {按: 支出类别, 项: [基本支出, 项目支出]}, 编号: "1."}, {填充: 是}, {名: 总计}]
    """
    assert drawn(yaml, BUDGET) == expected("""
        一、财政拨款收入 | 155.00 | （一）一般公共服务支出   | 150.00 | 1.基本支出 | 125.00
        二、事业收入    | 5.00   | （二）教育支出          | 8.00   | 2.项目支出 | 38.00
                      |        | （三）社会保障和就业支出 | 5.00   |          |
        收入总计       | 163.00 | 支出总计               | 163.00 | 总计      | 163.00
    """)


def test_rows_by_unit_and_total_first_or_last() -> None:
    yaml = """
        名称: 单位表
        列: [{名: 单位, 文字: 单位名称}, {名: 金额}]
        行: [ROWS]
    """
    rows = "{名: 合计}", "{分组: [单位名称]}"
    body = "甲局（本级）|130.00\n甲局执法队|20.00\n甲局中心|13.00"
    assert drawn(yaml.replace("ROWS", ", ".join(rows)), BUDGET) == f"合计|163.00\n{body}"
    assert drawn(yaml.replace("ROWS", ", ".join(reversed(rows))), BUDGET) == f"{body}\n合计|163.00"


def test_income_rows_by_kind_and_income_by_function() -> None:
    kinds = """
        名称: 收入表
        来源: 收入
        列: [{名: 类别, 文字: 行名}, {名: 金额}]
        行: [{分组: [收入类别]}, {名: 合计}]
    """
    assert drawn(kinds, BUDGET) == "事业收入|5.00\n其他收入|3.00\n财政拨款收入|155.00\n合计|163.00"
    by_function = """
        名称: 收入分功能表
        来源: 功能收入
        列:
          - {名: 科目, 文字: 功能科目名称}
          - {名: 合计}
          - {名: 财政拨款, 筛选: {收入归类: 财政拨款收入}}
          - {名: 事业, 筛选: {收入归类: 事业收入}}
          - {名: 其他, 筛选: {收入归类: 其他收入}}
        行: [{分组: [功能类]}, {名: 合计}]
    """
    assert drawn(by_function, BUDGET) == expected("""
        一般公共服务支出  | 150.00 | 150.00 |      |
        教育支出         | 8.00   |        | 5.00 | 3.00
        社会保障和就业支出 | 5.00   | 5.00   |      |
        合计            | 163.00 | 155.00 | 5.00 | 3.00
    """)


def test_one_row_table_over_two_kinds_of_records() -> None:
    yaml = """
        名称: 一行表
        来源: 三公经费
        表头:
          - [三公经费, "<", 机关运行经费]
          - [合计, 公务接待费, "^"]
        列:
          - {名: 合计}
          - {名: 接待, 筛选: {项目: 公务接待费}}
          - {名: 运行, 来源: 机关运行经费}
        行: [{名: 预算数}]
    """
    assert drawn(yaml, BUDGET, head=True) == expected("""
        三公经费 | 机关运行经费
        合计 | 公务接待费 |
        1.25 | 1.25 | 20.00
    """)


@pytest.mark.parametrize(
    ("columns", "row"),
    [
        ("[{名: 码, 文字: 功能科目编码}, {名: 称, 文字: 功能科目名称}, {名: 数}]", "2010101|行政运行|120.00"),
        (
            "[{名: 类, 文字: 功能类编码}, {名: 款项, 文字: 功能款编码}, {名: 称, 文字: 功能科目名称}, {名: 数}]",
            "201|01|行政运行|120.00",
        ),
        (
            "[{名: 类, 文字: 功能类编码}, {名: 款, 文字: 功能款编码}, {名: 项, 文字: 功能项编码}, {名: 称, 文字: 功能科目名称}, {名: 数}]",
            "201|01|01|行政运行|120.00",
        ),
    ],
)
def test_codes_in_one_two_or_three_columns(columns: str, row: str) -> None:
    yaml = f"名称: 编码表\n列: {columns}\n行: [{{分组: [功能类, 功能款, 功能项]}}, {{名: 合计}}]"
    rows = drawn(yaml, BUDGET).split("\n")
    assert row in rows
    assert rows[-1] == "合计|163.00"


def test_running_numbers_remarks_and_a_row_of_column_numbers() -> None:
    yaml = """
        名称: 项目表
        筛选: {支出类别: 项目支出}
        表头:
          - [序号, 项目, 金额, 备注]
          - [栏次, "1", "2", "3"]
        列:
          - {名: 序号, 文字: 序号}
          - {名: 项目, 文字: 行名}
          - {名: 金额}
          - {名: 备注, 文字: 备注}
        行: [{名: 合计}, {分组: [项目名称]}]
    """
    assert drawn(yaml, BUDGET, head=True) == expected("""
        序号 | 项目   | 金额  | 备注
        栏次 | 1     | 2     | 3
            | 合计   | 38.00 |
        1   | 甲项目 | 30.00 | 跨年
        2   | 乙项目 | 8.00  |
    """)


def test_rows_of_a_fixed_list_or_only_what_occurs() -> None:
    yaml = """
        名称: 清单表
        列: [{名: 科目, 文字: 行名}, {名: 金额}]
        行: [{清单: {按: 功能类, 用: 类}, 编号: 是 OCCURRING}, {名: 结转下年, 筛选: {支出类别: 结转下年}, 仅有数: 是}]
    """
    lists = "类: [{值: '201', 名: 一般公共服务}, {值: '203', 名: 国防}, {值: '205', 名: 教育}, {值: '208', 名: 社保}]"
    fixed = drawn(yaml.replace("OCCURRING", ""), BUDGET, lists)
    assert fixed == "一、一般公共服务|150.00\n二、国防|\n三、教育|8.00\n四、社保|5.00"
    occurring = drawn(yaml.replace("OCCURRING", ", 仅有数: 是"), BUDGET, lists)
    assert occurring == "一、一般公共服务|150.00\n二、教育|8.00\n三、社保|5.00"


@pytest.mark.parametrize(
    ("empty", "picture"),
    [
        ("合计", "合计||"),
        ("无", ""),
        ("{文字: 无}", "无||\n合计||"),
        ("{空行: 2}", "||\n||\n合计||"),
        ("{文字: 本年无此项预算, 合计: 否}", "本年无此项预算||"),
    ],
)
def test_what_an_empty_table_prints(empty: str, picture: str) -> None:
    yaml = f"""
        名称: 基金表
        筛选: {{资金来源: 政府性基金预算}}
        空表: {empty}
        列: [{{名: 科目, 文字: 行名}}, {{名: 合计数}}, {{名: 基本, 筛选: {{支出类别: 基本支出}}}}]
        行: [{{分组: [功能类]}}, {{名: 合计}}]
    """
    assert drawn(yaml, BUDGET) == picture


def test_formats_of_table_and_column() -> None:
    yaml = """
        名称: 格式表
        格式: {单位: 元, 位数: 0, 分组: 是, 零: "0"}
        列:
          - {名: 科目, 文字: 行名}
          - {名: 元}
          - {名: 基金, 筛选: {资金来源: 政府性基金预算}}
          - {名: 基金留空, 筛选: {资金来源: 政府性基金预算}, 格式: {零: ""}}
          - {名: 万元, 格式: {单位: 万元, 位数: 2, 尾零: 否}}
        行: [{名: 合计}]
    """
    assert drawn(yaml, BUDGET) == "合计|1,630,000|0||163"


def test_lists_of_other_records_and_counts() -> None:
    yaml = """
        名称: 采购表
        来源: 政府采购
        列:
          - {名: 序号, 文字: 序号}
          - {名: 项目, 文字: 采购项目}
          - {名: 类别, 文字: 采购类别}
          - {名: 形式, 文字: 组织形式}
          - {名: 金额}
          - {名: 集中, 筛选: {组织形式: 集中采购}}
        行: [{逐条: 采购项目}, {名: 合计}]
    """
    assert drawn(yaml, BUDGET) == expected("""
        1 | 电脑 | 货物 | 集中采购 | 12.00 | 12.00
        2 | 维修 | 工程 | 分散采购 | 30.00 |
        3 | 电脑 | 货物 | 分散采购 | 2.00  |
          | 合计 |      |         | 44.00 | 12.00
    """)
    batches = "名称: 批次表\n来源: 三公经费\n列: [{名: 批次, 字段: 团组数或批次}]\n行: [{名: 合计}]"
    assert drawn(batches, BUDGET) == "7"


def test_rows_of_single_lines_show_their_codes() -> None:
    line = ExpenditureLine(
        function="2013301", category="项目支出", project="甲", fund="一般公共预算", timing="本年", amount=Decimal(20000)
    )
    yaml = """
        名称: 明细表
        列:
          - {名: 码, 文字: 功能科目编码}
          - {名: 名, 文字: 功能科目名称}
          - {名: 款, 文字: 功能款编码}
          - {名: 项目, 文字: 项目名称}
          - {名: 金额}
        行: [{逐条: 项目名称}]
    """
    assert drawn(yaml, Budget(basics=BUDGET.basics, expenditure=(line,))) == "2013301|行政运行|33|甲|2.00"


def test_coarser_tables_are_rounded_from_what_the_finest_one_prints() -> None:
    # 0.00495万元 is 49.5元, printed as 50元, and 0.01万元 from there; rounded by itself it would be 0.00万元.
    budget = Budget(basics=BUDGET.basics, three_public=(ThreePublicItem(item="公务接待费", amount=Decimal("49.5")),))
    yaml = '名称: {}\n来源: 三公经费\n格式: {{单位: {}, 位数: {}, 零: ""}}\n列: [{{名: 数}}]\n行: [{{名: 合计}}]'
    views = {v.name: v for v in (view_of(yaml.format("细", "元", 0)), view_of(yaml.format("粗", "万元", 2)))}
    tables = TableSet(views, Figures(budget))
    assert tables["细"].amount("合计", "数") == 50
    assert tables["粗"].amount("合计", "数") == 100


@given(st.lists(st.tuples(st.sampled_from(["201", "205", "208"]), st.integers(1, 10**9)), min_size=1, max_size=8))
@settings(max_examples=30, deadline=None)
def test_tables_of_two_units_each_foot(lines: list[tuple[str, int]]) -> None:
    budget = Budget(
        basics=BUDGET.basics,
        expenditure=tuple(
            ExpenditureLine(function=f"{c}9999", category="基本支出", fund="一般公共预算", amount=Decimal(a) / 100)
            for c, a in lines
        ),
    )
    yaml = "名称: {0}\n格式: {{单位: {0}, 位数: 0}}\n列: [{{名: 数}}]\n行: [{{分组: [功能类]}}, {{名: 合计}}]"
    tables = TableSet({u: view_of(yaml.format(u)) for u in ("元", "万元")}, Figures(budget))
    for table in (tables["元"], tables["万元"]):
        *rows, total = (row.amounts["数"] for row in table.stacks[0].rows())
        assert sum(rows) == total
    assert abs(tables["万元"].amount("合计", "数") - tables["元"].amount("合计", "数")) <= 5000


@pytest.mark.parametrize(
    ("yaml", "message"),
    [
        ("名称: 甲\n列: [{名: 数}, {名: 率, 计算: {率: [数, 去年]}}]\n行: [{名: 合计}]", "没有名为“去年”的金额列"),
        ("名称: 甲\n列: [{名: 率, 计算: {率: [数]}}]\n行: [{名: 合计}]", "应写明两列"),
        ("名称: 甲\n列: [{名: 数}, {名: 数}]\n行: [{名: 合计}]", "两列都名为“数”"),
        ("名称: 甲\n列: [{名: 数, 文字: 功能科目名, 宽: 3}]\n行: [{名: 合计}]", "是否应为“功能科目名称”"),
        ("名称: 甲\n列: [{名: 数, 文字: 行名, 筛选: {资金来源: 单位资金}}]\n行: [{名: 合计}]", "不认识的名称“筛选”"),
        ("名称: 甲\n列: [{名: 数}]\n行: [{分组: [功能类], 级: 1}]", "不认识的名称“级”"),
        ("名称: 甲\n列: [{名: 数}]\n行: [{分组: [功能类], 逐条: 项目名称}]", "不能写在同一行里"),
        ("名称: 甲\n列: [{名: 数}]\n行: [{分组: [功能类], 编号: ㈠}]", "不认识“㈠”"),
        ("名称: 甲\n列: [{名: 数, 系列: 前年}]\n行: [{名: 合计}]", "不认识“前年”"),
        ("名称: 甲\n栏: [{列: [{名: 数}], 行: [{名: 合计}]}]\n行: [{名: 合计}]", "应写在“栏”的每一栏里"),
        ("名称: 甲\n列: [{名: 数}, {名: 金, 来源: 收入}]\n行: [{名: 合计, 筛选: {功能类: '201'}}]", "不认识的名称“功能类”"),
    ],
)
def test_what_cannot_be_is_told_with_its_line(yaml: str, message: str) -> None:
    with pytest.raises(DeclarationError, match=r"表\.yaml 第\d+行") as caught:
        view_of(yaml)
    assert message in str(caught.value)
