"""Writing a file whole or not at all, and never over somebody's hand edits."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from glob import escape
from pathlib import Path
from typing import IO

from assembler.word.seal import is_untouched
from yugong.file_errors import SavingError, why_not_written

if sys.platform != "win32":
    import fcntl

_TEMPORARY = ".tmp"
_OLD = 600.0
"""Seconds after which a temporary file that no process holds is swept away: one that was just made is not held yet."""


def check_document_name(path: Path | None) -> None:
    """SavingError where a document would get the name of another kind of file."""
    if path is not None and not path.is_dir() and path.suffix.lower() != ".docx":
        raise SavingError(f"文档的文件名请用 .docx 结尾，现为 {path}")


_NO_REPORTS = (".docx", ".doc", ".wps", ".xlsx", ".xls", ".et", ".ods")


def check_report_name(path: Path, read: Iterable[Path | None]) -> None:
    """SavingError where a report would take the place of a file that was `read` for it, or get the name of a document or a workbook."""
    for other in read:
        if other is not None and path.exists() and other.exists() and path.samefile(other):
            raise SavingError(f"没有改动 {path}：它就是用来比较的文件，请用 -o 另写一个文件名")
    if path.suffix.lower() in _NO_REPORTS:
        raise SavingError(f"结果不是 {path.suffix} 文件：文件名请用 .txt、.html 或 .json 结尾，现为 {path}")


def save_whole(path: Path, data: bytes, force: bool = False, check_edits: bool = True) -> None:
    """Writes `data` to `path` by way of a temporary file beside it.

    A document there that is not exactly as this program wrote it is kept: SavingError, or with `force` a copy beside it (….bak).
    """
    try:
        if path.is_file() and check_edits and not is_untouched(path.read_bytes()):
            if not force:
                raise SavingError(
                    f"{path} 已存在，并且不是本程序原样生成的（可能有人改过），没有覆盖；请用 -o 换一个文件名，用 build --onto 在它上面更新，或用 build --force 覆盖（原文件另存为 .bak）"
                )
            keep_copy(path, path.read_bytes())
        _write(path, data)
    except OSError as error:
        raise SavingError(f"不能写入 {path}：{why_not_written(error)}") from None


def keep_copy(path: Path, data: bytes) -> None:
    """Keeps what stood in `path` beside it: in ….bak, or the first of ….bak2, ….bak3, … that is not there yet, since an earlier copy is
    kept too; nowhere when the last one has it already. SavingError when it cannot be written."""
    copy = path.with_name(f"{path.name}.bak")
    number, last = 2, None
    while copy.exists():
        last, copy, number = copy, path.with_name(f"{path.name}.bak{number}"), number + 1
    try:
        if last is None or last.read_bytes() != data:
            _write(copy, data)
    except OSError as error:
        raise SavingError(f"不能写入 {copy}：{why_not_written(error)}") from None


def _write(path: Path, data: bytes) -> None:
    _sweep(path)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=_TEMPORARY, dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            with suppress(OSError):  # a file system without locks
                _hold(file)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _sweep(path: Path) -> None:
    """Takes away what runs that were killed left beside `path`, never the file of one that is still at work, even if it was stopped
    for long."""
    for left in path.parent.glob(f".{escape(path.name)}.*{_TEMPORARY}"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _OLD:
                with left.open("rb") as file:
                    _hold(file)
                left.unlink()


def _hold(file: IO[bytes]) -> None:
    """Holds an open file as long as it is open or the process lives; OSError where another one does. Windows itself lets nobody
    take away a file that another process has open."""
    if sys.platform != "win32":
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
