"""Checks across the figures of a budget (勾稽), each a plain function from figures to findings, listed in one tuple."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from figures.datasets import Figures, Term
from figures.findings import Finding, Place, Severity
from figures.records import Fund

EXACT_YUAN = Decimal("0.01")


def check_functional_codes(figures: Figures) -> Iterator[Finding]:
    """Each functional code of a line stands in the edition of the budget's year, under the name that the line gives it."""
    known = figures.context.edition.functional
    seen: set[tuple[str, str]] = set()
    for line in figures.budget.expenditure:
        key = (line.function, line.function_name)
        if not line.function or key in seen:
            continue
        seen.add(key)
        place = line.source.place("function") if line.source else Place()
        if line.function not in known:
            yield Finding(
                "科目编码不在目录",
                Severity.WARNING,
                f"功能分类科目编码“{line.function}”不在{figures.context.edition.year}年科目目录中",
                place,
                line.function,
                "目录中的类、款、项编码",
                "请核对编码；编码无误时请同时填写科目名称，文档按所填名称印出",
            )
        elif line.function_name and line.function_name != known[line.function]:
            named = line.source.place("function_name") if line.source else Place()
            yield Finding(
                "科目名称不一致",
                Severity.WARNING,
                f"科目“{line.function}”的名称与{figures.context.edition.year}年科目目录不同，文档按工作簿所填名称印出",
                named,
                line.function_name,
                known[line.function],
                "请核对名称；要用目录中的名称，清空这一格即可",
            )


def check_economic_codes(figures: Figures) -> Iterator[Finding]:
    """Each economic code of a line stands in the edition."""
    edition = figures.context.edition
    for field, name, known in (
        ("economic", "部门经济科目", edition.department_economic),
        ("government_economic", "政府经济科目", edition.government_economic),
    ):
        seen: set[str] = set()
        for line in figures.budget.expenditure:
            code = getattr(line, field)
            if code and code not in known and code not in seen:
                seen.add(code)
                yield Finding(
                    "科目编码不在目录",
                    Severity.WARNING,
                    f"{name}编码“{code}”不在{edition.year}年科目目录中",
                    line.source.place(field) if line.source else Place(),
                    code,
                    "目录中的类、款编码",
                    "请核对编码",
                )


def check_income_equals_expenditure(figures: Figures) -> Iterator[Finding]:
    """Income equals expenditure with what is carried on into next year, by source of funds."""
    if not figures.budget.income:
        yield Finding(
            "收入由支出得出",
            Severity.NOTE,
            "没有填写“收入项目”，收入按支出明细的资金来源得出",
            Place("收入项目"),
            remedy="有事业收入、其他收入等时，请填写“收入项目”",
        )
        return
    income, expenditure = figures.dataset("income", EXACT_YUAN), figures.dataset("expenditure", EXACT_YUAN)
    for fund in Fund:
        condition = (Term("资金来源", frozenset({str(fund)})),)
        came, went = income.total(condition), expenditure.total(condition)
        if came != went:
            yield Finding(
                "收支不等",
                Severity.ERROR,
                f"“{fund}”的收入与支出（含结转下年）不相等，相差{abs(came - went):,.2f}元",
                income.searched()[0],
                f"收入{came:,.2f}元",
                f"支出（含结转下年）{went:,.2f}元",
                "请核对收入项目与支出明细；有结余时用“结转下年”列示",
            )


Check = Callable[[Figures], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    check_functional_codes,
    check_economic_codes,
    check_income_equals_expenditure,
)


def check_budget(figures: Figures) -> Iterator[Finding]:
    """All findings of all checks, in their order."""
    for check in CHECKS:
        yield from check(figures)
