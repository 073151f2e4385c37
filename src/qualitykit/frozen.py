"""``dataclass`` for the many small frozen records of this program, which are made at every start.

The standard library compiles six functions for every such class, whether they are used or not: for all of
ours that takes longer than reading a small month. Here a class's ``__init__``, ``__eq__`` and ``__hash__``
are compiled when they are called first, and the other functions are shared. The classes are dataclasses in
every other respect (``fields``, ``replace``, ``asdict``, pattern matching, pickling). What is asked for in
another way than ``@dataclass(frozen=True, slots=True)`` is left to the standard library.
"""

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

_OWN = (
    *("__init__", "__post_init__", "__repr__", "__eq__", "__hash__", "__setattr__", "__delattr__"),
    *("__getstate__", "__setstate__", "__slots__"),
)

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls=None, /, **options):
        """As that of the standard library."""
        quick = options == {"frozen": True, "slots": True}

        def make(one):
            made = _frozen(one) if quick and _does_nothing_itself(one) else None
            return made or dataclasses.dataclass(one, **options)

        return make if cls is None else make(cls)


def _does_nothing_itself(cls: type) -> bool:
    """Whether the class has no base, and none of the functions that are made here."""
    return cls.__bases__ == (object,) and not any(name in cls.__dict__ for name in _OWN)


def _frozen(cls: type) -> type | None:
    """The class as a frozen dataclass with slots; None: one of its fields is of a special kind."""
    plain: Any = dataclasses.dataclass(init=False, repr=False, eq=False)(cls)
    fields = dataclasses.fields(plain)
    special = any(one.kw_only or not one.init or one.hash is not None for one in fields)
    if special or len(fields) < len(plain.__dataclass_fields__):  # ClassVar, InitVar
        return None
    names = tuple(one.name for one in fields)
    inside = {
        name: value
        for name, value in plain.__dict__.items()
        if name not in (*names, "__dict__", "__weakref__")
    }
    made: Any = type(cls)(cls.__name__, cls.__bases__, {**inside, "__slots__": names})
    made.__qualname__ = cls.__qualname__
    parameters = made.__dataclass_params__  # what was asked for, for those who look
    parameters.init = parameters.repr = parameters.eq = parameters.frozen = True
    compared = tuple(one.name for one in fields if one.compare)
    made.__init__ = _compiled_when_called(made, "__init__", lambda: _init(made, fields))
    made.__eq__ = _compiled_when_called(made, "__eq__", lambda: _eq(compared))
    made.__hash__ = _compiled_when_called(made, "__hash__", lambda: _hash(compared))
    made.__repr__ = _repr(tuple(one.name for one in fields if one.repr))
    made.__setattr__, made.__delattr__ = _may_not_set, _may_not_delete
    made.__getstate__, made.__setstate__ = _state(made, names)
    return made  # type: ignore[no-any-return]


Source = tuple[str, dict[str, Any]]  # a function's text, and the names that it uses


def _compiled_when_called(made: Any, name: str, source: Callable[[], Source]) -> Callable[..., Any]:
    """A function that puts the real one in its place when it is called first."""

    def first_call(*args: Any, **kwargs: Any) -> Any:
        text, inside = source()
        found: dict[str, Any] = {}
        exec(text, {"__name__": made.__module__, **inside}, found)
        found[name].__qualname__ = f"{made.__qualname__}.{name}"
        setattr(made, name, found[name])
        return found[name](*args, **kwargs)

    return first_call


def _init(made: Any, fields: tuple[Any, ...]) -> Source:
    given, body = [], []
    inside: dict[str, Any] = {"MISSING": dataclasses.MISSING}
    for number, one in enumerate(fields):
        value = one.name
        inside[f"set{number}"] = getattr(made, one.name).__set__
        if one.default is not dataclasses.MISSING:
            inside[f"default{number}"] = one.default
            given.append(f"{one.name}=default{number}")
        elif one.default_factory is not dataclasses.MISSING:
            inside[f"make{number}"] = one.default_factory
            given.append(f"{one.name}=MISSING")
            value = f"make{number}() if {one.name} is MISSING else {one.name}"
        else:
            given.append(one.name)
        body.append(f"\n set{number}(self, {value})")
    return f"def __init__({', '.join(('self', *given))}):{''.join(body) or ' pass'}", inside


def _values(of: str, names: tuple[str, ...]) -> str:
    return f"({''.join(f'{of}.{name}, ' for name in names)})"


def _eq(names: tuple[str, ...]) -> Source:
    equal = f"{_values('self', names)} == {_values('other', names)}"
    return (
        f"def __eq__(self, other):\n return {equal} if other.__class__ is self.__class__ else NotImplemented",
        {},
    )


def _hash(names: tuple[str, ...]) -> Source:
    return f"def __hash__(self):\n return hash({_values('self', names)})", {}


def _repr(names: tuple[str, ...]) -> Callable[[Any], str]:
    def __repr__(self: Any) -> str:  # noqa: N807
        inside = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{self.__class__.__qualname__}({inside})"

    return __repr__


def _state(made: Any, names: tuple[str, ...]) -> tuple[Callable[[Any], Any], Callable[[Any, Any], None]]:
    setters = tuple(getattr(made, name).__set__ for name in names)

    def __getstate__(self: Any) -> list[Any]:  # noqa: N807
        return [getattr(self, name) for name in names]

    def __setstate__(self: Any, state: list[Any]) -> None:  # noqa: N807
        for put, value in zip(setters, state, strict=True):
            put(self, value)

    return __getstate__, __setstate__


def _may_not_set(self: object, name: str, _value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _may_not_delete(self: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
