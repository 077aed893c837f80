"""Python's search for garbage, put off while values are made of values: there is none among them, and each search goes through them all."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SEARCHED = 200_000
"""After how many objects that were passed on unsearched all are searched, those of the program that uses this one among them."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Puts it off for the whole process, and takes it up again if it was not off before.

    What was made meanwhile joins the objects that lived long, which are searched seldom: so does whatever else is new, and therefore
    all are searched when that happened to many.

    Where several threads come in at once, the first that leaves may take it up for all; it is never left off by mistake, since only
    one that found it on turned it off. Who turns it off himself while it is put off here, finds it on again; a process that another thread
    forks meanwhile has it off until it turns it on itself.
    """
    on = gc.isenabled()
    try:
        gc.disable()
        yield
    finally:
        if on:
            _pass_on()
            gc.enable()


class _Passed:
    """How many objects were passed on since all were searched."""

    objects = 0


def _pass_on() -> None:
    """Makes new objects old ones without searching them: freezing and thawing moves all of them there at once.

    Not where somebody has frozen objects himself, to which they must not be thawed.
    """
    if gc.get_freeze_count():
        return
    _Passed.objects += gc.get_count()[0]
    gc.freeze()
    gc.unfreeze()
    if _Passed.objects > SEARCHED:
        _Passed.objects = 0
        gc.collect()
