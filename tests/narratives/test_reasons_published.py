"""Found reasons beside published ones: six pairs of years of real bodies (sources in docs/变动原因.md)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from figures.findings import Place
from narratives.reasons.contradictions import contradictions
from narratives.text import Quote
from tests.narratives.published_pairs import PAIRS, published, total
from tests.narratives.reason_cases import attributed, measure_of, sentence, two_years, yuan

FOUND = {
    ("江苏省高级人民法院", 2018): "单位预留机动经费增加3075.14万元，人员经费增加1568.62万元",
    ("江苏省高级人民法院", 2019): "人员经费增加3224.51万元，单位预留机动经费增加1753.34万元；同时项目经费减少1134.33万元",
    ("江苏省人民检察院", 2019): "人员经费增加2194.77万元，单位预留机动经费增加1602.36万元；同时项目经费减少1237.70万元",
    ("江苏省人大常委会办公厅", 2019): "人员经费增加1372.44万元，单位预留机动经费增加872.17万元",
    ("中共江苏省委办公厅", 2019): "人员经费增加1159.19万元，单位预留机动经费增加964.35万元，项目经费增加943.92万元",
    ("江苏省政协办公厅", 2019): "项目经费增加1653.66万元，人员经费增加829.69万元，单位预留机动经费增加728.39万元",
}
CHANGES = {
    ("江苏省高级人民法院", 2018): "4322.77",
    ("江苏省高级人民法院", 2019): "4016.19",
    ("江苏省人民检察院", 2019): "2214.39",
    ("江苏省人大常委会办公厅", 2019): "2432.93",
    ("中共江苏省委办公厅", 2019): "3205.79",
    ("江苏省政协办公厅", 2019): "3226.63",
}
"""The change of 支出总计 as the document states it."""


@pytest.mark.parametrize(("body", "year"), PAIRS)
def test_the_change_is_the_published_one_and_its_reason_is_found(body: str, year: int) -> None:
    last, now = published(body, year - 1), published(body, year)
    assert total(now) - total(last) == yuan(CHANGES[body, year])
    found = attributed(two_years(last, now))
    assert not found.remainder
    assert sentence(found) == FOUND[body, year]


@pytest.mark.parametrize(
    ("body", "year", "said", "count"),
    [
        ("江苏省高级人民法院", 2018, "基本支出增加1447.63万元、项目支出安排减少200万元、单位预留机动经费增加3075.14万元", 0),
        ("江苏省政协办公厅", 2019, "政策性增资、住房公积金和提租补贴调整、项目经费增加、预留机动经费增加等", 0),
        ("江苏省人民检察院", 2019, "项目支出减少了1237.7万元，减少13.22%", 1),
    ],
)
def test_published_reasons_are_held_against_the_figures(body: str, year: int, said: str, count: int) -> None:
    """The third is wrong in the document: 1237.70 of 5573.00 is 22.21%; 13.22% is the growth of 基本支出."""
    found = attributed(two_years(published(body, year - 1), published(body, year)))
    told = list(contradictions(measure_of(found), Quote(said, Place()), found))
    assert len(told) == count
    assert Decimal("22.21") == round(Decimal("1237.70") * 100 / 5573, 2)
