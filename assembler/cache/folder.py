"""Where the cache is, and whether it may be used: a folder of this user's own that nobody else can write."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Mapping

VARIABLE = "YUGONG_CACHE"
"""The environment variable that moves the cache to another folder, or switches it off."""

OFF = frozenset({"", "0", "off", "no", "none"})
OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def cache_folder(environment: Mapping[str, str] = os.environ) -> str | None:
    """The folder of the cache, made where it is missing; None where there is to be none, or where it cannot or must not be used."""
    wanted = _wanted(environment)
    if wanted is None:
        return None
    try:
        os.makedirs(wanted, mode=0o700, exist_ok=True)
        return wanted if is_private(os.lstat(wanted), stat.S_ISDIR) else None
    except (OSError, ValueError):
        return None


def _wanted(environment: Mapping[str, str]) -> str | None:
    chosen = environment.get(VARIABLE)
    if chosen is not None:
        return None if chosen.lower() in OFF else os.path.abspath(chosen)
    base = _base(environment)
    # A home that does not exist, as services have it, is not made.
    return os.path.join(base, "yugong") if os.path.isabs(base) and os.path.isdir(os.path.dirname(base)) else None


def _base(environment: Mapping[str, str]) -> str:
    """The folder in which the system keeps what can be made anew."""
    if sys.platform == "win32":
        return environment.get("LOCALAPPDATA", "")
    home = environment.get("HOME") or os.path.expanduser("~")
    if sys.platform == "darwin":
        return os.path.join(home, "Library", "Caches")
    given = environment.get("XDG_CACHE_HOME", "")
    return given if os.path.isabs(given) else os.path.join(home, ".cache")


def is_private(found: os.stat_result, is_kind: Callable[[int], bool]) -> bool:
    """Whether a folder or file is of that kind (a link is not), belongs to this user, and is closed to the writing of others.

    On Windows %LOCALAPPDATA% is the user's own by its access list, and the bits tell nothing.
    """
    if not is_kind(found.st_mode):
        return False
    return sys.platform == "win32" or (found.st_uid == os.geteuid() and not found.st_mode & OTHERS_WRITE)
