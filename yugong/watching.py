"""Rebuilding a document whenever its figures are saved: what was read last, what changed, and which events of the disk matter."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

from watchfiles import Change, watch

from assembler.template import Template, load_template
from figures.budget import Budget
from figures.lean import frozen
from figures.reading import ReadError, read_bytes
from figures.workbook.container import LARGEST_FILE
from yugong.api import BuiltDocument, build, loaded_template, named_template
from yugong.diffing import Comparison, Side, compared
from yugong.file_errors import why_not_read
from yugong.saving import save_whole

_STEP = 20
"""Milliseconds between looks at the disk; an event is told once nothing more has come for as long."""
_PATIENCE = 600
"""Milliseconds after which a file that cannot be read is told to be so: a save in several steps takes less."""


@frozen
class Rebuilt:
    """A document made anew, and what changed from the one before (None for the first)."""

    document: BuiltDocument
    side: Side
    changes: Comparison | None


class Rebuilder:
    """Makes the document of a workbook; what does not change from one save to the next is read once.

    DeclarationError at once for a template named here that cannot be used: no save of the workbook would mend it.
    """

    def __init__(self, figures: Path, last_year: Path | None, template: str | None, program: str = "word") -> None:
        self.figures = figures
        self.last_year = last_year
        self._template = template
        self._program = program
        self._prepared: dict[str, Template] = {template: load_template(template)} if template else {}
        self._read: dict[Path, tuple[bytes, Budget]] = {}
        self._before: Side | None = None

    def rebuild(self) -> Rebuilt | None:
        """The document as the figures are now, None where they are as before.

        ReadError for a file that cannot be read (it may be half written), DeclarationError for a template that cannot be used.
        """
        budget = self._budget()
        if self._before is not None and self._before.budget is budget:
            return None
        name = self._template or named_template(budget)
        if name not in self._prepared:
            self._prepared[name] = loaded_template(budget, self._template)
        document = build(budget, self._prepared[name], program=self._program)
        side = Side(self.figures.name, document.description.document, budget)
        return Rebuilt(document, side, None if self._before is None else compared(self._before, side))

    def keep(self, rebuilt: Rebuilt) -> None:
        """Takes a document for the one that stands in the file: what is made next is compared with it."""
        self._before = rebuilt.side

    def _budget(self) -> Budget:
        """The figures with last year's; the same object as long as no file has other bytes."""
        budget = self._file(self.figures)
        if self.last_year is None:
            return budget
        last = self._file(self.last_year)
        known = None if self._before is None else self._before.budget
        joined = replace(budget, last_year=last)
        return known if known is not None and known == joined and known.last_year is last else joined

    def _file(self, path: Path) -> Budget:
        try:
            data = path.read_bytes() if path.stat().st_size <= LARGEST_FILE else b""
        except OSError as error:
            raise ReadError(f"“{path.name}”暂时不能读取：{why_not_read(error)}") from None
        digest = hashlib.sha256(data).digest()
        known = self._read.get(path)
        if known is not None and known[0] == digest:
            return known[1]
        budget = read_bytes(data, path.name)
        self._read[path] = (digest, budget)
        return budget


def saves(paths: list[Path], stop: Event | None = None) -> Iterator[bool]:
    """True each time one of the files was written, renamed into place or replaced; False when nothing has happened for a while.

    Lock files, temporary files and others in the same folders do not count. Ends when `stop` is set; KeyboardInterrupt on Ctrl-C.
    """
    names = {path.resolve() for path in paths}

    def counts(_: Change, path: str) -> bool:
        return Path(path).resolve() in names

    folders = {path.resolve().parent for path in paths}
    for changes in watch(
        *folders,
        watch_filter=counts,
        debounce=_STEP * 10,
        step=_STEP,
        stop_event=stop,
        rust_timeout=_PATIENCE,
        yield_on_timeout=True,
        recursive=False,
    ):
        yield bool(changes)


def follow(
    rebuilder: Rebuilder,
    output: Path,
    told: Callable[[Rebuilt], None],
    failed: Callable[[Exception], None],
    troubles: tuple[type[Exception], ...],
    stop: Event | None = None,
) -> None:
    """Rebuilds and writes `output` after each save until `stop`; KeyboardInterrupt on Ctrl-C.

    `told` gets each document made; `failed` each of `troubles` that is still there after a moment: then the last document stays.
    """
    trouble = attempt(rebuilder, output, told, troubles)
    if trouble is not None:
        failed(trouble)
    pending: Exception | None = None
    paths = [rebuilder.figures, *([rebuilder.last_year] if rebuilder.last_year else [])]
    for saved in saves(paths, stop):
        if saved or pending is not None:
            trouble = attempt(rebuilder, output, told, troubles)
            if trouble is not None and not saved:
                failed(trouble)
            pending = trouble if saved else None


def attempt(
    rebuilder: Rebuilder, output: Path, told: Callable[[Rebuilt], None], troubles: tuple[type[Exception], ...]
) -> Exception | None:
    """Rebuilds and writes `output` if the figures changed; the trouble that was met, None where all went well."""
    try:
        rebuilt = rebuilder.rebuild()
        if rebuilt is not None:
            save_whole(output, rebuilt.document.to_bytes())
            rebuilder.keep(rebuilt)
            told(rebuilt)
    except troubles as error:
        return error
    return None
