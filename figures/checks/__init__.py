"""Checks across the figures of a budget (勾稽), each a plain function from figures to findings, listed in one tuple."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from figures.checks.balance import check_carried_over, check_income_equals_expenditure, check_income_kinds, check_units_balance
from figures.checks.basics import check_department, check_document_facts, check_year
from figures.checks.classification import (
    check_economic_categories,
    check_economic_codes,
    check_economic_mapping,
    check_functional_codes,
    check_funds_of_functions,
)
from figures.checks.holdings import check_asset_counts, check_procurement_spent, check_reserved, check_vehicles
from figures.checks.lines import check_amounts, check_choices, check_lines_complete
from figures.checks.operating import check_operating
from figures.checks.performance import (
    check_indicator_projects,
    check_target_amounts,
    check_target_projects,
    check_target_terms,
)
from figures.checks.projects import check_former_names, check_project_kinds, check_projects_listed
from figures.checks.three_public import check_three_public_counts, check_three_public_items, check_three_public_lines
from figures.checks.units import check_unit_kinds, check_units, check_units_named
from figures.datasets import Figures
from figures.findings import Finding

__all__ = ["CHECKS", "Check", "check_budget"]

Check = Callable[[Figures], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    check_year,
    check_department,
    check_document_facts,
    check_units,
    check_unit_kinds,
    check_units_named,
    check_lines_complete,
    check_choices,
    check_amounts,
    check_functional_codes,
    check_economic_codes,
    check_funds_of_functions,
    check_economic_mapping,
    check_economic_categories,
    check_income_equals_expenditure,
    check_carried_over,
    check_units_balance,
    check_income_kinds,
    check_three_public_items,
    check_three_public_lines,
    check_three_public_counts,
    check_operating,
    check_projects_listed,
    check_project_kinds,
    check_former_names,
    check_target_amounts,
    check_target_terms,
    check_target_projects,
    check_indicator_projects,
    check_vehicles,
    check_asset_counts,
    check_reserved,
    check_procurement_spent,
)


def check_budget(figures: Figures) -> Iterator[Finding]:
    """All findings of all checks, in their order."""
    for check in CHECKS:
        yield from check(figures)
