"""Pairs of years that share many lines: unchanged, grown, cut by a common rate, new, ended, moved; amounts in print units."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from figures.budget import Budget
from figures.records import ExpenditureLine, Project
from tests.narratives.reason_cases import UNITS, basic, budget, project, two_years

_ECONOMICS = ("30101", "30102", "30112", "30201", "30202", "30211", "30213", "30302")
_FUNCTIONS = ("2070101", "2070199", "2130599")
_NAMES = tuple(f"项目{name}" for name in "甲乙丙丁戊己庚辛")
_FUNDS = ("一般公共预算", "政府性基金预算", "单位资金")
_REMARKS = ("", "", "征订数量减少", "由项目支出调整为基本支出", "新增任务")

FATES = ("不变", "增减", "压减10%", "新增", "取消", "换单位", "换科目", "由结转")


@st.composite
def fates(draw: st.DrawFn, rates: bool, moves: bool) -> tuple[ExpenditureLine | None, ExpenditureLine | None]:
    """One line in both years, or in one of them."""
    unit, function = draw(st.sampled_from(UNITS)), draw(st.sampled_from(_FUNCTIONS))
    amount = Decimal(draw(st.integers(1, 400))) * 1000
    if draw(st.booleans()):
        line = basic(draw(st.sampled_from(_ECONOMICS)), 0, unit, function)
    else:
        name, fund = draw(st.sampled_from(_NAMES)), draw(st.sampled_from(_FUNDS))
        line = project(name, 0, unit, function, draw(st.sampled_from(_ECONOMICS[3:7])), fund)
    before = replace(line, amount=amount)
    known = [f for f in FATES if (rates or f != "压减10%") and (moves or f not in FATES[5:])]
    return _years(
        draw(st.sampled_from(known)), before, Decimal(draw(st.integers(1, 400))) * 1000, draw(st.sampled_from(_REMARKS))
    )


def _years(
    fate: str, before: ExpenditureLine, other: Decimal, remark: str
) -> tuple[ExpenditureLine | None, ExpenditureLine | None]:
    amount = before.amount
    now = replace(before, remark=remark)
    years: dict[str, tuple[ExpenditureLine | None, ExpenditureLine | None]] = {
        "不变": (before, now),
        "增减": (before, replace(now, amount=other)),
        "压减10%": (before, replace(now, amount=amount * 9 / 10)),
        "新增": (None, now),
        "取消": (before, None),
        "换单位": (before, replace(now, unit=UNITS[(UNITS.index(before.unit) + 1) % 3])),
        "换科目": (before, replace(now, function="2070102")),
        "由结转": (replace(before, timing="上年结转"), now),
    }
    return years[fate]


@st.composite
def pairs(draw: st.DrawFn, *, max_lines: int = 14, rates: bool = True, moves: bool = True) -> Budget:
    """This year's budget with last year's beside it; with `rates` and `moves` common rates and moved money occur."""
    some = draw(st.lists(fates(rates, moves), min_size=1, max_size=max_lines))
    listed = [Project(name) for name in _NAMES]
    last = budget([old for old, _ in some if old is not None], 2024, listed)
    now = budget([new for _, new in some if new is not None], 2025, listed)
    return two_years(last, now)
