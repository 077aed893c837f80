"""What wording can hold in its hands: texts that know their cell, objects with named values, functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from figures.findings import Place
from narratives.text import Number, Quote


class Phrase(str):
    """Text of the officer's own in a template: compares and tests like text, and knows its cell; `piece` is what it is written as."""

    __slots__ = ("piece", "place")
    place: Place
    piece: Quote

    def __new__(cls, text: str, place: Place) -> Phrase:
        """The text with the place it was written at."""
        phrase = super().__new__(cls, text)
        phrase.place = place
        phrase.piece = Quote(text, place)
        return phrase


class Exposed:
    """An object whose named values templates may use; nothing else of it can be reached."""

    __slots__ = ("_names", "what")

    def __init__(self, what: str, names: Mapping[str, Any] | Callable[[], Mapping[str, Any]]) -> None:
        self.what = what
        self._names = names

    @property
    def names(self) -> Mapping[str, Any]:
        """The values by name, made when first asked for."""
        found = self._names
        if callable(found):
            found = self._names = found()
        return found

    def __bool__(self) -> bool:
        return True

    def __str__(self) -> NoReturn:
        raise TypeError(f"“{self.what}”不能直接当作文字使用，请写明其中一项，例如 {next(iter(self.names), '')}")


class Shower:
    """A filter that shows a figure and needs nothing else: it is called with one and makes the number."""

    __slots__ = ()

    def takes(self, value: Any) -> bool:
        """Whether the value is a figure."""
        raise NotImplementedError

    def __call__(self, value: Any) -> Number:
        """The number; TypeError for a value that is no figure."""
        raise NotImplementedError


class Function:
    """A function that templates may call."""

    __slots__ = ("function",)

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """The function's result."""
        return self.function(*args, **kwargs)
