"""The document follows the workbook through every way in which office programs save."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from diff_pairs import example, with_amount

from assembler.word.seal import is_untouched
from figures.declared import DeclarationError
from figures.exchange import to_json
from figures.reading import ReadError
from yugong.saving import SavingError
from yugong.watching import Rebuilder, Rebuilt, follow

PATIENCE = 20.0
TROUBLES = (ReadError, DeclarationError, SavingError)


def figures(more: int) -> bytes:
    return to_json(with_amount(example(), 2, example().expenditure[2].amount * more)).encode()


class Watch:
    """A watch in a thread of its own, and what it told."""

    def __init__(self, folder: Path) -> None:
        self.book, self.out = folder / "预算.json", folder / "公开.docx"
        self.book.write_bytes(figures(0))
        self.told: list[Rebuilt] = []
        self.failed: list[str] = []
        self._stop = threading.Event()
        rebuilder = Rebuilder(self.book, None, None)
        arguments = (rebuilder, self.out, self.told.append, lambda e: self.failed.append(str(e)), TROUBLES, self._stop)
        self._thread = threading.Thread(target=follow, args=arguments)
        self._thread.start()
        self.wait(1)
        time.sleep(0.5)

    def wait(self, told: int, failed: int = 0) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and (len(self.told) < told or len(self.failed) < failed):
            time.sleep(0.02)
        assert (len(self.told), len(self.failed)) == (told, failed)

    def end(self) -> None:
        self._stop.set()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watch]:
    watch = Watch(tmp_path)
    yield watch
    watch.end()


def test_a_file_written_in_place(watched: Watch) -> None:
    watched.book.write_bytes(figures(1))
    watched.wait(2)
    changes = watched.told[1].changes
    assert changes is not None
    assert changes.records is not None
    assert len(changes.records.this_year) == 1
    assert is_untouched(watched.out.read_bytes())


def test_a_temporary_file_renamed_into_place_beside_a_lock_file(watched: Watch) -> None:
    """As Excel does it: a lock file while it is open, the new file under another name, the old one away, the new one in its place."""
    lock, new, old = (watched.book.with_name(n) for n in ("~$预算.json", "7A3F1000", "1B2C.tmp"))
    lock.write_bytes(b"lock")
    new.write_bytes(figures(1))
    watched.book.rename(old)
    time.sleep(0.05)
    new.rename(watched.book)
    old.unlink()
    watched.wait(2)
    lock.unlink()
    time.sleep(1)
    watched.wait(2)


def test_a_file_written_in_steps_is_built_once_it_is_whole(watched: Watch) -> None:
    data = figures(2)
    with watched.book.open("wb") as file:
        for start in range(0, len(data), len(data) // 4):
            file.write(data[start : start + len(data) // 4])
            file.flush()
            time.sleep(0.1)
    watched.wait(2)


def test_a_broken_file_is_told_and_the_last_document_stays(watched: Watch) -> None:
    before = watched.out.read_bytes()
    watched.book.write_bytes(b'{"spoilt')
    watched.wait(1, 1)
    assert watched.out.read_bytes() == before
    watched.book.write_bytes(figures(3))
    watched.wait(2, 1)


def test_a_document_edited_by_hand_is_not_overwritten(watched: Watch) -> None:
    watched.out.write_bytes(b"edited")
    watched.book.write_bytes(figures(1))
    watched.wait(1, 1)
    assert watched.out.read_bytes() == b"edited"
    assert "没有覆盖" in watched.failed[0]


def test_the_same_facts_saved_again_are_nothing_new(watched: Watch) -> None:
    watched.book.write_bytes(figures(0))
    time.sleep(1.5)
    watched.wait(1)


def started(book: Path, out: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "yugong.cli", "watch", str(book), "-o", str(out)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, cwd=Path(__file__).parents[2], **pipes)  # type: ignore[call-overload, no-any-return]


def test_ctrl_c_ends_it_cleanly(tmp_path: Path) -> None:
    book, out = tmp_path / "b.json", tmp_path / "o.docx"
    book.write_bytes(figures(0))
    process = started(book, out)
    end = time.monotonic() + PATIENCE
    while not out.exists() and time.monotonic() < end:
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    told, noted = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert "已生成" in told
    assert "已结束" in noted
    assert "Traceback" not in noted


def test_killed_at_any_instant_the_document_is_whole(tmp_path: Path) -> None:
    book, out = tmp_path / "b.json", tmp_path / "o.docx"
    versions = [figures(n) for n in range(2)]
    book.write_bytes(versions[0])
    chance = random.Random(12)
    for round_ in range(8):
        process = started(book, out)
        try:
            end = time.monotonic() + 0.3 + chance.random() * 1.2
            latest = end + 60 if round_ == 7 else end  # the last one lives until it has written something
            while time.monotonic() < end or (not out.exists() and time.monotonic() < latest):
                book.write_bytes(versions[round_ % 2])
                time.sleep(0.05)
                book.write_bytes(versions[1 - round_ % 2])
                time.sleep(0.05)
        finally:
            os.kill(process.pid, signal.SIGKILL)
            process.communicate()
        assert not out.exists() or is_untouched(out.read_bytes())
    assert out.exists()
