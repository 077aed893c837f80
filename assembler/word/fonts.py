"""The font table: what a program that lacks one of the fonts takes in its place."""

from __future__ import annotations

from collections.abc import Iterable

from assembler.word.markup import DECLARATION, NAMESPACES, attribute

_SONG, _FIXED = ("02010600030101010101", "auto", "variable"), ("02010609060101010101", "modern", "fixed")
# Another name for it or a font close to it, its shape in figures, its family, its widths.
_KNOWN = {
    "宋体": ("SimSun", *_SONG),
    "新宋体": ("NSimSun", *_FIXED),
    "黑体": ("SimHei", *_FIXED),
    "楷体": ("KaiTi", *_FIXED),
    "楷体_GB2312": ("楷体", *_FIXED),
    "仿宋": ("FangSong", *_FIXED),
    "仿宋_GB2312": ("仿宋", *_FIXED),
    "方正小标宋简体": ("宋体", "02010601030101010101", "auto", "variable"),
    "方正小标宋_GBK": ("宋体", "02000000000000000000", "auto", "variable"),
    "微软雅黑": ("Microsoft YaHei", "020B0503020204020204", "swiss", "variable"),
    "等线": ("DengXian", *_SONG),
    "华文中宋": ("STZhongsong", "02010600040101010101", "auto", "variable"),
}
_UNKNOWN = ("宋体", "", "auto", "variable")


def font_table_xml(latin: Iterable[str], east_asian: Iterable[str]) -> str:
    """The part word/fontTable.xml, fonts in the order of their names."""
    fonts = {name: _latin(name) for name in latin} | {name: _east_asian(name) for name in east_asian}
    return f"{DECLARATION}<w:fonts {NAMESPACES}>{''.join(fonts[name] for name in sorted(fonts))}</w:fonts>"


def _latin(name: str) -> str:
    panose = "02020603050405020304" if name == "Times New Roman" else ""
    return _font(name, "00", ("", panose, "roman", "variable"))


def _east_asian(name: str) -> str:
    return _font(name, "86", _KNOWN.get(name, _UNKNOWN))


def _font(name: str, charset: str, known: tuple[str, str, str, str]) -> str:
    other, panose, family, pitch = known
    fallback = f'<w:altName w:val="{other}"/>' if other else ""
    shape = f'<w:panose1 w:val="{panose}"/>' if panose else ""
    return (
        f'<w:font w:name="{attribute(name)}">{fallback}{shape}<w:charset w:val="{charset}"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="{pitch}"/></w:font>'
    )
