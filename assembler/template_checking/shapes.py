"""What kind of thing each name of a template stands for, known without any figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date

from assembler.template import Template
from figures.budget import Budget
from figures.datasets import Figures
from figures.lean import frozen
from figures.records import KIND_BY_NAME, Basics, PerformanceTarget, Unit
from figures.tableset import TableSet
from narratives.declarations import FamilySpec
from narratives.exposed import Exposed
from narratives.exposing import Named, exposed_record, exposed_target
from narratives.vocabulary import Vocabulary


@frozen
class Shape:
    """A kind of value: what it is called, what may be taken from it (None: not known beforehand), and what a loop over it gives."""

    kind: str
    attributes: Mapping[str, Shape] | None = field(default_factory=dict)
    item: Shape | None = None


UNKNOWN = Shape("", None)
TEXT = Shape("文字")
MEASURE = Shape("数", {"名称": TEXT})
FUNCTION = Shape("函数")
LOOP = Shape("循环", dict.fromkeys(("index", "index0", "first", "last", "length", "revindex"), UNKNOWN))
SAID = ("文字", "")
"""The kinds that can be written out as they are."""


def empty_vocabulary(template: Template) -> Vocabulary:
    """The template's names over a budget without figures."""
    budget = Budget(Basics(department="示例局", year=2025, assets_date=date(2024, 12, 31)))
    return Vocabulary(TableSet(template.views, Figures(budget)), template.measures, template.speech, template.glossary)


def shapes(template: Template) -> Mapping[str, Shape]:
    """The shape of every name that the template's wording may use."""
    vocabulary = empty_vocabulary(template)
    target = exposed_target(PerformanceTarget(), vocabulary.tables.figures)
    facts = {
        "文字": FUNCTION,
        "待填": FUNCTION,
        "名词解释": _listed(Shape("名词", dict.fromkeys(("序号", "名词", "解释"), TEXT))),
        "单位": _listed(_record(exposed_record(KIND_BY_NAME["units"], Unit()))),
        "公开项目": _listed(_record(target)),
    }
    found: dict[str, Shape] = dict.fromkeys(template.words, TEXT)
    for name in vocabulary:
        if name in template.measures.measures:
            found[name] = MEASURE
        elif name in template.measures.families:
            found[name] = _family(template.measures.families[name], template)
        else:
            found[name] = facts.get(name, TEXT)
    return found


def target_shape(template: Template) -> Shape:
    """What a form calls 项目."""
    return _record(exposed_target(PerformanceTarget(), empty_vocabulary(template).tables.figures))


def _listed(item: Shape) -> Shape:
    return Shape("一列记录", {}, item)


def _record(record: Exposed) -> Shape:
    return Shape("记录", {name: MEASURE if isinstance(value, Named) else TEXT for name, value in record.names.items()})


def _family(spec: FamilySpec, template: Template) -> Shape:
    if spec.table:
        return Shape("构成", None, MEASURE)
    known = template.measures.measures
    names = {name for key in spec.parts for name in (key, known[key].name)}
    return Shape("构成", dict.fromkeys(names, MEASURE), MEASURE)
