"""The search for garbage is put off, and always taken up again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from threading import Barrier, Thread

import pytest

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
