"""yugong strip: a clean copy of a finished document, for publication."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from yugong.commands.common import FINE, FOUND, Commands, Parser, command


def add(commands: Commands[Parser]) -> None:
    """The command's arguments."""
    parser = command(commands, "strip", "去掉文档自带的数据、标识和批注，供公开", run)
    parser.add_argument("document", metavar="DOC.docx", type=Path, help="改好的文档")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="OUT.docx", help="写出的干净副本")
    parser.add_argument("--force", action="store_true", help="文档中还有批注、修订等未了的事也写出")


def run(options: argparse.Namespace) -> int:
    """Writes the copy, never over a file that is there; FOUND and nothing written while something is still to be settled."""
    from yugong.file_errors import SavingError
    from yugong.rebuilding import read_document, strip_document
    from yugong.saving import save_whole

    if options.output.exists():
        raise SavingError(f"{options.output} 已存在，没有覆盖；请换一个文件名")
    stripped = strip_document(read_document(options.document))
    for number, told in enumerate(stripped.unsettled, 1):
        sys.stderr.write(f"{number}. {told}\n")
    if stripped.unsettled and not options.force:
        sys.stderr.write(f"{options.document} 还有以上 {len(stripped.unsettled)} 件未了的事，没有写出；确实要写出请加 --force\n")
        return FOUND
    save_whole(options.output, stripped.data)
    sys.stdout.write(f"已写出 {options.output}：不含自带的数据、标识和批注\n")
    return FINE
