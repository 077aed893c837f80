"""The fingerprint of a template: the digest of all its files and of those of the templates that it extends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path


def fingerprint(folders: Iterable[Path]) -> str:
    """The digest of the files in these folders, by their paths and contents."""
    whole = sha256()
    for folder in folders:
        for path, data in _files(folder, ""):
            whole.update(f"{path}\n{len(data)}\n".encode())
            whole.update(data)
    return whole.hexdigest()


def _files(folder: Path, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _files(entry, f"{prefix}{entry.name}/")
        elif entry.is_file():
            yield prefix + entry.name, entry.read_bytes()
