"""The search for garbage is put off, and always taken up again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from threading import Barrier, Thread
from typing import Any
from weakref import ref

import pytest

from figures import collecting
from figures.collecting import uncollected


@pytest.fixture(autouse=True)
def on() -> Iterator[None]:
    """On before each test and after it."""
    gc.enable()
    yield
    gc.enable()


def test_it_is_off_inside_and_on_behind() -> None:
    with uncollected():
        assert not gc.isenabled()
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_is_on_again_after_an_error() -> None:
    with pytest.raises(ValueError, match="坏"), uncollected():
        raise ValueError("坏")
    assert gc.isenabled()


def test_one_who_turned_it_off_finds_it_off() -> None:
    gc.disable()
    with uncollected():
        pass
    assert not gc.isenabled()


@pytest.mark.parametrize("threads", [2, 7])
def test_threads_that_overlap_leave_it_on(threads: int) -> None:
    together = Barrier(threads)

    def work() -> None:
        for _ in range(50):
            together.wait()
            with uncollected():
                together.wait()

    running = [Thread(target=work) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    assert gc.isenabled()


class _Ring:
    """An object that holds itself: garbage that only a search finds."""

    def __init__(self) -> None:
        self.itself = self


def _searches(make: Any) -> list[int]:
    """The generations that Python searches by itself while something is made."""
    found: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            found.append(info["generation"])

    gc.collect()
    gc.callbacks.append(note)
    try:
        make()
    finally:
        gc.callbacks.remove(note)
    return found


def test_what_was_made_meanwhile_is_not_searched_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("figures.collecting._Passed.objects", 0)
    kept: list[list[int]] = []

    def make() -> None:
        kept.extend([] for _ in range(5_000))

    def make_uncollected() -> None:
        with uncollected():
            make()
        kept.append([])

    assert _searches(make)
    assert not _searches(make_uncollected)


def test_garbage_of_others_is_found_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collecting, "SEARCHED", 2_000)
    ring = ref(_Ring())
    rounds = 0
    while ring() is not None:
        with uncollected():
            kept = [[number] for number in range(100)]
        rounds += 1
        assert rounds < 100
    assert kept


def test_what_somebody_froze_stays_frozen() -> None:
    gc.freeze()
    frozen = gc.get_freeze_count()
    try:
        with uncollected():
            pass
        assert gc.get_freeze_count() == frozen
    finally:
        gc.unfreeze()
