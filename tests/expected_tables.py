"""What the thirteen tables must hold, added up from the rounded records with plain loops: nothing of the program's tables is used.

Amounts are in 万元; rows without any amount are left out where a table shows only what occurs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from figures.budget import Budget
from figures.codes import edition
from figures.records import ExpenditureLine

GENERAL, FUND, CAPITAL, SPECIAL, OWN = "一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "单位资金"
APPROPRIATIONS = (GENERAL, FUND, CAPITAL)
FUNDS = (*APPROPRIATIONS, SPECIAL, OWN)
NOW, BEFORE = "本年", "上年结转"
BASIC, PROJECT, ONWARD = "基本支出", "项目支出", "结转下年"
ZERO = Decimal(0)

Amounts = tuple[Decimal, ...]
Rows = dict[tuple[str, ...], Amounts]
Test = Callable[[ExpenditureLine], bool]
Money = tuple[str, str, Decimal]
"""An amount of income: fund, timing, 元."""


def sums(lines: Iterable[ExpenditureLine], tests: Sequence[Test]) -> Amounts:
    """For each test the sum of the lines that pass it, 万元."""
    found = [ZERO] * len(tests)
    for line in lines:
        for column, test in enumerate(tests):
            if test(line):
                found[column] += line.amount
    return tuple(amount / 10_000 for amount in found)


def spent(budget: Budget) -> list[ExpenditureLine]:
    """The lines that are expenditure."""
    return [line for line in budget.expenditure if line.category != ONWARD]


def income(budget: Budget) -> list[Money]:
    """Income by fund and timing: the items of the workbook, or what is spent and carried on."""
    if budget.income:
        return [(i.fund, BEFORE if i.kind == BEFORE else NOW, i.amount) for i in budget.income]
    return [(line.fund, line.timing, line.amount) for line in budget.expenditure]


def received(budget: Budget, funds: Sequence[str], timings: Sequence[str] = (NOW, BEFORE)) -> Decimal:
    """Income from any of the funds at any of the times, 万元."""
    return sum((amount for fund, timing, amount in income(budget) if fund in funds and timing in timings), ZERO) / 10_000


def of_fund(fund: str) -> Test:
    """Whether a line is paid from `fund`."""
    return lambda line: line.fund == fund


def of_category(category: str) -> Test:
    """Whether a line is of `category`."""
    return lambda line: line.category == category


def everything(_: ExpenditureLine) -> bool:
    """Any line."""
    return True


def current(line: ExpenditureLine) -> bool:
    """Whether a line is budgeted this year."""
    return line.timing == NOW


def carried(line: ExpenditureLine) -> bool:
    """Whether a line is carried over."""
    return line.timing == BEFORE


BY_CATEGORY = (everything, of_category(BASIC), of_category(PROJECT))


def by_code(lines: Sequence[ExpenditureLine], tests: Sequence[Test], year: int) -> Rows:
    """类, 款 and 项 by (code, name), and 合计."""
    names = edition(year).functional
    rows: Rows = {("合计",): sums(lines, tests)}
    for digits in (3, 5, 7):
        for code in {line.function[:digits] for line in lines if line.function}:
            rows[code, names[code]] = sums([line for line in lines if line.function[:digits] == code], tests)
    if any(not line.function for line in lines):
        rows["结转下年",] = sums([line for line in lines if not line.function], tests)
    return {key: amounts for key, amounts in rows.items() if any(amounts) or key == ("合计",)}


def income_table(budget: Budget) -> Rows:
    """表二: this year's money in all and by fund, and what is carried over."""
    tests: list[Test] = [current, *(lambda line, f=f: current(line) and line.fund == f for f in FUNDS), carried]
    return by_code(budget.expenditure, tests, budget.basics.year)


def expenditure_table(budget: Budget) -> Rows:
    """表三."""
    return by_code(spent(budget), BY_CATEGORY, budget.basics.year)


def fund_expenditure_table(budget: Budget, fund: str) -> Rows:
    """表五, 表八 and the right half of 表九."""
    lines = [line for line in spent(budget) if line.fund == fund and current(line)]
    return by_code(lines, BY_CATEGORY, budget.basics.year)


def balance(budget: Budget, funds: Sequence[str], tests: Sequence[Test]) -> Mapping[str, Amounts]:
    """The right half of 表一 and 表四 by class code (those with money) and by the names of the rows at the foot."""
    lines = [line for line in budget.expenditure if line.fund in funds]
    ours = [line for line in lines if line.category != ONWARD]
    rows = {code: sums([line for line in ours if line.function[:3] == code], tests) for code in {x.function[:3] for x in ours}}
    rows["本年支出合计"] = sums(ours, tests)
    rows["年终结转"] = sums([line for line in lines if line.category == ONWARD], tests)
    rows["支出总计"] = sums(lines, tests)
    return rows


def personnel(line: ExpenditureLine) -> bool:
    """Whether a basic line is 人员经费: wages and allowances by its economic items."""
    if line.economic:
        return line.economic[:3] in ("301", "303")
    return line.government_economic[:3] in ("501", "509") or line.government_economic == "50501"


def running(line: ExpenditureLine) -> bool:
    """Whether a basic line is 公用经费."""
    return bool(line.economic or line.government_economic) and not personnel(line)


def economic_table(budget: Budget) -> Rows:
    """表六: by class, and by item with its government item."""
    names, government = edition(budget.basics.year).department_economic, edition(budget.basics.year).government_economic
    lines = [x for x in budget.expenditure if x.fund == GENERAL and current(x) and x.category == BASIC]
    tests = (everything, personnel, running)
    rows: Rows = {("合计",): sums(lines, tests)}
    for code in {x.economic[:3] for x in lines}:
        rows["类", names[code] if code else "未填经济科目"] = sums([x for x in lines if x.economic[:3] == code], tests)
    for pair in {(x.economic, x.government_economic) for x in lines} - {("", "")}:
        name, other = names[pair[0]] if pair[0] else "", government[pair[1]] if pair[1] else ""
        rows["款", name, other] = sums([x for x in lines if (x.economic, x.government_economic) == pair], tests)
    return {key: amounts for key, amounts in rows.items() if any(amounts) or key == ("合计",)}


def three_public_table(budget: Budget) -> Rows:
    """表十."""
    purchase, upkeep = "公务用车购置费", "公务用车运行维护费"
    shown = {
        "因公出国（境）费": ("因公出国（境）费",),
        "公务接待费": ("公务接待费",),
        "公务用车购置及运行费": (purchase, upkeep),
        "①公务用车购置费": (purchase,),
        "②公务用车运行维护费": (upkeep,),
        "合计": ("因公出国（境）费", "公务接待费", purchase, upkeep),
    }
    return {
        (name,): _by_appropriation([(i.fund, i.amount) for i in budget.three_public if i.item in of])
        for name, of in shown.items()
    }


def operating_table(budget: Budget) -> list[tuple[str, Amounts]]:
    """表十一: the whole, and each unit that has any."""
    kinds = {unit.name: unit.kind for unit in budget.units}
    items = [(i.unit, i.fund, i.amount) for i in budget.operating] or [
        (line.unit, line.fund, line.amount)
        for line in budget.expenditure
        if kinds[line.unit] in ("行政", "参公") and line.fund in APPROPRIATIONS and current(line)
        if line.category == BASIC and running(line)
    ]
    units = {unit for unit, _, _ in items}
    found = [("部门合计", _by_appropriation([(fund, amount) for _, fund, amount in items]))]
    found += [(unit, _by_appropriation([(fund, amount) for name, fund, amount in items if name == unit])) for unit in units]
    return [row for row in found if any(row[1]) or row[0] == "部门合计"]


def _by_appropriation(items: Sequence[tuple[str, Decimal]]) -> Amounts:
    each = [sum((amount for fund, amount in items if fund == wanted), ZERO) / 10_000 for wanted in APPROPRIATIONS]
    return (sum(each, ZERO), *each)


def project_table(budget: Budget, timing: str, funds: Sequence[str]) -> list[tuple[str, Amounts]]:
    """表十二 and 表十三: the department, each unit, each project of a unit; nothing where there is no money."""
    lines = [x for x in budget.expenditure if x.category == PROJECT and x.timing == timing and x.fund in funds]
    return [row for row in _project_rows(budget, lines, [everything, *map(of_fund, funds)]) if any(row[1])]


def _project_rows(budget: Budget, lines: list[ExpenditureLine], tests: Sequence[Test]) -> Iterator[tuple[str, Amounts]]:
    yield budget.basics.department, sums(lines, tests)
    for unit in {line.unit for line in lines}:
        yield unit, sums([line for line in lines if line.unit == unit], tests)
    for unit, project in {(line.unit, line.project) for line in lines}:
        yield project, sums([line for line in lines if (line.unit, line.project) == (unit, project)], tests)
