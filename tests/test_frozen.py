"""The program's own ``dataclass`` gives what the standard library's gives."""

import copy
import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import KW_ONLY, InitVar, field
from typing import Any, ClassVar

import pytest
from pydantic import TypeAdapter

from qualitykit import frozen


class Plain:
    """Fields of all usual kinds."""

    name: str
    count: int = 2
    many: tuple[int, ...] = ()
    own: dict[str, int] = field(default_factory=dict)
    aside: str = field(default="", compare=False, repr=False)

    @property
    def double(self) -> int:
        """A method stays."""
        return self.count * 2


class One:
    """A single field."""

    value: object


class Nothing:
    """No field at all."""


def both(cls: type) -> tuple[Any, Any]:
    """The class made in both ways."""

    def copied() -> type:
        inside = {k: v for k, v in vars(cls).items() if k not in ("__dict__", "__weakref__")}
        return type(cls.__name__, cls.__bases__, inside)

    options = {"frozen": True, "slots": True}
    return dataclasses.dataclass(**options)(copied()), frozen.dataclass(**options)(copied())


@frozen.dataclass(frozen=True, slots=True)
class Sent:
    """To another process."""

    name: str
    count: int = 2
    aside: str = field(default="", compare=False)


CALLS: tuple[Callable[[Any], object], ...] = (
    lambda kind: repr(kind("a")),
    lambda kind: repr(kind("a", 3, (1,), {"x": 1}, aside="b")),
    lambda kind: kind(name="a", own={"y": 2}).own,
    lambda kind: kind("a").own is kind("a").own,
    lambda kind: kind("a") == kind("a", aside="other"),
    lambda kind: kind("a") == kind("b"),
    lambda kind: kind("a") == "a",
    lambda kind: kind("a") != kind("a"),
    lambda kind: kind("a", own=0).__hash__(),
    lambda kind: len({kind("a", own=0), kind("a", own=0), kind("b", own=0)}),
    lambda kind: kind("a").double,
    lambda kind: [one.name for one in dataclasses.fields(kind)],
    lambda kind: repr(dataclasses.replace(kind("a", aside="x"), count=7)),
    lambda kind: dataclasses.asdict(kind("a", 3, (1, 2))),
    lambda kind: kind.__match_args__,
    lambda kind: kind.__slots__,
    lambda kind: kind.__doc__,
    lambda kind: repr(copy.deepcopy(kind("a", own={"x": 1}))),
    lambda kind: str(kind.__dataclass_params__),
    lambda kind: hasattr(kind("a"), "__dict__"),
    lambda kind: repr(TypeAdapter(kind).validate_python({"name": "a", "count": "5"})),
    lambda kind: TypeAdapter(kind).dump_json(kind("a", 3)),
)


@pytest.mark.parametrize("call", CALLS)
def test_a_record_is_as_the_standard_library_makes_it(call: Callable[[Any], object]) -> None:
    """Making, comparing, showing, copying, validating."""
    standard, ours = both(Plain)
    assert call(standard) == call(ours)
    assert call(standard) == call(ours)  # again, with everything compiled


@pytest.mark.parametrize("cls", [One, Nothing])
def test_few_fields(cls: type) -> None:
    """One and none."""
    standard, ours = both(cls)
    given = (3,) if cls is One else ()
    assert repr(standard(*given)) == repr(ours(*given))
    assert hash(standard(*given)) == hash(ours(*given))
    assert ours(*given) == ours(*given)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda kind: kind(),
        lambda kind: kind("a", colour=1),
        lambda kind: setattr(kind("a"), "count", 1),
        lambda kind: delattr(kind("a"), "count"),
        lambda kind: hash(kind("a")),
    ],
)
def test_what_cannot_be_is_refused_alike(wrong: Callable[[Any], object]) -> None:
    """The same kind of error, and nearly the same words."""
    said = []
    for kind in both(Plain):
        with pytest.raises((TypeError, AttributeError)) as caught:
            wrong(kind)
        said.append((caught.type, str(caught.value).split("_")[-1]))
    assert said[0] == said[1]


def test_nothing_is_added_to_a_record() -> None:
    """The standard library of Python 3.11 stumbles over this one."""
    with pytest.raises(AttributeError, match="new"):
        both(Plain)[1]("a").new = 1


def test_a_record_can_be_sent_to_another_process() -> None:
    """Pickled and read back, equal."""
    record = Sent("a", 3, "aside")
    found = pickle.loads(pickle.dumps(record))
    assert record == found
    assert record.aside == found.aside


def test_the_first_call_may_be_any() -> None:
    """Each function is compiled when it is needed, in any order."""
    for call in CALLS[::-1]:
        _standard, ours = both(Plain)
        call(ours)
        assert "a" == ours("a").name


@frozen.dataclass(frozen=True, slots=True)
class Base:
    """With a class variable: the standard library makes it."""

    size: ClassVar[int] = 3
    first: int


@frozen.dataclass(frozen=True, slots=True)
class Below(Base):
    """With a base."""

    second: int


@frozen.dataclass(frozen=True, slots=True)
class Checked:
    """With work to do after it was made."""

    first: InitVar[int]
    _: KW_ONLY
    second: int = 1

    def __post_init__(self, first: int) -> None:
        if first < 0:
            raise ValueError("below zero")


@frozen.dataclass(frozen=True, order=True)
class Ordered:
    """Asked for in another way."""

    first: int


def test_special_classes_are_left_to_the_standard_library() -> None:
    """Class variables, bases, ``InitVar``, ``__post_init__``, keyword-only fields, order."""
    assert "Below(first=1, second=2)" == repr(Below(1, 2))
    assert (3, 1) == (Base.size, Base(1).first)
    assert "Checked(second=5)" == repr(Checked(1, second=5))
    with pytest.raises(ValueError, match="below zero"):
        Checked(-1)
    assert Ordered(1) < Ordered(2)
