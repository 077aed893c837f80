"""Killed at any instant, the old or the new document is there, whole, and the next run is not in its way.

One process has everything loaded; each run of the command is a fork of it. Random instants fall into work in memory for the most part,
where nothing can be lost; so runs that have only the writing left are killed too, and one before each call that may change the disk.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from itertools import count
from pathlib import Path
from types import FrameType
from typing import Any

import hand_edits as hand
import pytest
from test_rebuild import more, with_total

from assembler.template import Template
from figures.budget import Budget
from figures.exchange import to_json
from yugong import onto
from yugong.cli import main
from yugong.rebuilding import RebuiltDocument, rebuild_onto

KILLS, WHOLE = 200, 60
"""How many runs are killed at random, and how many of them do all their work; the others have only the writing left to do."""
ON_DISK = frozenset(("open", "write", "flush", "__exit__", "close", "fsync", "flock", "chmod", "replace", "rename", "unlink"))
"""What functions in C may change a file or its name."""
_OF_FILES = ("posix", "io", "fcntl", "BufferedWriter", "FileIO")


@dataclass
class Scene:
    """An edited document that is updated in place, as it was and as it will be."""

    target: Path
    backup: Path
    command: list[str]
    old: bytes
    rebuilt: RebuiltDocument

    def reset(self) -> None:
        self.target.write_bytes(self.old)
        self.backup.unlink(missing_ok=True)

    def is_whole(self) -> bool:
        """Whether the old or the new document is there, and the old one as long as the new one is; whether it is the new one."""
        found = self.target.read_bytes()
        assert found in (self.old, self.rebuilt.data)
        assert not self.backup.exists() or self.backup.read_bytes() == self.old
        assert found == self.old or self.backup.exists()
        return found == self.rebuilt.data


@pytest.fixture
def scene(tmp_path: Path, budget: Budget, template: Template, built: bytes) -> Scene:
    edited = hand.Edited(built)
    hand.reword(with_total(edited), "经反复测算，", 3)
    old = edited.to_bytes()
    target, figures = tmp_path / "文档.docx", tmp_path / "数据.json"
    figures.write_text(to_json(more(budget)), encoding="utf-8")
    command = ["build", str(figures), "--onto", str(target), "-o", str(target), "--force"]
    made = Scene(target, tmp_path / "文档.docx.bak", command, old, rebuild_onto(old, more(budget), template))
    made.reset()
    assert finished(run(made)) == 0
    assert made.is_whole()
    return made


def run(scene: Scene, prepare: Callable[[], None] | None = None) -> int:
    """Starts the command in a fork of this process, once it has done `prepare`; its process id."""
    child = os.fork()
    if child:
        return child
    try:
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        if prepare is not None:
            prepare()
        os._exit(main(scene.command))
    finally:
        os._exit(99)


def finished(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def dies_at(number: int) -> Callable[[], None]:
    """What has a process kill itself before the call of this number that may change the disk, counted from where it begins to save."""
    calls, save = count(), onto._save

    def look(_: FrameType, event: str, called: object) -> None:
        owner = getattr(called, "__self__", None)
        on_disk = getattr(owner, "__name__", type(owner).__name__) in _OF_FILES and getattr(called, "__name__", "") in ON_DISK
        if event == "c_call" and on_disk and next(calls) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    def saving(*given: Any) -> None:
        sys.setprofile(look)
        save(*given)

    return lambda: setattr(onto, "_save", saving)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_at_random_instants(scene: Scene) -> None:
    def done() -> None:
        onto.rebuild_onto = lambda *_, **__: scene.rebuilt  # type: ignore[assignment]

    lasting = {}
    for prepare in (None, done):
        scene.reset()
        start = time.monotonic()
        assert finished(run(scene, prepare)) == 0
        lasting[prepare] = time.monotonic() - start
    instants = random.Random(11)
    updated = 0
    for number in range(KILLS):
        prepare = None if number < WHOLE else done
        scene.reset()
        child = run(scene, prepare)
        time.sleep(lasting[prepare] * instants.uniform(0, 1.2))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        updated += scene.is_whole()
    assert 0 < updated < KILLS, "killed before and after the change"
    the_next_run_is_not_in_its_way(scene)


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_killed_before_each_call_that_may_change_the_disk(scene: Scene) -> None:
    updated: list[bool] = []
    for number in range(100):
        scene.reset()
        if finished(run(scene, dies_at(number))) == 0:
            break
        updated.append(scene.is_whole())
    assert 12 < len(updated) < 100
    assert updated == sorted(updated), "it changes once, from the old to the new document"
    assert True in updated
    assert False in updated
    the_next_run_is_not_in_its_way(scene)


def the_next_run_is_not_in_its_way(scene: Scene) -> None:
    folder = scene.target.parent
    for left in litter(folder):
        os.utime(left, (0, 0))
    scene.reset()
    assert finished(run(scene)) == 0
    assert scene.is_whole()
    assert zipfile.ZipFile(BytesIO(scene.rebuilt.data)).testzip() is None
    assert litter(folder) == []


def litter(folder: Path) -> list[Path]:
    """What runs that were killed left behind."""
    return [p for p in folder.iterdir() if p.name.startswith(".")]
