"""The example workbooks hold what was published, and the invented department's two years are sound."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from figures.budget import Budget
from figures.codes import edition
from figures.records import APPROPRIATIONS, Category, ExpenditureLine, Fund, IncomeKind, ThreePublic, Timing, UnitKind
from figures.workbook.reading import read_workbook
from figures.workbook.writing import write_workbook

EXAMPLES = Path(__file__).parents[2] / "examples"
SAMPLE, THIS_YEAR, LAST_YEAR = "zonggai-xuanchuan-2024", "quwenlvju-2025", "quwenlvju-2024"
PARTS = ("central", "provincial", "local", "own", "other")


@cache
def example(name: str) -> Budget:
    return read_workbook((EXAMPLES / f"{name}.xlsx").read_bytes(), f"{name}.xlsx")


def wan(text: str) -> Decimal:
    return Decimal(text) * 10_000


def spent(budget: Budget, wanted: Callable[[ExpenditureLine], bool] = lambda line: True) -> Decimal:
    return sum((line.amount for line in budget.expenditure if wanted(line)), Decimal(0))


def by(records: Iterable[Any], *names: str) -> dict[Any, Decimal]:
    """Sums of the records' amounts by the fields named."""
    sums: dict[Any, Decimal] = {}
    for record in records:
        key = getattr(record, names[0]) if len(names) == 1 else tuple(getattr(record, name) for name in names)
        sums[key] = sums.get(key, Decimal(0)) + record.amount
    return sums


def annual(budget: Budget) -> dict[str, Decimal]:
    return {t.project: sum((getattr(t, f"annual_{part}") for part in PARTS), Decimal(0)) for t in budget.targets}


@pytest.mark.parametrize("name", [SAMPLE, THIS_YEAR, LAST_YEAR])
class TestEveryExample:
    def test_reads_without_a_finding(self, name: str) -> None:
        assert example(name).findings == ()

    def test_codes_are_of_the_edition_and_the_government_side_fits_the_kind_of_unit(self, name: str) -> None:
        budget = example(name)
        known = edition(budget.basics.year)
        kinds = {unit.name: unit.kind for unit in budget.units}
        for line in budget.expenditure:
            if line.category == Category.CARRY_FORWARD:
                assert (line.function, line.economic, line.government_economic) == ("", "", "")
                continue
            assert len(line.function) == 7
            assert line.function in known.functional
            if line.economic:
                group = "事业" if kinds[line.unit] == UnitKind.PUBLIC_INSTITUTION else "行政"
                assert line.government_economic in known.mapping[line.economic, group]

    def test_performance_tables_have_the_amounts_of_the_project_lines(self, name: str) -> None:
        budget = example(name)
        current = [x for x in budget.expenditure if x.category == Category.PROJECT and x.timing == Timing.CURRENT]
        assert annual(budget) == by(current, "project")

    def test_names_in_one_sheet_are_those_of_the_others(self, name: str) -> None:
        budget = example(name)
        projects = [p.name for p in budget.projects]
        units = {u.name for u in budget.units}
        assert len(set(projects)) == len(projects)
        assert {x.project for x in budget.expenditure if x.project} == set(projects)
        assert {t.project for t in budget.targets} == {i.project for i in budget.indicators} <= set(projects)
        for kind in ("expenditure", "income", "three_public", "procurement", "assets", "projects"):
            assert {r.unit for r in budget.records(kind)} <= units
        kinds = {p.name: p.kind for p in budget.projects}
        assert all(kinds[x.project] == x.project_kind for x in budget.expenditure if x.project)

    def test_text_is_clean(self, name: str) -> None:
        for kind in ("targets", "indicators", "reasons", "texts", "expenditure"):
            for record in example(name).records(kind):
                for column in record.__dataclass_fields__:
                    value = getattr(record, column)
                    if isinstance(value, str):
                        assert value == value.strip()
                        assert not any(spoilt in value for spoilt in ("绿改", "。。", "；；", "{", "|", "None"))


class TestPublishedSample:
    """Figures typed by hand from the published document."""

    def test_functional_totals(self) -> None:
        lines = example(SAMPLE).expenditure
        assert len(lines) == 11
        assert by(lines, "function") == {
            "2013302": wan("692.30"),
            "2013350": wan("6.16"),
            "2070111": wan("29.50"),
            "2079903": wan("165.00"),
        }

    @pytest.mark.parametrize(
        ("digits", "total"), [("201", "698.46"), ("207", "194.50"), ("20701", "29.50"), ("20799", "165.00"), ("2", "892.96")]
    )
    def test_classes(self, digits: str, total: str) -> None:
        assert spent(example(SAMPLE), lambda x: x.function.startswith(digits)) == wan(total)

    def test_basic_and_project_expenditure(self) -> None:
        lines = example(SAMPLE).expenditure
        assert by(lines, "category") == {Category.BASIC: wan("6.16"), Category.PROJECT: wan("886.80")}
        assert by(lines, "fund", "timing") == {(Fund.GENERAL, Timing.CURRENT): wan("892.96")}
        assert by([x for x in lines if x.category == Category.BASIC], "economic", "government_economic") == {
            ("30201", "50502"): wan("3.00"),
            ("30207", "50502"): wan("1.50"),
            ("30211", "50502"): wan("1.26"),
            ("30213", "50502"): wan("0.30"),
            ("30239", "50502"): wan("0.10"),
        }

    def test_projects_stand_in_the_order_of_table_12(self) -> None:
        budget = example(SAMPLE)
        amounts = by(budget.expenditure, "project")
        assert [(p.name, amounts[p.name]) for p in budget.projects] == [
            ("网络信息安全", wan("53.00")),
            ("公务出行及其他交通费", wan("2.30")),
            ("2024年传统工艺美术保护发展专项资金", wan("29.50")),
            ("2024年省级文化产业发展专项资金", wan("165.00")),
            ("综合专项经费", wan("67.00")),
            ("媒体合作与宣传经费", wan("570.00")),
        ]
        by_kind = by([x for x in budget.expenditure if x.project], "project_kind")
        assert by_kind == {"其他运转类": wan("692.30"), "特定目标类": wan("194.50")}
        assert Counter(p.kind for p in budget.projects) == {"其他运转类": 4, "特定目标类": 2}

    def test_performance_tables_stand_in_the_published_order(self) -> None:
        assert list(annual(example(SAMPLE)).items()) == [
            ("公务出行及其他交通费", Decimal(23_000)),
            ("媒体合作与宣传经费", Decimal(5_700_000)),
            ("综合专项经费", Decimal(670_000)),
            ("网络信息安全", Decimal(530_000)),
            ("2024年省级文化产业发展专项资金", Decimal(1_650_000)),
            ("2024年传统工艺美术保护发展专项资金", Decimal(295_000)),
        ]

    def test_performance_tables_are_complete(self) -> None:
        budget = example(SAMPLE)
        assert [t.annual_provincial for t in budget.targets] == [0, 0, 0, 0, 1_650_000, 295_000]
        assert [t.filled_on for t in budget.targets][:2] == ["20231116165440", "20231120162014"]
        for target in budget.targets:
            texts = (target.overview, target.basis, target.necessity, target.measures, target.plan, target.total_goal)
            assert all(texts)
            assert {getattr(target, f"total_{part}") for part in PARTS} == {getattr(target, f"annual_{part}") for part in PARTS}
        assert [t.project for t in budget.targets if t.annual_goal] == ["综合专项经费"]
        counted = Counter(i.project for i in budget.indicators if i.third)
        assert list(counted.values()) == [7, 10, 14, 9, 6, 6]
        assert all(bool(i.third) == bool(i.value) and not i.period for i in budget.indicators)

    def test_last_year_gives_the_published_changes(self) -> None:
        budget = example(SAMPLE)
        before = {t.item: t.amount for t in budget.last_year_totals}
        now = spent(budget)
        assert before["收入总计"] - now == before["支出总计"] - now == wan("152.47")
        assert before["一般公共预算当年支出"] - now == wan("82.47")
        assert before["“三公”经费"] == before["公务接待费"] == wan("0.27")
        assert {before[str(part)] for part in ThreePublic if part != ThreePublic.RECEPTION} == {Decimal(0)}

    def test_procurement_and_assets(self) -> None:
        budget = example(SAMPLE)
        assert by(budget.procurement, "category") == {"货物": wan("2.00"), "服务": wan("85.00")}
        assert {a.kind: a.count for a in budget.assets if a.count} == {"办公用房": Decimal(150)}
        assert sum(a.kind == "车辆" for a in budget.assets) == 7
        assert str(budget.basics.assets_date) == "2024-03-19"
        assert (budget.basics.code, budget.basics.template) == ("628", "shanxi/department-budget")


@pytest.mark.parametrize("name", [THIS_YEAR, LAST_YEAR])
class TestInventedDepartment:
    def test_income_equals_expenditure_by_fund_and_timing(self, name: str) -> None:
        budget = example(name)
        income: dict[tuple[str, str], Decimal] = {}
        for item in budget.income:
            key = (item.fund, str(Timing.CARRIED_OVER if item.kind == IncomeKind.CARRIED_OVER else Timing.CURRENT))
            income[key] = income.get(key, Decimal(0)) + item.amount
        assert income == by(budget.expenditure, "fund", "timing")
        assert {fund for fund, _ in income} == set(Fund)

    def test_no_way_of_income_and_use_is_left_empty(self, name: str) -> None:
        budget = example(name)
        assert {u.kind for u in budget.units} == set(UnitKind)
        assert {(i.fund, i.kind) for i in budget.income} >= {
            (Fund.SPECIAL_ACCOUNT, IncomeKind.BUSINESS),
            (Fund.OWN, IncomeKind.BUSINESS),
            (Fund.OWN, IncomeKind.OTHER),
            (Fund.OWN, IncomeKind.SURPLUS),
            (Fund.GENERAL, IncomeKind.CARRIED_OVER),
        }
        assert {x.economic[:3] for x in budget.expenditure if x.category == Category.BASIC} == {"301", "302", "303", "310"}
        assert {x.category for x in budget.expenditure} == {Category.BASIC, Category.PROJECT, Category.CARRY_FORWARD}
        assert {p.category for p in budget.procurement} == {"货物", "工程", "服务"}
        assert len(budget.projects) > 40
        assert all(r.amount > 0 for r in (*budget.records("income"), *budget.records("expenditure")))

    def test_three_public_items_are_the_lines_of_their_economic_items(self, name: str) -> None:
        budget = example(name)
        items = {
            "30212": ThreePublic.ABROAD,
            "30217": ThreePublic.RECEPTION,
            "30231": ThreePublic.VEHICLE_RUNNING,
            "31013": ThreePublic.VEHICLE_PURCHASE,
        }
        lines = [x for x in budget.expenditure if x.economic in items and x.fund in APPROPRIATIONS]
        assert by(budget.three_public, "item", "unit") == {
            (items[economic], unit): amount for (economic, unit), amount in by(lines, "economic", "unit").items()
        }

    def test_vehicles_run_are_those_at_hand(self, name: str) -> None:
        budget = example(name)
        at_hand = sum(a.count for a in budget.assets if a.kind == "车辆")
        assert at_hand == sum(i.vehicles for i in budget.three_public if i.item == ThreePublic.VEHICLE_RUNNING)
        assert at_hand <= sum(a.count for a in budget.assets if a.kind == "车辆编制")

    def test_procurement_is_within_its_fund_and_reserves_within_the_amount(self, name: str) -> None:
        budget = example(name)
        lines = by(budget.expenditure, "fund", "unit")
        assert all(amount <= lines[key] for key, amount in by(budget.procurement, "fund", "unit").items())
        assert all(0 <= p.micro_enterprises <= p.small_enterprises <= p.amount for p in budget.procurement)

    def test_control_figures_agree(self, name: str) -> None:
        budget = example(name)
        own = {
            "收入总计": sum(i.amount for i in budget.income),
            "支出总计": spent(budget),
            "基本支出": spent(budget, lambda x: x.category == Category.BASIC),
            "项目支出": spent(budget, lambda x: x.category == Category.PROJECT),
            "“三公”经费": sum(i.amount for i in budget.three_public),
        }
        assert all(own[c.item] == c.amount for c in budget.control_figures)
        assert bool(budget.control_figures) == (name == THIS_YEAR)


class TestTwoYears:
    def projects(self, name: str) -> dict[str, Decimal]:
        return by([x for x in example(name).expenditure if x.category == Category.PROJECT], "project")

    def test_projects_are_new_ended_grown_cut_and_unchanged(self) -> None:
        now, before = self.projects(THIS_YEAR), self.projects(LAST_YEAR)
        both = now.keys() & before.keys()
        assert now["云岭古道文旅融合示范项目"] == wan("600.00")
        assert len(now.keys() - before.keys()) >= 6
        assert len(before.keys() - now.keys()) >= 5
        assert sum(now[p] > before[p] for p in both) >= 10
        assert sum(now[p] < before[p] for p in both) >= 10
        assert sum(now[p] == before[p] for p in both) >= 4

    def test_many_lines_are_cut_by_exactly_a_tenth(self) -> None:
        before = by(example(LAST_YEAR).expenditure, "unit", "function", "category", "project", "economic", "fund")
        cut = [x for x in example(THIS_YEAR).expenditure if x.remark == "按区财政要求统一压减10%"]
        assert len(cut) >= 20
        for x in cut:
            assert x.amount * 10 == before[x.unit, x.function, x.category, x.project, x.economic, x.fund] * 9

    def test_money_moved_from_projects_to_basic_expenditure(self) -> None:
        now, before = example(THIS_YEAR), example(LAST_YEAR)
        for project, economic in (("机关物业管理费", "30209"), ("劳务派遣协管员经费", "30226")):
            ended = next(x for x in before.expenditure if x.project == project)
            assert project not in {x.project for x in now.expenditure}
            basic = by([x for x in now.expenditure if x.category == Category.BASIC], "unit", "function", "economic", "fund")
            assert basic[ended.unit, ended.function, economic, ended.fund] == ended.amount

    def test_renamed_projects_can_be_told(self) -> None:
        now, before = example(THIS_YEAR), example(LAST_YEAR)
        told = {p.former_name for p in now.projects if p.former_name}
        assert told == {"群众文化活动经费"} <= {p.name for p in before.projects}
        codes = {p.code: p.name for p in before.projects if p.code}
        assert {(codes[p.code], p.name) for p in now.projects if p.code in codes and codes[p.code] != p.name} == {
            ("导游大赛及技能培训经费", "文旅行业技能竞赛与培训经费")
        }

    def test_carried_over_money_was_carried_on_the_year_before(self) -> None:
        kept = spent(example(LAST_YEAR), lambda x: x.category == Category.CARRY_FORWARD and x.fund == Fund.GOVERNMENT_FUND)
        assert kept == spent(example(THIS_YEAR), lambda x: x.timing == Timing.CARRIED_OVER and x.fund == Fund.GOVERNMENT_FUND) > 0

    def test_reasons_are_left_to_be_found(self) -> None:
        given = {r.item for r in example(THIS_YEAR).reasons}
        assert not given & {"收入总计", "支出总计", "项目支出"}
        assert "“三公”经费" in given


@pytest.mark.parametrize("name", [SAMPLE, THIS_YEAR, LAST_YEAR, "shanghai-caizhengju-2025"])
def test_examples_have_every_column_and_drop_down_that_the_product_writes(name: str) -> None:
    path = EXAMPLES / f"{name}.xlsx"
    assert write_workbook(read_workbook(path.read_bytes(), path.name)) == path.read_bytes()
