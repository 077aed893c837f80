"""A common rate: several lines all cut (or raised) by the same whole percent.

A line has the rate that its exact amounts tell: this year's is last year's changed by a whole percent and rounded to what both years'
amounts are multiples of (100元, 1元, else a cent). Where that is too coarse to tell one percent from the next, the line follows others but
proves nothing. A rate is common where

* as many lines as the template asks for prove it, or two, if they and what follows them are all that changed; and
* they are of different items (economic items, projects), and at least a tenth of all lines that moved in that direction.

A project belongs to a common rate with all its lines that changed, or not at all. Money that moved has no rate.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from narratives.reasons.lines import Lines
from narratives.reasons.moves import Part

_GRAINS = (Decimal(100), Decimal(1), Decimal("0.01"))
LOWEST, HIGHEST = -90, 100


def common_rates(lines: Lines, parts: Sequence[Part], least: int) -> Mapping[int, int]:
    """The common rate in percent (-10) of each part that has one, by its position in `parts`; `least` lines prove one."""
    if "部门经济款" not in lines.attributes:
        return {}
    rates: dict[int, int] = {}
    proven: Counter[int] = Counter()
    moving = [i for i, part in enumerate(parts) if part.move is None and part.exact_now != part.exact_before]
    for i in moving:
        rate, proves = _rate(parts[i])
        if rate:
            rates[i] = rate
            proven[rate] += proves
    for i in _mixed_projects(lines, parts, moving, rates):
        proven[rates[i]] -= _rate(parts[i])[1]
        del rates[i]
    wanted = [rate for rate, count in proven.items() if count >= 2]
    groups: dict[int, list[int]] = {}
    for i, rate in rates.items():
        groups.setdefault(rate, []).append(i)
    up = sum(1 for i in moving if parts[i].exact_now > parts[i].exact_before)
    common: dict[int, int] = {}
    for rate in wanted:
        group = groups.get(rate, [])
        enough = proven[rate] >= least or len(group) == len(moving)
        same_way = up if rate > 0 else len(moving) - up
        if enough and len(group) * 10 >= same_way and len({_item(lines, parts[i]) for i in group}) > 1:
            common |= dict.fromkeys(group, rate)
    return common


def _rate(part: Part) -> tuple[int, bool]:
    """The whole percent that the part changed by (0: none), and whether it proves that rate."""
    before, now = part.exact_before, part.exact_now
    if before <= 0 or now <= 0:
        return 0, False
    rate = ((now - before) * 100 / before).to_integral_value(ROUND_HALF_EVEN)
    if not LOWEST <= rate <= HIGHEST or not rate:
        return 0, False
    grain = next((g for g in _GRAINS if not before % g and not now % g), _GRAINS[-1])
    if abs(before * (100 + rate) - now * 100) > grain * 50:
        return 0, False
    return int(rate), before >= 200 * grain


def _item(lines: Lines, part: Part) -> str:
    key = part.line.key
    return key[lines.position("项目名称")] or key[lines.position("部门经济款")]


def _mixed_projects(lines: Lines, parts: Sequence[Part], moving: Sequence[int], rates: Mapping[int, int]) -> list[int]:
    """The parts with a rate whose project has changed otherwise too."""
    at = lines.position("项目名称")
    of_project: dict[str, set[int]] = {}
    for i in moving:
        if project := parts[i].line.key[at]:
            of_project.setdefault(project, set()).add(rates.get(i, 0))
    mixed = {project for project, found in of_project.items() if len(found) > 1}
    return [i for i in rates if parts[i].line.key[at] in mixed]
