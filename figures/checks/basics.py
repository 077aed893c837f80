"""Checks of what holds for the document as a whole: year, department, template, dates, last year's workbook."""

from __future__ import annotations

from collections.abc import Iterator

from figures.checks.rule import Rule, place_of
from figures.datasets import Figures
from figures.findings import Finding, Place, Severity

FIRST_YEAR, LAST_YEAR = 2000, 2099

YEAR = Rule("预算年度异常", Severity.ERROR, "预算年度是2000至2099之间的四位数年份", "请在“基本信息”中改正预算年度")
PREVIOUS_YEAR = Rule("上年年度不符", Severity.ERROR, "上年工作簿的预算年度是本年度减1", "请核对所用的上年工作簿")
SAME_DEPARTMENT = Rule(
    "上年部门不同", Severity.WARNING, "两年工作簿的部门名称相同", "部门改名时不必处理；否则请核对所用的上年工作簿"
)
TEMPLATE = Rule("模板未填", Severity.NOTE, "“基本信息”写明所用的文档模板", "请填写“模板”，或每次用 --template 指定")
DATE = Rule("编制日期未填", Severity.NOTE, "“基本信息”写明编制日期", "请填写，它写入文档属性；不填时文档日期为2000年1月1日")
DATE_YEAR = Rule("编制日期异常", Severity.NOTE, "编制日期在预算年度当年或上一年", "请核对编制日期和预算年度")
RULES = (YEAR, PREVIOUS_YEAR, SAME_DEPARTMENT, TEMPLATE, DATE, DATE_YEAR)


def check_year(figures: Figures) -> Iterator[Finding]:
    """The year is one of this century, and last year's is the one before it. A year that is missing was found in reading."""
    basics = figures.budget.basics
    year = basics.year
    if year and not FIRST_YEAR <= year <= LAST_YEAR:
        yield YEAR.finding(f"预算年度是{year}", place_of(basics, "year"), year, "例如 2025")
    last = figures.budget.last_year
    if last is not None and year and last.basics.year and last.basics.year != year - 1:
        yield PREVIOUS_YEAR.finding(
            f"本年度是{year}，上年工作簿的预算年度却是{last.basics.year}", place_of(basics, "year"), last.basics.year, year - 1
        )


def check_department(figures: Figures) -> Iterator[Finding]:
    """Both years' workbooks are of the same department."""
    basics, last = figures.budget.basics, figures.budget.last_year
    if last is not None and last.basics.department and last.basics.department != basics.department:
        yield SAME_DEPARTMENT.finding(
            "上年工作簿的部门名称与本年不同", place_of(basics, "department"), last.basics.department, basics.department
        )


def check_document_facts(figures: Figures) -> Iterator[Finding]:
    """The template and the document's date are given, and the date is near the budget's year."""
    basics = figures.budget.basics
    if not basics.template:
        yield TEMPLATE.finding("没有写明所用的模板", place_of(basics, "template") if basics.source else Place("基本信息"))
    if basics.document_date is None:
        yield DATE.finding("没有填写编制日期", Place("基本信息"))
    elif basics.year and basics.document_date.year not in (basics.year - 1, basics.year):
        yield DATE_YEAR.finding(
            f"{basics.year}年预算的编制日期是{basics.document_date.isoformat()}",
            place_of(basics, "document_date"),
            basics.document_date.isoformat(),
            f"{basics.year - 1}或{basics.year}年",
        )
