"""yugong diff as an officer calls it: exit status, text, colours, JSON, HTML; workbooks, JSON and documents in any mix."""

from __future__ import annotations

import io
import json
import re
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import html

sys.path.insert(0, str(Path(__file__).parent))

from diff_pairs import EXAMPLES, TEMPLATE, example, with_amount

import yugong
from figures.exchange import to_json
from yugong.cli import main
from yugong.diff_data import as_data
from yugong.diff_text import as_lines
from yugong.diffing import Comparison, built, compared

BOOK = EXAMPLES / "zonggai-xuanchuan-2024.xlsx"


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    path = tmp_path / "new.json"
    path.write_text(to_json(with_amount(example(), 2, Decimal(100_000))), encoding="utf-8")
    return path


def test_equal_figures_exit_0(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    same = tmp_path / "same.json"
    same.write_text(to_json(example()), encoding="utf-8")
    assert main(["diff", str(BOOK), str(same)]) == 0
    assert capsys.readouterr().out == "没有差别\n"


def test_other_figures_exit_1_and_are_told(capsys: pytest.CaptureFixture[str], changed: Path) -> None:
    assert main(["diff", str(BOOK), str(changed)]) == 1
    told = capsys.readouterr().out
    assert "[-892.96-]{+902.96+}万元" in told
    assert "\x1b" not in told
    assert "194.50（[-21.78%-]{+21.54%+}）" in told
    assert told.index("【数据】") < told.index("【一、部门预算收支数据变动情况及原因】")


def test_a_document_is_told_as_its_figures_are(capsys: pytest.CaptureFixture[str], changed: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.docx"
    yugong.build(example(), TEMPLATE).save(old)
    assert main(["diff", str(BOOK), str(old)]) == 0
    assert main(["diff", str(old), str(changed)]) == 1
    assert "[-892.96-]{+902.96+}万元" in capsys.readouterr().out


def test_json_and_html(capsys: pytest.CaptureFixture[str], changed: Path, tmp_path: Path) -> None:
    assert main(["diff", str(BOOK), str(changed), "--format", "json"]) == 1
    data = json.loads(capsys.readouterr().out)
    record = data["records"][0]
    assert record["fields"] == [{"name": "金额（元）", "cell": None, "before": "12600", "now": "112600"}]
    assert (record["year"], record["place"], record["kind"], record["is_at"]) == ("本年", "支出明细第3笔", "changed", 3)
    assert not data["equal"]
    page = tmp_path / "diff.html"
    assert main(["diff", str(BOOK), str(changed), "--format", "html", "-o", str(page)]) == 1
    root = html.fromstring(page.read_bytes())
    assert "892.96" in [d.text for d in root.iter("del")]
    assert "902.96" in [d.text for d in root.iter("ins")]


def test_every_key_of_the_json_is_documented() -> None:
    """Of a comparison in which everything occurs; what is keyed by names of columns aside."""
    keys: set[str] = set()

    def collect(value: Any) -> None:
        for item in value if isinstance(value, list) else value.values() if isinstance(value, dict) else ():
            collect(item)
        if isinstance(value, dict):
            keys.update(key for key in value if key.isascii())

    collect(as_data(two_years()))
    assert {"slices", "rows", "cells", "sentences", "fields", "values", "last_year"} <= keys
    described = (Path(__file__).parents[2] / "docs" / "对比与修订.md").read_text(encoding="utf-8")
    spans = re.findall(r"`([^`]+)`", re.sub(r"```.*?```", "", described, flags=re.DOTALL))
    told = set(re.findall(r"\w+", " ".join(spans)))
    assert keys <= told, keys - told


def test_colours_and_order() -> None:
    old = example()
    lines = "\n".join(as_lines(compared(built("a", old, TEMPLATE), built("b", with_amount(old, 2), TEMPLATE)), colours=True))
    assert "\x1b[31m" in lines
    assert "[-" not in lines


def two_years() -> Comparison:
    names = ("quwenlvju-2024.xlsx", "quwenlvju-2025.xlsx")
    return compared(*(built(name, example(name)) for name in names))


def test_a_terminal_shows_the_first_of_many_and_says_how_many_more() -> None:
    comparison = two_years()
    whole, short = (list(as_lines(comparison, shortened=s)) for s in (False, True))
    more = [int(n) for n in re.findall(r"另有 (\d+) 行", "\n".join(short))]
    assert len(short) < len(whole) / 3
    assert len(short) - len(more) - 1 + sum(more) == len(whole)
    assert short[-1] == f"以上略去 {sum(more)} 行：加 --all 全部列出，或输出到文件（-o 变化.txt）"
    for heading in (line for line in whole if line.startswith("【")):
        assert heading in short


def test_a_short_comparison_is_never_shortened() -> None:
    comparison = compared(built("a", example(), TEMPLATE), built("b", with_amount(example(), 2), TEMPLATE))
    assert list(as_lines(comparison)) == list(as_lines(comparison, shortened=True))


def test_what_changed_alike_in_many_places_is_told_once_with_its_number() -> None:
    lines = list(as_lines(two_years()))
    (told,) = (line for line in lines if line.startswith("  （[-2024-]{+2025+}年度）"))
    assert re.search(r"（同样的共 \d+ 处）$", told)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("variables", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)]
)
def test_colours_in_a_terminal_unless_nobody_wants_them(
    changed: Path, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], coloured: bool
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    out = Terminal()
    monkeypatch.setattr(sys, "stdout", out)
    assert main(["diff", str(BOOK), str(changed)]) == 1
    assert ("\x1b[31m" in out.getvalue()) == coloured
    assert ("{+" in out.getvalue()) != coloured


def test_what_cannot_be_read_exits_2(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["diff", str(BOOK), str(tmp_path / "none.xlsx")]) == 2
    assert "不存在" in capsys.readouterr().err
