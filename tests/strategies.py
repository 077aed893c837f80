"""Hypothesis strategies for budgets: whole ones that hang together, and loose records of every kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from hypothesis import strategies as st

from figures.budget import Budget
from figures.columns import Column, Kind, Type
from figures.records import (
    APPROPRIATIONS,
    KINDS,
    Asset,
    Basics,
    Category,
    ControlFigure,
    ExpenditureLine,
    FreeText,
    Fund,
    GlossaryEntry,
    IncomeItem,
    IncomeKind,
    Indicator,
    LastYearTotal,
    OperatingItem,
    PerformanceTarget,
    ProcurementItem,
    Project,
    Reason,
    ThreePublic,
    ThreePublicItem,
    Timing,
    Unit,
    UnitKind,
)

FUNDS = tuple(f.value for f in Fund)
TIMINGS = tuple(t.value for t in Timing)
FUNCTIONS = {
    Fund.GENERAL: ("2013302", "2013350", "2070111", "2079903", "2080505", "2101101", "2210201", "2050299", "2130126"),
    Fund.GOVERNMENT_FUND: ("2120803", "2120899", "2296003"),
    Fund.STATE_CAPITAL: ("2230105", "2239999"),
    Fund.SPECIAL_ACCOUNT: ("2050299", "2050205"),
    Fund.OWN: ("2070199", "2050299", "2013350"),
}
"""Codes of functional subjects that occur with each fund."""

BASIC_ECONOMICS = ("", "30101", "30102", "30103", "30112", "30201", "30211", "30217", "30231", "30239", "30302", "30305")
PROJECT_ECONOMICS = ("", "30201", "30227", "30299", "31002", "31013", "39999")
GOVERNMENT_ECONOMICS = ("", "50101", "50201", "50299", "50501", "50502", "50901")

PLAIN_NAMES = ("宣传经费", "办公楼维修", "文化惠民工程", "信息化运行维护", "精品剧目创作", "公共图书馆免费开放")
ODD_NAMES = (
    "“十四五”规划<二期>",
    "R&D 经费",
    "A \"引号\" 与 '撇号'",
    "=1+1",
    "+86",
    "@SUM(A1)",
    "-专项-",
    "10%提升",
    "_x0041_项目",
    "甲 乙\u3000丙",
    "{{ 项目 }}",
    "https://example.org/?a=1&b=2",
    "关于" + "进一步加强和改进新时代基层公共文化服务体系建设" * 6 + "的专项经费",
    "𠮷野家・①号",
    "1",
    "007",
    "１２３",
)
SEEDS = st.integers(0, 2**32 - 1)
_ALPHABET = "预算公开项目经费支出abcXYZ019&<>\"'“”（）()《》%+=@-_.,，。；/\\ "


@st.composite
def one_liners(draw: st.DrawFn, min_size: int = 1, max_size: int = 20) -> str:
    """Names as officers write them, plain and odd, without blanks at the ends."""
    odd = st.sampled_from((*PLAIN_NAMES, *ODD_NAMES))
    free = st.text(_ALPHABET, min_size=min_size, max_size=max_size).map(str.strip).filter(lambda t: len(t) >= min_size)
    return draw(st.one_of(odd, free) if max_size > 10 else free)


@st.composite
def paragraphs(draw: st.DrawFn, min_size: int = 1) -> str:
    """Texts of one or several lines."""
    lines = draw(st.lists(one_liners(max_size=40), min_size=min_size, max_size=3))
    return "\n".join(lines)


def amounts(largest: int = 10**9, fractions: bool = False, negative: bool = False) -> st.SearchStrategy[Decimal]:
    """Amounts in 元: zero, whole 万元 and 元, cents; with `fractions`, more decimals than money has."""
    least = -largest if negative else 0
    kinds = [
        st.just(Decimal(0)),
        st.integers(least // 10_000, largest // 10_000).map(lambda n: Decimal(n * 10_000)),
        st.integers(least, largest).map(Decimal),
        st.integers(least * 100, largest * 100).map(lambda n: Decimal(n).scaleb(-2)),
    ]
    if fractions:
        kinds.append(st.integers(least * 10**6, largest * 10**6).map(lambda n: Decimal(n).scaleb(-6)))
    return st.one_of(kinds)


def counts(largest: int = 5000) -> st.SearchStrategy[Decimal]:
    """Counts and measures."""
    return st.one_of(st.integers(0, largest).map(Decimal), st.integers(0, largest * 100).map(lambda n: Decimal(n).scaleb(-2)))


def values_of(column: Column) -> st.SearchStrategy[Any]:
    """Any value that a column may hold in a record."""
    if column.type in (Type.AMOUNT, Type.COUNT):
        return amounts(10**12, fractions=True, negative=True)
    if column.type is Type.YEAR:
        return st.integers(1990, 2099)
    if column.type is Type.DATE:
        return st.one_of(st.none(), st.dates(date(1890, 1, 1), date(2200, 12, 31)))
    if column.type is Type.YES_NO:
        return st.booleans()
    if column.choices and not column.open_choices:
        chosen = st.sampled_from(column.choices)
        return chosen if column.required or column.default else st.one_of(st.just(column.default), chosen)
    if column.type is Type.CODE:
        filled: st.SearchStrategy[str] = st.text("0123456789ABZ-", min_size=1, max_size=30)
    else:
        filled = paragraphs() if column.type is Type.LONG_TEXT else one_liners()
    if column.default:
        return st.one_of(st.just(column.default), filled)
    return filled if column.required else st.one_of(st.just(""), filled)


def loose_records(kind: Kind) -> st.SearchStrategy[Any]:
    """Records of a kind with any values at all."""
    return st.builds(kind.record, **{column.name: values_of(column) for column in kind.columns})


@st.composite
def loose_budgets(draw: st.DrawFn, years: int = 1) -> Budget:
    """Budgets of loose records: nothing hangs together, every kind and every column occurs; with `years` > 1 last year too."""
    values: dict[str, Any] = {}
    for kind in KINDS:
        records = loose_records(kind)
        values[kind.name] = draw(records if kind.single else st.lists(records, max_size=2).map(tuple))
    last = draw(st.one_of(st.none(), loose_budgets(years - 1))) if years > 1 else None
    return Budget(**values, last_year=last)


@st.composite
def units(draw: st.DrawFn, min_size: int = 1, max_size: int = 3) -> tuple[Unit, ...]:
    """Budget units of different names and of any kind."""
    kinds = draw(st.lists(st.sampled_from([k.value for k in UnitKind]), min_size=min_size, max_size=max_size))
    names = draw(st.lists(one_liners(), min_size=len(kinds), max_size=len(kinds), unique=True))
    return tuple(Unit(name, f"{i:03}", kind) for i, (name, kind) in enumerate(zip(names, kinds, strict=True), 1))


@st.composite
def projects(draw: st.DrawFn, of: tuple[Unit, ...], max_size: int = 4) -> tuple[Project, ...]:
    """Projects of the units; two units may have projects of the same name, one unit has not."""
    unit_names = [unit.name for unit in of] or [""]
    keys = draw(st.lists(st.tuples(one_liners(), st.sampled_from(unit_names)), max_size=max_size, unique=True))
    if keys and len(unit_names) > 1 and draw(st.booleans()):
        name, unit = keys[0]
        other = next(u for u in unit_names if u != unit)
        keys = [*keys, (name, other)] if (name, other) not in keys else keys
    kinds = st.sampled_from(("其他运转类", "特定目标类", ""))
    return tuple(Project(name, f"P{i:05}" if i % 2 else "", unit, draw(kinds)) for i, (name, unit) in enumerate(keys))


@st.composite
def expenditure_lines(
    draw: st.DrawFn,
    of: tuple[Unit, ...] = (),
    for_projects: tuple[Project, ...] = (),
    funds: tuple[str, ...] = FUNDS,
    fractions: bool = False,
    carry_forward: bool = True,
) -> ExpenditureLine:
    """One line that hangs together: its subject fits its fund, its project its unit, its economic item its category."""
    fund = draw(st.sampled_from(funds))
    for_one: bool = draw(st.booleans())
    project = draw(st.sampled_from(for_projects)) if for_projects and for_one else None
    economics: tuple[str, ...]
    if project:
        category, unit, economics = Category.PROJECT, project.unit, PROJECT_ECONOMICS
    else:
        rare = [Category.CARRY_FORWARD, Category.REMITTED, Category.BUSINESS, Category.SUBSIDY] if carry_forward else []
        category = draw(st.sampled_from([Category.BASIC, Category.BASIC, Category.BASIC, *rare]))
        unit = draw(st.sampled_from([u.name for u in of] or [""]))
        economics = BASIC_ECONOMICS if category is Category.BASIC else ("",)
    return ExpenditureLine(
        unit=unit,
        function="" if category is Category.CARRY_FORWARD else draw(st.sampled_from(FUNCTIONS[Fund(fund)])),
        category=category.value,
        economic=draw(st.sampled_from(economics)),
        government_economic=draw(st.sampled_from(GOVERNMENT_ECONOMICS)) if category is Category.BASIC else "",
        project=project.name if project else "",
        project_kind=project.kind if project else "",
        fund=fund,
        timing=draw(st.sampled_from(TIMINGS)),
        amount=draw(amounts(fractions=fractions)),
    )


def many_lines(random: Random, count: int, fractions: bool = False) -> tuple[ExpenditureLine, ...]:
    """`count` lines by chance, cheaper than drawing each: three units, forty projects, all funds."""
    step = 6 if fractions else 2
    lines = []
    for _ in range(count):
        fund = random.choice(list(Fund))
        is_project = random.random() < 0.6
        lines.append(
            ExpenditureLine(
                unit=f"第{random.randrange(3) + 1}单位",
                function=random.choice(FUNCTIONS[fund]),
                category=(Category.PROJECT if is_project else Category.BASIC).value,
                economic=random.choice(PROJECT_ECONOMICS if is_project else BASIC_ECONOMICS),
                project=f"项目{random.randrange(40)}" if is_project else "",
                fund=fund.value,
                timing=random.choice(TIMINGS),
                amount=Decimal(random.randrange(10 ** (7 + step))).scaleb(-step),
            )
        )
    return tuple(lines)


@st.composite
def income_items(draw: st.DrawFn, of: tuple[Unit, ...] = ()) -> IncomeItem:
    """One item of income beside the appropriation."""
    kinds = [k for k in IncomeKind if k is not IncomeKind.APPROPRIATION]
    fund = draw(st.sampled_from([Fund.SPECIAL_ACCOUNT.value, Fund.OWN.value]))
    unit = draw(st.sampled_from([u.name for u in of] or [""]))
    return IncomeItem(unit=unit, fund=fund, kind=draw(st.sampled_from(kinds)).value, amount=draw(amounts()))


@st.composite
def three_public_items(draw: st.DrawFn, of: tuple[Unit, ...] = ()) -> ThreePublicItem:
    """One part of 三公经费 with its counts."""
    return ThreePublicItem(
        unit=draw(st.sampled_from([u.name for u in of] or [""])),
        item=draw(st.sampled_from([p.value for p in ThreePublic])),
        fund=draw(st.sampled_from([f.value for f in APPROPRIATIONS])),
        amount=draw(amounts(10**6)),
        batches=Decimal(draw(st.integers(0, 30))),
        people=Decimal(draw(st.integers(0, 300))),
        vehicles=Decimal(draw(st.integers(0, 9))),
    )


@st.composite
def procurement_items(draw: st.DrawFn) -> ProcurementItem:
    """One item of procurement; what is reserved for small enterprises is part of it."""
    amount = draw(amounts(10**7))
    small = draw(st.sampled_from((Decimal(0), amount)))
    micro = draw(st.sampled_from((Decimal(0), small)))
    category = draw(st.sampled_from(("货物", "工程", "服务")))
    return ProcurementItem(
        name=draw(one_liners()), category=category, amount=amount, small_enterprises=small, micro_enterprises=micro
    )


@st.composite
def assets(draw: st.DrawFn) -> Asset:
    """Vehicles by use, office area, equipment by value."""
    kind = draw(st.sampled_from(("车辆编制", "车辆", "办公用房", "通用设备", "专用设备")))
    use = draw(st.sampled_from(("领导用车", "一般公务用车", "其他用车"))) if kind == "车辆" else ""
    use = "50万元以上" if kind == "通用设备" else "100万元以上" if kind == "专用设备" else use
    return Asset(kind=kind, use=use, count=draw(counts()), planned=Decimal(draw(st.integers(0, 5))))


@st.composite
def performance_targets(draw: st.DrawFn, project: Project, amount: Decimal) -> PerformanceTarget:
    """The target of a project whose money this year is `amount`."""
    return PerformanceTarget(
        project=project.name,
        owner=draw(st.sampled_from(("", project.unit))),
        unit=draw(st.sampled_from(("", project.unit))),
        nature=draw(st.sampled_from(("经常性项目（长期开展）", "一次性项目（1年结束）", ""))),
        period="1年",
        total_local=amount,
        annual_local=amount,
        overview=draw(paragraphs(min_size=0)),
        basis=draw(paragraphs(min_size=0)),
        total_goal=draw(paragraphs(min_size=0)),
        disclosed=draw(st.booleans()),
    )


@st.composite
def indicators(draw: st.DrawFn, project: Project) -> Indicator:
    """One indicator of a project."""
    return Indicator(
        project=project.name,
        owner=draw(st.sampled_from(("", project.unit))),
        period=draw(st.sampled_from(("实施期", "年度", ""))),
        first=draw(st.sampled_from(("产出指标", "效益指标", "满意度指标"))),
        second=draw(st.sampled_from(("数量指标", "质量指标", "社会效益指标", "服务对象满意度指标"))),
        third=draw(one_liners()),
        value=draw(st.sampled_from(("≥95%", "12次", "100", "1月-12月", "较好"))),
    )


@st.composite
def budgets(
    draw: st.DrawFn,
    *,
    min_lines: int = 0,
    max_lines: int = 12,
    many: int = 0,
    funds: tuple[str, ...] = FUNDS,
    fractions: bool = False,
    carry_forward: bool = True,
    last_year: bool | None = None,
    year: int = 2024,
    template: str = "",
) -> Budget:
    """A whole budget that hangs together.

    Corners that occur: no lines and zero amounts, any subset of `funds`, both timings, economic items given or not, one to three units,
    projects of one name in two units, targets and indicators or none. `many` > 0 adds that many lines cheaply; `fractions` gives
    amounts more decimals than money has; `last_year` True or False fixes whether last year is known in full.
    """
    of = draw(units())
    some = tuple(draw(st.lists(st.sampled_from(funds), min_size=1, unique=True))) if draw(st.booleans()) else funds
    of_projects = draw(projects(of))
    line = expenditure_lines(of, of_projects, some, fractions, carry_forward)
    lines = tuple(draw(st.lists(line, min_size=min_lines, max_size=max_lines)))
    if many:
        lines += many_lines(Random(draw(SEEDS)), many, fractions)
        of += tuple(Unit(f"第{i}单位", f"9{i}", UnitKind.ADMINISTRATIVE.value) for i in (1, 2, 3))
    known = draw(st.booleans()) if last_year is None else last_year
    basics = Basics(
        department=draw(one_liners()),
        code=draw(st.sampled_from(("", "628", "001001"))),
        short_name=draw(st.sampled_from(("", "本部门"))),
        year=year,
        template=template,
        document_date=date(year, 2, 1),
        assets_date=draw(st.sampled_from((None, date(year - 1, 12, 31)))),
    )
    parts = draw(_further_kinds(of, of_projects, lines))
    last = _of_year(draw(budgets(max_lines=max_lines, funds=funds, last_year=False, year=year - 1)), basics) if known else None
    return Budget(basics=basics, units=of, expenditure=lines, projects=of_projects, last_year=last, **parts)


def _of_year(last: Budget, basics: Basics) -> Budget:
    """Last year's budget of the same department."""
    same = replace(basics, year=last.basics.year, document_date=last.basics.document_date, assets_date=None)
    return replace(last, basics=same)


@st.composite
def _further_kinds(
    draw: st.DrawFn, of: tuple[Unit, ...], of_projects: tuple[Project, ...], lines: tuple[ExpenditureLine, ...]
) -> dict[str, Any]:
    """The records of all kinds beside units, projects and lines; each kind may be empty."""
    some = st.booleans()
    targeted = [project for project in {p.name: p for p in of_projects}.values() if draw(some)]
    spent = {p.name: sum((line.amount for line in lines if line.project == p.name), Decimal(0)) for p in targeted}
    targets = tuple(draw(performance_targets(p, spent[p.name])) for p in targeted)
    measured = [indicator for p in targeted for indicator in draw(st.lists(indicators(p), max_size=5))]
    totals = ("收入总计", "支出总计", "一般公共预算当年支出", "公务接待费")
    terms = st.lists(st.sampled_from(("财政拨款收入", "基本支出", "机关运行经费")), unique=True, max_size=2)
    duties = st.lists(st.builds(FreeText, st.sampled_from(("部门职责", "机构设置", "其他")), paragraphs()), max_size=3)
    return {
        "income": tuple(draw(st.lists(income_items(of), max_size=3))),
        "three_public": tuple(draw(st.lists(three_public_items(of), max_size=4))),
        "operating": tuple(
            draw(st.lists(st.builds(OperatingItem, st.sampled_from([u.name for u in of]), amount=amounts()), max_size=2))
        ),
        "procurement": tuple(draw(st.lists(procurement_items(), max_size=3))),
        "assets": tuple(draw(st.lists(assets(), max_size=4))),
        "targets": targets,
        "indicators": tuple(measured),
        "reasons": tuple(
            draw(st.lists(st.builds(Reason, st.sampled_from(totals), paragraphs()), max_size=3, unique_by=lambda r: r.item))
        ),
        "last_year_totals": tuple(LastYearTotal(item, draw(amounts())) for item in totals if draw(some)),
        "control_figures": tuple(ControlFigure(item, draw(amounts())) for item in totals[:2] if draw(st.integers(0, 9)) == 0),
        "texts": tuple(draw(duties)),
        "glossary": tuple(GlossaryEntry(term, draw(paragraphs(min_size=0))) for term in draw(terms)),
    }
