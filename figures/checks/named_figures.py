"""Checks of figures that the officer gives by name (批复数, 上年总数, 变动原因) against the figures that are called so."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any

from figures.amounts import half_up
from figures.budget import Budget
from figures.checks.rule import Rule, place_of, yuan
from figures.findings import Finding, Place, Severity
from figures.records import FreeText, Reason
from figures.views import LAST_YEAR_BUDGET

CONTROL = Rule("批复数不符", Severity.ERROR, "批复数与本表得出的数相同", "请核对支出明细、收入项目与批复文件")
LAST_YEAR = Rule(
    "上年总数不符",
    Severity.WARNING,
    "有上年工作簿时，上年总数与上年明细得出的数相同",
    "文中用上年明细得出的数；请核对上年工作簿，或删去这一行",
)
ITEM = Rule(
    "事项不认识",
    Severity.WARNING,
    "批复数、上年总数、变动原因中的名称是模板中的数的名称",
    "请改成模板中的名称，否则这一行不起作用",
)
ITEM_TWICE = Rule(
    "事项重复", Severity.WARNING, "批复数、上年总数、变动原因中一个事项只有一行", "请删去重复的一行：只有前一行起作用"
)
UNUSED = Rule(
    "文字未用到",
    Severity.NOTE,
    "“变动原因”“文字材料”的每一行都写进文档",
    "不需要处理；本应写进文档的，请核对名称",
)
UNUSED_TOTAL = Rule(
    "上年总数未用到",
    Severity.NOTE,
    "“上年总数”的每一行都用来与本年比较",
    "所用的模板不与这个数比较：请核对项目名称和口径，不需要时可以删去这一行",
)
RULES = (CONTROL, LAST_YEAR, ITEM, ITEM_TWICE, UNUSED, UNUSED_TOTAL)

STEP = Decimal(100)
"""Totals are often approved in 万元 with two places."""


def check_control_figures(budget: Budget, amounts: Mapping[str, Decimal]) -> Iterator[Finding]:
    """Each approved total is ours, exactly or as it is in 万元 with two places; `amounts` (元, exact) by name are the template's figures."""
    for control in budget.control_figures:
        if control.item in amounts:
            ours = amounts[control.item]
            if control.amount not in (ours, half_up(ours, STEP)):
                message = f"“{control.item}”与批复数不同，相差{yuan(abs(control.amount - ours))}"
                yield CONTROL.finding(message, place_of(control, "amount"), yuan(ours), f"批复数{yuan(control.amount)}")


def check_last_year_totals(budget: Budget, amounts: Mapping[str, Decimal | None]) -> Iterator[Finding]:
    """Where last year is known in full, last year's totals are what follows from it; `amounts` (元, exact) by name are last year's."""
    for total in budget.last_year_totals if budget.last_year is not None else ():
        if total.series == LAST_YEAR_BUDGET and total.item in amounts:
            known = amounts[total.item]
            if known is not None and total.amount not in (known, half_up(known, STEP)):
                message = f"上年总数“{total.item}”与上年明细不同，相差{yuan(abs(total.amount - known))}"
                yield LAST_YEAR.finding(message, place_of(total, "amount"), yuan(total.amount), yuan(known))


def check_totals_used(budget: Budget, used: Collection[tuple[str, str]]) -> Iterator[Finding]:
    """Each total of last year is compared with; `used` are those (item, series) that sentences and tables look for.

    Beside last year's workbook the totals of 上年预算 are only held against it.
    """
    for total in budget.last_year_totals:
        only_checked = budget.last_year is not None and total.series == LAST_YEAR_BUDGET
        if not only_checked and (total.item, total.series) not in used:
            message = f"上年总数“{total.item}”（{total.series}）文档没有用到"
            yield UNUSED_TOTAL.finding(message, place_of(total, "item"), total.item)


def check_texts_used(budget: Budget, quoted: Collection[Place]) -> Iterator[Finding]:
    """Each reason and free text that was read from a workbook is printed; `quoted` are the cells that the document quotes."""
    texts: tuple[Reason | FreeText, ...] = (*budget.reasons, *budget.texts)
    for record in texts:
        if record.source is not None and record.text.strip() and place_of(record, "text") not in quoted:
            if isinstance(record, Reason):
                message = f"“{record.item}”的变动原因没有写进文档：这个数与上年持平、没有上年数，或者模板不写它的原因"
            else:
                message = f"“{record.item}”的这段文字没有写进文档：模板中没有这一栏，或者这一栏由数据写出"
            yield UNUSED.finding(message, place_of(record, "text"), record.item)


def check_item_names(budget: Budget, known: Collection[str], known_totals: Collection[str]) -> Iterator[Finding]:
    """Each name in 批复数 and 变动原因 is one of `known`, in 上年总数 one of `known_totals`; the nearest name is proposed. None is there twice."""
    sheets: tuple[tuple[str, tuple[Any, ...], Collection[str]], ...] = (
        ("批复数", budget.control_figures, known),
        ("上年总数", budget.last_year_totals, known_totals),
        ("变动原因", budget.reasons, known),
    )
    for sheet, records, names in sheets:
        seen: set[tuple[str, str]] = set()
        for record in records:
            place = place_of(record, "item")
            key = (record.item, getattr(record, "series", ""))
            if key in seen:
                yield ITEM_TWICE.finding(f"{sheet}中“{record.item}”有不止一行", place, record.item)
            elif record.item not in names:
                from difflib import get_close_matches

                nearest = get_close_matches(record.item, list(names), 1, 0.5)
                message = f"模板中没有叫“{record.item}”的数，{sheet}的这一行不起作用"
                yield ITEM.finding(message, place, record.item, f"例如“{nearest[0]}”" if nearest else "模板中的名称")
            seen.add(key)
