"""Checks of 三公经费: no item twice, out of appropriations, in step with the economic items of the lines, counts that fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from figures.amounts import ZERO
from figures.checks.rule import Rule, place_of, yuan
from figures.datasets import Figures
from figures.findings import Finding, Place, Severity
from figures.records import APPROPRIATIONS, ThreePublic, ThreePublicItem, Timing

TWICE = Rule("三公经费重复", Severity.WARNING, "同一单位、项目、资金来源的“三公”经费只列一行", "请合并为一行，或核对单位和项目")
FUND = Rule("三公经费资金不符", Severity.WARNING, "“三公”经费表只列财政拨款安排的支出", "请核对资金来源；非财政拨款安排的不列入")
LINES = Rule(
    "三公经费与明细不符",
    Severity.NOTE,
    "“三公”经费与支出明细中30212、30217、30231、31013各款的财政拨款支出相同",
    "请核对“三公”经费与支出明细；项目支出未列经济科目时可以不同",
)
COUNTS = Rule(
    "三公经费数量不符",
    Severity.WARNING,
    "有金额的“三公”经费填写团组数、批次、人次、车辆数，数量是整数；有购置数则有购置费",
    "请核对“三公”经费的数量",
)
RULES = (TWICE, FUND, LINES, COUNTS)

ECONOMIC: Mapping[ThreePublic, str] = {
    ThreePublic.ABROAD: "30212",
    ThreePublic.RECEPTION: "30217",
    ThreePublic.VEHICLE_RUNNING: "30231",
    ThreePublic.VEHICLE_PURCHASE: "31013",
}
NEEDED: Mapping[str, tuple[tuple[str, str], ...]] = {
    ThreePublic.ABROAD: (("batches", "团组数"), ("people", "人次")),
    ThreePublic.RECEPTION: (("batches", "批次"), ("people", "人次")),
    ThreePublic.VEHICLE_RUNNING: (("vehicles", "保有量"),),
    ThreePublic.VEHICLE_PURCHASE: (("vehicles", "购置数"),),
}
"""The counts that belong to each part, with what they count."""


def check_three_public_items(figures: Figures) -> Iterator[Finding]:
    """No part of a unit is listed twice for one fund, and all are out of appropriations."""
    appropriations = {str(f) for f in APPROPRIATIONS}
    seen: set[tuple[str, str, str]] = set()
    for item in figures.budget.three_public:
        key = (item.unit, item.item, item.fund)
        if key in seen:
            yield TWICE.finding(f"“{item.item}”在同一单位、同一资金来源下列了不止一行", place_of(item, "item"), item.item)
        seen.add(key)
        if item.fund not in appropriations:
            yield FUND.finding(f"“{item.item}”的资金来源是“{item.fund}”", place_of(item, "fund"), item.fund, "财政拨款")


def check_three_public_lines(figures: Figures) -> Iterator[Finding]:
    """Where lines out of appropriations have the economic item of a part, they add up to that part (carried-over money counted or not)."""
    appropriations = {str(f) for f in APPROPRIATIONS}
    parts = {code: part for part, code in ECONOMIC.items()}
    current = dict.fromkeys(ECONOMIC.values(), ZERO)
    carried = dict.fromkeys(ECONOMIC.values(), ZERO)
    for line in figures.budget.expenditure:
        if line.economic in parts and line.fund in appropriations:
            sums = carried if line.timing == Timing.CARRIED_OVER else current
            sums[line.economic] += line.amount
    for part, code in ECONOMIC.items():
        items = [i for i in figures.budget.three_public if i.item == part and i.fund in appropriations]
        listed = sum((i.amount for i in items), ZERO)
        spent = current[code] + carried[code]
        if spent and listed not in (current[code], spent):
            relation = "大于" if spent > listed else "小于"
            message = f"支出明细中{code}的财政拨款支出{relation}“三公”经费表的“{part}”，相差{yuan(abs(spent - listed))}"
            place = place_of(items[0], "amount") if items else Place("三公经费")
            yield LINES.finding(message, place, yuan(listed), yuan(spent))


def check_three_public_counts(figures: Figures) -> Iterator[Finding]:
    """Counts are whole numbers, given where there is money; vehicles are bought with money, and people are no fewer than missions."""
    for item in figures.budget.three_public:
        for field, called in NEEDED.get(item.item, ()):
            count: Decimal = getattr(item, field)
            place = place_of(item, field)
            if count < 0 or count % 1:
                yield COUNTS.finding(f"“{item.item}”的{called}不是整数", place, count, "不小于0的整数")
            elif item.amount > 0 and not count:
                yield COUNTS.finding(f"“{item.item}”有金额，没有填写{called}", place, "", called)
        yield from _contradictions(item)


def _contradictions(item: ThreePublicItem) -> Iterator[Finding]:
    if item.item == ThreePublic.VEHICLE_PURCHASE and item.vehicles > 0 and not item.amount:
        yield COUNTS.finding("有公务用车购置数，没有购置费", place_of(item, "amount"), f"购置{item.vehicles}辆、0元", "购置费")
    if item.batches > item.people > 0:
        message = f"“{item.item}”的人次少于团组数或批次"
        yield COUNTS.finding(message, place_of(item, "people"), f"{item.people}人次", f"不少于{item.batches}")
