"""The document follows the workbook through every way in which office programs save."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from diff_pairs import example, with_amount

from assembler import describing
from assembler.pages import survey
from assembler.word import package
from assembler.word.seal import is_untouched
from figures.declared import DeclarationError
from figures.exchange import to_json
from figures.reading import ReadError
from yugong import watching
from yugong.file_errors import SavingError
from yugong.watching import Rebuilder, Rebuilt, attempt, follow

PATIENCE = 20.0
KILLED = {"watch": 100, "revisions": 100, "command": 25}
"""Processes killed, of each kind."""
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


def as_excel(book: Path, data: bytes) -> None:
    """A lock file while it is open; the new file beside the old one, the old one renamed to a backup, which goes at last."""
    lock, new, backup = (book.with_name(n) for n in ("~$预算.json", "7A3F1000", "1B2C.tmp"))
    lock.write_bytes(b"lock")
    new.write_bytes(data)
    book.rename(backup)
    time.sleep(0.05)
    new.rename(book)
    backup.unlink()
    lock.unlink()


def as_wps(book: Path, data: bytes) -> None:
    """A lock file, and a hidden temporary file moved over the old one."""
    lock, new = book.with_name(".~预算.json"), book.with_name("~wps1234.tmp")
    lock.write_bytes(b"lock")
    new.write_bytes(data)
    new.replace(book)
    lock.unlink()


def as_libreoffice(book: Path, data: bytes) -> None:
    """A lock file; the old file cut to nothing and written in place."""
    lock = book.with_name(".~lock.预算.json#")
    lock.write_text(",user,host,;")
    with book.open("r+b") as file:
        file.truncate(0)
        file.flush()
        time.sleep(0.05)
        file.write(data)
    lock.unlink()


def slowly(book: Path, data: bytes) -> None:
    """In steps, over a network for instance."""
    with book.open("wb") as file:
        for start in range(0, len(data), len(data) // 5):
            file.write(data[start : start + len(data) // 5])
            file.flush()
            time.sleep(0.1)


def gone_for_a_moment(book: Path, data: bytes) -> None:
    """Deleted, and there again before anybody is told."""
    book.unlink()
    time.sleep(0.25)
    book.write_bytes(data)


@pytest.mark.parametrize("save", [as_excel, as_wps, as_libreoffice, slowly, gone_for_a_moment])
def test_as_programs_save(watched: Watch, save: Callable[[Path, bytes], None]) -> None:
    for number in (1, 2):
        save(watched.book, figures(number))
        watched.wait(number + 1)
        assert watched.told[number].changes
    time.sleep(0.8)
    watched.wait(3)
    assert not list(watched.book.parent.glob("*.tmp"))


def test_a_file_that_is_gone_for_long_is_told_and_taken_up_again(watched: Watch) -> None:
    watched.book.unlink()
    watched.wait(1, 1)
    watched.book.mkdir()
    watched.wait(1, 2)
    watched.book.rmdir()
    watched.book.write_bytes(figures(1))
    end = time.monotonic() + PATIENCE
    while len(watched.told) < 2 and time.monotonic() < end:
        time.sleep(0.02)
    assert len(watched.told) == 2


def test_only_a_new_date_of_the_file_is_nothing_new(watched: Watch) -> None:
    os.utime(watched.book)
    time.sleep(1)
    watched.wait(1)


def test_each_save_costs_one_reading_and_one_describing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is slow is bounded by counting, since time cannot gate: everything is done once, and nothing for figures as before."""
    counts: Counter[str] = Counter()

    def counted(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            counts[name] += 1
            return function(*arguments, **named)

        return call

    places = {
        "load": (watching, "loaded_template"),
        "read": (watching, "read_bytes"),
        "write": (watching, "save_whole"),
        "describe": (describing, "describe"),
        "survey": (survey, "survey"),
        "package": (package.DocumentWriter, "write"),
        "compare": (watching, "compared"),
    }
    for name, (module, function) in places.items():
        monkeypatch.setattr(module, function, counted(name, getattr(module, function)))
    book, last, out = (tmp_path / n for n in ("b.json", "l.json", "o.docx"))
    book.write_bytes(figures(0))
    last.write_bytes(figures(0))
    rebuilder = Rebuilder(book, last, None)

    def step() -> dict[str, int]:
        counts.clear()
        assert attempt(rebuilder, out, lambda _: None, TROUBLES) is None
        return dict(counts)

    once = {"describe": 1, "survey": 1, "package": 1, "write": 1}
    assert step() == {"load": 1, "read": 2, **once}
    assert step() == {}
    for number in (1, 2):
        book.write_bytes(figures(number))
        assert step() == {"read": 1, "compare": 1, **once}
    os.utime(book)
    assert step() == {}
    book.write_bytes(figures(2) + b"\n")
    assert step() == {"read": 1}
    assert step() == {}


def started(book: Path, out: Path, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "yugong.cli", "watch", str(book), "-o", str(out), *options]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, cwd=Path(__file__).parents[2], **pipes)  # type: ignore[call-overload, no-any-return]


@pytest.mark.parametrize("wait", [0.0, 0.004, 0.03, 0.3])
def test_ctrl_c_ends_it_cleanly(tmp_path: Path, wait: float) -> None:
    """Also in the midst of a rebuild: the figures are saved just before."""
    book, out = tmp_path / "b.json", tmp_path / "o.docx"
    book.write_bytes(figures(0))
    process = started(book, out)
    end = time.monotonic() + PATIENCE
    while not out.exists() and time.monotonic() < end:
        time.sleep(0.02)
    time.sleep(0.5)
    book.write_bytes(figures(1))
    time.sleep(0.04 + wait)
    process.send_signal(signal.SIGINT)
    told, noted = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert "已生成" in told
    assert noted.splitlines()[-1] == "已结束"
    assert "Traceback" not in noted
    assert "Interrupt" not in noted
    assert is_untouched(out.read_bytes())
    assert sorted(p.name for p in tmp_path.iterdir()) == ["b.json", "o.docx"]


def test_each_rebuild_is_a_line_of_json_where_programs_ask_for_it(tmp_path: Path) -> None:
    book, out = tmp_path / "b.json", tmp_path / "o.docx"
    book.write_bytes(figures(0))
    process = started(book, out, "--format", "json")
    assert process.stdout is not None
    first = json.loads(process.stdout.readline())
    time.sleep(0.5)
    book.write_bytes(figures(1))
    second = json.loads(process.stdout.readline())
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=PATIENCE)
    assert (first["output"], first["changes"]) == (str(out), None)
    assert second["changes"]["counts"]["数据记录"] == 1
    assert [f["code"] for f in second["findings"]] == [f["code"] for f in first["findings"]]


@pytest.mark.parametrize("what", KILLED)
def test_killed_at_any_instant_the_document_is_whole(tmp_path: Path, what: str) -> None:
    script = Path(__file__).with_name("killed_writers.py")
    command = [sys.executable, str(script), what, str(tmp_path), str(KILLED[what])]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(done.stdout) > 0


def test_the_watch_itself_killed_while_figures_are_saved(tmp_path: Path) -> None:
    book, out = tmp_path / "b.json", tmp_path / "o.docx"
    versions = [figures(n) for n in range(2)]
    book.write_bytes(versions[0])
    chance = random.Random(12)
    for round_ in range(4):
        process = started(book, out)
        try:
            end = time.monotonic() + 0.3 + chance.random() * 1.2
            latest = end + 60 if round_ == 3 else end  # the last one lives until it has written something
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
