"""The kinds of records that are all that is known about a budget, each declared once.

From one declaration follow the workbook's sheet, its reader and writer, the JSON schema and the documentation: the fields of a record
class carry their Chinese column name, type, choices and help in the field's metadata.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum

from figures.columns import Kind, Source, Type, column, source
from figures.lean import frozen, lean
from figures.suggestions import ASSET_USES, FIGURES, TEXTS


class Fund(StrEnum):
    """资金来源: the five sources of funds, in official order."""

    GENERAL = "一般公共预算"
    GOVERNMENT_FUND = "政府性基金预算"
    STATE_CAPITAL = "国有资本经营预算"
    SPECIAL_ACCOUNT = "财政专户管理资金"
    OWN = "单位资金"


APPROPRIATIONS = (Fund.GENERAL, Fund.GOVERNMENT_FUND, Fund.STATE_CAPITAL)
"""财政拨款: the sources that together are the fiscal appropriation."""


class Timing(StrEnum):
    """Whether money was budgeted this year or carried over from earlier years."""

    CURRENT = "本年"
    CARRIED_OVER = "上年结转"


class Category(StrEnum):
    """支出类别: basic and project expenditure; further kinds of use; and what is carried on into next year (not an expenditure)."""

    BASIC = "基本支出"
    PROJECT = "项目支出"
    REMITTED = "上缴上级支出"
    BUSINESS = "事业单位经营支出"
    SUBSIDY = "对附属单位补助支出"
    CARRY_FORWARD = "结转下年"


class UnitKind(StrEnum):
    """单位性质: it decides, for instance, whose basic running costs count as 机关运行经费."""

    ADMINISTRATIVE = "行政"
    QUASI_CIVIL_SERVICE = "参公"
    PUBLIC_INSTITUTION = "事业"


class IncomeKind(StrEnum):
    """收入类别."""

    APPROPRIATION = "财政拨款收入"
    BUSINESS = "事业收入"
    FROM_ABOVE = "上级补助收入"
    FROM_SUBORDINATES = "附属单位上缴收入"
    OPERATIONS = "事业单位经营收入"
    OTHER = "其他收入"
    SURPLUS = "使用非财政拨款结余"
    CARRIED_OVER = "上年结转"


class ThreePublic(StrEnum):
    """“三公”经费: its four indivisible parts."""

    ABROAD = "因公出国（境）费"
    RECEPTION = "公务接待费"
    VEHICLE_PURCHASE = "公务用车购置费"
    VEHICLE_RUNNING = "公务用车运行维护费"


@frozen(slots=True)
class Basics:
    """基本信息: what holds for the document as a whole; one record, written as facts one below the other."""

    department: str = column("部门名称", required=True, help="公开文档封面、表头和文字中使用的部门（单位）全称", width=46)
    code: str = column("部门代码", Type.CODE, help="预算部门代码，项目支出绩效目标表中使用")
    short_name: str = column("简称", help="文字说明中的自称；不填则用全称")
    year: int = column("预算年度", Type.YEAR, required=True, help="四位数年份，例如 2024")
    template: str = column("模板", help="文档模板的名称，即模板文件夹的名称（地区/文档）", width=46)
    document_date: date | None = column("编制日期", Type.DATE, help="写入文档属性的日期；相同的数据总是生成相同的文件")
    assets_date: date | None = column("资产统计截止日期", Type.DATE, help="国有资产占有使用情况的统计截止日期")
    source: Source | None = source()


@frozen(slots=True)
class Unit:
    """单位: a budget unit of the department."""

    name: str = column("单位名称", required=True, width=40)
    code: str = column("单位代码", Type.CODE)
    kind: str = column("单位性质", required=True, choices=UnitKind, help="行政、参公或事业：决定其公用经费是否属于机关运行经费")
    funding: str = column("预算管理方式", help="例如：全额拨款、差额拨款；可不填")
    source: Source | None = source()


@lean
class ExpenditureLine:
    """支出明细: one line of expenditure; the lines together are the whole expenditure of the budget."""

    unit: str = column("单位名称", help="可不填：只有一个单位时即为该单位", width=30)
    function: str = column(
        "功能分类科目编码",
        Type.CODE,
        aliases=("功能科目编码", "科目编码", "支出功能分类科目编码"),
        help="项级编码，7位，例如 2013302",
        width=16,
    )
    function_name: str = column("功能分类科目名称", aliases=("功能科目名称", "科目名称"), help="可不填：按编码查出", width=24)
    category: str = column(
        "支出类别", required=True, choices=Category, aliases=("基本/项目", "类别"), help="基本支出、项目支出等"
    )
    economic: str = column(
        "部门经济科目编码", Type.CODE, aliases=("部门预算支出经济分类科目编码",), help="款级编码，5位，例如 30201", width=16
    )
    government_economic: str = column(
        "政府经济科目编码", Type.CODE, aliases=("政府预算支出经济分类科目编码",), help="款级编码，5位，例如 50502", width=16
    )
    project: str = column("项目名称", help="项目支出填写", width=34)
    project_kind: str = column("项目类别", choices=("其他运转类", "特定目标类"), open_choices=True, help="可不填：按“项目”表")
    fund: str = column("资金来源", required=True, choices=Fund, width=16)
    timing: str = column(
        "资金时间", choices=Timing, default=Timing.CURRENT.value, aliases=("本年/上年结转",), help="不填即为本年"
    )
    amount: Decimal = column("金额（元）", Type.AMOUNT, required=True, aliases=("金额",), width=18)
    remark: str = column("备注", width=30)
    source: Source | None = source()


@lean
class IncomeItem:
    """收入项目: income beside the expenditure lines; without any, income follows from the lines by fund."""

    unit: str = column("单位名称", width=30)
    fund: str = column("资金来源", required=True, choices=Fund, width=16)
    kind: str = column("收入类别", required=True, choices=IncomeKind, width=18)
    subject: str = column("收入科目编码", Type.CODE, help="政府性基金和国有资本经营预算收入填写")
    subject_name: str = column("收入科目名称", width=24)
    amount: Decimal = column("金额（元）", Type.AMOUNT, required=True, aliases=("金额",), width=18)
    remark: str = column("备注", width=30)
    source: Source | None = source()


@frozen(slots=True)
class ThreePublicItem:
    """三公经费: expenditure on missions abroad, receptions and official vehicles out of fiscal appropriations."""

    unit: str = column("单位名称", width=30)
    item: str = column("项目", required=True, choices=ThreePublic, width=22)
    fund: str = column("资金来源", choices=Fund, default=Fund.GENERAL.value, width=16)
    amount: Decimal = column("金额（元）", Type.AMOUNT, required=True, aliases=("金额",), width=18)
    batches: Decimal = column("团组数或批次", Type.COUNT, help="因公出国（境）团组数，或公务接待批次")
    people: Decimal = column("人次", Type.COUNT)
    vehicles: Decimal = column("车辆数", Type.COUNT, help="购置数或保有量")
    remark: str = column("备注", width=30)
    source: Source | None = source()


@frozen(slots=True)
class OperatingItem:
    """机关运行经费: running costs of administrative and quasi-civil-service units; without any, they follow from the lines."""

    unit: str = column("单位名称", width=30)
    fund: str = column("资金来源", choices=Fund, default=Fund.GENERAL.value, width=16)
    amount: Decimal = column("金额（元）", Type.AMOUNT, required=True, aliases=("金额",), width=18)
    remark: str = column("备注", width=30)
    source: Source | None = source()


@frozen(slots=True)
class ProcurementItem:
    """政府采购: one item of government procurement."""

    unit: str = column("单位名称", width=30)
    name: str = column("采购项目", width=30)
    category: str = column("采购类别", required=True, choices=("货物", "工程", "服务"))
    organisation: str = column("组织形式", choices=("集中采购", "分散采购"), open_choices=True)
    fund: str = column("资金来源", choices=Fund, default=Fund.GENERAL.value, width=16)
    amount: Decimal = column("金额（元）", Type.AMOUNT, required=True, aliases=("金额",), width=18)
    small_enterprises: Decimal = column("面向中小企业预留金额（元）", Type.AMOUNT, aliases=("面向中小企业预留",), width=22)
    micro_enterprises: Decimal = column("其中小微企业预留金额（元）", Type.AMOUNT, aliases=("其中小微企业预留",), width=22)
    source: Source | None = source()


@frozen(slots=True)
class Asset:
    """国有资产: state assets in use, counted or measured."""

    unit: str = column("单位名称", width=30)
    kind: str = column(
        "资产类别", required=True, choices=("车辆编制", "车辆", "办公用房", "通用设备", "专用设备"), open_choices=True, width=16
    )
    use: str = column(
        "用途或规格",
        choices=ASSET_USES,
        open_choices=True,
        help="车辆按用途，例如 领导用车；设备按价值，例如 50万元以上",
        width=22,
    )
    count: Decimal = column("数量", Type.COUNT, required=True, help="辆、平方米或台（套）")
    planned: Decimal = column("计划购置数量", Type.COUNT)
    source: Source | None = source()


@frozen(slots=True)
class Project:
    """项目: the order of these rows is the order of projects in tables."""

    name: str = column("项目名称", required=True, width=40)
    code: str = column("项目代码", Type.CODE, help="可不填；两年的代码相同即为同一项目")
    unit: str = column("单位名称", width=30)
    kind: str = column("项目类别", choices=("其他运转类", "特定目标类"), open_choices=True)
    former_name: str = column("上年名称", help="项目改名时填写上年的名称", width=30)
    source: Source | None = source()


@frozen(slots=True)
class PerformanceTarget:
    """绩效目标: the head of a 项目支出绩效目标表; the order of these rows is the order of those tables."""

    project: str = column("项目名称", required=True, width=40)
    owner: str = column("单位名称", help="可不填：不同单位有同名项目时，写明是哪个单位的", width=30)
    authority: str = column("主管部门及代码", help="可不填：由部门代码和部门名称组成", width=40)
    unit: str = column("实施单位", help="可不填：即本部门", width=40)
    nature: str = column("项目属性", choices=("经常性项目（长期开展）", "一次性项目（1年结束）"), open_choices=True, width=24)
    period: str = column("项目期", help="例如：1年")
    total_central: Decimal = column("实施期中央财政资金（元）", Type.AMOUNT, aliases=("实施期中央财政资金",))
    total_provincial: Decimal = column("实施期省级财政资金（元）", Type.AMOUNT, aliases=("实施期省级财政资金",))
    total_local: Decimal = column("实施期市县（区）财政资金（元）", Type.AMOUNT, aliases=("实施期市县（区）财政资金",))
    total_own: Decimal = column("实施期单位自筹（元）", Type.AMOUNT, aliases=("实施期单位自筹",))
    total_other: Decimal = column("实施期其他资金（元）", Type.AMOUNT, aliases=("实施期其他资金",))
    annual_central: Decimal = column("年度中央财政资金（元）", Type.AMOUNT, aliases=("年度中央财政资金",))
    annual_provincial: Decimal = column("年度省级财政资金（元）", Type.AMOUNT, aliases=("年度省级财政资金",))
    annual_local: Decimal = column("年度市县（区）财政资金（元）", Type.AMOUNT, aliases=("年度市县（区）财政资金",))
    annual_own: Decimal = column("年度单位自筹（元）", Type.AMOUNT, aliases=("年度单位自筹",))
    annual_other: Decimal = column("年度其他资金（元）", Type.AMOUNT, aliases=("年度其他资金",))
    overview: str = column("项目概况", Type.LONG_TEXT, width=40)
    basis: str = column("立项依据", Type.LONG_TEXT, width=40)
    necessity: str = column("项目设立必要性", Type.LONG_TEXT, width=40)
    measures: str = column("保证项目实施的制度、措施", Type.LONG_TEXT, width=40)
    plan: str = column("项目实施计划", Type.LONG_TEXT, width=40)
    total_goal: str = column("实施期总体目标", Type.LONG_TEXT, width=40)
    annual_goal: str = column("年度总体目标", Type.LONG_TEXT, help="可不填：与实施期总体目标相同", width=40)
    leader: str = column("负责人")
    clerk: str = column("经办人")
    phone: str = column("联系电话")
    filled_on: str = column("填报日期", width=18)
    disclosed: bool = column("是否公开", Type.YES_NO, default=True, help="不填即公开")
    source: Source | None = source()


@frozen(slots=True)
class Indicator:
    """绩效指标: one indicator of a project, for the whole term, for the year, or (period left empty) for both."""

    project: str = column("项目名称", required=True, width=40)
    owner: str = column("单位名称", help="可不填：不同单位有同名项目时，写明是哪个单位的", width=30)
    period: str = column("期间", choices=("实施期", "年度"), help="不填即实施期、年度两栏相同")
    first: str = column("一级指标", required=True, choices=("产出指标", "效益指标", "满意度指标"), open_choices=True)
    second: str = column("二级指标", required=True, open_choices=True, width=20)
    third: str = column("三级指标", width=34)
    value: str = column("指标值", width=20)
    source: Source | None = source()


@frozen(slots=True)
class Reason:
    """变动原因: why a figure changed, in the officer's words."""

    item: str = column(
        "变动事项", required=True, choices=FIGURES, open_choices=True, help="例如：收入总计、支出总计、“三公”经费", width=34
    )
    text: str = column("原因", Type.LONG_TEXT, required=True, width=80)
    source: Source | None = source()


@frozen(slots=True)
class LastYearTotal:
    """上年总数: one figure of last year, for budgets whose last year is known only by totals."""

    item: str = column(
        "项目", required=True, choices=FIGURES, open_choices=True, help="例如：收入总计、支出总计、一般公共预算当年支出", width=34
    )
    amount: Decimal = column("金额（元）", Type.AMOUNT, required=True, aliases=("金额", "数值"), width=18)
    series: str = column("口径", choices=("上年预算", "上年执行数"), default="上年预算", help="不填即上年预算")
    remark: str = column("备注", width=30)
    source: Source | None = source()


@frozen(slots=True)
class ControlFigure:
    """批复数: an approved total that ours is held against."""

    item: str = column(
        "项目", required=True, choices=FIGURES, open_choices=True, help="例如：收入总计、支出总计、基本支出", width=34
    )
    amount: Decimal = column("金额（元）", Type.AMOUNT, required=True, aliases=("金额",), width=18)
    remark: str = column("备注", width=30)
    source: Source | None = source()


@frozen(slots=True)
class FreeText:
    """文字材料: a paragraph of the officer's own; several rows of one heading are several paragraphs."""

    item: str = column(
        "栏目",
        required=True,
        choices=TEXTS,
        open_choices=True,
        help="例如：部门职责、机构设置、政府购买服务指导性目录、其他",
        width=26,
    )
    text: str = column("内容", Type.LONG_TEXT, required=True, width=100)
    source: Source | None = source()


@frozen(slots=True)
class GlossaryEntry:
    """名词解释: the officer's own explanation of a term; it replaces the template's or is added after them."""

    term: str = column("名词", required=True, width=26)
    text: str = column("解释", Type.LONG_TEXT, help="与模板中同名的名词：以此为准；只填名词不填解释：不列出该名词", width=100)
    source: Source | None = source()


@frozen(slots=True)
class Acknowledgement:
    """核对说明: a finding that the officer has looked at and accepts, with the reason."""

    code: str = column("问题编号", required=True, width=20)
    place: str = column("位置", help="工作表!单元格；不填则对该编号的全部问题有效", width=26)
    reason: str = column("说明", Type.LONG_TEXT, required=True, width=60)
    source: Source | None = source()


Record = (
    Basics
    | Unit
    | ExpenditureLine
    | IncomeItem
    | ThreePublicItem
    | OperatingItem
    | ProcurementItem
    | Asset
    | Project
    | PerformanceTarget
    | Indicator
    | Reason
    | LastYearTotal
    | ControlFigure
    | FreeText
    | GlossaryEntry
    | Acknowledgement
)


KINDS: tuple[Kind, ...] = (
    Kind(Basics, "basics", "基本信息", "部门、年度、模板和日期，每行一项", single=True, optional=False),
    Kind(Unit, "units", "单位", "部门本级和所属预算单位，每行一个；只有本级时填一行"),
    Kind(ExpenditureLine, "expenditure", "支出明细", "全部支出，每行一笔：表中合计均由此得出", optional=False),
    Kind(IncomeItem, "income", "收入项目", "支出明细之外的收入；不填则收入按支出明细的资金来源得出"),
    Kind(ThreePublicItem, "three_public", "三公经费", "财政拨款安排的“三公”经费", aliases=("“三公”经费",)),
    Kind(OperatingItem, "operating", "机关运行经费", "不填则按行政、参公单位财政拨款安排的公用经费得出"),
    Kind(ProcurementItem, "procurement", "政府采购", "政府采购预算，每行一项"),
    Kind(Asset, "assets", "国有资产", "车辆、办公用房、设备"),
    Kind(Project, "projects", "项目", "项目清单：行的顺序即表中项目的顺序"),
    Kind(PerformanceTarget, "targets", "绩效目标", "项目支出绩效目标表的表头和文字，每行一个项目"),
    Kind(Indicator, "indicators", "绩效指标", "项目支出绩效目标表的指标，每行一个"),
    Kind(Reason, "reasons", "变动原因", "收支增减变动的主要原因"),
    Kind(LastYearTotal, "last_year_totals", "上年总数", "没有上年工作簿时，文字说明中对比所用的上年数"),
    Kind(ControlFigure, "control_figures", "批复数", "财政部门批复的控制数，用于核对"),
    Kind(FreeText, "texts", "文字材料", "部门职责、机构设置等文字，每行一段"),
    Kind(GlossaryEntry, "glossary", "名词解释", "补充或替换模板中的名词解释"),
    Kind(Acknowledgement, "acknowledgements", "核对说明", "已核实、可以接受的问题"),
)

KIND_BY_NAME: Mapping[str, Kind] = {k.name: k for k in KINDS}
KIND_BY_SHEET: Mapping[str, Kind] = {k.sheet: k for k in KINDS}
