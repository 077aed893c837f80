"""Writing figures to a new file, as a workbook or as JSON."""

from __future__ import annotations

from pathlib import Path

from figures.budget import Budget
from figures.exchange import to_json
from figures.workbook.writing import write_workbook
from yugong.file_errors import SavingError
from yugong.saving import save_whole


def figures_bytes(path: Path, budget: Budget) -> bytes:
    """Figures as a workbook or as JSON, as the name of their file says; SavingError when it ends neither in .xlsx nor in .json."""
    suffix = path.suffix.lower()
    if suffix not in (".xlsx", ".json"):
        raise SavingError(f"不知道怎样写 {path}：请用 .json 或 .xlsx 结尾")
    return write_workbook(budget) if suffix == ".xlsx" else to_json(budget).encode()


def save_figures(path: Path, budget: Budget) -> None:
    """Writes figures to a file that is not there yet; SavingError when it is, or when its name ends neither in .xlsx nor in .json."""
    data = figures_bytes(path, budget)
    if path.exists():
        raise SavingError(f"{path} 已存在，没有覆盖；请换一个文件名")
    save_whole(path, data, check_edits=False)
