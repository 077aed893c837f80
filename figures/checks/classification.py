"""Checks of functional and economic codes against the edition of the budget's year, and against funds, categories and kinds of units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from figures.checks.rule import Rule, place_of
from figures.datasets import Figures
from figures.findings import Finding, Severity
from figures.records import Category, Fund, UnitKind

UNKNOWN = Rule(
    "科目编码不在目录",
    Severity.WARNING,
    "功能分类、部门经济、政府经济科目编码都在该年度的科目目录中",
    "请核对编码；编码无误时请同时填写科目名称，文档按所填名称印出",
)
NAME = Rule(
    "科目名称不一致", Severity.WARNING, "所填的科目名称与目录中该编码的名称相同", "请核对名称；要用目录中的名称，清空这一格即可"
)
LEVEL = Rule("科目级次不符", Severity.ERROR, "功能分类科目填到项（7位），经济分类科目填到款（5位）", "请改填下一级的编码")
FUND = Rule(
    "资金与科目不符",
    Severity.WARNING,
    "政府性基金、国有资本经营预算的支出用各自的功能科目，其他资金不用这些科目",
    "请核对资金来源和功能分类科目",
)
MAPPING = Rule(
    "两套经济科目不对应",
    Severity.WARNING,
    "政府经济科目是部门经济科目按单位性质（行政、参公，或事业）对应的科目",
    "请按部门预算与政府预算支出经济分类科目对照关系核对",
)
UNIT_KIND = Rule(
    "经济科目与单位性质不符",
    Severity.WARNING,
    "政府经济科目501至504用于行政、参公单位，505、506用于事业单位",
    "请核对政府经济科目和“单位”表中的单位性质",
)
CATEGORY = Rule(
    "经济科目与支出类别不符",
    Severity.WARNING,
    "基本支出只用工资福利、商品和服务、对个人和家庭的补助、资本性支出和其他支出（301、302、303、310、399）",
    "请核对部门经济科目和支出类别",
)
RULES = (UNKNOWN, NAME, LEVEL, FUND, MAPPING, UNIT_KIND, CATEGORY)

STATE_CAPITAL_CLASS = "223"
SOCIAL_SECURITY_FUND = "20804"
"""补充全国社会保障基金: open to the general public budget and to state capital alike."""

_SECTIONS_BY_CLASS: Mapping[str, tuple[str, ...]] = {
    "206": ("10",),
    "207": ("07", "09", "10"),
    "208": ("22", "23", "29"),
    "211": ("60", "61"),
    "212": ("08", "10", "11", "13", "14", "15", "16", "17", "18", "19"),
    "213": ("66", "67", "69", "70", "71", "72", "73", "74"),
    "214": ("60", "61", "62", "63", "64", "68", "69", "70", "71", "72", "73"),
    "215": ("62",),
    "229": ("04", "08", "09", "60"),
    "231": ("04",),
    "232": ("04",),
    "233": ("04",),
    "234": ("01", "02"),
}
GOVERNMENT_FUND_SECTIONS = frozenset(head + tail for head, tails in _SECTIONS_BY_CLASS.items() for tail in tails)
"""款 that stand in the government-fund part of the classification (政府收支分类科目，政府性基金预算支出功能分类)."""

FUND_WORDS = ("基金安排的支出", "专项债")
"""Words in the names of government-fund 款; they keep funds newer than the list above from being reported."""

BASIC_CLASSES = frozenset({"301", "302", "303", "310", "399"})
ADMINISTRATIVE_CLASSES = frozenset({"501", "502", "503", "504"})
INSTITUTION_CLASSES = frozenset({"505", "506"})


def check_functional_codes(figures: Figures) -> Iterator[Finding]:
    """Each functional code of a line has seven digits and stands in the edition of the year, under the name that the line gives it."""
    edition = figures.context.edition
    known = edition.functional
    seen: set[tuple[str, str]] = set()
    for line in figures.budget.expenditure:
        code = line.function
        if not code or (code, line.function_name) in seen:
            continue
        seen.add((code, line.function_name))
        if len(code) != 7 or not code.isdecimal():
            place = place_of(line, "function")
            message = f"功能分类科目编码“{code}”不是7位的项级编码"
            yield LEVEL.finding(message, place, code, "7位项级编码，例如 2013302", _remedy(code))
        elif code not in known:
            place = place_of(line, "function")
            yield UNKNOWN.finding(f"功能分类科目编码“{code}”不在{edition.year}年科目目录中", place, code, "目录中的项级编码")
        elif line.function_name and line.function_name != known[code]:
            message = f"科目“{code}”的名称与{edition.year}年科目目录不同，文档按工作簿所填名称印出"
            yield NAME.finding(message, place_of(line, "function_name"), line.function_name, known[code])


def _remedy(code: str) -> str:
    """What to do about a code of the wrong length, where it is not what the rule says: letters and blanks have no lower level."""
    return "" if code.isdecimal() else "请只填编码，不要带名称、空格或其他字符"


def check_economic_codes(figures: Figures) -> Iterator[Finding]:
    """Each economic code of a line, department and government side, has five digits and stands in the edition."""
    edition = figures.context.edition
    sides: tuple[tuple[str, str, Mapping[str, str]], ...] = (
        ("economic", "部门经济科目", edition.department_economic),
        ("government_economic", "政府经济科目", edition.government_economic),
    )
    for field, name, known in sides:
        seen: set[str] = set()
        for line in figures.budget.expenditure:
            code = getattr(line, field)
            if not code or code in seen:
                continue
            seen.add(code)
            if len(code) != 5 or not code.isdecimal():
                message = f"{name}编码“{code}”不是5位的款级编码"
                yield LEVEL.finding(message, place_of(line, field), code, "5位款级编码，例如 30201", _remedy(code))
            elif code not in known:
                message = f"{name}编码“{code}”不在{edition.year}年科目目录中"
                yield UNKNOWN.finding(message, place_of(line, field), code, "目录中的款级编码", "请核对编码")


def check_funds_of_functions(figures: Figures) -> Iterator[Finding]:
    """Government funds and state capital pay for their own functional subjects, and nothing else for those; one finding for each pair."""
    known = figures.context.edition.functional
    special = frozenset(map(str, (Fund.GOVERNMENT_FUND, Fund.STATE_CAPITAL)))
    seen: set[tuple[str, str]] = set()
    for line in figures.budget.expenditure:
        pair = (line.fund, line.function)
        if line.function not in known or pair in seen:
            continue
        seen.add(pair)
        expected = _fund_of(line.function, known)
        is_special, owned = expected in special, line.fund in special
        if line.function.startswith(SOCIAL_SECURITY_FUND) or line.fund == expected or not (owned or is_special):
            continue
        name = known[line.function]
        message = f"“{line.function}{name}”不是“{line.fund}”的支出科目"
        yield FUND.finding(message, place_of(line, "function"), line.fund, expected if is_special else "一般公共预算等资金")


def _fund_of(function: str, known: Mapping[str, str]) -> str:
    """The fund that a functional code belongs to, "" for the general public budget and all funds that share its subjects."""
    if function.startswith(STATE_CAPITAL_CLASS):
        return Fund.STATE_CAPITAL
    if function[:5] in GOVERNMENT_FUND_SECTIONS:
        return Fund.GOVERNMENT_FUND
    section = known.get(function[:5], "")
    return Fund.GOVERNMENT_FUND if any(word in section for word in FUND_WORDS) else ""


def check_economic_mapping(figures: Figures) -> Iterator[Finding]:
    """The two economic codes of a line belong together for the kind of its unit; one finding for each combination."""
    kinds, only = figures.context.unit_kinds, figures.context.only_unit
    mapping = figures.context.edition.mapping
    groups = {str(k): "事业" if k is UnitKind.PUBLIC_INSTITUTION else "行政" for k in UnitKind}
    seen: set[tuple[str, str, str]] = set()
    for line in figures.budget.expenditure:
        code = line.government_economic
        group = groups.get(kinds.get(line.unit or only, ""), "") if code else ""
        key = (line.economic, code, group)
        if not group or key in seen:
            continue
        seen.add(key)
        allowed = mapping.get((line.economic, group))
        place = place_of(line, "government_economic")
        if allowed is not None:
            if code not in allowed:
                message = f"{group}单位的部门经济科目“{line.economic}”不对应政府经济科目“{code}”"
                yield MAPPING.finding(message, place, code, "、".join(sorted(allowed)))
        elif code[:3] in (ADMINISTRATIVE_CLASSES if group == "事业" else INSTITUTION_CLASSES):
            expected = "505、506等" if group == "事业" else "501至504等"
            yield UNIT_KIND.finding(f"{group}单位的支出用了政府经济科目“{code}”", place, code, expected)


def check_economic_categories(figures: Figures) -> Iterator[Finding]:
    """Basic expenditure uses only the economic classes that it is made of; one finding for each code."""
    seen: set[str] = set()
    basic = str(Category.BASIC)
    for line in figures.budget.expenditure:
        outside = line.category == basic and line.economic and line.economic[:3] not in BASIC_CLASSES
        if outside and line.economic not in seen:
            seen.add(line.economic)
            message = f"基本支出用了部门经济科目“{line.economic}”"
            yield CATEGORY.finding(message, place_of(line, "economic"), line.economic, "301、302、303、310、399中的款")
