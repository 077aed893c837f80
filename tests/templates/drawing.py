"""Tables of a template drawn as text, one row a line, so that a test can show what is expected."""

from __future__ import annotations

from dataclasses import replace

from assembler.look import Page
from assembler.view_tables import view_table
from figures.amounts import AmountFormat
from figures.budget import Budget
from figures.datasets import Figures
from figures.declared import read_declaration
from figures.tables import Table
from figures.tableset import TableSet
from figures.view_reading import read_lists, read_view
from figures.views import View

PAGE = Page(595, 842, 72, 72, 72, 72, 36, 36)
WAN = AmountFormat(zero="")


def view_of(yaml: str, lists: str = "无: []") -> View:
    """The view that `yaml` declares; amounts are 万元 with two places unless it says otherwise."""
    return read_view(read_declaration(yaml, "表.yaml"), read_lists(read_declaration(lists, "lists.yaml")), WAN)


def filled(yaml: str, budget: Budget, lists: str = "无: []") -> Table:
    """The view over a budget."""
    view = view_of(yaml, lists)
    return TableSet({view.name: view}, Figures(budget))[view.name]


def drawn(yaml: str, budget: Budget, lists: str = "无: []", *, head: bool = False) -> str:
    """The printed rows, cells parted by |; a cell that spans stands once, an indent is shown by dots."""
    table = view_table(filled(yaml, budget, lists), "表", PAGE, lambda text: text)
    rows = [row for row in table.rows if head or not row.header]
    return "\n".join("|".join("·" * cell.indent + cell.text for cell in row.cells) for row in rows)


def expected(picture: str) -> str:
    """A picture of a table as tests write it: a row a line, blanks around cells for the eye only."""
    lines = [line for line in picture.strip("\n").split("\n") if line.strip()]
    return "\n".join("|".join(cell.strip() for cell in line.strip().split("|")) for line in lines)


def with_last_year(budget: Budget, last: Budget) -> Budget:
    """The budget with last year's beside it."""
    return replace(budget, last_year=last)
