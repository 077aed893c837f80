"""All benchmarks, one after the other and each in a process of its own: writes RESULTS.md anew.

python -m benchmarks
"""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from time import perf_counter

from benchmarks import node
from benchmarks.results import COMMANDS, RESULTS


def main() -> int:
    """Runs all of them even where one fails; 1 when one did."""
    if node.missing():
        sys.stderr.write(f"{node.missing()}。\n")
    RESULTS.unlink(missing_ok=True)
    failed = []
    for name in COMMANDS:
        if find_spec(f"benchmarks.{name}") is None:
            continue
        start = perf_counter()
        if subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode:
            failed.append(name)
        sys.stderr.write(f"benchmarks.{name}：{perf_counter() - start:.0f} 秒\n")
    if failed:
        sys.stderr.write(f"没有测完：{'、'.join(failed)}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
