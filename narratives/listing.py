"""Listing: which items are named, in which order, and how they are joined.

| case | rule |
|---|---|
| nothing to list | the wording for that case (无), or nothing |
| one item | the item |
| two, many | joined by 、 ， or ；, before the last one by 和 or 以及 where the template asks for it |
| zero items | left out unless asked for; they are nothing, so their absence alone never calls for 等 |
| order | the table's, or by amount (largest first, ties in table order) |
| more than are to be named | the largest ones are, in the order asked for |
| 等 | where items that are not zero were left out; customarily also behind a complete list of two or more; or never |
| 等 after 和 or 以及 | a list that ends in 等 is joined by the ordinary separator throughout |
| an item | as its wording says: {名称}, {本年}, {占比} |
| an item of a negative whole | without {占比} and the brackets or the clause that it stands in |
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import cache

from figures.amounts import AmountFormat
from figures.declared import DeclarationError, nearest
from figures.findings import Place
from figures.lean import frozen
from figures.patterns import late
from narratives.measures import Measure
from narratives.numbers import PercentFormat, number
from narratives.shares import FamilyShares, is_telling, share_number
from narratives.text import Piece, Text, Words
from narratives.wordings import NAME, NOW, Pattern, Slot

SEPARATORS = ("、", "，", "；")


class Order(StrEnum):
    """In which order items are named."""

    TABLE = "按表"
    AMOUNT = "按金额"


class Closing(StrEnum):
    """When a list ends in 等."""

    NEVER = "不写"
    LEFT_OUT = "有省略时"
    CUSTOMARY = "习惯"


@frozen(slots=True)
class ListStyle:
    """How a template joins items; `file` and `line` are where it says so. DeclarationError where it says it wrongly."""

    separator: str = "、"
    last: str = ""
    closing: Closing = Closing.LEFT_OUT
    empty: str = ""
    file: str = ""
    line: int = 0

    def __post_init__(self) -> None:
        for what, value, known in (("分隔", self.separator, SEPARATORS), ("末项之前", self.last, (*SEPARATORS, "和", "以及"))):
            if value not in known and (value or what == "分隔"):
                message = f"列举的“{what}”不能是“{value}”{nearest(value, known)}可用的有：{' '.join(known)}"
                raise DeclarationError(message, Place(file=self.file, line=self.line))


@frozen(slots=True)
class ItemStyle:
    """A list of a family's parts: how it is joined, the wording of an item, and which parts are named in which order."""

    style: ListStyle
    item: Pattern
    amounts: AmountFormat
    order: Order = Order.TABLE
    zeros: bool = False
    most: int | None = None


@frozen(slots=True)
class Chosen:
    """The measures that a list names, and how many that are not zero it leaves out."""

    named: tuple[Measure, ...]
    left_out: int = 0


def choose(parts: Sequence[Measure], order: Order = Order.TABLE, *, zeros: bool = False, most: int | None = None) -> Chosen:
    """The measures to name out of `parts`: at most `most`, those with the largest amounts; zero ones only with `zeros`."""
    candidates = [(position, part) for position, part in enumerate(parts) if zeros or part.amount]
    largest_first = sorted(candidates, key=lambda candidate: (-candidate[1].amount, candidate[0]))
    kept = largest_first[:most]
    if order == Order.TABLE:
        kept.sort(key=lambda candidate: candidate[0])
    left_out = sum(1 for _, part in largest_first[len(kept) :] if part.amount)
    return Chosen(tuple(part for _, part in kept), left_out)


def say_list(items: Sequence[Text], style: ListStyle, left_out: int = 0) -> Text:
    """The items joined in `style`; `left_out` is how many there were beside them."""
    if not items:
        return Text((Words(style.empty, style.file, style.line),)) if style.empty else Text()
    customary = style.closing == Closing.CUSTOMARY and len(items) > 1
    ends_open = customary or (left_out > 0 and style.closing != Closing.NEVER)
    pieces: list[Piece] = []
    for position, item in enumerate(items):
        if position:
            is_last = position == len(items) - 1
            separator = style.last if style.last and is_last and not ends_open else style.separator
            pieces.append(Words(separator, style.file, style.line))
        pieces.extend(item.pieces)
    if ends_open:
        pieces.append(Words("等", style.file, style.line))
    return Text(tuple(pieces))


def say_items(shares: FamilyShares, style: ItemStyle, percents: PercentFormat) -> Text:
    """The parts of a family that `style` names, each in its wording."""
    chosen = choose(shares.family.parts, style.order, zeros=style.zeros, most=style.most)
    items = [_item(measure, shares, style, percents) for measure in chosen.named]
    return say_list(items, style.style, chosen.left_out)


_SHARE_CLAUSE = late(r"（[^（）]*\{占比\}[^（）]*）|[，、]?[^，、（）{}]*\{占比\}")


@cache
def _without_share(pattern: Pattern) -> Pattern:
    """The wording of an item without its share, and without the brackets or the words that introduce it."""
    return Pattern(_SHARE_CLAUSE.sub("", pattern.text), pattern.file, pattern.line)


def _item(measure: Measure, shares: FamilyShares, style: ItemStyle, percents: PercentFormat) -> Text:
    whole = shares.family.whole
    pattern = style.item if is_telling(whole) else _without_share(style.item)
    pieces: list[Piece] = []
    for segment in pattern.segments:
        if not isinstance(segment, Slot):
            pieces.append(segment if isinstance(segment, Words) else segment.words)
        elif segment.name == NAME:
            pieces.append(Words(measure.name, pattern.file, pattern.line))
        elif segment.name == NOW:
            pieces.append(number(measure, style.amounts))
        else:
            pieces.append(share_number(shares.of(measure), whole, percents, style.amounts))
    return Text(tuple(pieces))
