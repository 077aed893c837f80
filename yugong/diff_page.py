"""What changed, as a page of HTML that needs nothing but itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from assembler.diff.changes import BlockChange, CellChange, ChartChange, Moved, RowChange, SectionChange, TableChange
from assembler.diff.words import Stretch, inline
from figures.differences import RecordChange
from yugong.diff_records import (
    NOTHING,
    SheetChanges,
    both_values,
    by_sheet,
    facts,
    last_year_came_or_went,
    moved,
    place_of,
    record_kind,
)
from yugong.diff_text import (
    STATES,
    counted,
    heading_of,
    same_again,
    sentences_of,
    short_columns,
    slice_text,
    summary,
)
from yugong.diffing import Comparison

_STYLE = """
body{font:16px/1.7 'Noto Serif CJK SC','Songti SC',SimSun,serif;max-width:60em;margin:2em auto;padding:0 1em;color:#222;background:#fff}
h1{font-size:1.3em}h2{font-size:1.15em;border-bottom:1px solid #999;margin-top:2em}h3{font-size:1em;margin-bottom:0}
h2,h3,caption{break-after:avoid}tr{break-inside:avoid}a{color:inherit}
del{color:#a40000;background:#fbe9e7;text-decoration:line-through}
ins{color:#1b5e20;background:#e8f5e9;text-decoration:underline}del+ins{margin-left:.2em}
table{border-collapse:collapse;margin:.5em 0;width:100%}caption,td,th{text-align:left}
td,th{border:1px solid #bbb;padding:.1em .6em;font-weight:normal;vertical-align:top;overflow-wrap:anywhere}
th{background:#f2f2f2}.place,.kind{white-space:nowrap}
@media screen and (prefers-color-scheme:dark){
body{color:#ddd;background:#1c1c1e}h2{border-color:#777}td,th{border-color:#555}th{background:#2c2c2e}
del{color:#ff9a8f;background:#4a1f1c}ins{color:#9be29f;background:#1d3f21}}
@media print{body{font-size:10.5pt;line-height:1.5;margin:0;padding:0;max-width:none}
del,ins,th{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
"""


def as_html(comparison: Comparison) -> str:
    """The changes as a page: removed text in <del>, added in <ins>; a line for each sheet and section leads to its changes."""
    title = escape(f"{comparison.old} → {comparison.new}")
    said = escape(summary(comparison) if comparison else "没有差别")
    sheets = list(by_sheet(comparison.records))
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title><style>{_STYLE}</style></head>'
        f"<body><h1>{title}</h1><p>{said}</p>{_overview(sheets, comparison)}{_records(sheets, comparison)}"
        + "".join(
            f'<h2 id="s{n}">{escape(heading_of(section))}</h2>{"".join(_section(section))}\n'
            for n, section in enumerate(comparison.sections)
        )
        + "</body></html>\n"
    )


def _overview(sheets: Iterable[SheetChanges], comparison: Comparison) -> str:
    lines = [(f"d{n}", f"数据 {sheet.title}：{sheet.counted}") for n, sheet in enumerate(sheets)]
    lines += [(f"s{n}", f"{heading_of(section)}：{counted(section)}") for n, section in enumerate(comparison.sections)]
    listed = "".join(f'<li><a href="#{to}">{escape(line)}</a></li>' for to, line in lines)
    return f"<ul>{listed}</ul>\n" if listed else ""


def _records(sheets: Iterable[SheetChanges], comparison: Comparison) -> str:
    made = "".join(
        f'<h3 id="d{n}">{escape(sheet.title)}</h3><table><tr><th>位置<th>变化<th>内容<th>原 → 现</tr>'
        f"{''.join(row for change in sheet.changes for row in _record(change))}</table>\n"
        for n, sheet in enumerate(sheets)
    )
    if told := last_year_came_or_went(comparison.records):
        made += f"<p>{escape(told)}</p>"
    return f"<h2>数据</h2>{made}" if made else ""


def _record(change: RecordChange) -> Iterator[str]:
    kind = record_kind(change)
    head = f"<td class=place>{escape(place_of(change))}<td class=kind>{kind}"
    if kind == "移动":
        yield f"<tr>{head}<td colspan=2>{escape(moved(change))}</tr>"
    elif kind != "修改":
        told = facts(change.kind, change.now or change.before)
        yield f"<tr>{head}<td colspan=2>{_tagged('ins' if kind == '新增' else 'del', told)}</tr>"
    for n, field in enumerate(change.fields):
        name = escape(f"{change.label} {field.column.label}".strip() if n == 0 else field.column.label)
        place = head if n == 0 else "<td><td>"
        yield f"<tr>{place}<td>{name}{_pair(*both_values(field))}</tr>"


def _section(section: SectionChange) -> Iterator[str]:
    count = Counter(sentence for block in section.blocks for sentence in sentences_of(block))
    told: set[tuple[Stretch, ...]] = set()
    for block in section.blocks:
        for sentence in sentences_of(block):
            if sentence not in told:
                told.add(sentence)
                yield f"<p>{_sentence(sentence)}{same_again(count[sentence])}</p>"
        yield _block(block, section.heading)


def _block(block: BlockChange, heading: str) -> str:
    if isinstance(block, Moved):
        return f"<p>次序变动：{escape(block.title)}</p>"
    if isinstance(block, TableChange):
        caption = "" if block.title == heading and block.kind == "changed" else block.title + STATES[block.kind]
        return _table(caption, _cells(block.cells)) + _table("" if block.cells else caption, map(_row, block.rows))
    if isinstance(block, ChartChange):
        rows = (f"<tr><td>{escape(s.name)}{_pair(*slice_text(s))}</tr>" for s in block.slices)
        return _table(f"图“{block.title}”{STATES[block.kind]}", rows)
    return ""


def _table(caption: str, rows: Iterable[str]) -> str:
    made = "".join(rows)
    said = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f"<table>{said}{made}</table>" if made else ""


def _cells(cells: Iterable[CellChange]) -> Iterator[str]:
    """A line for each changed cell, those of a row under its name."""
    for name, some in groupby(cells, key=lambda cell: cell.row):
        row = list(some)
        head = f"<td rowspan={len(row)}>{escape(name)}"
        for cell, column in zip(row, short_columns(row), strict=True):
            yield f"<tr>{head}<td>{escape(column)}{_pair(cell.before, cell.now)}</tr>"
            head = ""


def _row(change: RowChange) -> str:
    tag = "ins" if change.kind == "added" else "del"
    return "<tr>" + "".join(f"<td>{_tagged(tag, text) if text else ''}" for text in change.texts) + "</tr>"


def _sentence(stretches: Iterable[Stretch]) -> str:
    tags = {"removed": "del", "added": "ins"}
    return "".join(escape(s.text) if s.kind == "same" else _tagged(tags[s.kind], s.text) for s in stretches)


def _pair(before: str, now: str) -> str:
    """A cell with both texts: in one where they have words in common, else side by side."""
    if stretches := inline(before, now):
        return f"<td>{_sentence(stretches)}"
    return f"<td>{_tagged('del', before or NOTHING)} → {_tagged('ins', now or NOTHING)}"


def _tagged(tag: str, text: str) -> str:
    return f"<{tag}>{escape(text)}</{tag}>"
