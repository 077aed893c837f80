"""The table of rules that officers read is that of the code, and no code is missing from it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from figures.checks.catalogue import SUBJECTS, catalogue

ROOT = Path(__file__).parents[2]
CODES = {"Finding": 0, "Remark": 1}
CODES_IN_READING = {**CODES, "error": 0, "doubt": 0, "_tell": 0}
"""Which argument of a function is a code."""
READING = ("figures/workbook", "figures/exchange.py")
SOURCES = (
    "figures",
    *READING,
    "narratives",
    "assembler/describing.py",
    "assembler/noting.py",
    "assembler/rebuild",
    "yugong/document_wins.py",
    "yugong/onto.py",
    "yugong/rebuilding.py",
    "yugong/api.py",
    "yugong/printing.py",
)


def listed() -> list[str]:
    return [rule.code for _, rules in SUBJECTS for rule in rules]


def literal_codes() -> Iterator[tuple[str, str]]:
    """Every code that is written where findings are made, with its file."""
    for source in SOURCES:
        path = ROOT / source
        positions = CODES_IN_READING if source in READING else CODES
        for file in path.rglob("*.py") if path.is_dir() else [path]:
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                    position = positions.get(called)
                    if position is not None and len(node.args) > position:
                        for constant in ast.walk(node.args[position]):
                            if isinstance(constant, ast.Constant) and isinstance(constant.value, str):
                                yield constant.value, file.name


def test_the_document_is_up_to_date() -> None:
    written = (ROOT / "docs" / "核对规则.md").read_text(encoding="utf-8")
    assert written == catalogue(), "请运行 python -m figures.checks.catalogue > docs/核对规则.md"


def test_each_code_is_listed_once() -> None:
    codes = listed()
    assert len(set(codes)) == len(codes)


def test_codes_reported_anywhere_are_listed() -> None:
    known = set(listed())
    assert [(code, file) for code, file in literal_codes() if code not in known] == []
