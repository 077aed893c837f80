"""A bar for work that takes longer than a second, in a terminal only; quick work shows none."""

from __future__ import annotations

import sys
import threading
import time
from types import TracebackType
from typing import TextIO

PATIENCE = 1.0
"""Seconds before anything is shown."""

_BEAT = 0.2
_WIDTH = 20


class Progress:
    """Shows which of `steps` is under way and for how long, on standard error, once `PATIENCE` is over.

    Used as a context; `step()` begins the next step. What it showed is wiped off at the end.
    """

    def __init__(self, steps: tuple[str, ...], out: TextIO | None = None) -> None:
        self._steps = steps
        self._out = sys.stderr if out is None else out
        self._at = -1
        self._done = threading.Event()
        self._start = time.monotonic()
        self._thread = threading.Thread(target=self._show, daemon=True)

    def __enter__(self) -> Progress:
        if self._out.isatty():
            self._thread.start()
        return self

    def step(self) -> None:
        """The next step begins."""
        self._at += 1

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._done.set()
        if self._thread.is_alive():
            self._thread.join()

    def _show(self) -> None:
        if self._done.wait(PATIENCE):
            return
        while not self._done.wait(_BEAT):
            self._out.write("\r" + line(self._steps, self._at, time.monotonic() - self._start))
            self._out.flush()
        self._out.write("\r\x1b[K")
        self._out.flush()


def line(steps: tuple[str, ...], at: int, seconds: float) -> str:
    """The bar as text: what is done of all steps, the step under way, the seconds so far."""
    position = min(max(at, 0), len(steps) - 1)
    filled = _WIDTH * position // len(steps)
    return f"[{'█' * filled}{'·' * (_WIDTH - filled)}] {steps[position]}……{seconds:.0f} 秒"
