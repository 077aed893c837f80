"""Checks of income against expenditure: by source of funds, in total, by unit, and for money carried over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from figures.amounts import ZERO
from figures.checks.rule import Rule, place_of, yuan
from figures.datasets import Figures
from figures.findings import Finding, Place, Severity
from figures.records import APPROPRIATIONS, Fund, IncomeKind, Timing

DERIVED = Rule(
    "收入由支出得出",
    Severity.NOTE,
    "填写了“收入项目”；没有填写时收入按支出明细的资金来源得出",
    "有事业收入、其他收入等时，请填写“收入项目”",
)
BALANCE = Rule(
    "收支不等",
    Severity.ERROR,
    "每一资金来源的收入等于支出加结转下年，收入总计等于支出总计",
    "请核对收入项目与支出明细；有结余时用“结转下年”列示",
)
UNIT_BALANCE = Rule("单位收支不等", Severity.WARNING, "每一单位的收入等于支出加结转下年", "请核对该单位的收入项目与支出明细")
CARRIED_OVER = Rule(
    "结转收支不等",
    Severity.WARNING,
    "每一资金来源的上年结转收入等于资金时间为“上年结转”的支出",
    "请核对“上年结转”收入与支出明细的“资金时间”",
)
KIND = Rule(
    "收入类别与资金不符",
    Severity.WARNING,
    "财政拨款收入属于一般公共预算、政府性基金预算或国有资本经营预算，其他收入属于财政专户管理资金或单位资金",
    "请核对收入类别和资金来源",
)
RULES = (DERIVED, BALANCE, UNIT_BALANCE, CARRIED_OVER, KIND)


def check_income_equals_expenditure(figures: Figures) -> Iterator[Finding]:
    """Income equals expenditure with what is carried on into next year, by source of funds and in total."""
    budget = figures.budget
    if not budget.income:
        if budget.expenditure:
            yield DERIVED.finding("没有填写“收入项目”，收入按支出明细的资金来源得出", Place("收入项目"))
        return
    came, went = _sums(budget.income, "fund"), _sums(budget.expenditure, "fund")
    unequal = [str(f) for f in Fund if came.get(str(f), ZERO) != went.get(str(f), ZERO)]
    for fund in unequal:
        yield _unequal(BALANCE, figures, f"“{fund}”的收入", came.get(fund, ZERO), went.get(fund, ZERO))
    income, spent = sum(came.values(), ZERO), sum(went.values(), ZERO)
    if len(unequal) > 1 and income != spent:
        yield _unequal(BALANCE, figures, "收入总计", income, spent)


def check_units_balance(figures: Figures) -> Iterator[Finding]:
    """Income equals expenditure of each unit, where several units have their income given by unit."""
    budget = figures.budget
    if len(budget.units) < 2 or not budget.income or not all(item.unit for item in budget.income):
        return
    came, went = _sums(budget.income, "unit"), _sums(budget.expenditure, "unit")
    for unit in budget.units:
        if came.get(unit.name, ZERO) != went.get(unit.name, ZERO):
            yield _unequal(UNIT_BALANCE, figures, f"“{unit.name}”的收入", came.get(unit.name, ZERO), went.get(unit.name, ZERO))


def check_carried_over(figures: Figures) -> Iterator[Finding]:
    """Income carried over equals what lines spend of (or carry on from) money carried over, by source of funds."""
    budget = figures.budget
    if not budget.income:
        return
    came = _sums((i for i in budget.income if i.kind == IncomeKind.CARRIED_OVER), "fund")
    went = _sums((x for x in budget.expenditure if x.timing == Timing.CARRIED_OVER), "fund")
    for fund in map(str, Fund):
        if came.get(fund, ZERO) != went.get(fund, ZERO):
            yield _unequal(CARRIED_OVER, figures, f"“{fund}”的上年结转收入", came.get(fund, ZERO), went.get(fund, ZERO))


def check_income_kinds(figures: Figures) -> Iterator[Finding]:
    """Appropriations come from the funds that are appropriations, other income from the others; money carried over from any."""
    appropriations = {str(f) for f in APPROPRIATIONS}
    for item in figures.budget.income:
        if item.kind != IncomeKind.CARRIED_OVER and (item.kind == IncomeKind.APPROPRIATION) != (item.fund in appropriations):
            message = f"资金来源“{item.fund}”的收入类别是“{item.kind}”"
            yield KIND.finding(message, place_of(item, "kind"), item.kind)


def _sums(records: Iterable[Any], field: str) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for record in records:
        key = getattr(record, field)
        sums[key] = sums.get(key, ZERO) + record.amount
    return sums


def _unequal(rule: Rule, figures: Figures, what: str, came: Decimal, went: Decimal) -> Finding:
    first = place_of(figures.budget.income[0], "amount")
    message = f"{what}与支出（含结转下年）不相等，相差{yuan(abs(came - went))}"
    return rule.finding(message, Place(first.sheet or "收入项目"), f"收入{yuan(came)}", f"支出{yuan(went)}")
