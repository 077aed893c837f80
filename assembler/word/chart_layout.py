"""Where the parts of a pie chart stand: the circle, its labels and the legend, such that nothing covers anything."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from math import ceil, cos, radians, sin
from unicodedata import east_asian_width

from assembler.description import Chart
from figures.lean import frozen

LABEL_SIZE = 9.0
LEGEND_SIZES = (9.0, 8.0, 7.0, 6.0)
MARGIN = 3.0
"""Free space along the edges of the chart, points."""
GAP = 10.0
"""Space between the circle with its labels and the legend, points."""

# More slices than this and labels around the circle are a thicket: every share then stands in the legend alone.
MOST_LABELS = 12
MOST_COLUMNS = 4
# In ems of its type: the least pitch of a legend's entries and of their further lines, and the coloured key before an entry.
_LINE = 1.35
_WRAPPED_LINE = 1.2
_KEY = 2.0
# A legend's box is this much higher than it need be where there is room: programs leave out entries that do not quite fit.
_AIR = 1.2


@frozen(slots=True)
class Box:
    """A rectangle of the chart, points from its upper left corner."""

    left: float
    top: float
    width: float
    height: float

    def meets(self, other: Box) -> bool:
        """Whether the two have a point in common."""
        return (
            self.left < other.left + other.width
            and other.left < self.left + self.width
            and self.top < other.top + other.height
            and other.top < self.top + self.height
        )


@frozen(slots=True)
class Layout:
    """The places of a chart's parts: the square around the circle, the legend, and which slices have a label.

    `turn` is the angle, clockwise from the top in degrees, at which the first slice begins. `labels` are the slices (by position)
    whose share is written beside the circle, or inside a full one; where one has no room there, all `entries` of the legend carry
    their share.
    """

    circle: Box
    legend: Box
    legend_size: float
    turn: int
    labels: frozenset[int]
    entries: tuple[str, ...]


def text_width(text: str, size: float) -> float:
    """Width of one line of `text`, points: a Chinese character is 1 em, any other half an em."""
    return size * _ems(text)


@lru_cache(maxsize=1 << 10)
def _ems(text: str) -> float:
    return sum([1.0 if east_asian_width(c) in "WFA" else 0.5 for c in text])


def layout(chart: Chart) -> Layout:
    """The layout of `chart`, whose slices are all above zero: circle on the left, legend on the right, both centred together."""
    room = _label_room(chart)
    height = chart.height - 2 * MARGIN
    side = min(height - 2 * (LABEL_SIZE + 4) if room else height, chart.width * 0.45 - 2 * room)
    turn, labels = _labels(chart, side)
    texts = _texts(chart, labels)
    entries = tuple(name + share for name, share in texts)
    available = chart.width - side - 2 * room - GAP - 2 * MARGIN
    fitting = _legend(entries, available, height)
    if fitting is None:
        size, columns, entries = _shortened_legend(texts, available, height)
        tall = height
    else:
        size, columns, tall = fitting
    width = min(available, columns * (max(text_width(e, size) for e in entries) + _KEY * size) + size)
    tall = min(height, tall * _AIR)
    left = (chart.width - side - 2 * room - GAP - width) / 2
    circle = Box(left + room, (chart.height - side) / 2, side, side)
    legend = Box(left + 2 * room + side + GAP, (chart.height - tall) / 2, width, tall)
    return Layout(circle, legend, size, turn, labels, entries)


def _label_room(chart: Chart) -> float:
    """Width kept free on either side of the circle for labels; none for one slice (its label stands inside) or too many."""
    if not 1 < len(chart.slices) <= MOST_LABELS:
        return 0.0
    return max(text_width(s.label, LABEL_SIZE) for s in chart.slices) + 4


def _labels(chart: Chart, side: float) -> tuple[int, frozenset[int]]:
    """The turn of the pie at which most labels have room beside the circle (the first such from the top), and those labels."""
    if len(chart.slices) == 1:
        return 0, frozenset({0})
    if len(chart.slices) > MOST_LABELS:
        return 0, frozenset()
    middles = _middles(chart)
    largest_first = sorted(range(len(middles)), key=lambda i: -Decimal(chart.slices[i].value))
    best: tuple[int, frozenset[int]] = (0, frozenset())
    for turn in range(0, 360, 15):
        shown = _without_overlap(chart, [(i, radians(middles[i] + turn)) for i in largest_first], side / 2)
        if len(shown) > len(best[1]):
            best = turn, shown
        if len(shown) == len(chart.slices):
            break
    return best


def _middles(chart: Chart) -> tuple[float, ...]:
    """The angle in the middle of each slice, degrees clockwise from where the first slice begins."""
    values = [Decimal(s.value) for s in chart.slices]
    total = sum(values)
    angles, before = [], Decimal(0)
    for value in values:
        angles.append(float((before + value / 2) / total) * 360)
        before += value
    return tuple(angles)


def _without_overlap(chart: Chart, angles: Sequence[tuple[int, float]], radius: float) -> frozenset[int]:
    """The slices, each given with its angle, whose labels do not meet that of an earlier one."""
    kept: dict[int, Box] = {}
    for index, angle in angles:
        box = _label_box(chart.slices[index].label, angle, radius)
        if not any(box.meets(other) for other in kept.values()):
            kept[index] = box
    return frozenset(kept)


def _label_box(label: str, angle: float, radius: float) -> Box:
    """The rectangle that a label at `angle` takes, measured from the middle of the circle, with a point of air around it."""
    width, height = text_width(label, LABEL_SIZE) + 2, LABEL_SIZE * 1.2 + 2
    across, down = sin(angle), -cos(angle)
    middle_x = across * (radius + 2) + across * width / 2
    middle_y = down * (radius + 2) + down * height / 2
    return Box(middle_x - width / 2, middle_y - height / 2, width, height)


def _texts(chart: Chart, labels: frozenset[int]) -> tuple[tuple[str, str], ...]:
    """The texts of the legend: names, with their shares as soon as one of them cannot stand beside the circle."""
    if len(labels) == len(chart.slices):
        return tuple((s.name, "") for s in chart.slices)
    return tuple((s.name, f" {s.label}") for s in chart.slices)


def _legend(entries: Sequence[str], width: float, height: float) -> tuple[float, int, float] | None:
    """Type size, columns and height of a legend with `entries`: the largest type that fits, in the fewest columns; or None.

    In one column long names may go on in a second line; several columns are only for names that need none.
    """
    for size in LEGEND_SIZES:
        widths = [text_width(e, size) + _KEY * size for e in entries]
        for columns in range(1, MOST_COLUMNS + 1):
            if columns > 1 and max(widths) * columns > width - size:
                break
            tall = _tall(widths, columns, width, size)
            if tall <= height:
                return size, columns, tall
    return None


def _tall(widths: Sequence[float], columns: int, width: float, size: float) -> float:
    """The least height of a legend in `columns`; in a single one, an entry that is too wide goes on in further lines."""
    if columns > 1:
        return ceil(len(widths) / columns) * size * _LINE
    room = max(width - size * (_KEY + 1), size)
    return sum(size * (_LINE + (ceil((w - size * _KEY) / room) - 1) * _WRAPPED_LINE) for w in widths)


def _shortened_legend(texts: Sequence[tuple[str, str]], width: float, height: float) -> tuple[float, int, tuple[str, ...]]:
    """Size, columns and entries of a legend that cannot hold its texts (name, share): names lose their middle."""
    size = LEGEND_SIZES[-1]
    rows = max(1, int(height / (size * _LINE)))
    columns = ceil(len(texts) / rows)
    room = width / columns - size * (_KEY + 1)
    return size, columns, tuple(shortened(name, room - text_width(share, size), size) + share for name, share in texts)


def shortened(name: str, width: float, size: float) -> str:
    """`name` with as much of its middle replaced by … as it takes to fit `width`; at least its first character stays."""
    head, tail = len(name), 0
    cut = name
    while text_width(cut, size) > width and head + tail > 1:
        keep = head + tail - 1
        tail = keep // 3
        head = keep - tail
        cut = f"{name[:head]}…{name[len(name) - tail :]}"
    return cut
