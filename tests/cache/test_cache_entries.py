"""Entries of the cache: what was written comes back whole or not at all, whatever happened to the file, and their number is bounded."""

from __future__ import annotations

import os
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembler.cache import entries
from assembler.cache.entries import MOST_ENTRIES, SUFFIX, read_entry, write_entry

KEY = "ab12"
contents = st.binary(max_size=300)


def file_of(folder: Path | str, key: str = KEY) -> Path:
    return Path(folder) / (key + SUFFIX)


@given(contents, contents)
def test_what_was_written_last_is_read(first: bytes, last: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert read_entry(folder, KEY) is None
        for content in (first, last):
            write_entry(folder, KEY, content)
            assert read_entry(folder, KEY) == content
        assert [f.name for f in Path(folder).iterdir()] == [KEY + SUFFIX]


@given(contents, st.data())
def test_an_entry_that_is_not_as_it_was_written_is_not_read(content: bytes, data: st.DataObject) -> None:
    """Bits flipped anywhere, cut short anywhere, or with something appended."""
    with tempfile.TemporaryDirectory() as folder:
        write_entry(folder, KEY, content)
        file = file_of(folder)
        written = file.read_bytes()
        position = data.draw(st.integers(0, len(written) - 1))
        flipped = written[position] ^ data.draw(st.integers(1, 255))
        spoilt = data.draw(
            st.sampled_from(
                [written[:position] + bytes([flipped]) + written[position + 1 :], written[:position], written + b"\0"]
            )
        )
        file.write_bytes(spoilt)
        assert read_entry(folder, KEY) is None
        write_entry(folder, KEY, content)
        assert read_entry(folder, KEY) == content


def test_an_entry_under_the_name_of_another_is_not_read(tmp_path: Path) -> None:
    write_entry(str(tmp_path), KEY, b"x")
    file_of(tmp_path).rename(file_of(tmp_path, "cd34"))
    assert read_entry(str(tmp_path), "cd34") is None


def test_links_and_files_open_to_others_are_not_read(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "cache", tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere.mkdir()
    write_entry(str(elsewhere), KEY, b"x")
    file_of(folder).symlink_to(file_of(elsewhere))
    assert read_entry(str(folder), KEY) is None
    file_of(folder).unlink()
    os.link(file_of(elsewhere), file_of(folder))
    assert read_entry(str(folder), KEY) is None
    file_of(elsewhere).unlink()
    assert read_entry(str(folder), KEY) == b"x"
    for mode in (0o620, 0o602):
        file_of(folder).chmod(mode)
        assert read_entry(str(folder), KEY) is None


def test_a_file_of_another_user_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_entry(str(tmp_path), KEY, b"x")
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert read_entry(str(tmp_path), KEY) is None


def test_what_is_no_file_is_neither_read_nor_waited_for(tmp_path: Path) -> None:
    os.mkfifo(file_of(tmp_path))
    file_of(tmp_path, "folder").mkdir()
    for key in (KEY, "folder", "no\0name"):
        assert read_entry(str(tmp_path), key) is None
    write_entry(str(tmp_path), "folder", b"x")
    write_entry(str(tmp_path), "no\0name", b"x")
    assert sorted(f.name for f in tmp_path.iterdir()) == [KEY + SUFFIX, "folder" + SUFFIX]


def test_a_link_is_replaced_not_written_through(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("mine")
    file_of(tmp_path).symlink_to(precious)
    write_entry(str(tmp_path), KEY, b"x")
    assert (precious.read_text(), read_entry(str(tmp_path), KEY)) == ("mine", b"x")


def test_entries_are_for_the_user_alone(tmp_path: Path) -> None:
    previous = os.umask(0)
    try:
        write_entry(str(tmp_path), KEY, b"x")
    finally:
        os.umask(previous)
    assert file_of(tmp_path).stat().st_mode & 0o777 == 0o600


def test_where_nothing_can_be_written_nothing_happens(tmp_path: Path) -> None:
    write_entry(str(tmp_path / "missing"), KEY, b"x")
    write_entry(str(tmp_path), KEY, b"x" * entries.LARGEST)
    assert list(tmp_path.iterdir()) == []


def test_the_oldest_entries_and_abandoned_files_go(tmp_path: Path) -> None:
    now = time.time()
    for number in range(MOST_ENTRIES + 5):
        write_entry(str(tmp_path), f"{number:03}", b"x")
        os.utime(file_of(tmp_path, f"{number:03}"), (now + number - 999, now + number - 999))
    (tmp_path / "others.txt").write_text("not ours")
    for name, age in ((".old.1.1", 2 * entries.ABANDONED), (".young.1.1", 0)):
        (tmp_path / name).write_bytes(b"half")
        os.utime(tmp_path / name, (now - age, now - age))
    write_entry(str(tmp_path), "last", b"x")
    write_entry(str(tmp_path), "last2", b"x")
    names = {f.name for f in tmp_path.iterdir()}
    assert len([n for n in names if n.endswith(SUFFIX)]) == MOST_ENTRIES
    assert {"last" + SUFFIX, "others.txt", ".young.1.1"} <= names
    assert not {"000" + SUFFIX, ".old.1.1"} & names


def _write_and_read(folder: str, number: int) -> int:
    """How often another thing was read than one process wrote whole."""
    wrong = 0
    for n in range(40):
        write_entry(folder, KEY, bytes([number]) * (1000 + 50 * n))
        found = read_entry(folder, KEY)
        wrong += found is None or len(set(found)) != 1
    return wrong


def test_processes_do_not_collide(tmp_path: Path) -> None:
    with ProcessPoolExecutor(3, get_context("spawn")) as pool:
        assert list(pool.map(_write_and_read, [str(tmp_path)] * 3, range(3))) == [0, 0, 0]
    assert [f.name for f in tmp_path.iterdir()] == [KEY + SUFFIX]
