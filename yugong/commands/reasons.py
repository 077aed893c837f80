"""yugong reasons: every change that wants a reason, with the one given or found; found ones written into a copy of the workbook."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from yugong.commands.common import FINE, UNREADABLE, Commands, Parser, add_figures, command

if TYPE_CHECKING:
    from figures.budget import Budget
    from narratives.reasons.reasoning import Reasoned


def add(commands: Commands[Parser]) -> None:
    """The command's arguments."""
    parser = command(commands, "reasons", "列出各项变动及其原因，没有填写的由两年数据得出", run)
    add_figures(parser)
    parser.add_argument("--accept", action="store_true", help="把得出的原因写入工作簿副本的“变动原因”表")
    parser.add_argument("--only", action="append", metavar="ITEM", help="只列出（写入）这一事项，可重复")
    parser.add_argument("-o", "--output", type=Path, metavar="COPY.xlsx", help="副本的文件名；不写则为“原名-变动原因.xlsx”")
    parser.add_argument("--force", action="store_true", help="允许覆盖已有的文件，包括原工作簿")


def run(options: argparse.Namespace) -> int:
    """Prints the changes, and writes the copy where asked for."""
    import yugong
    from yugong.reasons import as_data, as_lines, changes_of

    budget = yugong.read(options.figures, options.last_year)
    changes = changes_of(budget, options.template)
    known = changes.reasons
    missing = [item for item in options.only or () if item not in known]
    if missing:
        sys.stderr.write(f"yugong：没有名为“{missing[0]}”的变动事项；现有：{'、'.join(known)}\n")
        return UNREADABLE
    chosen = {item: r for item, r in known.items() if not options.only or item in options.only}
    target = _write(options, budget, {k: r for k, r in chosen.items() if k in changes.said}) if options.accept else None
    if options.format == "json":
        sys.stdout.write(json.dumps(as_data(chosen), ensure_ascii=False, indent=2) + "\n")
        return FINE
    _print(as_lines(chosen))
    if target is not None:
        sys.stdout.write(f"已把得出的原因写入 {target}，请在“变动原因”表中审阅、修改\n")
        unsaid = [item for item, reasoned in chosen.items() if reasoned.found and item not in changes.said]
        if unsaid:
            sys.stdout.write(f"文档不写{'、'.join(f'“{item}”' for item in unsaid)}的原因，没有写入\n")
    return FINE


def _print(lines: Iterable[str]) -> None:
    sys.stdout.writelines(line + "\n" for line in lines)


def _write(options: argparse.Namespace, budget: Budget, chosen: dict[str, Reasoned]) -> Path:
    from yugong.file_errors import SavingError
    from yugong.reasons import accepted
    from yugong.saving import save_whole

    target: Path = options.output or options.figures.with_name(f"{options.figures.stem}-变动原因.xlsx")
    if target.exists() and not options.force:
        same = target.samefile(options.figures)
        what = "就是原工作簿" if same else "已存在"
        raise SavingError(f"{target} {what}，没有覆盖；请用 -o 换一个文件名，或用 --force 覆盖")
    save_whole(target, accepted(budget, chosen, target.suffix), check_edits=False)
    return target
