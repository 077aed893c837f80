"""yugong diff as an officer calls it: exit status, text, colours, JSON, HTML; workbooks, JSON and documents in any mix."""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import html

sys.path.insert(0, str(Path(__file__).parent))

from diff_pairs import EXAMPLES, TEMPLATE, example, with_amount

import yugong
from figures.exchange import to_json
from yugong.cli import main
from yugong.diff_text import as_lines
from yugong.diffing import built, compared

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
    assert data["records"][0]["fields"] == [{"name": "金额（元）", "before": "12600", "now": "112600"}]
    assert not data["equal"]
    page = tmp_path / "diff.html"
    assert main(["diff", str(BOOK), str(changed), "--format", "html", "-o", str(page)]) == 1
    root = html.fromstring(page.read_bytes())
    assert "892.96" in [d.text for d in root.iter("del")]
    assert "902.96" in [d.text for d in root.iter("ins")]


def test_colours_and_order() -> None:
    old = example()
    lines = "\n".join(as_lines(compared(built("a", old, TEMPLATE), built("b", with_amount(old, 2), TEMPLATE)), colours=True))
    assert "\x1b[31m" in lines
    assert "[-" not in lines


def test_what_cannot_be_read_exits_2(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["diff", str(BOOK), str(tmp_path / "none.xlsx")]) == 2
    assert "不存在" in capsys.readouterr().err
