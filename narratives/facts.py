"""What a template may speak of apart from figures: what the officer wrote of the department, the texts, the glossary, single records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from figures.datasets import Figures
from figures.findings import Place
from figures.lean import frozen
from figures.records import KIND_BY_NAME
from figures.tables import chinese_number
from narratives.declarations import Term
from narratives.exposed import Exposed, Function, Phrase
from narratives.exposing import exposed_record, exposed_target
from narratives.numbers import date_text, year
from narratives.text import Missing


@frozen(slots=True)
class Facts:
    """What facts are made of: a budget, how dates are written, and the template's glossary."""

    figures: Figures
    dates: str
    glossary: tuple[Term, ...]

    def phrase(self, text: str, column: str) -> Phrase:
        """A text of the basic facts, with its cell."""
        return Phrase(text, self.place(column))

    def place(self, column: str) -> Place:
        """The cell of a basic fact."""
        source = self.figures.budget.basics.source
        return source.place(column) if source else Place()


def _short_name(facts: Facts) -> Phrase:
    basics = facts.figures.budget.basics
    return facts.phrase(basics.short_name, "short_name") if basics.short_name else _department(facts)


def _department(facts: Facts) -> Phrase:
    return facts.phrase(facts.figures.budget.basics.department, "department")


def _year_before(facts: Facts) -> Any:
    before = facts.figures.budget.basics.year - 1
    return year(before, "上年度", lambda: (facts.place("year"),), unit="", formula="年度 − 1")


def _assets_date(facts: Facts) -> Any:
    day: date | None = facts.figures.budget.basics.assets_date
    item = "资产统计截止日期"
    return _to_be_filled_in(item) if day is None else facts.phrase(date_text(day, facts.dates), "assets_date")


def _to_be_filled_in(item: str) -> Missing:
    return Missing(f"【请填写{item}】", str(item))


def _texts(facts: Facts, item: str) -> list[Phrase]:
    """The officer's paragraphs under a heading; lines of one cell are paragraphs of their own."""
    found = []
    for text in facts.figures.budget.texts:
        if text.item == item:
            place = text.source.place("text") if text.source else Place()
            found += [Phrase(line.strip(), place) for line in text.text.splitlines() if line.strip()]
    return found


def _terms(facts: Facts) -> list[Exposed]:
    """The glossary: the template's terms, each with the officer's explanation where there is one; hers that are new come after."""
    own = {entry.term: entry for entry in facts.figures.budget.glossary}
    entries = []
    for known in facts.glossary:
        entry = own.pop(known.term, None)
        if entry is None:
            entries.append((Phrase(known.term, known.place), Phrase(known.text, known.place)))
        elif entry.text:
            at = entry.source.place("text") if entry.source else Place()
            entries.append((Phrase(entry.term, at), Phrase(entry.text, at)))
    for entry in own.values():
        at = entry.source.place("text") if entry.source else Place()
        entries.append((Phrase(entry.term, at), Phrase(entry.text, at)))
    return [
        Exposed("名词", {"序号": Phrase(chinese_number(n), Place()), "名词": term, "解释": text})
        for n, (term, text) in enumerate(entries, 1)
    ]


def _units(facts: Facts) -> list[Exposed]:
    return [exposed_record(KIND_BY_NAME["units"], record) for record in facts.figures.budget.units]


def _disclosed(facts: Facts) -> list[Exposed]:
    figures = facts.figures
    return [exposed_target(target, figures) for target in figures.budget.targets if target.disclosed]


FACTS: Mapping[str, Callable[[Facts], Any]] = {
    "年度": lambda facts: facts.phrase(str(facts.figures.budget.basics.year), "year"),
    "上年度": _year_before,
    "部门名称": _department,
    "部门代码": lambda facts: facts.phrase(facts.figures.budget.basics.code, "code"),
    "简称": _short_name,
    "资产统计日期": _assets_date,
    "文字": lambda facts: Function(lambda item: _texts(facts, item)),
    "待填": lambda _: Function(_to_be_filled_in),
    "名词解释": _terms,
    "单位": _units,
    "公开项目": _disclosed,
}
"""The facts by the names that templates call them."""
