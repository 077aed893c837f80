"""What changed, as JSON has it and as a page of HTML that needs nothing but itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from assembler.diff.changes import BlockChange, ChartChange, Moved, ParagraphChange, RowChange, SliceChange, TableChange
from assembler.diff.words import Stretch, compared
from figures.differences import RecordChange
from yugong.diff_text import NOTHING, facts, overview, record_kind, shown_value, slice_text, summary, where
from yugong.diffing import Comparison

_STYLE = (
    "body{font:16px/1.7 'Noto Serif CJK SC',SimSun,serif;max-width:60em;margin:2em auto;padding:0 1em;color:#222}"
    "h2{font-size:1.1em;border-bottom:1px solid #999;margin-top:2em}del{color:#a40000;background:#fbe9e7;text-decoration:line-through}"
    "ins{color:#1b5e20;background:#e8f5e9;text-decoration:none}del+ins{margin-left:.2em}table{border-collapse:collapse;margin:.5em 0}"
    "td,th{border:1px solid #bbb;padding:.1em .6em;text-align:left;font-weight:normal}caption{text-align:left}"
)


def as_data(comparison: Comparison) -> dict[str, Any]:
    """The changes as JSON has them; `records` is null where a document carries no figures."""
    records = comparison.records
    return {
        "old": comparison.old,
        "new": comparison.new,
        "equal": not comparison,
        "records": None if records is None else [_record(c, y) for c, y in _by_year(comparison)],
        "sections": [{"id": s.id, "heading": s.heading, "changes": [_block(b) for b in s.blocks]} for s in comparison.sections],
    }


def _by_year(comparison: Comparison) -> Iterator[tuple[RecordChange, str]]:
    if comparison.records is not None:
        yield from ((c, "本年") for c in comparison.records.this_year)
        yield from ((c, "上年") for c in comparison.records.last_year)


_KINDS = {"新增": "added", "删除": "removed", "修改": "changed", "移动": "moved"}


def _record(change: RecordChange, year: str) -> dict[str, Any]:
    data: dict[str, Any] = {
        "year": year,
        "sheet": change.kind.sheet,
        "place": str(change.place()),
        "record": change.label,
        "kind": _KINDS[record_kind(change)],
    }
    if change.before is not None and change.now is not None:
        data["fields"] = [
            {"name": f.column.label, "before": shown_value(f.before), "now": shown_value(f.now)} for f in change.fields
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


def as_html(comparison: Comparison) -> str:
    """The changes as a page: removed text in <del>, added in <ins>."""
    title = f"{comparison.old} → {comparison.new}"
    said = summary(comparison) if comparison else "没有差别"
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
        f"</head><body><h1>{escape(title)}</h1><p>{escape(said)}</p>{_overview_html(comparison)}{_records_html(comparison)}"
        + "".join(
            f"<h2 id='s{n}'>{escape(s.heading or '卷首')}</h2>{''.join(map(_block_html, s.blocks))}"
            for n, s in enumerate(comparison.sections)
        )
        + "</body></html>\n"
    )


def _overview_html(comparison: Comparison) -> str:
    """A line for each section that leads to its changes."""
    lines = "".join(f"<li><a href='#s{n}'>{escape(line)}</a></li>" for n, line in enumerate(overview(comparison)))
    return f"<ul>{lines}</ul>" if lines else ""


def _records_html(comparison: Comparison) -> str:
    rows = [f"<tr><td>{'上年' if y == '上年' else ''}{cells}</tr>" for c, y in _by_year(comparison) for cells in _record_cells(c)]
    records = comparison.records
    if records is not None and records.had_last != records.has_last:
        rows.append(f"<tr><td colspan=4>上年数据{'新提供' if records.has_last else '不再提供'}</tr>")
    return f"<h2>数据</h2><table>{''.join(rows)}</table>" if rows else ""


def _record_cells(change: RecordChange) -> Iterator[str]:
    kind = record_kind(change)
    head = f"{escape(str(change.place()))}<td>{kind}<td>"
    if kind == "移动":
        yield f"{head}{escape(change.label)}<td>第{change.was_at + 1}行 → 第{change.is_at + 1}行"
    elif kind != "修改":
        tag = "ins" if kind == "新增" else "del"
        yield f"{head}{escape(change.label)}<td>{_tagged(tag, facts(change.kind, change.now or change.before))}"
    for f in change.fields:
        place = escape(str(change.place(f.column.name)))
        yield f"{place}<td>{kind}<td>{escape(f'{change.label} {f.column.label}')}<td>{_pair(shown_value(f.before), shown_value(f.now))}"


def _block_html(block: BlockChange) -> str:
    if isinstance(block, ParagraphChange):
        return "".join(f"<p>{_sentence_html(s)}</p>" for s in block.sentences)
    if isinstance(block, Moved):
        return f"<p>次序变动：{escape(block.title)}</p>"
    if isinstance(block, TableChange):
        cells = "".join(f"<tr><td>{escape(where(c))}<td>{_pair(c.before, c.now)}</tr>" for c in block.cells)
        return f"<table><caption>{escape(block.title)}</caption>{cells}</table>{_rows_html(block.rows)}"
    rows = (f"<tr><td>{escape(s.name)}<td>{_slice_html(s)}</tr>" for s in block.slices)
    return f"<table><caption>{escape(block.title)}</caption>{''.join(rows)}</table>"


def _slice_html(part: SliceChange) -> str:
    before, now = slice_text(part)
    return _pair(before, now) if NOTHING in (before, now) else _sentence_html(compared(before, now))


def _rows_html(rows: Iterable[RowChange]) -> str:
    made = "".join(
        "<tr>" + "".join(f"<td>{_tagged('ins' if r.kind == 'added' else 'del', t) if t else ''}" for t in r.texts) + "</tr>"
        for r in rows
    )
    return f"<table>{made}</table>" if made else ""


def _sentence_html(stretches: Iterable[Stretch]) -> str:
    tags = {"removed": "del", "added": "ins"}
    return "".join(escape(s.text) if s.kind == "same" else _tagged(tags[s.kind], s.text) for s in stretches)


def _pair(before: str, now: str) -> str:
    return f"{_tagged('del', before or NOTHING)} → {_tagged('ins', now or NOTHING)}"


def _tagged(tag: str, text: str) -> str:
    return f"<{tag}>{escape(text)}</{tag}>"
