"""yugong unpack: the figures that a document carries."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from yugong.commands.common import FINE, FOUND, Commands, Parser, command


def add(commands: Commands[Parser]) -> None:
    """The command's arguments."""
    parser = command(commands, "unpack", "取回文档自带的数据", run)
    parser.add_argument("document", metavar="DOC.docx", type=Path, help="由本程序生成的文档，改过的也可以")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FIGURES.xlsx", help="写出的工作簿（.xlsx 或 .json）")
    parser.add_argument("--last-year", type=Path, metavar="LAST.xlsx", help="上年数据写到这个工作簿")


def run(options: argparse.Namespace) -> int:
    """Writes the figures of this year and, where asked for, of last year; a file that is there is never overwritten.

    FOUND where what is written can hardly be the data of this document.
    """
    from dataclasses import replace

    from yugong.figures_out import save_figures
    from yugong.file_errors import SavingError
    from yugong.rebuilding import note_on_revisions, own_data, read_document, unpack_figures

    document = read_document(options.document)
    budget = unpack_figures(document)
    if note := note_on_revisions(document):
        sys.stderr.write(f"{note}\n")
    own = own_data(document)
    if own.told:
        sys.stderr.write(f"{own.told}；取回的是自带的数据\n")
    last = budget.last_year
    if options.last_year is not None and last is None:
        raise SavingError("文档中没有上年数据，没有写出任何文件")
    targets = [(options.output, replace(budget, last_year=None) if options.output.suffix.lower() == ".xlsx" else budget)]
    if options.last_year is not None and last is not None:
        targets.append((options.last_year, last))
    for path, figures in targets:
        save_figures(path, figures)
        sys.stdout.write(f"已写出 {path}\n")
    if last is not None and options.last_year is None:
        sys.stderr.write("文档中另有上年数据：用 --last-year LAST.xlsx 取回\n")
    return FOUND if own.foreign else FINE
