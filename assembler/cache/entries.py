"""The entries of the cache: bytes under a key, read whole or not at all, written whole or not at all, and never too many of them."""

from __future__ import annotations

import os
import stat
import time
from hashlib import sha256

from assembler.cache.folder import is_private

SUFFIX = ".entry"
MOST_ENTRIES = 40
LARGEST = 16 << 20
"""Entries that are kept, the newest; bytes of one."""

ABANDONED = 3600.0
"""Seconds after which the temporary file of a process that ended in the middle is taken away."""

_MAGIC = b"yugong cache 1\n"
_HEAD = len(_MAGIC) + 32
_READING = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
_WRITING = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def read_entry(folder: str, key: str) -> bytes | None:
    """What is kept under `key`; None where there is nothing, or nothing that can be trusted to be what was written.

    A link, a file with other names elsewhere, of another user or open to the writing of others, a torn or altered one: none of these is read.
    """
    try:
        handle = os.open(os.path.join(folder, key + SUFFIX), _READING)
    except (OSError, ValueError):
        return None
    try:
        with os.fdopen(handle, "rb") as file:
            found = os.fstat(handle)
            if not is_private(found, stat.S_ISREG) or found.st_nlink > 1 or found.st_size > LARGEST:
                return None
            data = file.read(LARGEST + 1)
    except OSError:
        return None
    content = data[_HEAD:]
    return content if data[:_HEAD] == _head(key, content) else None


def write_entry(folder: str, key: str, content: bytes) -> None:
    """Keeps `content` under `key`, in place of what was there; where that is not possible, nothing happens."""
    if len(content) + _HEAD > LARGEST:
        return
    # Every writer has a file of its own and renames it into place: who reads finds the old entry or the new one.
    temporary = os.path.join(folder, f".{key}.{os.getpid()}.{time.monotonic_ns()}")
    try:
        handle = os.open(temporary, _WRITING, 0o600)
    except (OSError, ValueError):
        return
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_head(key, content) + content)
        os.replace(temporary, os.path.join(folder, key + SUFFIX))
        _prune(folder)
    except OSError:
        _remove(temporary)


def _head(key: str, content: bytes) -> bytes:
    return _MAGIC + sha256(key.encode() + b"\n" + content).digest()


def _prune(folder: str) -> None:
    """Takes away the oldest entries beyond the number that is kept, and temporary files that nobody will finish."""
    entries: list[tuple[float, str]] = []
    now = time.time()
    with os.scandir(folder) as found:
        for file in found:
            if file.is_file(follow_symlinks=False):
                written = file.stat(follow_symlinks=False).st_mtime
                if file.name.endswith(SUFFIX):
                    entries.append((written, file.path))
                elif file.name.startswith(".") and now - written > ABANDONED:
                    _remove(file.path)
    for _, path in sorted(entries, reverse=True)[MOST_ENTRIES:]:
        _remove(path)


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        return
