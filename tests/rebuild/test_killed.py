"""Killed at any instant, the old or the new document is there, whole, and the next run is not in its way.

One process has everything loaded; each run of the command is a fork of it, killed at a random instant of its work. Most of that work
is done in memory, where nothing can be lost: in most runs it is done beforehand, so that the instants fall where files are written.
"""

from __future__ import annotations

import os
import random
import signal
import time
import zipfile
from io import BytesIO
from pathlib import Path

import hand_edits as hand
import pytest
from test_rebuild import more, with_total

from assembler.template import Template
from figures.budget import Budget
from figures.exchange import to_json
from yugong import onto
from yugong.cli import main
from yugong.rebuilding import RebuiltDocument, rebuild_onto

KILLS, WHOLE = 200, 25
"""How many runs are killed, and how many of them do all their work."""


def run(command: list[str], done: RebuiltDocument | None = None) -> int:
    """Starts the command in a fork of this process, its work in memory `done` or not; its process id."""
    child = os.fork()
    if child:
        return child
    try:
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        if done is not None:
            onto.rebuild_onto = lambda *_, **__: done  # type: ignore[assignment]
        os._exit(main(command))
    finally:
        os._exit(99)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_while_updating_in_place(tmp_path: Path, budget: Budget, template: Template, built: bytes) -> None:
    edited = hand.Edited(built)
    hand.reword(with_total(edited), "经反复测算，", 3)
    old = edited.to_bytes()
    rebuilt = rebuild_onto(old, more(budget), template)
    new = rebuilt.data
    target, backup, figures = tmp_path / "文档.docx", tmp_path / "文档.docx.bak", tmp_path / "数据.json"
    figures.write_text(to_json(more(budget)), encoding="utf-8")
    command = ["build", str(figures), "--onto", str(target), "-o", str(target), "--force"]
    lasting = {}
    for done in (None, rebuilt):
        target.write_bytes(old)
        start = time.monotonic()
        assert os.waitstatus_to_exitcode(os.waitpid(run(command, done), 0)[1]) == 0
        lasting[done] = time.monotonic() - start
        assert (target.read_bytes(), backup.read_bytes()) == (new, old)
    instants = random.Random(11)
    ended = {old: 0, new: 0}
    for number in range(KILLS):
        target.write_bytes(old)
        backup.unlink(missing_ok=True)
        done = None if number < WHOLE else rebuilt
        child = run(command, done)
        time.sleep(lasting[done] * instants.uniform(0, 1.2))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        found = target.read_bytes()
        assert found in ended
        ended[found] += 1
        assert not backup.exists() or backup.read_bytes() == old
        assert found == old or backup.exists(), "the old document is there as long as the new one is"
    assert all(ended.values()), f"killed before and after the change: {list(ended.values())}"
    for left in litter(tmp_path):
        os.utime(left, (0, 0))
    target.write_bytes(old)
    assert os.waitstatus_to_exitcode(os.waitpid(run(command), 0)[1]) == 0
    assert target.read_bytes() == new
    assert zipfile.ZipFile(BytesIO(new)).testzip() is None
    assert litter(tmp_path) == []


def litter(folder: Path) -> list[Path]:
    """What runs that were killed left behind."""
    return [p for p in folder.iterdir() if p.name.startswith(".")]
