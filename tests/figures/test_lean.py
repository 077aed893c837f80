"""Values behave as the frozen dataclasses of the standard library do, although their methods are made when first used."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.lean import frozen, known_fields, lean, replacing


class _Declared:
    """Fields of every sort that the program declares."""

    a: int
    b: str = "乙"
    c: list[int] = field(default_factory=list, compare=False)
    d: Any = field(default=None, compare=False, repr=False, kw_only=True)
    e: int = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "e", self.a * 2)


def _made(decorator: Any, name: str) -> Any:
    return decorator(type(name, (), {k: v for k, v in vars(_Declared).items() if k not in ("__dict__", "__weakref__")}))


Standard = _made(dataclass(frozen=True, order=True), "Standard")
Ours = _made(frozen(order=True), "Ours")
Slotted = _made(frozen(slots=True, order=True), "Slotted")
Lean = _made(lean(order=True), "Lean")
WAYS = (Ours, Slotted, Lean)
given_values = st.tuples(st.integers(-3, 3), st.sampled_from("甲乙"), st.lists(st.integers(), max_size=2))


@given(given_values, given_values)
def test_they_compare_hash_and_show_as_the_standard_ones(first: tuple[Any, ...], second: tuple[Any, ...]) -> None:
    one, other = Standard(*first, d=1), Standard(*second, d=2)
    for way in WAYS:
        a, b = way(*first, d=1), way(*second, d=2)
        assert repr(a) == repr(one).replace("Standard", way.__name__)
        assert (hash(a), asdict(a)) == (hash(one), asdict(one))
        assert (a == b, a < b, a <= b, a > b, a >= b) == (one == other, one < other, one <= other, one > other, one >= other)
        assert a != one
        assert replace(a, b="丙") == way(first[0], "丙")
        assert way.__match_args__ == Standard.__match_args__
        assert [f.name for f in fields(way)] == [f.name for f in fields(Standard)]


@given(given_values)
def test_copies_are_equal_and_own_their_defaults(values: tuple[Any, ...]) -> None:
    for way in WAYS:
        made = way(*values, d=1)
        for again in (copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made))):
            assert (again, again.d, again.e) == (made, 1, made.e)
        assert way(1).c is not way(1).c


@pytest.mark.parametrize("way", [Ours, Slotted])
def test_frozen_ones_cannot_be_changed(way: Any) -> None:
    made = way(1)
    for change in (lambda: setattr(made, "a", 2), lambda: delattr(made, "a")):
        with pytest.raises(FrozenInstanceError, match="field 'a'"):
            change()
    assert made.a == 1


@pytest.mark.parametrize("way", WAYS)
def test_what_is_missing_or_unknown_is_refused(way: Any) -> None:
    for wrong in (way, lambda: way(1, x=2), lambda: way(1, "", [], None)):
        with pytest.raises(TypeError):
            wrong()


def test_without_equality_each_is_itself() -> None:
    @frozen(eq=False)
    class Thing:
        name: str

    assert Thing("甲") != Thing("甲")
    assert len({Thing("甲"), Thing("甲")}) == 2


def test_a_method_of_the_class_stays() -> None:
    @frozen(slots=True)
    class Named:
        name: str

        def __repr__(self) -> str:
            return f"<{self.name}>"

    assert repr(Named("甲")) == "<甲>"


def test_methods_are_compiled_when_first_called_and_only_then() -> None:
    @lean
    class Fresh:
        name: str

    before = vars(Fresh)["__init__"], vars(Fresh)["__eq__"]
    Fresh("甲")
    assert vars(Fresh)["__init__"] is not before[0]
    assert vars(Fresh)["__init__"].__qualname__.endswith("Fresh.__init__")
    assert vars(Fresh)["__eq__"] is before[1]


@pytest.mark.parametrize("kind", [frozen(slots=True), frozen(), lean])
def test_replacing_does_what_replace_does(kind: Any) -> None:
    @kind
    class Value:
        a: int
        b: str = "b"
        c: int = field(default=0, compare=False, kw_only=True)

    value = Value(1, "x", c=7)
    made = replacing(Value, "b", "a")(value, "y", 2)
    expected = replace(value, b="y", a=2)
    assert type(made) is Value
    assert (made.a, made.b, made.c) == (expected.a, expected.b, expected.c)
    assert (value.a, value.b) == (1, "x")


def test_an_interrupt_that_is_caught_while_a_method_is_made_does_not_end_the_program(tmp_path: Path) -> None:
    """Python ends by the signal, whatever its exit status, once Ctrl-C came while a plain text was executed."""
    script = tmp_path / "a.py"
    script.write_text(
        "import os, signal\n"
        "from figures import lean\n"
        "def interrupted(): os.kill(os.getpid(), signal.SIGINT)\n"
        "try:\n"
        "    lean._run('interrupted()\\nfor _ in range(10**6): pass', {'interrupted': interrupted})\n"
        "except KeyboardInterrupt:\n"
        "    print('caught')\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "caught\n"), done.stderr


@pytest.mark.parametrize("kind", [frozen(slots=True), frozen(), lean])
def test_a_class_of_a_class_has_the_fields_of_both(kind: Any) -> None:
    @kind
    class First:
        a: int
        b: str = "b"
        SHARED: ClassVar[int] = 7

    @kind
    class Second(First):
        b: str = "c"
        d: Any = field(default=None, kw_only=True, compare=False, metadata={"x": 1})

    for cls, names in ((First, ["a", "b"]), (Second, ["a", "b", "d"])):
        assert list(known_fields(cls)) == names
        assert [f.name for f in fields(cls)] == names
        assert list(known_fields(cls)) == names
    assert (Second(1).b, Second(1, d=2), Second.SHARED) == ("c", Second(1), 7)
    assert replace(Second(1, d=2), a=3).d == 2
    assert known_fields(Second)["d"].metadata == {"x": 1}


def test_a_class_without_slots_shows_its_defaults_as_dataclasses_do() -> None:
    @frozen
    class Counted:
        name: str = "甲"
        parts: list[str] = field(default_factory=list)

    assert Counted.name == "甲"
    assert not hasattr(Counted, "parts")


def test_what_dataclasses_can_do_and_this_cannot_is_refused() -> None:
    @dataclass
    class Ordinary:
        number: int = 0

    with pytest.raises(TypeError, match="Ordinary is made by dataclasses"):
        lean(type("Made", (Ordinary,), {"__annotations__": {"text": "str"}}))
    for kind in ("KW_ONLY", "dataclasses.InitVar[int]"):
        with pytest.raises(TypeError, match="is not known here"):
            lean(type("Made", (), {"__annotations__": {"x": kind}}))
