"""The paragraph styles of a file as plain values: inheritance, defaults and theme fonts resolved, all else told."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from lxml import etree

from assembler.look import Alignment, Style
from assembler.word.style_names import shown_name
from assembler.word.values import BadValueError, W, is_on, points, shown, value
from figures.lean import frozen

LATIN = "Times New Roman"
"""The one Latin font: the page calculator knows its widths."""

_SONG = "宋体"
_SINGLE = 1.3
"""Single spacing of common Chinese fonts, in ems."""

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_ALIGNMENTS: Mapping[str, Alignment] = {
    "": "left",
    "left": "left",
    "start": "left",
    "center": "center",
    "right": "right",
    "end": "right",
    "both": "both",
}
# What the dialogs of Word call that which is not taken over.
_PARAGRAPH_DOUBTS = {
    "keepLines": "段中不分页",
    "pageBreakBefore": "段前分页",
    "framePr": "图文框",
    "numPr": "项目符号和编号",
    "pBdr": "边框",
    "tabs": "制表位",
    "mirrorIndents": "对称缩进",
    "contextualSpacing": "在相同样式的段落间不添加空格",
    "topLinePunct": "允许行首标点压缩",
    "bidi": "从右向左的方向",
    "textDirection": "文字方向",
}
_PARAGRAPH_OFF_DOUBTS = {
    "widowControl": "孤行控制",
    "kinsoku": "按中文习惯控制首尾字符",
    "overflowPunct": "允许标点溢出边界",
}
_RUN_DOUBTS = {
    "caps": "全部大写字母",
    "smallCaps": "小型大写字母",
    "strike": "删除线",
    "dstrike": "双删除线",
    "vanish": "隐藏",
    "outline": "空心",
    "shadow": "阴影",
    "emboss": "阳文",
    "imprint": "阴文",
    "u": "下划线",
    "em": "着重号",
    "bdr": "字符边框",
    "highlight": "突出显示",
    "effect": "文字效果",
    "vertAlign": "上标或下标",
    "spacing": "字符间距",
    "w": "字符缩放",
    "position": "位置（提升或降低）",
}
_NOTHING = ("none", "0", "false", "off", "baseline", "nil")
_FULL_WIDTH = ("100", "100%")


@frozen(slots=True)
class ReadStyles:
    """The styles of a file by name, the names by id, the default one's name, and what was not taken over."""

    styles: Mapping[str, Style]
    names: Mapping[str, str]
    default: str
    doubts: tuple[str, ...]


@frozen(slots=True)
class _Layers:
    """Where a style's properties come from: the file's defaults, then its ancestors, then itself."""

    properties: tuple[Mapping[tuple[str, str], etree._Element], ...]

    def merged(self, group: str, tag: str) -> dict[str, str] | None:
        """The attributes of a property, later layers over earlier ones; None where no layer has it."""
        found: dict[str, str] | None = None
        for layer in self.properties:
            element = layer.get((f"{W}{group}", f"{W}{tag}"))
            if element is not None:
                found = _overlaid(found or {}, {str(k).removeprefix(W): str(v) for k, v in element.attrib.items()})
        return found

    def switch(self, group: str, tag: str) -> bool | None:
        """Whether a switch is on; None where no layer has it. The last layer that has it decides."""
        for layer in reversed(self.properties):
            element = layer.get((f"{W}{group}", f"{W}{tag}"))
            if element is not None:
                return is_on(value(element))
        return None


def read_styles(root: etree._Element, theme: etree._Element | None, with_doubts: bool = True) -> ReadStyles:
    """The paragraph styles of word/styles.xml; of those that Word hides nothing is told, without `with_doubts` of none.

    BadValueError names the style.
    """
    elements = {value(s, "styleId"): s for s in root.iter(f"{W}style") if value(s, "type") == "paragraph"}
    filed = {id_: value(s.find(f"{W}name")) for id_, s in elements.items()}
    names = {id_: shown_name(name, set(filed.values())) for id_, name in filed.items()}
    default = next((names[id_] for id_, s in elements.items() if value(s, "default") in ("1", "true", "on")), "")
    if not default:
        raise BadValueError("没有默认的段落样式（“正文”）；请用 Word 打开后另存")
    styles: dict[str, Style] = {}
    doubts: list[str] = []
    defaults = [_properties(part) for part in _defaults(root)]
    own = {id_: _properties(element) for id_, element in elements.items()}
    for id_, element in elements.items():
        if not id_ or not names[id_]:
            continue
        layers = _Layers((*defaults, *(own[value(e, "styleId")] for e in _ancestry(element, elements))))
        try:
            styles[names[id_]] = _style(names[id_], id_, layers, theme)
            if with_doubts and element.find(f"{W}semiHidden") is None:
                doubts += [f"样式“{names[id_]}”{doubt}" for doubt in _doubts(layers, theme)]
        except BadValueError as fault:
            raise BadValueError(f"样式“{names[id_]}”中的{fault}") from None
    return ReadStyles(styles, names, default, tuple(doubts))


def _properties(layer: etree._Element) -> dict[tuple[str, str], etree._Element]:
    """The properties in a layer by their group and tag; the first of each."""
    found: dict[tuple[str, str], etree._Element] = {}
    for group in layer:
        for element in group:
            found.setdefault((group.tag, element.tag), element)
    return found


def _defaults(root: etree._Element) -> Iterator[etree._Element]:
    defaults = root.find(f"{W}docDefaults")
    if defaults is not None:
        yield from (part for part in (defaults.find(f"{W}pPrDefault"), defaults.find(f"{W}rPrDefault")) if part is not None)


def _ancestry(element: etree._Element, elements: Mapping[str, etree._Element]) -> list[etree._Element]:
    """The style and those it is based on, the furthest first; a circle ends where it closes."""
    chain: list[etree._Element] = []
    current: etree._Element | None = element
    while current is not None and current not in chain:
        chain.append(current)
        current = elements.get(value(current.find(f"{W}basedOn")))
    return chain[::-1]


def _overlaid(below: dict[str, str], above: dict[str, str]) -> dict[str, str]:
    """Attributes over attributes. A font named by a higher layer takes the place of a theme's font named by a lower one."""
    dropped = {f"{name}Theme" for name in above} | {"cstheme" for name in above if name == "cs"}
    return {k: v for k, v in below.items() if k not in dropped} | above


def _style(name: str, id_: str, layers: _Layers, theme: etree._Element | None) -> Style:
    size = _size(layers)
    indents = layers.merged("pPr", "ind") or {}
    level = int(points((layers.merged("pPr", "outlineLvl") or {}).get("val", "9"), 1))
    colour = (layers.merged("rPr", "color") or {}).get("val", "auto").upper()
    return Style(
        name=name,
        id=id_,
        east_asia=_font(layers, theme, "eastAsia") or _SONG,
        latin=LATIN,
        size=size,
        pitch=_pitch(layers, size)[0],
        align=_ALIGNMENTS.get((layers.merged("pPr", "jc") or {}).get("val", ""), "left"),
        first_line=_indent(indents, size, "firstLine") or -_indent(indents, size, "hanging"),
        left=_indent(indents, size, "left", "start"),
        right=_indent(indents, size, "right", "end"),
        bold=bool(layers.switch("rPr", "b")),
        italic=bool(layers.switch("rPr", "i")),
        colour="" if colour in ("AUTO", "000000", "") else colour,
        keep_next=bool(layers.switch("pPr", "keepNext")),
        level=level if 0 <= level < 9 else None,
    )


def _size(layers: _Layers) -> float:
    size = points((layers.merged("rPr", "sz") or {}).get("val", "20"), 2)
    if not 1 <= size <= 1638:
        raise BadValueError(f"字号 {shown(size)} 磅超出 Word 的范围（1 至 1638 磅）")
    return size


def _pitch(layers: _Layers, size: float) -> tuple[float, str]:
    """The exact pitch, and what Word calls the one that was not exact ("" when it was)."""
    spacing = layers.merged("pPr", "spacing") or {}
    line, rule = spacing.get("line", "240"), spacing.get("lineRule", "auto")
    if rule == "exact":
        pitch = points(line)
        if not 0 < pitch <= 1584:
            raise BadValueError(f"固定行距 {shown(pitch)} 磅超出 Word 的范围（大于 0，至 1584 磅）")
        return pitch, ""
    single = math.ceil(size * _SINGLE * 2) / 2
    if rule == "atLeast":
        return max(points(line), single), f"最小值 {shown(points(line))} 磅"
    times = points(line, 240)
    called = {1.0: "单倍行距", 1.5: "1.5 倍行距", 2.0: "2 倍行距"}.get(times, f"多倍行距 {shown(times)}")
    return max(math.ceil(single * times * 2) / 2, 1.0), called


def _indent(indents: Mapping[str, str], size: float, *names: str) -> float:
    """An indent in points; one in characters goes before one in twips."""
    for name in names:
        characters = points(indents.get(f"{name}Chars", "0"), 100)
        if characters:
            return characters * size
        if name in indents:
            return points(indents[name])
    return 0.0


def _font(layers: _Layers, theme: etree._Element | None, slot: str) -> str:
    """The font of "eastAsia" or "ascii", a theme's font by its name; "" when none is set."""
    fonts = layers.merged("rPr", "rFonts") or {}
    from_theme = fonts.get(f"{slot}Theme", "")
    if from_theme and theme is not None:
        return _theme_font(theme, "majorFont" if from_theme.startswith("major") else "minorFont", "EastAsia" in from_theme)
    return fonts.get(slot, "")


def _theme_font(theme: etree._Element, group: str, east_asian: bool) -> str:
    """A font of the theme; the East Asian one may be left to the entry for simplified Chinese."""
    fonts = next(theme.iter(f"{_A}{group}"), None)
    if fonts is None:
        return ""
    named = fonts.find(f"{_A}{'ea' if east_asian else 'latin'}")
    face = "" if named is None else named.get("typeface", "")
    if face or not east_asian:
        return face
    return next((f.get("typeface", "") for f in fonts.iter(f"{_A}font") if f.get("script") == "Hans"), "")


def _doubts(layers: _Layers, theme: etree._Element | None) -> Iterator[str]:
    """What of a style is not taken over, each as the rest of a sentence that begins with the style's name."""
    pitch, called = _pitch(layers, _size(layers))
    if called:
        yield f"的行距是“{called}”，已改按固定值 {shown(pitch)} 磅；请在“段落”对话框中把“行距”设为“固定值”。"
    yield from _space_doubts(layers.merged("pPr", "spacing") or {})
    alignment = (layers.merged("pPr", "jc") or {}).get("val", "")
    if alignment not in _ALIGNMENTS:
        yield f"的对齐方式（{'分散对齐' if alignment == 'distribute' else alignment}）没有采用，已改按左对齐。"
    for group, known in (("pPr", _PARAGRAPH_DOUBTS), ("rPr", _RUN_DOUBTS)):
        for tag, name in known.items():
            attributes = layers.merged(group, tag)
            idle = (*_NOTHING, *_FULL_WIDTH) if tag == "w" else _NOTHING
            if attributes is not None and attributes.get("val", "on") not in idle:
                yield f"的“{name}”没有采用。"
    for tag, name in _PARAGRAPH_OFF_DOUBTS.items():
        if layers.switch("pPr", tag) is False:
            yield f"关闭了“{name}”，没有采用：页码计算要求它打开。"
    yield from _font_doubts(layers, theme)


def _space_doubts(spacing: Mapping[str, str]) -> Iterator[str]:
    for side, name in (("before", "段前"), ("after", "段后")):
        lines = points(spacing.get(f"{side}Lines", "0"), 100)
        space = points(spacing.get(side, "0"))
        if is_on(spacing.get(f"{side}Autospacing", "0")):
            size = "自动"
        elif lines:
            size = f"{shown(lines)} 行"
        elif space:
            size = f"{shown(space)} 磅"
        else:
            continue
        yield f"的“{name}”间距（{size}）没有采用；请改用更大的固定值行距，或由模板加空行。"


def _font_doubts(layers: _Layers, theme: etree._Element | None) -> Iterator[str]:
    latin = _font(layers, theme, "ascii")
    if latin and latin != LATIN:
        yield f"的西文字体“{latin}”没有采用，一律用 {LATIN}（页码计算只认它的字宽）。"
    if not _font(layers, theme, "eastAsia"):
        yield f"没有指定中文字体，已用“{_SONG}”；请在“字体”对话框中设置“中文字体”。"
