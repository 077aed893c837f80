"""The one rounding: whole budgets, and the bound that the module states."""

from collections import Counter, defaultdict
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from figures.amounts import half_up
from figures.apportionment import largest_remainder, round_steps
from figures.budget import Budget
from figures.records import (
    Category,
    ExpenditureLine,
    Fund,
    IncomeItem,
    IncomeKind,
    LastYearTotal,
    OperatingItem,
    PerformanceTarget,
    ProcurementItem,
    ThreePublic,
    ThreePublicItem,
    Timing,
)
from figures.rounding import round_budget
from figures.shapes import Shape
from tests.figures import plain_two_ways as plain

QUANTUM = Decimal(100)
FUNDS = [fund.value for fund in Fund]
TIMINGS = [timing.value for timing in Timing]

money = st.integers(-300_00, 3000_00).map(lambda cents: Decimal(cents).scaleb(-2))
positive = st.integers(0, 3000_00).map(lambda cents: Decimal(cents).scaleb(-2))
lines = st.builds(
    ExpenditureLine,
    unit=st.sampled_from(["甲", "乙"]),
    function=st.sampled_from(["2013301", "2013302", "2013499", "2070101", "2070199", "2080505"]),
    category=st.sampled_from(["基本支出", "基本支出", "项目支出", "结转下年"]),
    economic=st.sampled_from(["30201", "30207"]),
    fund=st.sampled_from(FUNDS[:3]),
    timing=st.sampled_from(TIMINGS),
    amount=money,
)
many_lines = st.lists(lines, min_size=1, max_size=30).map(tuple)
SUMS = {
    "total": lambda line: (),
    "fund": lambda line: line.fund,
    "fund and timing": lambda line: (line.fund, line.timing),
}
SUBJECT_SUMS = {
    f"{name} {digits}": (lambda line, by=by, digits=digits: (*by(line), line.function[:digits]))
    for digits in (3, 5, 7)
    for name, by in {"over all": lambda line: (), "by fund": lambda line: (line.fund, line.timing)}.items()
} | {"use": lambda line: (line.fund, line.timing, line.function, line.category)}


def sums(records, by, field="amount"):
    found = defaultdict(Decimal)
    for record in records:
        found[by(record)] += getattr(record, field)
    return found


def worst(exact, printed, by, field="amount"):
    """The greatest distance of a printed sum from its exact value, in quanta."""
    after = sums(printed, by, field)
    return max((abs(after[key] - amount) / QUANTUM for key, amount in sums(exact, by, field).items()), default=Decimal(0))


def printed_lines(records):
    return round_budget(Budget(expenditure=tuple(records)), QUANTUM).printed.expenditure


def key(line):
    return replace(line, amount=Decimal(0))


@given(many_lines)
def test_every_sum_of_the_bound_is_within_one_step(records):
    printed = printed_lines(records)
    assert all(line.amount % QUANTUM == 0 for line in printed)
    assert sum(line.amount for line in printed) == half_up(sum(line.amount for line in records), QUANTUM)
    for by in SUMS.values():
        assert worst(records, printed, by) < 1
    spent = [line for line in records if line.category != Category.CARRY_FORWARD]
    spent_printed = [line for line in printed if line.category != Category.CARRY_FORWARD]
    for name, by in SUBJECT_SUMS.items():
        assert worst(spent, spent_printed, by) < 1, name
    assert worst(records, printed, key) < 1, "merged records"


def plainly_printed(records):
    """The amounts of lines rounded as plainly as it can be said: paths from the fund down to the line, spread and mended."""
    amounts, unit = [int(line.amount * 100) for line in records], 100 * 100
    paths = []
    for line in records:
        subject = "" if line.category == Category.CARRY_FORWARD else line.function
        rest = (line.unit, line.economic, line.government_economic, line.project_kind)
        paths.append((line.fund, line.timing, subject[:3], subject[:5], line.function, line.category, line.project, rest))
    exact = {}
    for path, amount in zip(paths, amounts, strict=True):
        exact[path] = exact.get(path, 0) + amount
    levels = [plain.totals(exact, depth) for depth in range(9)]
    steps = plain.spread(levels[2], unit, {(): round_steps(sum(amounts), unit)})
    steps = plain.mend(levels[2], steps, unit, lambda path: path[1:])
    steps = plain.spread(levels[5], unit, steps)
    for fixed in (2, 0):
        steps = plain.mend(levels[5], steps, unit, lambda path: path[2:], fixed)
    steps = plain.spread(levels[6], unit, steps)
    steps = plain.mend(levels[6], steps, unit, lambda path: (path[5], *path[:2]), 5)
    steps = plain.spread(levels[8], unit, steps)
    printed = [Decimal(0)] * len(records)
    for path, total in steps.items():
        own = [i for i, of in enumerate(paths) if of == path]
        parts = [amounts[i] for i in own]
        for i, share in zip(own, largest_remainder(total, parts, unit, parts), strict=True):
            printed[i] = share * QUANTUM
    return printed


near_half = st.integers(-1, 20).map(lambda n: Decimal(10 * n + 50))
various_lines = st.builds(
    replace,
    lines,
    amount=money | near_half,
    function=st.sampled_from(["2013301", "2013302", "2013499", "2070101", ""]),
    project=st.sampled_from(["", "", "甲项目", "乙项目"]),
)


@settings(max_examples=200)
@given(st.lists(various_lines, max_size=40).map(tuple), st.randoms(use_true_random=False))
def test_lines_are_printed_as_by_the_plain_way_whether_their_shape_is_known_or_not(records, random):
    assert [line.amount for line in printed_lines(records)] == plainly_printed(records)
    shape = Shape()
    round_budget(
        Budget(expenditure=tuple(replace(line, amount=line.amount + random.randrange(300)) for line in records)), QUANTUM, shape
    )
    assert round_budget(Budget(expenditure=records), QUANTUM, shape).printed.expenditure == printed_lines(records)


@given(many_lines)
def test_other_totals_are_off_by_less_than_a_step_for_each_sum_they_are_made_of(records):
    printed = printed_lines(records)
    assert worst(records, printed, lambda line: line.timing) < len(FUNDS)
    cells = len({(line.fund, line.timing, line.function) for line in records})
    assert worst(records, printed, lambda line: line.category) < max(cells, 1)


@given(many_lines, st.randoms(use_true_random=False))
def test_permuting_lines_changes_nothing_but_the_order(records, random):
    shuffled = list(records)
    random.shuffle(shuffled)
    assert Counter(printed_lines(records)) == Counter(printed_lines(shuffled))


@given(many_lines, st.data())
def test_splitting_a_line_into_equal_keyed_ones_changes_no_merged_sum(records, data):
    where = data.draw(st.integers(0, len(records) - 1))
    part = data.draw(money)
    line = records[where]
    halves = (replace(line, amount=line.amount - part), replace(line, amount=part))
    assert sums(printed_lines(records), key) == sums(printed_lines([*records[:where], *halves, *records[where + 1 :]]), key)


@given(many_lines, st.integers(2, 9))
def test_scaling_amounts_and_quantum_together_scales_what_is_printed(records, factor):
    scaled = tuple(replace(line, amount=line.amount * factor) for line in records)
    printed = round_budget(Budget(expenditure=scaled), QUANTUM * factor).printed.expenditure
    assert [line.amount for line in printed] == [line.amount * factor for line in printed_lines(records)]


def income_of(records):
    """Income that equals the expenditure of each fund and timing, in two kinds."""
    found = []
    for (fund, timing), amount in sums(records, lambda line: (line.fund, line.timing)).items():
        if timing == Timing.CARRIED_OVER:
            found.append(IncomeItem(fund=fund, kind=IncomeKind.CARRIED_OVER, amount=amount))
        else:
            found.append(IncomeItem(fund=fund, kind=IncomeKind.APPROPRIATION, amount=amount - Decimal("33.33")))
            found.append(IncomeItem(fund=fund, kind=IncomeKind.SURPLUS, amount=Decimal("33.33")))
    return tuple(found)


def income_timing(item):
    return (item.fund, Timing.CARRIED_OVER if item.kind == IncomeKind.CARRIED_OVER else Timing.CURRENT)


@given(many_lines)
def test_income_shares_the_totals_of_expenditure(records):
    printed = round_budget(Budget(expenditure=records, income=income_of(records)), QUANTUM).printed
    assert sums(printed.income, income_timing) == sums(printed.expenditure, lambda line: (line.fund, line.timing))
    assert worst(income_of(records), printed.income, lambda item: (item.fund, item.kind)) < 1


def test_income_shares_totals_that_were_mended_whatever_its_amounts_are_multiples_of():
    lines = tuple(
        ExpenditureLine(function="2013301", category="基本支出", fund=fund, timing=timing, amount=Decimal(amount))
        for fund, timing, amount in [
            (FUNDS[0], Timing.CURRENT, "4351.64"),
            (FUNDS[0], Timing.CARRIED_OVER, "440.24"),
            (FUNDS[1], Timing.CURRENT, "40.04"),
            (FUNDS[1], Timing.CARRIED_OVER, "18.08"),
        ]
    )
    printed = round_budget(Budget(expenditure=lines, income=income_of(lines)), QUANTUM).printed
    assert [line.amount for line in printed.expenditure] == [4300, 500, 100, 0], "not 4400 and 400, as by remainder"
    assert sums(printed.income, income_timing) == sums(printed.expenditure, lambda line: (line.fund, line.timing))


@given(many_lines, st.lists(money, min_size=6, max_size=6))
def test_income_that_differs_from_expenditure_has_totals_of_its_own(records, differences):
    income = tuple(
        replace(item, amount=item.amount + more) for item, more in zip(income_of(records), differences * 2, strict=False)
    )
    printed = round_budget(Budget(expenditure=records, income=income), QUANTUM).printed
    assert worst(income, printed.income, lambda item: ()) <= Decimal("0.5")
    for by in (lambda item: item.fund, income_timing, lambda item: (item.fund, item.kind)):
        assert worst(income, printed.income, by) < 1


@given(
    st.lists(
        st.builds(
            ThreePublicItem,
            unit=st.sampled_from("甲乙"),
            item=st.sampled_from(list(ThreePublic)),
            fund=st.sampled_from(FUNDS[:3]),
            amount=positive,
        ),
        max_size=20,
    )
)
def test_three_public_items_foot_both_ways(items):
    printed = round_budget(Budget(three_public=tuple(items)), QUANTUM).printed.three_public
    vehicles = {ThreePublic.VEHICLE_PURCHASE, ThreePublic.VEHICLE_RUNNING}
    ways = (lambda i: (), lambda i: i.fund, lambda i: i.item, lambda i: (i.fund, i.item), lambda i: i.item in vehicles)
    assert all(worst(items, printed, by) < 1 for by in ways[:4])
    running = [i for i in items if i.item in vehicles]
    assert worst(running, [i for i in printed if i.item in vehicles], lambda i: ()) < 1


@given(
    st.lists(
        st.builds(OperatingItem, unit=st.sampled_from("甲乙丙"), fund=st.sampled_from(FUNDS[:3]), amount=positive), max_size=12
    )
)
def test_operating_items_foot_by_unit_and_by_fund(items):
    printed = round_budget(Budget(operating=tuple(items)), QUANTUM).printed.operating
    for by in (lambda i: (), lambda i: i.unit, lambda i: i.fund, lambda i: (i.unit, i.fund)):
        assert worst(items, printed, by) < 1


@st.composite
def procurement(draw):
    parts = [draw(positive) for _ in range(3)]
    return ProcurementItem(
        name=draw(st.sampled_from(["电脑", "印刷", "物业"])),
        category=draw(st.sampled_from(["货物", "工程", "服务"])),
        amount=sum(parts, Decimal(0)),
        small_enterprises=parts[1] + parts[2],
        micro_enterprises=parts[2],
    )


@given(st.lists(procurement(), max_size=15))
def test_reserved_amounts_never_exceed_what_they_are_part_of(items):
    printed = round_budget(Budget(procurement=tuple(items)), QUANTUM).printed.procurement
    assert all(i.micro_enterprises <= i.small_enterprises <= i.amount for i in printed)
    for field in ("amount", "small_enterprises", "micro_enterprises"):
        assert worst(items, printed, lambda i: (), field) < 1
    assert worst(items, printed, lambda i: i.category) < 1
    assert worst(items, printed, lambda i: (i.category, i.name)) < 1


@given(many_lines)
def test_what_is_a_multiple_already_comes_back_as_the_same_object(records):
    even = tuple(replace(line, amount=half_up(line.amount, QUANTUM)) for line in records)
    budget = Budget(expenditure=even, income=income_of(even)[:0], last_year=Budget(expenditure=even))
    assert round_budget(budget, QUANTUM).printed is budget
    mixed = Budget(expenditure=records, projects=budget.projects, last_year=budget)
    printed = round_budget(mixed, QUANTUM).printed
    assert printed.last_year is budget
    assert all(now is was for now, was in zip(printed.expenditure, records, strict=True) if now == was)


def test_last_year_is_rounded_by_the_same_rule_and_its_totals_half_up():
    last = Budget(expenditure=(ExpenditureLine(function="2013301", amount=Decimal("149.99")),))
    budget = Budget(last_year=last, last_year_totals=(LastYearTotal(item="收入总计", amount=Decimal("10454250.00")),))
    printed = round_budget(budget, QUANTUM).printed
    assert printed.last_year.expenditure[0].amount == 100
    assert printed.last_year_totals[0].amount == 10454300


def test_performance_targets_stay_exact():
    target = PerformanceTarget(project="网络信息安全", annual_local=Decimal("530000.55"))
    budget = Budget(expenditure=(ExpenditureLine(amount=Decimal("0.55")),), targets=(target,))
    assert round_budget(budget, QUANTUM).printed.targets is budget.targets


def test_three_thirds_make_a_whole_and_the_smallest_key_goes_up():
    records = [
        ExpenditureLine(function=code, fund=FUNDS[0], amount=Decimal("33.34")) for code in ("2070101", "2013301", "2080505")
    ]
    assert [line.amount for line in printed_lines(records)] == [0, 100, 0]


def test_negative_lines_are_apportioned_from_their_floor():
    records = [
        ExpenditureLine(function="2013301", fund=FUNDS[0], amount=Decimal("-230")),
        ExpenditureLine(function="2013302", fund=FUNDS[0], amount=Decimal("30")),
    ]
    assert [line.amount for line in printed_lines(records)] == [-200, 0]


def test_fractions_of_a_fen_are_rounded_exactly():
    records = [
        ExpenditureLine(function="2013301", fund=FUNDS[0], amount=Decimal("49.999999")),
        ExpenditureLine(amount=Decimal("1E-6")),
    ]
    assert sum(line.amount for line in printed_lines(records)) == 100


@settings(max_examples=20)
@given(many_lines)
def test_a_coarser_quantum_keeps_the_bound(records):
    printed = round_budget(Budget(expenditure=records), Decimal(10_000)).printed.expenditure
    assert worst(records, printed, lambda line: line.fund) * QUANTUM < 10_000
    assert sum(line.amount for line in printed) == half_up(sum(line.amount for line in records), Decimal(10_000))
