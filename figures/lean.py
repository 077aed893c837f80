"""Values: frozen dataclasses that cost little to declare, and leaner ones that also cost little to make.

`dataclasses` writes and compiles up to six methods for each class while its module is imported, used or not: half a millisecond a class, more
than half of the time that a command took to start. Here a method is compiled when it is first called, and `dataclasses` is asked of a class
when somebody asks it, so that `fields`, `replace` and `asdict` work as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from functools import cache
from typing import Any, NoReturn, TypeVar, dataclass_transform, overload

T = TypeVar("T")
Source = tuple[str, Mapping[str, Any]]
"""The text of a method, and the values of the names in it that it is not given."""


@overload
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def lean(cls: type[T], /) -> type[T]: ...


@overload
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def lean(*, order: bool) -> Callable[[type[T]], type[T]]: ...


def lean(cls: type[Any] | None = None, /, *, order: bool = False) -> Any:
    """A dataclass with slots that is compared and hashed by its fields, and that type checkers hold to be frozen.

    Nothing may change one. Only the program's own checks see to that: a dataclass that is frozen while running sets each field by way of
    `object.__setattr__`, three times as slow, and that was a quarter of the time that a whole document takes.
    """

    def made(cls: type[Any]) -> type[Any]:
        return _with_methods(cls, slots=True, eq=True, order=order, sealed=False)

    return made if cls is None else made(cls)


@overload
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T], /) -> type[T]: ...


@overload
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(*, slots: bool = False, eq: bool = True, order: bool = False) -> Callable[[type[T]], type[T]]: ...


def frozen(cls: type[Any] | None = None, /, *, slots: bool = False, eq: bool = True, order: bool = False) -> Any:
    """What `dataclass(frozen=True, slots=…, eq=…, order=…)` makes: setting a field raises FrozenInstanceError."""

    def made(cls: type[Any]) -> type[Any]:
        return _with_methods(cls, slots=slots, eq=eq, order=order, sealed=True)

    return made if cls is None else made(cls)


def _with_methods(cls: type[Any], *, slots: bool, eq: bool, order: bool, sealed: bool) -> type[Any]:
    _refuse_dataclasses(cls)
    declared = dict(vars(cls))
    names = (
        [name for name, kind in cls.__annotations__.items() if not _is_of_class(kind)] if "__annotations__" in declared else []
    )

    own = {name: declared[name] for name in names if name in declared}

    @cache
    def known() -> dict[str, Field[Any]]:
        return _inherited(made) | {name: _field(own.get(name, MISSING)) for name in names}

    def compared() -> tuple[str, ...]:
        return tuple(name for name, f in known().items() if f.compare)

    sources: dict[str, Callable[[], Source]] = {"__init__": lambda: _init(made, known(), sealed)}
    if eq:
        sources["__eq__"] = lambda: _comparison("__eq__", "==", compared())
        sources["__hash__"] = lambda: (f"def __hash__(self): return hash({_tuple('self', compared())})", {})
    for name, sign in _ORDER.items() if order else ():
        sources[name] = lambda name=name, sign=sign: _comparison(name, sign, compared())  # type: ignore[misc]
    methods: dict[str, Any] = {name: _compiled_later(lambda: made, name, source) for name, source in sources.items()}
    methods["__repr__"] = _shown
    if sealed:
        methods |= {"__setattr__": _refuse_setting, "__delattr__": _refuse_deleting}
        if slots:
            methods |= _pickling(known)
    methods[_KNOWN] = staticmethod(known)
    added = {name: method for name, method in methods.items() if declared.get(name) is None}
    added |= _told_when_asked(lambda: made, cls.__bases__, own | {name: declared[name] for name in _OF_CLASS if name in declared})
    made: type[Any] = _slotted(cls, names, added) if slots else _with_defaults(cls, names, added)
    return made


_KNOWN = "__lean_fields__"


def known_fields(cls: type[Any]) -> Mapping[str, Field[Any]]:
    """The fields of a class made here, by name: what `dataclasses.fields` tells, but for the names in them, and for less."""
    known: Callable[[], Mapping[str, Field[Any]]] = getattr(cls, _KNOWN)
    return known()


_OF_CLASS = ("__annotations__", "__doc__", "__module__")
_CLASS_VARIABLES = ("ClassVar", "typing.ClassVar")
_UNKNOWN = ("KW_ONLY", "InitVar", "dataclasses.KW_ONLY", "dataclasses.InitVar")


def _is_of_class(annotation: Any) -> bool:
    """Whether what is so annotated belongs to the class and is no field; TypeError for what `dataclasses` knows and this does not."""
    text = str(annotation)
    if text.startswith(_UNKNOWN):
        raise TypeError(f"{text} is not known here")
    return text.startswith(_CLASS_VARIABLES)


def _refuse_dataclasses(cls: type[Any]) -> None:
    """TypeError for a class made from an ordinary dataclass, whose fields would be lost."""
    for base in cls.__mro__[1:-1]:
        if "__dataclass_fields__" in vars(base) and _KNOWN not in vars(base):
            raise TypeError(f"{cls.__name__}: {base.__name__} is made by dataclasses")


def _inherited(cls: type[Any]) -> dict[str, Field[Any]]:
    """The fields of the classes that a class is made from."""
    return {name: f for base in reversed(cls.__mro__[1:-1]) if _KNOWN in vars(base) for name, f in known_fields(base).items()}


def _field(given: Any) -> Field[Any]:
    """What is declared of a field by what it is set to in its class (MISSING: nothing)."""
    made: Field[Any] = given if isinstance(given, Field) else field(default=given)
    return made


def _slotted(cls: type[Any], names: list[str], added: Mapping[str, Any]) -> type[Any]:
    """The class made again with a slot for each of its own fields: slots cannot be added to a class."""
    space = {**vars(cls), **added}
    for name in ("__dict__", "__weakref__", *names):
        space.pop(name, None)
    inherited = {slot for base in cls.__mro__[1:-1] for slot in base.__dict__.get("__slots__", ())}
    space["__slots__"] = tuple(name for name in names if name not in inherited)
    made: type[Any] = type(cls.__name__, cls.__bases__, space)
    made.__qualname__ = cls.__qualname__
    return made


def _with_defaults(cls: type[Any], names: list[str], added: Mapping[str, Any]) -> type[Any]:
    """The class itself, in which a field that was declared by `field` has its default, or nothing."""
    for name in names:
        if isinstance(value := vars(cls).get(name), Field):
            if value.default is MISSING:
                delattr(cls, name)
            else:
                setattr(cls, name, value.default)
    for name, method in added.items():
        setattr(cls, name, method)
    return cls


class _Told:
    """An attribute of a class that is found out when somebody asks for it."""

    def __init__(self, name: str, tell: Callable[[], type[Any]]) -> None:
        self._name, self._tell = name, tell

    def __get__(self, instance: object, owner: type[Any]) -> Any:
        return getattr(self._tell(), self._name)


def _told_when_asked(made: Callable[[], type[Any]], bases: tuple[type[Any], ...], space: dict[str, Any]) -> dict[str, _Told]:
    """What `dataclasses` knows of a class; it is told by a class of the same fields, made for nothing else."""

    def tell() -> type[Any]:
        twin: type[Any] = dataclass(init=False, repr=False, eq=False)(type(made().__name__, bases, space))
        for name in _TOLD:
            setattr(made(), name, getattr(twin, name))
        return twin

    # Without a docstring `dataclasses` inspects the signature to write one.
    space["__doc__"] = space.get("__doc__") or "-"
    return {name: _Told(name, tell) for name in _TOLD}


_TOLD = ("__dataclass_fields__", "__dataclass_params__", "__match_args__")
_ORDER = {"__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">="}


def _run(text: str, scope: dict[str, Any]) -> None:
    """Defines a method; the text holds nothing but the names of the class's own fields.

    It is compiled first: Python ends by the signal, whatever was done about it, where Ctrl-C came while a plain text was executed.
    """
    exec(compile(text, "<lean>", "exec"), scope)


def _compiled_later(made: Callable[[], type[Any]], name: str, source: Callable[[], Source]) -> Callable[..., Any]:
    """A method that compiles itself when it is first called, and puts what it became in its place."""

    def first(self: Any, *given: Any, **named: Any) -> Any:
        text, known = source()
        cls = made()
        scope = dict(known)
        _run(text, scope)
        method = scope[name]
        method.__qualname__, method.__module__ = f"{cls.__qualname__}.{name}", cls.__module__
        setattr(cls, name, method)
        return method(self, *given, **named)

    return first


def _init(cls: type[Any], known: Mapping[str, Field[Any]], sealed: bool) -> Source:
    """`__init__`; a field that is not given (init=False) is set by `__post_init__`."""
    positional: list[str] = []
    named: list[str] = []
    lines: list[str] = []
    scope: dict[str, Any] = {"MISSING": MISSING, "set_": object.__setattr__}
    for name, f in known.items():
        if not f.init:
            continue
        value, parameters = name, named if f.kw_only is True else positional
        if f.default_factory is not MISSING:
            scope[f"default_{name}"] = f.default_factory
            parameters.append(f"{name}=MISSING")
            value = f"default_{name}() if {name} is MISSING else {name}"
        elif f.default is not MISSING:
            scope[f"default_{name}"] = f.default
            parameters.append(f"{name}=default_{name}")
        else:
            parameters.append(name)
        lines.append(f" set_(self, {name!r}, {value})" if sealed else f" self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        lines.append(" self.__post_init__()")
    given = ", ".join(["self", *positional, *(["*", *named] if named else [])])
    return "\n".join([f"def __init__({given}):", *(lines or [" pass"])]), scope


def _comparison(name: str, sign: str, names: tuple[str, ...]) -> Source:
    compared = f"{_tuple('self', names)} {sign} {_tuple('other', names)}"
    return f"def {name}(self, other): return {compared} if other.__class__ is self.__class__ else NotImplemented", {}


def _tuple(of: str, names: tuple[str, ...]) -> str:
    return f"({''.join(f'{of}.{name}, ' for name in names)})"


def _shown(self: Any) -> str:
    shown = ", ".join(f"{f.name}={getattr(self, f.name)!r}" for f in fields(self) if f.repr)
    return f"{type(self).__qualname__}({shown})"


def _refuse_setting(self: Any, name: str, value: Any) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deleting(self: Any, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _pickling(known: Callable[[], Iterable[str]]) -> dict[str, Callable[..., Any]]:
    """How values whose fields cannot be set are pickled and copied: by the fields in their order."""

    def state(self: Any) -> list[Any]:
        return [getattr(self, name) for name in known()]

    def set_state(self: Any, state: list[Any]) -> None:
        for name, value in zip(known(), state, strict=True):
            object.__setattr__(self, name, value)

    return {"__getstate__": state, "__setstate__": set_state}


def replacing(cls: type[T], *names: str) -> Callable[..., T]:
    """`dataclasses.replace` for fields of one class: what it returns takes a value and the new ones of `names`, and takes a sixth of the time.

    The class must have been made by `lean` or `frozen`, and have no `__post_init__`.
    """
    sealed = cls.__setattr__ is _refuse_setting
    lines = [f"def replaced(self, {', '.join(f'new_{name}' for name in names)}):", " made = new(cls)"]
    for name in known_fields(cls):
        value = f"new_{name}" if name in names else f"self.{name}"
        lines.append(f" set_(made, {name!r}, {value})" if sealed else f" made.{name} = {value}")
    scope: dict[str, Any] = {"cls": cls, "new": object.__new__, "set_": object.__setattr__}
    _run("\n".join([*lines, " return made"]), scope)
    made: Callable[..., T] = scope["replaced"]
    return made
