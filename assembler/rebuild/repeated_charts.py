"""Charts that stand in a document more than once: left over where an office program settled revisions, or copied with their identity."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from assembler.description import Chart
from assembler.rebuild.charts import part_of, shows, standing_charts
from assembler.rebuild.generated import Generated
from assembler.rebuild.making import Making
from assembler.rebuild.tables import Tools
from assembler.word.identity import bookmark_name
from assembler.word.reading.body import CHART, Stretch
from assembler.word.reading.inline import take_out
from assembler.word.values import W
from figures.checks.reported import OTHER_CHART_GONE, REPEATED_CHART
from figures.findings import Place


def settle_repeated(
    tools: Tools, stretches: Sequence[Stretch], here: etree._Element, base: Chart, other: Generated | None
) -> None:
    """Sees to it that the chart `base` stands in its paragraph `here` only once, or tells that it does not.

    One that shows what the other payload of a document with settled revisions has (`other`) goes. Any other may be a person's.
    """
    making = tools.making
    charts = standing_charts(here)
    if len(charts) > 1 and isinstance(other, Chart):
        mine = [c for c in charts if shows(making, part_of(making, c), base)]
        theirs = [c for c in charts if c not in mine and shows(making, part_of(making, c), other)]
        for chart in theirs if mine else ():
            _remove(making, chart)
            charts.remove(chart)
            tools.outcome.note(
                OTHER_CHART_GONE, f"图“{base.title or base.id}”旁边还有接受或拒绝修订后留下的另一幅，已删去", base.id
            )
            tools.outcome.changed = True
    name = bookmark_name(base.id)
    copies = (s for s in stretches if name in s.names and s.element is not here and not s.is_table)
    count = len(charts) + sum(len(standing_charts(s.element)) for s in copies)
    if count < 2:
        return
    message = f"图“{base.title or base.id}”在文档中有 {count} 幅，不知道哪一幅是多余的，没有删去"
    said = f"这幅图在文档中有 {count} 幅，请删去多余的。"
    if tools.outcome.undecide(REPEATED_CHART, message, Place(block=base.id)) and tools.comments.put([here], said):
        tools.outcome.changed = True


def _remove(making: Making, chart: etree._Element) -> None:
    """Takes the picture of a chart out of its run, and the run where nothing else is in it; its figures go too, unless another picture
    shows them."""
    name = part_of(making, chart)
    take_out(next(chart.iterancestors(f"{W}drawing"), chart))
    if name and all(part_of(making, other) != name for other in making.body.iter(CHART)):
        workbook = making.workbook_of(name)
        making.parts.drop(name)
        if workbook:
            making.parts.drop(workbook)
