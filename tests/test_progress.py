"""Quick work shows no bar, long work shows one in a terminal and wipes it off, and nothing is ever shown in a pipe."""

from __future__ import annotations

import io
import time

import pytest

from yugong import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


STEPS = ("读取数据", "生成文档")


def shown(out: io.StringIO, seconds: float) -> str:
    with progress.Progress(STEPS, out) as bar:
        bar.step()
        time.sleep(seconds)
        bar.step()
    return out.getvalue()


def test_quick_work_shows_nothing() -> None:
    assert shown(Terminal(), 0.0) == ""


def test_long_work_shows_a_bar_and_wipes_it_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.01)
    monkeypatch.setattr(progress, "_BEAT", 0.01)
    text = shown(Terminal(), 0.3)
    assert "读取数据……" in text
    assert text.endswith("\r\x1b[K")


def test_a_pipe_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.01)
    assert shown(io.StringIO(), 0.1) == ""


def test_the_bar_fills_step_by_step() -> None:
    assert progress.line(STEPS, 0, 1.4) == "[····················] 读取数据……1 秒"
    assert progress.line(STEPS, 1, 3.0) == "[██████████··········] 生成文档……3 秒"
