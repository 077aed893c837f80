"""How the cells of the workbook look: one format for each purpose."""

from __future__ import annotations

from dataclasses import dataclass, field

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from figures.columns import Type
from figures.workbook.form import ColumnPlan

REQUIRED_COLOUR = "#FCE4D6"
OPTIONAL_COLOUR = "#DDEBF7"
_HELP_COLOUR = "#F2F2F2"
_FONT = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
_FRAME = {"border": 1, "border_color": "#BFBFBF"}


@dataclass
class Styles:
    """The formats of one workbook under construction, made when they are first wanted."""

    workbook: Workbook
    _made: dict[tuple[str, bool, bool], Format] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.title = self._format(bold=True, font_size=14)
        self.text = self._format(text_wrap=True, valign="top")
        self.link = self._format(font_color="#0563C1", underline=1, **_FRAME)
        self.listed = self._format(text_wrap=True, **_FRAME)
        self.help = self._format(text_wrap=True, font_size=9, font_color="#595959", bg_color=_HELP_COLOUR, valign="top", **_FRAME)
        self.heading = self._format(bold=True, text_wrap=True, align="center", bg_color=OPTIONAL_COLOUR, **_FRAME)
        self.required = self._format(bold=True, text_wrap=True, align="center", bg_color=REQUIRED_COLOUR, **_FRAME)

    def cells(self, plan: ColumnPlan) -> Format:
        """The format of a column's cells."""
        return self._cell(plan, framed=False)

    def facts(self, plan: ColumnPlan) -> Format:
        """The format of a single fact: framed, and aligned to the left whatever it holds."""
        return self._cell(plan, framed=True)

    def _cell(self, plan: ColumnPlan, framed: bool) -> Format:
        key = (plan.number_format, plan.wrapped, framed)
        if key not in self._made:
            options: dict[str, object] = {"num_format": plan.number_format, "text_wrap": plan.wrapped}
            if framed:
                options |= {"align": "left", "text_wrap": True, **_FRAME}
            elif plan.column.type in (Type.DATE, Type.YEAR):
                options |= {"align": "left"}
            self._made[key] = self._format(**options)
        return self._made[key]

    def _format(self, **options: object) -> Format:
        return self.workbook.add_format({**_FONT, **options})
