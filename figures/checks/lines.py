"""Checks of single records: what each must say, and amounts that are zero or negative."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from operator import attrgetter

from figures.checks.rule import Rule, place_of, yuan
from figures.columns import Type, unread
from figures.datasets import Figures
from figures.findings import Finding, Severity
from figures.records import KIND_BY_NAME, Category

PROJECT = Rule("项目名称未填", Severity.ERROR, "项目支出的每一笔写明项目名称", "请填写项目名称；不是项目的支出请改支出类别")
NO_PROJECT = Rule(
    "基本支出有项目", Severity.WARNING, "基本支出不写项目名称", "属于项目的请把支出类别改为“项目支出”，否则请清空项目名称"
)
FUNCTION = Rule("功能科目未填", Severity.ERROR, "每一笔支出写明功能分类科目（结转下年除外）", "请填写项级编码（7位）")
CARRIED_FORWARD = Rule(
    "结转下年有科目", Severity.NOTE, "结转下年不是支出，不写功能分类科目和项目", "表中不显示所填的科目，可以清空"
)
ECONOMIC = Rule(
    "经济科目未填", Severity.WARNING, "基本支出的每一笔写明经济分类科目", "请填写部门经济科目编码：人员经费、公用经费由它区分"
)
UNKNOWN = Rule(
    "分项缺额",
    Severity.ERROR,
    "每一笔金额的资金来源、支出类别、收入类别等都是可选项之一，合计等于各项之和",
    "请从下拉列表中选择；改正之前，合计多于各项之和",
)
ZERO = Rule("金额为零", Severity.NOTE, "所填的每一行都有金额", "没有金额的行可以删去")
NEGATIVE = Rule("金额为负", Severity.NOTE, "金额不是负数", "冲减数不必处理；否则请核对金额")
RULES = (PROJECT, NO_PROJECT, FUNCTION, CARRIED_FORWARD, ECONOMIC, UNKNOWN, ZERO, NEGATIVE)

PAID = ("expenditure", "income", "three_public", "operating", "procurement")
"""Kinds of records that are an amount."""
SHOWN = 5


def check_lines_complete(figures: Figures) -> Iterator[Finding]:
    """A line has a function, a project line its project and no other line one; a basic line has an economic item of either side."""
    carry_forward, project, basic = map(str, (Category.CARRY_FORWARD, Category.PROJECT, Category.BASIC))
    for line in figures.budget.expenditure:
        if line.category == carry_forward:
            if line.function or line.project:
                yield CARRIED_FORWARD.finding(
                    "结转下年的这一笔填了科目或项目", place_of(line, "function"), line.function or line.project
                )
            continue
        if not line.function:
            yield FUNCTION.finding(f"这笔{line.category}（{yuan(line.amount)}）没有功能分类科目", place_of(line, "function"))
        if line.category == project:
            if not line.project:
                yield PROJECT.finding(f"这笔项目支出（{yuan(line.amount)}）没有项目名称", place_of(line, "project"))
        elif line.category == basic:
            if line.project:
                yield NO_PROJECT.finding("这笔基本支出填了项目名称", place_of(line, "project"), line.project)
            if not (line.economic or line.government_economic):
                yield ECONOMIC.finding(f"这笔基本支出（{yuan(line.amount)}）没有经济分类科目", place_of(line, "economic"))


def check_amounts(figures: Figures) -> Iterator[Finding]:
    """Amounts are neither zero nor negative: one note a sheet for each, with the first cells. Those that could not be read are told as such."""
    for kind in PAID:
        for rule, is_so, word in ((ZERO, _is_zero, "为零"), (NEGATIVE, _is_negative, "为负")):
            yield from _of_sheet(figures, kind, rule, is_so, word)


def check_choices(figures: Figures) -> Iterator[Finding]:
    """Each amount belongs to a part by every closed choice (fund, category, kind): one finding a column says what is in totals only."""
    for kind in PAID:
        spec, records = KIND_BY_NAME[kind], figures.budget.records(kind)
        for column in spec.columns:
            if not column.choices or column.open_choices or {*map(attrgetter(column.name), records)} <= {*column.choices}:
                continue
            lost = [r for r in records if getattr(r, column.name) not in column.choices and r.amount]
            if lost:
                cells = "、".join(cell for r in lost[:SHOWN] if (cell := place_of(r, column.name).cell))
                total = sum((r.amount for r in lost), Decimal(0))
                message = (
                    f"{spec.sheet}有{len(lost)}行的“{column.label}”不在可选的范围内，金额共{yuan(total)}："
                    f"计入合计，不计入按“{column.label}”分列的任何一项"
                )
                shown = cells + ("等" if len(lost) > SHOWN and cells else "")
                yield UNKNOWN.finding(message, place_of(lost[0], column.name), shown, "、".join(column.choices))


def _is_zero(amount: Decimal) -> bool:
    return not amount


def _is_negative(amount: Decimal) -> bool:
    return amount < 0


def _of_sheet(figures: Figures, kind: str, rule: Rule, is_so: Callable[[Decimal], bool], word: str) -> Iterator[Finding]:
    spec = KIND_BY_NAME[kind]
    records = figures.budget.records(kind)
    for column in spec.columns:
        if column.type is not Type.AMOUNT or (rule is ZERO and column.name != "amount"):
            continue
        if min(map(attrgetter(column.name), records), default=1) > 0:
            continue  # as is usual
        found = [r for r in records if is_so(getattr(r, column.name)) and not unread(r, column.name)]
        if found:
            cells = [place_of(r, column.name).cell for r in found[:SHOWN]]
            shown = "、".join(c for c in cells if c) + ("等" if len(found) > SHOWN else "")
            message = f"{spec.sheet}有{len(found)}行的“{column.label}”{word}"
            yield rule.finding(message, place_of(found[0], column.name), shown)
