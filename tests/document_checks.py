"""What must hold in every finished document: its tables against the figures, its contents, its sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from assembler.description import Document
from figures.budget import Budget
from figures.codes import edition
from tests import expected_tables as expected
from tests.expected_tables import APPROPRIATIONS, BEFORE, CAPITAL, FUND, FUNDS, GENERAL, NOW, Amounts, Rows
from tests.read_back import ReadParagraph, ReadTable, between, read_body, tables
from tests.word.toc import updated, written

FLAWS = re.compile(r"None|nan|NaN|\{\{|\}\}|\{%|[，。；：、！？,;][，。；：、！？,;]|-0(?:\.0*)?(?![.\d])|[（(][）)]|[，、]$|\s")
"""What no sentence may contain."""
AMOUNT = re.compile(r"\d+\.\d\d")


def check_contents(data: bytes, described: Document) -> None:
    """The entries are the headings and table titles, what an update of the field would make, and each has its page."""
    lines = written(data)
    entries = [" ".join(entry.text.split()) for _, entry in described.entries()]
    assert [" ".join(line.text.split()) for line in lines] == entries
    assert [line.text for line in updated(data)] == [line.text for line in lines]
    assert all(re.fullmatch("[1-9][0-9]*", line.page) for line in lines)
    pages = [int(line.page) for line in lines]
    assert pages == sorted(pages)
    titled = ("Heading 1", "Heading 2", "表题")
    headings = [b.text for b in read_body(data) if isinstance(b, ReadParagraph) and b.style in titled]
    shown = [line.text for line in lines if not line.text.startswith("（")]
    assert len(headings) == len(shown)
    assert all(entry.endswith(heading) for entry, heading in zip(shown, headings, strict=True))


def flaws(sentences: Iterable[str]) -> list[str]:
    """The sentences that have one."""
    return [s for s in sentences if FLAWS.search(s)]


def check_tables(data: bytes, budget: Budget) -> None:
    """The thirteen tables hold what the rounded records of `budget` add up to, and agree with each other."""
    found = tables(between(read_body(data), "第二部分", "第三部分"))
    assert len(found) == 13
    bodies = [table.grid[table.header :] for table in found]
    _check_balance(bodies[0], budget, FUNDS, (expected.everything, expected.current, expected.carried))
    by_fund = (expected.everything, *map(expected.of_fund, APPROPRIATIONS))
    _check_balance(bodies[3], budget, APPROPRIATIONS, by_fund)
    assert _by_code(bodies[1], 2) == expected.income_table(budget)
    assert _by_code(bodies[2], 2) == expected.expenditure_table(budget)
    assert _by_code(bodies[4], 2) == expected.fund_expenditure_table(budget, GENERAL)
    assert _by_code(bodies[7], 2) == expected.fund_expenditure_table(budget, FUND)
    assert _economic(bodies[5]) == expected.economic_table(budget)
    _check_fund_income(bodies[6], budget, FUND)
    _check_fund_income([row[:3] for row in bodies[8]], budget, CAPITAL)
    assert _by_code([r for row in bodies[8] if any(r := row[3:])], 2) == expected.fund_expenditure_table(budget, CAPITAL)
    assert _by_code(bodies[9], 1) == expected.three_public_table(budget)
    assert _counted(bodies[10]) == Counter(expected.operating_table(budget))
    assert _counted(bodies[11]) == Counter(expected.project_table(budget, NOW, FUNDS))
    assert _counted(bodies[12]) == Counter(expected.project_table(budget, BEFORE, APPROPRIATIONS))
    for body in (bodies[1], bodies[2], bodies[4], bodies[7]):
        _check_footing(_by_code(body, 2))
    _check_agreement(bodies)


def amount(text: str) -> Decimal:
    """The amount in a cell, 万元; an empty cell is zero, and a zero is an empty cell."""
    if not text:
        return Decimal(0)
    assert AMOUNT.fullmatch(text)
    assert Decimal(text)
    return Decimal(text)


def _amounts(cells: Sequence[str]) -> Amounts:
    return tuple(amount(cell) for cell in cells)


def _by_code(rows: Sequence[Sequence[str]], texts: int) -> Rows:
    """Rows by their texts that are not empty; no two have the same."""
    keys = [tuple(text for text in row[:texts] if text) for row in rows]
    assert len(set(keys)) == len(keys)
    return {key: _amounts(row[texts:]) for key, row in zip(keys, rows, strict=True)}


def _economic(rows: Sequence[Sequence[str]]) -> Rows:
    """表六: a row below a class is one of its items until the class is used up; what has no department item stands below 未填经济科目."""
    (name, other, *cells), *below = rows
    assert (name, other) == ("合计", "")
    left = _amounts(cells)
    found: Rows = {(name,): left}
    rest = (Decimal(0),) * len(left)
    for name, other, *cells in below:
        amounts = _amounts(cells)
        if name and not any(rest):
            found["类", name] = amounts
            left = _less(left, amounts)
            rest = amounts if name != "未填经济科目" else rest
        else:
            found["款", name, other] = amounts
            rest = _less(rest, amounts) if name else rest
    assert not any(left)
    return found


def _less(whole: Amounts, part: Amounts) -> Amounts:
    return tuple(a - b for a, b in zip(whole, part, strict=True))


def _counted(rows: Sequence[Sequence[str]]) -> Counter[tuple[str, Amounts]]:
    return Counter((row[0], _amounts(row[1:])) for row in rows)


def _check_fund_income(rows: Sequence[Sequence[str]], budget: Budget, fund: str) -> None:
    whole = expected.received(budget, (fund,), (NOW,))
    shown = [(row[0] + row[1], amount(row[2])) for row in rows if any(row)]
    assert shown == [("合计", whole), *([(fund + "拨款", whole)] if whole else [])]


def _check_balance(rows: Sequence[Sequence[str]], budget: Budget, funds: Sequence[str], tests: Sequence[expected.Test]) -> None:
    """表一 and 表四: income at the left, expenditure by thirty classes at the right."""
    right: Mapping[str, Amounts] = expected.balance(budget, funds, tests)
    names = {f"{code}": name for code, name in edition(budget.basics.year).functional.items() if len(code) == 3}
    wanted = {names.get(key, key): amounts for key, amounts in right.items()}
    shown = {row[2].split("、", 1)[-1] if "、" in row[2] else row[2]: _amounts(row[3:]) for row in rows if row[2]}
    assert len(shown) == 33
    assert {name: a for name, a in shown.items() if any(a)} == {name: a for name, a in wanted.items() if any(a)}
    left = [(row[0].split("、", 1)[-1], amount(row[1])) for row in rows if row[0]]
    carried = "上年结转" if len(funds) == 5 else "上年财政拨款结转"
    assert left == [
        *((fund, expected.received(budget, (fund,), (NOW,))) for fund in funds),
        ("本年收入合计", expected.received(budget, funds, (NOW,))),
        (carried, expected.received(budget, funds, (BEFORE,))),
        *(() if len(funds) == 5 else ((fund, expected.received(budget, (fund,), (BEFORE,))) for fund in funds)),
        ("收入总计", expected.received(budget, funds)),
    ]


def _check_footing(rows: Rows) -> None:
    """合计 is the sum of the classes (and what is carried on), a 类 that of its 款, a 款 that of its 项."""
    codes = [key[0] for key in rows if key[0].isdigit()]
    for key, whole in rows.items():
        digits = {"合计": 3}.get(key[0], len(key[0]) + 2)
        start = "" if key == ("合计",) else key[0]
        if len(start) == 7 or key == ("结转下年",):
            continue
        parts = [rows[k] for k in rows if k[0] in codes and len(k[0]) == digits and k[0].startswith(start)]
        parts += [rows[k] for k in rows if k == ("结转下年",) and not start]
        assert tuple(sum(column, Decimal(0)) for column in zip(*parts, strict=True)) == whole if parts else not any(whole)


def _check_agreement(bodies: Sequence[Sequence[Sequence[str]]]) -> None:
    """The same figure in different tables of the file."""
    spent = next(row for row in bodies[0] if row[2] == "本年支出合计")
    total = next(row for row in bodies[0] if row[2] == "支出总计")
    assert amount(spent[3]) == amount(bodies[2][0][2])
    assert amount(total[3]) == amount(total[4]) + amount(total[5])
    assert (amount(bodies[1][0][2]), amount(bodies[1][0][8])) == (amount(total[4]), amount(total[5]))
    appropriated = next(row for row in bodies[3] if row[2] == "支出总计")
    assert amount(appropriated[3]) == sum(map(amount, appropriated[4:]), Decimal(0))
    assert amount(bodies[4][0][3]) == amount(bodies[5][0][2])


def paragraphs_and_cells(data: bytes) -> list[object]:
    """All text of the body."""
    return [b.grid if isinstance(b, ReadTable) else b for b in read_body(data)]
