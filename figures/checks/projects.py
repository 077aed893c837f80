"""Checks of projects: listed once, with a kind, with money; and last year's names."""

from __future__ import annotations

from collections.abc import Iterator

from figures.checks.rule import Rule, named, place_of
from figures.datasets import Figures
from figures.findings import Finding, Place, Severity
from figures.records import Category

TWICE = Rule(
    "项目重复", Severity.ERROR, "同一单位的项目名称、全部项目的代码在“项目”表中不重复", "请删去重复的一行，或改正名称、代码"
)
UNLISTED = Rule(
    "项目未列", Severity.NOTE, "填写了“项目”表时，支出明细中的项目都在其中", "请在“项目”表中增加；不增加时排在表的最后"
)
IDLE = Rule("项目没有支出", Severity.NOTE, "“项目”表中的项目都有支出", "没有安排的项目可以删去，或核对支出明细中的项目名称")
KIND = Rule(
    "项目类别未填", Severity.WARNING, "每个项目在“项目”表或支出明细中写明项目类别", "请填写：文中的项目个数和金额按类别说明"
)
KINDS = Rule("项目类别不一致", Severity.WARNING, "一个项目在各行中的类别相同", "请核对项目类别")
FORMER = Rule("上年名称查无", Severity.WARNING, "“上年名称”是上年工作簿中的项目", "请核对上年名称")
RULES = (TWICE, UNLISTED, IDLE, KIND, KINDS, FORMER)


def check_projects_listed(figures: Figures) -> Iterator[Finding]:
    """No project of a unit and no code is listed twice; where projects are listed, those of the lines and those of the list are the same."""
    budget = figures.budget
    names: set[tuple[str, str]] = set()
    codes: set[str] = set()
    spending = {line.project for line in budget.expenditure}
    for project in budget.projects:
        if (project.unit, project.name) in names:
            yield TWICE.finding(f"项目“{project.name}”列了不止一次", place_of(project, "name"), project.name)
        if project.code and project.code in codes:
            yield TWICE.finding(f"项目代码“{project.code}”用了不止一次", place_of(project, "code"), project.code)
        if project.name not in spending:
            yield IDLE.finding(f"项目“{project.name}”没有支出", place_of(project, "name"), project.name)
        names.add((project.unit, project.name))
        codes.add(project.code)
    listed = {name for _, name in names}
    for line in budget.expenditure if listed else ():
        if line.project and line.project not in listed:
            listed.add(line.project)
            yield UNLISTED.finding(f"项目“{line.project}”不在“项目”表中", place_of(line, "project"), line.project)


def check_project_kinds(figures: Figures) -> Iterator[Finding]:
    """Each project with money has one kind, given in the list or by its lines."""
    known: dict[str, str] = {}
    for project in figures.budget.projects:
        if project.kind:
            known.setdefault(project.name, project.kind)
    of_projects = str(Category.PROJECT)
    lines = [line for line in figures.budget.expenditure if line.category == of_projects]
    for line in lines:
        if not line.project_kind:
            continue
        if known.setdefault(line.project, line.project_kind) != line.project_kind:
            message = f"项目“{line.project}”的类别在这一行与“项目”表或前面的行不同"
            yield KINDS.finding(message, place_of(line, "project_kind"), line.project_kind, known[line.project])
    spending = dict.fromkeys([line.project for line in lines if line.project])
    missing = [name for name in spending if name not in known]
    if missing:
        yield KIND.finding(f"项目{named(missing)}没有写明项目类别", Place("项目"), "", "其他运转类、特定目标类")


def check_former_names(figures: Figures) -> Iterator[Finding]:
    """A project's former name is one of last year's projects, where those are known."""
    last = figures.budget.last_year
    if last is None:
        return
    known = {line.project for line in last.expenditure} | {project.name for project in last.projects}
    for project in figures.budget.projects:
        if project.former_name and project.former_name not in known:
            message = f"上年工作簿中没有项目“{project.former_name}”"
            yield FORMER.finding(message, place_of(project, "former_name"), project.former_name)
