"""What every sentence of a document must hold: read back by a grammar of its own, it says what the tables say."""

import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assembler.describing import describe
from assembler.description import Chart, Paragraph
from assembler.template import load_template
from figures.columns import Type
from figures.records import KINDS, LastYearTotal
from narratives.text import Number
from tests.strategies import budgets

NAME = "shanxi/department-budget"
WAN = Decimal(10_000)
CENT = Decimal("0.01")
FEW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))

AMOUNT = r"(-?[\d,]+(?:\.\d+)?)万元"
CHANGE = (
    r"(?:，(?P<way>比上年|比\d{4}年|与上年预算数相比)(?P<word>增加|减少)(?P<change>[\d.]+)万元"
    r"(?:，(?P<rise>增长|下降)(?P<less>不足)?(?P<rate>[\d,.]+)%|(?P<new>（上年无此项预算）))?"
    r"|，(?P<same>与上年持平|与\d{4}年持平|与上年预算数相同))"
)
"""A change as this template words it: an amount, perhaps a percent, or that there was none."""

SAID = {
    "收支变动/总体": [
        (rf"预算收入总计{AMOUNT}，其中：本年收入{AMOUNT}，上年结转{AMOUNT}", "收支总表", "收入总计", "收入", True),
        (rf"部门预算支出总计{AMOUNT}，其中：本年预算安排{AMOUNT}，上年结转{AMOUNT}", "收支总表", "支出总计", "支出合计", True),
    ],
    "一般公共预算/规模": [(rf"一般公共预算当年支出{AMOUNT}", "一般公共预算支出表", "合计", "合计", True)],
    "三公经费/总体": [(rf"“三公”经费预算{AMOUNT}", "三公经费表", "合计", "合计", False)],
    "三公经费/分项": [
        (rf"因公出国（境）费{AMOUNT}", "三公经费表", "因公出国（境）费", "合计", False),
        (rf"公务接待费{AMOUNT}", "三公经费表", "公务接待费", "合计", False),
        (rf"公务用车运行维护费{AMOUNT}", "三公经费表", "公务用车运行维护费", "合计", False),
        (rf"公务用车购置费{AMOUNT}", "三公经费表", "公务用车购置费", "合计", False),
    ],
    "机关运行/总体": [(rf"机关运行经费预算{AMOUNT}", "机关运行经费表", "部门合计", "合计", True)],
    "财政拨款/政府性基金": [(rf"政府性基金预算安排支出{AMOUNT}", "财政拨款收支总表", "本年支出合计", "政府性基金预算", True)],
    "财政拨款/国有资本": [(rf"国有资本经营预算安排支出{AMOUNT}", "财政拨款收支总表", "本年支出合计", "国有资本经营预算", True)],
}
"""Where the amounts of the sentences stand in the tables, and whether a percent follows them."""


@lru_cache
def template():
    return load_template(NAME)


def plain(budget):
    """The budget under a name without digits or terms, so that only the template's sentences can be read as such."""
    last = budget.last_year and plain(budget.last_year)
    basics = replace(budget.basics, department="某局", short_name="", template=NAME)
    return replace(budget, basics=basics, last_year=last, reasons=())


def said(description):
    """The text of each paragraph of wording."""
    blocks = (b for b in description.document.blocks() if isinstance(b, Paragraph) and b.id.startswith("文字/"))
    return {block.id.removeprefix("文字/"): block.text for block in blocks}


def read_amount(text):
    return Decimal(text.replace(",", ""))


def shown(amount):
    return (amount / WAN).quantize(CENT, ROUND_HALF_UP)


def expected_change(now, before, with_rate):
    """What must be said of two amounts in 元: None, or the word, the amount and the percent (None where there is none)."""
    change = shown(now - before)
    if not change:
        return None
    rate = (abs(now - before) * 100 / abs(before)).quantize(CENT, ROUND_HALF_UP) if before and with_rate else None
    return ("增加" if change > 0 else "减少"), abs(change), rate


def read_change(text, position):
    """The change said from `position`, as `expected_change` has it; the percent 0 stands for 不足0.01%."""
    match = re.compile(CHANGE).match(text, position)
    assert match, text[position:]
    if match["same"]:
        return None
    assert match["rise"] is None or (match["rise"] == "增长") == (match["word"] == "增加")
    rate = None if match["rate"] is None else Decimal(0) if match["less"] else read_amount(match["rate"])
    return match["word"], Decimal(match["change"]), rate


@FEW
@given(budgets(last_year=True).map(plain))
def test_every_amount_and_change_read_back_is_that_of_the_tables(budget):
    description = describe(template(), budget)
    now, last = description.tables, description.tables.last_year
    texts = said(description)
    for paragraph, sentences in SAID.items():
        text = texts.get(paragraph)
        if text is None:
            assert paragraph.startswith("财政拨款/")
            continue
        if text == "本部门无机关运行费用。":
            assert not now["机关运行经费表"].amount("部门合计", "合计")
            assert not last["机关运行经费表"].amount("部门合计", "合计")
            continue
        for grammar, table, row, column, with_rate in sentences:
            match = re.search(grammar, text)
            assert match, (grammar, text)
            amount, before = now[table].amount(row, column), last[table].amount(row, column)
            assert read_amount(match[1]) == shown(amount)
            assert read_change(text, match.end()) == expected_change(amount, before, with_rate)


@FEW
@given(budgets(last_year=True, carry_forward=False).map(plain))
def test_parts_that_moved_against_each_other_are_said_where_the_total_is_flat(budget):
    last = replace(budget, basics=replace(budget.basics, year=2023), last_year=None)
    turned = {"本年": "上年结转", "上年结转": "本年"}
    lines = tuple(replace(line, timing=turned[line.timing]) for line in budget.expenditure)
    same = replace(budget, income=(), last_year=replace(last, income=(), expenditure=lines))
    description = describe(template(), same)
    table, before = description.tables["收支总表"], description.tables.last_year["收支总表"]
    moved = shown(table.amount("本年收入合计", "收入") - before.amount("本年收入合计", "收入"))
    text = said(description)["收支变动/总体"].split("；")[0]
    if moved:
        ways = ("增加", "减少") if moved > 0 else ("减少", "增加")
        assert f"与上年持平，其中：本年收入{ways[0]}{abs(moved)}万元，上年结转{ways[1]}{abs(moved)}万元" in text
    else:
        assert "与上年持平" in text
        assert "增加" not in text
        assert "减少" not in text


SHARES = re.compile(rf"([^，；：、。]+?){AMOUNT}，占(-?[\d,.]+)%")


@FEW
@given(budgets().map(plain))
def test_shares_add_up_and_each_is_within_the_last_place_of_half_up(budget):
    description = describe(template(), budget)
    texts = said(description)
    for paragraph, whole in (("收入/总体", "收入总计"), ("支出/总体", "支出预算"), ("一般公共预算/结构", "一般公共预算当年支出")):
        total = description.vocabulary.measure(whole).amount
        found = [(read_amount(amount), read_amount(percent)) for _, amount, percent in SHARES.findall(texts[paragraph])]
        if not total:
            assert all(percent == 0 for _, percent in found)
            continue
        for amount, percent in found:
            half_up = (amount * WAN * 100 / total).quantize(CENT, ROUND_HALF_UP)
            assert abs(percent - half_up) <= CENT
        if sum(amount for amount, _ in found) == shown(total) and shown(total):
            assert sum(percent for _, percent in found) == 100


@FEW
@given(budgets(last_year=True).map(plain))
def test_no_sentence_contradicts_another_or_a_chart(budget):
    description = describe(template(), budget)
    values = {}
    for block in description.document.blocks():
        if isinstance(block, Paragraph):
            for run in block.runs:
                number = run.origin
                if isinstance(number, Number) and not number.word and number.formula:
                    key = (number.name, number.formula, run.text[-1:])
                    assert values.setdefault(key, number.value) == number.value
                if isinstance(number, Number) and number.word:
                    rises = number.text in ("增加", "增长")
                    assert (
                        (number.value > 0)
                        if rises
                        else (number.value < 0)
                        if number.text in ("减少", "下降")
                        else not number.value
                    )
    texts = said(description)
    for block in description.document.blocks():
        if isinstance(block, Chart):
            text = texts["收入/总体" if "收入" in block.id else "一般公共预算/结构"]
            for part in block.slices:
                assert f"{part.name}{part.value}万元，占{part.label}" in text


def scaled(budget, factor):
    """The budget with every amount cut to 100元 and multiplied."""

    def records(kind):
        money = [c.name for c in kind.columns if c.type is Type.AMOUNT]
        found = budget.records(kind.name)
        if not money:
            return found
        return tuple(replace(r, **{m: (getattr(r, m) // 100) * 100 * factor for m in money}) for r in found)

    kinds = {kind.name: records(kind) for kind in KINDS if not kind.single}
    last = budget.last_year and scaled(budget.last_year, factor)
    return replace(budget, **kinds, last_year=last)


def percents(budget):
    numbers = (
        run.origin
        for block in describe(template(), budget).document.blocks()
        if isinstance(block, Paragraph)
        for run in block.runs
    )
    return [n.text for n in numbers if isinstance(n, Number) and n.text.endswith("%")]


@settings(FEW, max_examples=25)
@given(budgets(last_year=True, carry_forward=False).map(plain), st.integers(2, 1000))
def test_scaling_amounts_in_print_units_keeps_every_percent(budget, factor):
    assert percents(scaled(budget, 1)) == percents(scaled(budget, factor))


@settings(FEW, max_examples=25)
@given(budgets(last_year=True).map(plain))
def test_swapping_the_years_swaps_the_directions_and_keeps_the_amounts(budget):
    last = budget.last_year
    swapped = replace(last, basics=budget.basics, last_year=replace(budget, basics=last.basics, last_year=None))
    there, back = said(describe(template(), budget)), said(describe(template(), swapped))
    turned = {"增加": "减少", "减少": "增加"}
    for paragraph, sentences in SAID.items():
        one, other = there.get(paragraph), back.get(paragraph)
        assert (one is None) == (other is None)
        if one is None or one == "本部门无机关运行费用。":
            assert one == other
            continue
        for grammar, *_ in sentences:
            forth = read_change(one, re.search(grammar, one).end())
            again = read_change(other, re.search(grammar, other).end())
            assert (forth is None) == (again is None)
            if forth is not None:
                assert again[:2] == (turned[forth[0]], forth[1])


@FEW
@given(
    st.integers(0, 10**7).map(lambda n: Decimal(n * 100)),
    st.one_of(st.none(), st.integers(0, 10**7).map(lambda n: Decimal(n * 100))),
    budgets(last_year=False).map(plain),
)
def test_last_year_known_by_totals_or_not_at_all(now, before, budget):
    item = replace(budget.three_public[0], amount=now, fund="一般公共预算") if budget.three_public else None
    totals = () if before is None else (LastYearTotal("“三公”经费", before),)
    given_budget = replace(budget, three_public=(item,) if item else (), last_year_totals=totals)
    text = said(describe(template(), given_budget))["三公经费/总体"]
    match = re.search(rf"“三公”经费预算{AMOUNT}", text)
    amount = now if item else Decimal(0)
    assert read_amount(match[1]) == shown(amount)
    if before is None:
        assert text[match.end() :] == "。"
    else:
        assert read_change(text, match.end()) == expected_change(amount, before, with_rate=False)
