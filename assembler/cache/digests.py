"""By what a cache knows that nothing has changed: the digest of folders of files, and the identity of the program that made an entry."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from importlib.util import find_spec

LARGEST = 64 << 20
"""Bytes of all files of the folders together, beyond which nothing is kept."""

PACKAGES = ("figures", "narratives", "assembler", "jinja2", "markupsafe", "yaml", "lxml", "babel")
"""Whose code decides what a template becomes."""


def digest_of(folders: Iterable[str]) -> bytes | None:
    """The digest of all files in the folders, by their paths and contents; None where a link is among them, or they are too large.

    Links are not followed: what they lead to may be replaced by what a template may not read.
    """
    whole = sha256()
    left = LARGEST
    try:
        for number, folder in enumerate(folders):
            whole.update(f"{number}\n".encode())
            for path, entry in _files(folder, ""):
                if entry.is_symlink() or (left := left - entry.stat().st_size) < 0:
                    return None
                if entry.is_file():
                    with open(entry.path, "rb") as file:
                        data = file.read(LARGEST)
                    whole.update(f"{path}\n{len(data)}\n".encode())
                    whole.update(data)
    except (OSError, ValueError):
        return None
    return whole.digest()


@cache
def program_identity() -> bytes | None:
    """The digest of what the program is made of: this Python, and the places, sizes and times of all files of the packages at work.

    None where they are no files that can be looked at.

    A version number alone would not tell a program that is being worked on, or a library that was mended by hand.
    """
    try:
        return _packages_digest()
    except OSError:
        return None


def _packages_digest() -> bytes:
    whole = sha256(f"{sys.implementation.cache_tag} {sys.version} {sys.flags.optimize}\n".encode())
    for package in PACKAGES:
        spec = find_spec(package)
        for folder in (spec.submodule_search_locations if spec else None) or ():
            whole.update(f"{package} {folder}\n".encode())
            for path, entry in _files(folder, "", deep=package not in ("lxml", "babel")):
                if not entry.is_dir():
                    found = entry.stat()
                    whole.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return whole.digest()


def _files(folder: str, prefix: str, deep: bool = True) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """All that a folder holds, by path, in order; links to folders are told and not entered."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda e: e.name)
    for entry in entries:
        if not entry.is_dir(follow_symlinks=False):
            yield prefix + entry.name, entry
        elif deep and entry.name != "__pycache__":
            yield from _files(entry.path, f"{prefix}{entry.name}/")
