"""Why a file cannot be read or written, in Chinese: the system says it in its own language."""

from __future__ import annotations

import errno


class SavingError(Exception):
    """A file that was not written, in one Chinese sentence."""


_LOCKED = "或文件正被其他程序打开"
_NO_FOLDER = "所在的文件夹不存在"
_READING = {
    errno.ENOENT: "没有这个文件，请核对路径",
    errno.ENOTDIR: f"{_NO_FOLDER}，请核对路径",
    errno.EISDIR: "这是一个文件夹，请写明文件名",
    errno.EACCES: f"没有读取的权限，{_LOCKED}",
    errno.EPERM: f"没有读取的权限，{_LOCKED}",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ELOOP: "路径中的链接互相指来指去",
}
_WRITING = {
    errno.ENOENT: f"{_NO_FOLDER}，请先建立",
    errno.ENOTDIR: f"{_NO_FOLDER}，请先建立",
    errno.EISDIR: "这是一个文件夹，请写明文件名",
    errno.EACCES: f"没有写入的权限，{_LOCKED}",
    errno.EPERM: f"没有写入的权限，{_LOCKED}",
    errno.EROFS: "所在的磁盘只能读",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已满",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ELOOP: "路径中的链接互相指来指去",
}


def why_not_read(error: OSError) -> str:
    """Why a file could not be read."""
    return _READING.get(error.errno or 0) or _other(error)


def why_not_written(error: OSError) -> str:
    """Why a file could not be written."""
    return _WRITING.get(error.errno or 0) or _other(error)


def _other(error: OSError) -> str:
    return f"系统返回错误 {error.errno}" if error.errno else "系统没有说明原因"
