"""Python's search for garbage, put off while values are made of values: there is none among them, and each search goes through them all."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Puts it off for the whole process, and takes it up again if it was not off before.

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
            gc.enable()
