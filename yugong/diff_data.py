"""What changed, as JSON has it; docs/对比与修订.md tells its keys."""

from __future__ import annotations

from typing import Any

from assembler.diff.changes import BlockChange, ChartChange, ParagraphChange, TableChange
from figures.differences import RecordChange
from yugong.diff_records import by_sheet, cell_of, place_of, record_kind, shown_value
from yugong.diffing import Comparison

_KINDS = {"新增": "added", "删除": "removed", "修改": "changed", "移动": "moved"}


def as_data(comparison: Comparison) -> dict[str, Any]:
    """The changes as JSON has them; `records` is null where a document carries no figures. Amounts are exact decimals, as strings."""
    records = comparison.records
    changes = [_record(c, sheet.year or "本年") for sheet in by_sheet(records) for c in sheet.changes]
    return {
        "old": comparison.old,
        "new": comparison.new,
        "equal": not comparison,
        "counts": comparison.counts,
        "records": None if records is None else changes,
        "last_year": None if records is None else {"old": records.had_last, "new": records.has_last},
        "sections": [{"id": s.id, "heading": s.heading, "changes": [_block(b) for b in s.blocks]} for s in comparison.sections],
    }


def _record(change: RecordChange, year: str) -> dict[str, Any]:
    data: dict[str, Any] = {
        "year": year,
        "sheet": change.kind.sheet,
        "place": place_of(change),
        "record": change.label,
        "kind": _KINDS[record_kind(change)],
        "was_at": change.was_at + 1 or None,
        "is_at": change.is_at + 1 or None,
    }
    if change.before is not None and change.now is not None:
        data["fields"] = [
            {
                "name": f.column.label,
                "cell": cell_of(change, f.column.name) or None,
                "before": shown_value(f.before),
                "now": shown_value(f.now),
                **{key: held for key, held in (("before_unread", f.unread_before), ("now_unread", f.unread_now)) if held},
            }
            for f in change.fields
        ]
    else:
        record = change.now or change.before
        data["values"] = {c.label: shown_value(v) for c in change.kind.columns if (v := getattr(record, c.name)) != c.default}
    return data


def _block(block: BlockChange) -> dict[str, Any]:
    if isinstance(block, ParagraphChange):
        sentences = [[{"kind": s.kind, "text": s.text} for s in sentence] for sentence in block.sentences]
        return {"type": "paragraph", "id": block.id, "before": block.before, "now": block.now, "sentences": sentences}
    if isinstance(block, TableChange):
        cells = [{"row": c.row, "column": c.column, "before": c.before, "now": c.now} for c in block.cells]
        rows = [{"kind": r.kind, "texts": list(r.texts)} for r in block.rows]
        return {"type": "table", "id": block.id, "title": block.title, "kind": block.kind, "cells": cells, "rows": rows}
    if isinstance(block, ChartChange):
        slices = [
            {
                "name": s.name,
                "before": None if s.before is None else str(s.before),
                "now": None if s.now is None else str(s.now),
                "label_before": s.label_before,
                "label_now": s.label_now,
            }
            for s in block.slices
        ]
        return {"type": "chart", "id": block.id, "title": block.title, "kind": block.kind, "slices": slices}
    return {"type": "moved", "id": block.id, "title": block.title}
