"""A process that makes documents and tells the memory that it holds: started by `benchmarks.memory`, and importing no more than its way needs.

    python -m benchmarks.holding COUNT [PICKLE]

PICKLE is a function, what it is given each time, and its inputs in turn; without it, the process makes ours.
"""

from __future__ import annotations

import pickle
import resource
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

MARKS = (1, 50, 200, 500, 1_000)
_MIB = 1 << 20


def held(make: Callable[[int], object], count: int, memory: Callable[[], float]) -> Iterator[float]:
    """What `memory` says after each of MARKS up to `count` documents."""
    for number in range(1, count + 1):
        make(number)
        if number in MARKS:
            yield memory()


def ours() -> Callable[[int], object]:
    """Our way: other figures each time."""
    from assembler.describing import describe
    from assembler.template import load_template
    from benchmarks.budgets import sample, varied

    budget = sample()
    template = load_template(budget.basics.template)
    return lambda number: template.writer.write(describe(template, varied(budget, number)).document)


def pickled(path: Path) -> Callable[[int], object]:
    """Another way, as it was put into a file."""
    fill, base, ready = pickle.loads(path.read_bytes())
    return lambda number: fill(base, ready[number % len(ready)])


def resident() -> float:
    """The memory that this process holds, MiB (its peak where the system does not tell the present)."""
    status = Path("/proc/self/statm")
    if status.exists():
        return int(status.read_text().split()[1]) * resource.getpagesize() / _MIB
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (_MIB if sys.platform == "darwin" else 1 << 10)


if __name__ == "__main__":
    way = pickled(Path(sys.argv[2])) if len(sys.argv) > 2 else ours()
    for mib in held(way, int(sys.argv[1]), resident):
        sys.stdout.write(f"{mib}\n")
