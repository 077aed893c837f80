"""What the writer writes, the reader reads: the same normal form."""

from __future__ import annotations

import sys
from pathlib import Path

from hypothesis import HealthCheck, given, settings

sys.path.insert(0, str(Path(__file__).parents[1] / "word"))

from word_samples import DOCUMENT, LOOK
from word_strategies import documents

from assembler.description import Document
from assembler.look import Look
from assembler.rebuild.comparing import Normal, normal_form
from assembler.word.identity import bookmark_name
from assembler.word.package import write_document
from assembler.word.reading.body import stretches_of
from assembler.word.reading.describing import read_description
from assembler.word.reading.parts import open_parts
from assembler.word.reading.tables import note_looks, rows_of
from assembler.word.values import W


def read_normal(data: bytes, known: Document | None = None) -> Normal:
    """The normal form of a file; with `known`, its identities are looked for."""
    parts = open_parts(data)
    body = parts.tree(parts.main).find(f"{W}body")
    assert body is not None
    stretches = stretches_of(body)
    names = {n: n for s in stretches for n in s.names}
    if known is not None:
        names = {bookmark_name(b.id): b.id for b in known.blocks() if getattr(b, "id", "")}
    reading = read_description(parts, body, stretches, names)
    return normal_form(reading.document, reading.look)


def check(document: Document, look: Look) -> None:
    """Writing and reading gives the same normal form."""
    assert read_normal(write_document(document, look)) == normal_form(document, look)


def test_the_sample_that_uses_everything() -> None:
    check(DOCUMENT, LOOK)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_any_document(document: Document) -> None:
    check(document, LOOK)


def test_tables_read_the_same_in_one_pass_and_step_by_step(built: bytes) -> None:
    parts = open_parts(built)
    tables = [s.element for s in stretches_of(parts.body()) if s.is_table]
    for number, table in enumerate(tables):
        cell = next(table.iter(f"{W}tc"))
        run = next(cell.iter(f"{W}p")).makeelement(f"{W}r")
        next(cell.iter(f"{W}p")).append(run)
        for tag in ("tab", "br", "noBreakHyphen", "t")[: number % 5]:
            run.append(run.makeelement(f"{W}{tag}"))
        if number % 2:
            cell.append(cell.makeelement(f"{W}p"))
        quick = rows_of(table)
        note_looks(quick)
        table.append(table.makeelement(f"{W}sdt"))
        slow = rows_of(table)
        assert [[(c, c.look) for c in row.cells] for row in slow] == [[(c, c.look) for c in row.cells] for row in quick]
    assert len(tables) > 10
