"""How a paragraph of a finished document is set: its style, and what was set over it by hand."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

from lxml import etree

from assembler.look import Style
from assembler.word.style_reading import ReadStyles
from assembler.word.values import BadValueError, W, is_on, points, value

BY_HAND = "\x00"
"""Parts the name of a style from the number of a variant that a person set by hand."""

_SINGLE = 1.3


@dataclass
class Styles:
    """The styles of a document by name, with a variant for each way in which paragraphs differ from theirs."""

    read: ReadStyles
    by_name: dict[str, Style] = field(default_factory=dict)
    _variants: dict[Style, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by_name.update(self.read.styles)

    def named(self, paragraph: etree._Element) -> Style:
        """The style of a paragraph."""
        return self.called(value(paragraph.find(f"{W}pPr/{W}pStyle")))

    def called(self, identity: str) -> Style:
        """The style with an id in the file; the default one where there is none."""
        name = self.read.names.get(identity, self.read.default)
        return self.by_name.get(name) or self.by_name[self.read.default]

    def at_level(self, paragraph: etree._Element) -> Style:
        """The style of a paragraph with the level in the contents that was set by hand, all else left aside."""
        base, level = self.named(paragraph), value(paragraph.find(f"{W}pPr/{W}outlineLvl"))
        return replace(base, level=int(level) if int(level) < 9 else None) if level.isdecimal() else base

    def of(self, paragraph: etree._Element, least_pitch: float = 0.0) -> tuple[Style, tuple[str, ...]]:
        """The style of a paragraph as it is set, and what of its setting is not known to the page calculator.

        `least_pitch` is the height of what stands in its line, where its pitch is not exact.
        """
        base = self.named(paragraph)
        properties = paragraph.find(f"{W}pPr")
        try:
            style, doubts = (base, ()) if properties is None else _over(base, properties, least_pitch)
            sizes = _sizes(paragraph, style.size)
        except BadValueError as error:
            return base, (str(error),)
        if len(sizes) > 1:
            doubts = (*doubts, "一段中有几种字号")
        if sizes and sizes != {style.size}:
            style = replace(style, size=max(sizes))
        if style == base:
            return base, doubts
        name = self._variants.setdefault(style, f"{base.name}{BY_HAND}{len(self._variants) + 1}")
        self.by_name[name] = replace(style, name=name)
        return self.by_name[name], doubts


def style_name(name: str) -> str:
    """The name of the style that a variant is one of."""
    return name.partition(BY_HAND)[0]


def _over(base: Style, properties: etree._Element, least_pitch: float) -> tuple[Style, tuple[str, ...]]:
    """A style with what a paragraph sets itself, and what of that is not known."""
    doubts = []
    style = base
    spacing = properties.find(f"{W}spacing")
    if spacing is not None:
        style, told = _with_spacing(style, spacing, least_pitch)
        doubts += told
    indents = properties.find(f"{W}ind")
    if indents is not None:
        style = _with_indents(style, indents)
    keep = properties.find(f"{W}keepNext")
    if keep is not None:
        style = replace(style, keep_next=is_on(value(keep)))
    level = value(properties.find(f"{W}outlineLvl"))
    if level.isdecimal():
        style = replace(style, level=int(level) if int(level) < 9 else None)
    for tag, called in (("numPr", "自动编号"), ("framePr", "图文框"), ("pBdr", "段落边框")):
        if properties.find(f"{W}{tag}") is not None:
            doubts.append(called)
    return style, tuple(doubts)


def _with_spacing(style: Style, spacing: etree._Element, least_pitch: float) -> tuple[Style, list[str]]:
    doubts = []
    line, rule = value(spacing, "line"), value(spacing, "lineRule")
    if line and rule == "exact":
        style = replace(style, pitch=points(line))
    elif line:
        single = math.ceil(style.size * _SINGLE * 2) / 2
        natural = max(points(line), single) if rule == "atLeast" else math.ceil(single * points(line, 240) * 2) / 2
        style = replace(style, pitch=max(natural, least_pitch, 1.0))
        doubts.append("不是固定值的行距")
    if any(value(spacing, side) not in ("", "0") for side in ("before", "after", "beforeLines", "afterLines")):
        doubts.append("段前段后间距")
    return style, doubts


def _with_indents(style: Style, indents: etree._Element) -> Style:
    def length(*names: str) -> float | None:
        for name in names:
            if value(indents, f"{name}Chars") not in ("", "0"):
                return points(value(indents, f"{name}Chars"), 100) * style.size
            if value(indents, name):
                return points(value(indents, name))
        return None

    left, right, first, hanging = length("left", "start"), length("right", "end"), length("firstLine"), length("hanging")
    return replace(
        style,
        left=style.left if left is None else left,
        right=style.right if right is None else right,
        first_line=first if first is not None else -hanging if hanging else 0.0 if hanging is not None else style.first_line,
    )


def _sizes(paragraph: etree._Element, usual: float) -> set[float]:
    """The sizes of type of the paragraph's text."""
    found: set[float] = set()
    for run in paragraph.iter(f"{W}r"):
        if run.find(f"{W}t") is not None:
            size = value(run.find(f"{W}rPr/{W}sz"))
            found.add(points(size, 2) if size else usual)
    return found
