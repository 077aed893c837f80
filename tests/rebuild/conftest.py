"""The sample budget, its template and its document, made once."""

from __future__ import annotations

import pytest
from hand_edits import EXAMPLE

import yugong
from assembler.template import Template, load_template
from figures.budget import Budget


@pytest.fixture(scope="session")
def budget() -> Budget:
    """The figures of the sample."""
    return yugong.read(EXAMPLE)


@pytest.fixture(scope="session")
def template(budget: Budget) -> Template:
    """Its template."""
    return load_template(budget.basics.template)


@pytest.fixture(scope="session")
def built(budget: Budget, template: Template) -> bytes:
    """Its document."""
    return yugong.build(budget, template).to_bytes()
