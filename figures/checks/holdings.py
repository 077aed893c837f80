"""Checks of state assets and procurement: vehicles against what is allowed and run, counts, and what is reserved for small enterprises."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from figures.amounts import ZERO
from figures.checks.rule import Rule, place_of, yuan
from figures.datasets import Figures
from figures.findings import Finding, Place, Severity
from figures.records import Asset, Fund, ProcurementItem, ThreePublic

ALLOWED = Rule("车辆超编", Severity.WARNING, "实有车辆不多于车辆编制", "请核对车辆和编制")
RUN = Rule(
    "车辆数不一致",
    Severity.NOTE,
    "公务用车保有量、购置数与国有资产中的车辆、计划购置数相同",
    "请核对“三公”经费与国有资产中的车辆数",
)
COUNT = Rule("资产数量异常", Severity.WARNING, "资产数量不是负数，车辆和设备的数量是整数", "请核对数量")
RESERVED = Rule("预留超过采购金额", Severity.ERROR, "面向中小企业预留的金额不多于采购金额", "请核对预留金额")
MICRO = Rule("小微超过中小预留", Severity.ERROR, "其中小微企业预留的金额不多于面向中小企业预留的金额", "请核对预留金额")
SPENT = Rule("采购超过支出", Severity.WARNING, "每一资金来源的政府采购不多于该资金来源的支出", "请核对采购金额和资金来源")
RULES = (ALLOWED, RUN, COUNT, RESERVED, MICRO, SPENT)

VEHICLE, VEHICLE_QUOTA, OFFICES = "车辆", "车辆编制", "办公用房"


def check_vehicles(figures: Figures) -> Iterator[Finding]:
    """There are no more vehicles than allowed, unit by unit where both are given; as many are run and bought as are held and planned."""
    assets = figures.budget.assets
    quotas, held = _by_unit(assets, VEHICLE_QUOTA), _by_unit(assets, VEHICLE)
    if quotas:
        units = list(quotas) if set(held) <= set(quotas) else []
        pairs = [(f"“{u}”" if u else "", quotas[u], held.get(u, ZERO)) for u in units]
        for name, allowed, have in pairs or [("", sum(quotas.values(), ZERO), sum(held.values(), ZERO))]:
            if have > allowed:
                yield ALLOWED.finding(
                    f"{name}实有车辆{have}辆，编制{allowed}辆", Place("国有资产"), f"{have}辆", f"不多于{allowed}辆"
                )
    planned = sum((a.planned for a in assets if a.kind == VEHICLE), ZERO)
    pairs = [
        ("公务用车保有量", _public(figures, ThreePublic.VEHICLE_RUNNING), sum(held.values(), ZERO)),
        ("公务用车购置数", _public(figures, ThreePublic.VEHICLE_PURCHASE), planned),
    ]
    for name, counted, known in pairs:
        if counted and known and counted != known:
            message = f"“三公”经费中的{name}是{counted}辆，国有资产中是{known}辆"
            yield RUN.finding(message, Place("国有资产"), f"{counted}辆", f"{known}辆")


def _by_unit(assets: Iterable[Asset], kind: str) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for asset in assets:
        if asset.kind == kind:
            sums[asset.unit] = sums.get(asset.unit, ZERO) + asset.count
    return sums


def _public(figures: Figures, part: ThreePublic) -> Decimal:
    return sum((i.vehicles for i in figures.budget.three_public if i.item == part), ZERO)


def check_asset_counts(figures: Figures) -> Iterator[Finding]:
    """No count is negative; vehicles and equipment are counted in whole numbers, offices measured."""
    for asset in figures.budget.assets:
        for field in ("count", "planned"):
            count: Decimal = getattr(asset, field)
            if count < 0 or (count % 1 and asset.kind != OFFICES):
                yield COUNT.finding(f"“{asset.kind}”的数量是{count}", place_of(asset, field), count, "不小于0的整数")


def check_reserved(figures: Figures) -> Iterator[Finding]:
    """What is reserved for small enterprises is part of the amount, and what is for micro enterprises is part of that."""
    for item in figures.budget.procurement:
        amount, small, micro = item.amount, item.small_enterprises, item.micro_enterprises
        if small > amount:
            message = f"{_called(item)}预留给中小企业的多于采购金额"
            yield RESERVED.finding(message, place_of(item, "small_enterprises"), yuan(small), f"不多于{yuan(amount)}")
        if micro > small:
            message = f"{_called(item)}预留给小微企业的多于预留给中小企业的"
            yield MICRO.finding(message, place_of(item, "micro_enterprises"), yuan(micro), f"不多于{yuan(small)}")


def _called(item: ProcurementItem) -> str:
    return f"“{item.name or item.category}”"


def check_procurement_spent(figures: Figures) -> Iterator[Finding]:
    """Procurement out of a fund is no more than what the fund spends."""
    for fund in map(str, Fund):
        bought = sum((i.amount for i in figures.budget.procurement if i.fund == fund), ZERO)
        if bought and bought > (spent := sum((x.amount for x in figures.budget.expenditure if x.fund == fund), ZERO)):
            message = f"“{fund}”的政府采购多于支出，相差{yuan(bought - spent)}"
            yield SPENT.finding(message, Place("政府采购"), yuan(bought), f"不多于{yuan(spent)}")
