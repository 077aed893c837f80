"""A pattern that is compiled late does what one compiled at once does."""

import re

import pytest

from figures.patterns import late


def test_a_late_pattern_finds_what_any_does() -> None:
    pattern, plain = late(r"(\d+)元", re.ASCII), re.compile(r"(\d+)元", re.ASCII)
    for _ in range(2):
        assert pattern.findall("1元２元33元") == plain.findall("1元２元33元") == ["1", "33"]
        assert pattern.sub("x", "5元") == "x"
        assert (found := pattern.fullmatch("7元")) is not None
        assert found[1] == "7"
        assert pattern.pattern == plain.pattern


def test_it_is_not_compiled_before_it_is_used() -> None:
    broken = late("(")
    with pytest.raises(re.error):
        broken.search("")
