"""Kills processes that write a document over and over, at random instants, and looks whether it is whole each time.

Run on its own (it forks, so it has no threads): WHAT ("watch", "revisions" or "command"), FOLDER, TIMES. Prints how many of the killed
had got to write at least once; exit status 1 and the instant when a document is not whole. What the killed leave behind stays there for
those that come after them; in the end it is old, and the last runs must take it away.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from decimal import Decimal
from io import StringIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parent))

from diff_pairs import TEMPLATE, example, with_amount

import yugong
from assembler.word.seal import is_untouched
from figures.exchange import to_json
from yugong.cli import main as command
from yugong.revising import with_revisions
from yugong.saving import save_whole
from yugong.watching import Rebuilder, attempt

_LONGEST = {"watch": 0.25, "revisions": 0.06, "command": 1.2}
"""Seconds that a process lives at most: several times as long as it takes to write once (on a machine that is busy, longer)."""


def watching(folder: Path, out: Path) -> Callable[[int], None]:
    """A step of a watch: the figures saved, the document rebuilt; what is warm is warm in every process."""
    book = folder / "预算.json"
    versions = [to_json(with_amount(example(), 2, Decimal(100_000 * n))).encode() for n in range(2)]
    book.write_bytes(versions[0])
    rebuilder = Rebuilder(book, None, None)
    attempt(rebuilder, out, lambda _: None, ())

    def step(number: int) -> None:
        book.write_bytes(versions[number % 2])
        trouble = attempt(rebuilder, out, lambda _: None, ())
        assert trouble is None

    return step


def revising(_: Path, out: Path) -> Callable[[int], None]:
    """A document with revisions written, now with these, now with those."""
    old = yugong.build(example(), TEMPLATE).to_bytes()
    versions = [with_revisions(old, with_amount(example(), 2, Decimal(100_000 * n)), TEMPLATE).data for n in (1, 2)]
    save_whole(out, versions[0])
    return lambda number: save_whole(out, versions[number % 2])


def commanding(folder: Path, out: Path) -> Callable[[int], None]:
    """yugong build --track-changes as a whole, from reading to writing, now with these figures, now with those."""
    old, books = folder / "旧.docx", [folder / f"预算{n}.json" for n in range(2)]
    yugong.build(example(), TEMPLATE).save(old)
    for number, book in enumerate(books, 1):
        book.write_text(to_json(with_amount(example(), 2, Decimal(100_000 * number))), encoding="utf-8")

    def step(number: int) -> None:
        arguments = ["build", str(books[number % 2]), "--track-changes", str(old), "-o", str(out)]
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            assert command(arguments) == 0

    step(0)
    return step


def main(what: str, folder: Path, times: int) -> int:
    """Kills `times` processes; 1 when a document was not whole."""
    out, wrote = folder / "公开.docx", 0
    step = {"watch": watching, "revisions": revising, "command": commanding}[what](folder, out)
    chance = random.Random(12)
    start = time.monotonic()
    step(1)
    longest = max(_LONGEST[what], 3 * (time.monotonic() - start))
    for number in range(times):
        before = out.stat().st_ino
        child = os.fork()
        if child == 0:
            count = number
            while True:
                count += 1
                step(count)
        lived = chance.random() * longest
        time.sleep(lived)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status) or not is_untouched(out.read_bytes()):
            sys.stdout.write(f"{number}: {lived}\n")
            return 1
        wrote += out.stat().st_ino != before
    for left in folder.glob(".公开.docx.*"):
        os.utime(left, (0, 0))
    for number in range(2):
        step(number)
    if list(folder.glob(".*")):
        sys.stdout.write("left behind\n")
        return 1
    sys.stdout.write(f"{wrote}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
