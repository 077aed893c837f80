"""A document edited in LibreOffice as a person would, saved and rebuilt: identities survive, and so does what was written."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import hand_edits as hand
import pytest
from test_rebuild import more

import yugong
from assembler.rebuild.carrying import read_payload
from assembler.rebuild.matching import match
from assembler.template import Template
from figures.budget import Budget
from yugong.rebuilding import rebuild_onto

SYSTEM_PYTHON = "/usr/bin/python3"
"""The Python that LibreOffice's own module belongs to."""
EDITOR = Path(__file__).with_name("edit_in_libreoffice.py")
EDITS = [
    ["replace", "主要包括：办公费", "主要用于办公费"],
    ["add_after", "核定内设机构", "本段由人添加，不应丢失。"],
    ["delete", "项目绩效目标表公开情况见附件"],
    ["bold", "纳入绩效目标管理的二级项目"],
    ["split", "本部门无机关运行"],
    ["insert_row", "国防支出", "人加的一行"],
]


def edited_in_office(data: bytes, folder: Path, steps: list[list[str]]) -> bytes:
    """The document as LibreOffice saves it after these steps."""
    source, target = folder / "source.docx", folder / "edited.docx"
    source.write_bytes(data)
    command = [SYSTEM_PYTHON, str(EDITOR), str(source), str(target), json.dumps(steps)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return target.read_bytes()


def surviving(data: bytes) -> tuple[int, int]:
    """How many identities are found by their bookmark, of how many."""
    edited = hand.Edited(data)
    blocks = read_payload(edited.parts).blocks
    return match(blocks, edited.stretches).by_name, len(blocks)


@pytest.mark.office
def test_saving_alone_changes_nothing(budget: Budget, template: Template, built: bytes, tmp_path: Path) -> None:
    saved = edited_in_office(built, tmp_path, [])
    found, blocks = surviving(saved)
    assert found == blocks, "every identity survives"
    assert rebuild_onto(saved, budget, template).data == saved


@pytest.mark.office
def test_edits_survive_a_changed_figure(budget: Budget, template: Template, built: bytes, tmp_path: Path) -> None:
    saved = edited_in_office(built, tmp_path, EDITS)
    found, blocks = surviving(saved)
    assert found == blocks - 1, "every identity survives but that of the deleted paragraph"
    lines = list(budget.expenditure)
    lines[3] = replace(lines[3], amount=lines[3].amount + Decimal(1_234_500))
    changed = replace(budget, expenditure=tuple(lines))
    rebuilt = rebuild_onto(saved, changed, template)
    edited = hand.Edited(rebuilt.data)
    text = edited.text()
    assert all(words in text for words in ("主要用于办公费", "本段由人添加，不应丢失。", "人加的一行"))
    assert "项目绩效目标表公开情况见附件" not in text
    assert hand.is_bold(next(s for s in edited.stretches if "纳入绩效目标管理的二级项目" in s.text))
    fresh = hand.Edited(yugong.build(changed, template).to_bytes()).text()
    assert "892.96" not in text
    assert text.count("1016.41") == fresh.count("1016.41") > 0
    assert [f.code for f in rebuilt.findings if f.code in ("待定文字", "手填数字", "不再生成")] == []
    assert rebuild_onto(rebuilt.data, changed, template).data == rebuilt.data


@pytest.mark.office
def test_saved_twice_with_figures_typed_and_copied(tmp_path: Path, budget: Budget, template: Template, built: bytes) -> None:
    """What is told stays told through LibreOffice, charts are not taken for typed ones, and rows put elsewhere are known."""
    steps = [
        ["replace", "本年收入892.96万元", "本年收入九百五十万元"],
        ["add_after", "核定内设机构", "本段由人添加，总计892.96万元。"],
    ]
    data = edited_in_office(edited_in_office(built, tmp_path, steps), tmp_path, [])
    assert not [f for f in rebuild_onto(data, budget, template).findings if f.place.block.startswith("图/")]
    told = rebuild_onto(data, more(budget), template)
    saved = edited_in_office(told.data, tmp_path, [])
    for rebuilt in (told, rebuild_onto(saved, more(budget), template)):
        assert {f.code: f.found for f in rebuilt.findings if f.code in ("手填数字", "旧数")} == {
            "手填数字": "九百五十万元",
            "旧数": "892.96万元",
        }
        assert rebuilt.undecided == 2
        assert "本段由人添加" in hand.Edited(rebuilt.data).text()
    assert not [f for f in rebuild_onto(saved, budget, template).findings if f.code == "旧数"]
