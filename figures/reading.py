"""Figures from a file: a workbook or JSON, told apart by content, with last year's beside them."""

from __future__ import annotations

import codecs
from dataclasses import replace
from pathlib import Path

from figures.budget import Budget
from figures.workbook.container import LARGEST_FILE, MIB, ReadError
from figures.workbook.reading import read_workbook

__all__ = ["ReadError", "looks_like_json", "read_bytes", "read_content", "read_figures"]

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_figures(path: Path, last_year: Path | None = None) -> Budget:
    """The budget in the workbook or JSON file at `path`; `last_year`, a file of either form, becomes its last year.

    A last year that JSON brings along gives way to the file named. Raises ReadError, its message one Chinese sentence that
    names the file, for what cannot be read at all; everything less is a finding of the budget (last year's stay there).
    """
    budget = read_bytes(read_content(path), path.name)
    if last_year is None:
        return budget
    return replace(budget, last_year=read_bytes(read_content(last_year), last_year.name))


def read_bytes(data: bytes, name: str = "") -> Budget:
    """The budget in the bytes of a workbook or JSON file that messages call `name`. Raises ReadError."""
    try:
        if looks_like_json(data):
            from figures.exchange import from_json

            return from_json(data, name)
        return read_workbook(data, name)
    except ReadError as failure:
        raise ReadError(f"“{name}”：{failure}" if name else str(failure)) from failure


def looks_like_json(data: bytes) -> bool:
    """Whether bytes begin as JSON does."""
    start = data[:200].removeprefix(codecs.BOM_UTF8).lstrip()
    return start.startswith((b"{", b"[", *_UTF16))


def read_content(path: Path) -> bytes:
    """A regular file's bytes, looked at for size before it is read; ReadError where there is none to be read."""
    try:
        if path.is_dir():
            raise ReadError(f"“{path}”是文件夹，不是文件：请写明文件名")
        if not path.is_file():
            raise ReadError(f"“{path}”{'不是文件' if path.exists() else '不存在'}：请核对路径")
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise ReadError(f"“{path.name}”有{size // MIB}MB，超过{LARGEST_FILE // MIB}MB的上限")
        return path.read_bytes()
    except PermissionError as failure:
        raise ReadError(f"“{path}”没有读取权限，或正被其他程序独占：请关闭后再试") from failure
    except (OSError, ValueError) as failure:
        raise ReadError(f"“{path}”无法读取：请核对路径") from failure
