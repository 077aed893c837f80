"""JSON of figures: facts only, under Chinese names, by a schema that follows from the declarations."""

import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from figures.budget import Budget
from figures.exchange import LAST_YEAR, from_json, schema, to_json
from figures.findings import Place, Severity
from figures.reading import ReadError, read_figures
from figures.records import KINDS, Basics, ExpenditureLine, Fund, PerformanceTarget, Unit
from figures.workbook.reading import read_workbook
from figures.workbook.writing import write_workbook
from tests.strategies import budgets, loose_budgets

LINE = ExpenditureLine("甲局", "2013302", category="基本支出", fund=Fund.OWN.value, amount=Decimal("8929600.50"))
BUDGET = Budget(
    basics=Basics("甲/~局", "628", year=2024, document_date=date(2024, 2, 1)),
    units=(Unit("甲局", "001", "行政"),),
    expenditure=(LINE, replace(LINE, amount=Decimal(0), timing="上年结转")),
    targets=(PerformanceTarget("宣传", disclosed=False),),
)


def place_of(record: Any, name: str) -> Place:
    place = record.source.place(name)
    assert isinstance(place, Place)
    return place


def with_lines(*lines: dict[str, Any]) -> bytes:
    return json.dumps({"基本信息": {"部门名称": "甲", "预算年度": 2024}, "支出明细": list(lines)}).encode()


def test_what_json_looks_like() -> None:
    assert json.loads(to_json(replace(BUDGET, last_year=Budget(basics=Basics("甲", year=2023)), name="file.xlsx"))) == {
        "基本信息": {"部门名称": "甲/~局", "部门代码": "628", "预算年度": 2024, "编制日期": "2024-02-01"},
        "单位": [{"单位名称": "甲局", "单位代码": "001", "单位性质": "行政"}],
        "支出明细": [
            {
                "单位名称": "甲局",
                "功能分类科目编码": "2013302",
                "支出类别": "基本支出",
                "资金来源": "单位资金",
                "金额（元）": "8929600.5",
            },
            {
                "单位名称": "甲局",
                "功能分类科目编码": "2013302",
                "支出类别": "基本支出",
                "资金来源": "单位资金",
                "资金时间": "上年结转",
                "金额（元）": "0",
            },
        ],
        "绩效目标": [{"项目名称": "宣传", "是否公开": False}],
        LAST_YEAR: {"基本信息": {"部门名称": "甲", "预算年度": 2023}, "支出明细": []},
    }


def test_json_says_nothing_of_its_file() -> None:
    one, other = read_workbook(write_workbook(BUDGET), "甲.xlsx"), from_json(to_json(BUDGET).encode(), "乙.json")
    assert to_json(one) == to_json(other)


def test_json_is_read_leniently_where_it_is_clear() -> None:
    line = {
        "金额（万元）": "892. 96",
        "支出类别": "基本",
        "资金来源": "单位资金",
        "科目编码": 2013302,
        "备注": None,
        "单位名称": " 甲 ",
    }
    (read,) = from_json(with_lines(line)).expenditure
    assert (read.amount, read.category, read.function, read.unit, read.remark) == (
        Decimal(8929600),
        "基本支出",
        "2013302",
        "甲",
        "",
    )
    number = b'{"\xe6\x94\xaf\xe5\x87\xba\xe6\x98\x8e\xe7\xbb\x86":[{"\xe9\x87\x91\xe9\xa2\x9d":0.1000000000000000055}]}'
    assert from_json(number).expenditure[0].amount == Decimal("0.1000000000000000055")


@pytest.mark.parametrize(
    ("member", "code"),
    [
        ({"金额": "许多"}, "数值有误"),
        ({"金额": True}, "数值有误"),
        ({"金额": float("nan")}, "数值有误"),
        ({"金额": [1]}, "结构有误"),
        ({"金额": {"元": 1}}, "结构有误"),
        ({"金额": 1.234}, "金额小数过多"),
        ({"金额": 10**400}, "数值有误"),
        ({"支出类别": "甲"}, "选项有误"),
        ({"备注": "a\u0000b"}, "控制字符"),
        ({"备注": "a\ud800b"}, "控制字符"),
        ({"备注": "长" * 40_000}, "文字过长"),
        ({"颜色": "红"}, "未知列"),
        ({"金额（元）": 1, "金额": 2}, "重复列"),
    ],
)
def test_wrong_members_are_findings_at_their_pointer(member: dict[str, Any], code: str) -> None:
    whole = {"支出类别": "基本支出", "资金来源": "单位资金", **({} if "金额" in member else {"金额（元）": 1}), **member}
    budget = from_json(with_lines({"支出类别": "基本支出", "资金来源": "单位资金", "金额": 1}, whole))
    (finding,) = budget.findings
    assert finding.code == code
    assert finding.place.sheet == "支出明细"
    assert finding.place.cell == f"/支出明细/1/{[*member][-1]}"
    assert len(budget.expenditure) == 2


def test_sources_are_pointers() -> None:
    budget = from_json(to_json(BUDGET).encode())
    assert place_of(budget.expenditure[1], "amount").cell == "/支出明细/1/金额（元）"
    assert place_of(budget.basics, "year").cell == "/基本信息/预算年度"
    assert place_of(budget.expenditure[1], "remark").cell == ""
    last = from_json(to_json(replace(BUDGET, last_year=BUDGET)).encode()).last_year
    assert last is not None
    assert place_of(last.expenditure[0], "fund").cell == "/上年/支出明细/0/资金来源"


def test_missing_and_misshapen_parts() -> None:
    budget = from_json('{"支出明细": {"a": 1}, "单位": [3, {"单位名称": "甲"}], "我的": 1}'.encode())
    told = [(f.code, f.severity, f.place.cell) for f in budget.findings]
    assert told == [
        ("未知工作表", Severity.NOTE, "/我的"),
        ("缺少工作表", Severity.ERROR, ""),
        ("结构有误", Severity.ERROR, "/单位/0"),
        ("必填项为空", Severity.ERROR, "/单位/1/单位性质"),
        ("结构有误", Severity.ERROR, "/支出明细"),
    ]
    assert [u.name for u in budget.units] == ["甲"]


def test_repeated_keys_are_told() -> None:
    (finding,) = from_json(
        '{"基本信息": {"部门名称": "甲", "部门名称": "乙", "预算年度": 2024}, "支出明细": []}'.encode()
    ).findings
    assert (finding.code, finding.found) == ("重复的键", "部门名称")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"3",
        b"{}",
        b'{"a": 1}',
        b"{" + b'"a":{' * 100_000,
        b"[" * 100_000,
        '{"支出明细": [}'.encode(),
        '{"支出明细": []}'.encode("gbk"),
        '{"支出明细": [], "上年": 3}'.encode(),
        ('{"支出明细": [], "上年": ' * 9 + "null" + "}" * 9).encode(),
    ],
)
def test_json_that_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"[\u4e00-\u9fff]"):
        from_json(data)


def test_forms_are_told_apart_by_content(tmp_path: Path) -> None:
    wrong = tmp_path / "数据.xlsx"
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        wrong.write_bytes(("  " * (encoding == "utf-8") + to_json(BUDGET)).encode(encoding))
        assert read_figures(wrong) == BUDGET
    book = tmp_path / "数据.json"
    book.write_bytes(write_workbook(BUDGET))
    assert read_figures(book, wrong) == replace(BUDGET, last_year=BUDGET)


def test_the_schema_follows_the_declarations() -> None:
    described = schema()
    assert json.loads(json.dumps(described)) == described
    for kind in KINDS:
        record = described["$defs"][kind.record.__name__]
        assert list(record["properties"]) == [c.label for c in kind.columns]
        assert record["required"] == [c.label for c in kind.columns if c.required]
    assert described["required"] == ["基本信息", "支出明细"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(loose_budgets(years=2))
def test_what_is_written_keeps_to_the_schema(budget: Budget) -> None:
    described = schema()
    _conforms(json.loads(to_json(budget)), described, described)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(budgets())
def test_whole_budgets_keep_to_the_schema(budget: Budget) -> None:
    described = schema()
    _conforms(json.loads(to_json(budget)), described, described)


_TYPES: dict[str, type] = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "number": float}


def _conforms(value: Any, rule: dict[str, Any], root: dict[str, Any]) -> None:
    """The few words of JSON Schema that ours uses."""
    if "$ref" in rule:
        target: Any = root
        for step in rule["$ref"].lstrip("#/").split("/") if rule["$ref"] != "#" else []:
            target = target[step]
        return _conforms(value, target, root)
    allowed = [rule["type"]] if isinstance(rule["type"], str) else rule["type"]
    assert isinstance(value, tuple(_TYPES[name] for name in allowed))
    if isinstance(value, dict):
        assert set(rule.get("required", [])) <= set(value)
        assert set(value) <= set(rule["properties"])
        for key, member in value.items():
            _conforms(member, rule["properties"][key], root)
    elif isinstance(value, list):
        for item in value:
            _conforms(item, rule["items"], root)
    else:
        assert value in rule.get("enum", [value])
        assert rule.get("minimum", 0) <= value <= rule.get("maximum", 9999) if isinstance(value, int) else True
        assert re.search(rule.get("pattern", ""), str(value))
    return None
