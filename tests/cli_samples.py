"""The sample's workbook with something spoilt, and what a command that cannot go on must say."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from yugong.cli import main

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "examples" / "zonggai-xuanchuan-2024.xlsx"
TEMPLATE = ROOT / "templates" / "shanxi" / "department-budget"
CHINESE = re.compile("[\u4e00-\u9fff]")

Captured = pytest.CaptureFixture[str]
Edit = Callable[[openpyxl.Workbook], object]


def edited(path: Path, edit: Edit) -> Path:
    """The sample's workbook with something changed."""
    book = openpyxl.load_workbook(SAMPLE)
    edit(book)
    book.save(path)
    return path


def sheet(book: openpyxl.Workbook, name: str) -> Worksheet:
    found = book[name]
    assert isinstance(found, Worksheet)
    return found


def heading(found: Worksheet, label: str) -> tuple[int, int]:
    """Row and column (from 1) of a heading."""
    for row in found.iter_rows(max_row=6):
        for cell in row:
            if isinstance(cell.value, str) and cell.value.strip("* ") == label:
                assert cell.row is not None
                assert cell.column is not None
                return cell.row, cell.column
    raise AssertionError(label)


def put(name: str, label: str, value: object, line: int = 1) -> Edit:
    """Sets the cell of a line below a heading."""

    def edit(book: openpyxl.Workbook) -> None:
        found = sheet(book, name)
        row, column = heading(found, label)
        found.cell(row + line, column).value = value  # type: ignore[assignment]

    return edit


def drop_column(name: str, label: str) -> Edit:
    return lambda book: sheet(book, name).delete_cols(heading(sheet(book, name), label)[1])


def drop_sheet(name: str) -> Edit:
    return lambda book: book.remove(book[name])


def drop_reasons(book: openpyxl.Workbook) -> None:
    found = sheet(book, "变动原因")
    found.delete_rows(heading(found, "原因")[0] + 1, 50)


def of_year(year: int) -> Edit:
    """Makes the figures those of another year."""

    def edit(book: openpyxl.Workbook) -> None:
        for row in sheet(book, "基本信息").iter_rows():
            for cell, value in pairwise(row):
                if cell.value == "预算年度":
                    value.value = year

    return edit


def refusal(arguments: list[str], capsys: Captured) -> str:
    """What a command says that cannot go on: exit 2, one Chinese sentence."""
    (line,) = refusal_lines(arguments, capsys)
    return line


def refusal_lines(arguments: list[str], capsys: Captured) -> list[str]:
    """What a command says that cannot go on for more than one reason: exit 2, a line of Chinese each."""
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    lines = captured.err.splitlines()
    assert lines[0].startswith("yugong：")
    for line in lines:
        assert CHINESE.search(line)
        assert not re.search(r"Traceback|Error\b|Errno|Exception", line)
    return lines


def only_file(folder: Path, *names: str) -> bool:
    return sorted(p.name for p in folder.iterdir()) == sorted(names)
