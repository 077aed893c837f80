"""Where the cache is, and when there is none."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from assembler.cache.folder import OFF, VARIABLE, cache_folder

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the folders and bits of POSIX")


def test_the_variable_moves_it_or_switches_it_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cache_folder({VARIABLE: str(tmp_path / "a" / "b")}) == str(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").stat().st_mode & 0o777 == 0o700
    for word in (*OFF, "OFF"):
        assert cache_folder({VARIABLE: word, "HOME": str(tmp_path)}) is None
    monkeypatch.chdir(tmp_path)
    assert cache_folder({VARIABLE: "relative"}) == str(tmp_path / "relative")


@pytest.mark.skipif(sys.platform == "darwin", reason="Library/Caches there")
def test_by_default_it_is_in_the_users_cache(tmp_path: Path) -> None:
    home, caches = tmp_path / "home", tmp_path / "caches"
    home.mkdir()
    assert cache_folder({"HOME": str(home)}) == str(home / ".cache" / "yugong")
    assert cache_folder({"HOME": str(home), "XDG_CACHE_HOME": str(caches)}) == str(caches / "yugong")
    assert cache_folder({"HOME": str(home), "XDG_CACHE_HOME": "relative"}) == str(home / ".cache" / "yugong")


def test_a_home_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    assert cache_folder({"HOME": str(tmp_path / "nobody")}) is None
    assert cache_folder({"HOME": "nobody"}) is None
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_others_could_write_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine, linked, file = tmp_path / "mine", tmp_path / "linked", tmp_path / "file"
    mine.mkdir(mode=0o700)
    linked.symlink_to(mine)
    file.write_text("")
    assert cache_folder({VARIABLE: str(mine)}) == str(mine)
    for place in (linked, file, file / "below", "no\0name"):
        assert cache_folder({VARIABLE: str(place)}) is None
    for mode in (0o770, 0o707):
        mine.chmod(mode)
        assert cache_folder({VARIABLE: str(mine)}) is None
    mine.chmod(0o700)
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert cache_folder({VARIABLE: str(mine)}) is None
