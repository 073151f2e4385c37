"""The numbers that checks compare with, each halved and doubled: which of them the cases would notice.

A case far from a number shows nothing about it: at 500 seconds a limit of 60 and one of 120 say the same. So
a number is tried where one case comes out otherwise when it is halved, and one when it is doubled.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import TypeVar

from pydantic import BaseModel

from qualitykit.frozen import dataclass
from qualitykit.standards.transcript import Check

__all__ = ["Variant", "variants_of"]

M = TypeVar("M")
Path = tuple[str | int, ...]
_NUMBERS: tuple[Path, ...] = (
    ("wait", "seconds"),
    ("rate", "at_most"),
    ("rate", "at_least"),
    ("density", "at_most"),
    ("silence", "seconds"),
    ("interrupts", "seconds"),
    ("repeats", "times"),
    ("says", "at_least"),
    ("where", "first"),
    ("where", "last"),
    ("where", "after", "wait_over"),
    ("where", "before", "wait_over"),
    ("when", "heard", "wait_over"),
    ("when", "rings_from"),
)
_LEAST: dict[Path, int] = {("repeats", "times"): 2}  # of whole numbers; else 1


@dataclass(frozen=True, slots=True)
class Variant:
    """A check with one of its numbers changed. ``side``: ``wait.seconds 180 → 90``; its id ends with that."""

    side: str
    check: Check


def variants_of(check: Check) -> Iterator[Variant]:
    """The check with each of its numbers halved, and with each doubled; whole numbers stay whole."""
    for path in (*_NUMBERS, *_bands(check)):
        number = _at(check, path)
        for other in _others(path, number):
            key = ".".join(step for step in path if isinstance(step, str))
            side = f"{key} {_text(number)} → {_text(other)}"
            changed = _with(check, path, other)
            yield Variant(side, changed.model_copy(update={"id": f"{check.id} {side}"}))


def _bands(check: Check) -> Iterator[Path]:
    rule = check.answered_within
    for key in ("rings", "seconds"):
        for index in range(len(getattr(rule, key)) if rule is not None else 0):
            yield ("answered_within", key, index, "at_most")


def _at(model: object, path: Path) -> object:
    for step in path:
        if model is None:
            return None
        model = model[step] if isinstance(step, int) else getattr(model, step)  # type: ignore[index]
    return model


def _others(path: Path, number: object) -> list[int | Decimal]:
    if isinstance(number, int):
        return [one for one in (max(_LEAST.get(path, 1), number // 2), number * 2) if one != number]
    return [number / 2, number * 2] if isinstance(number, Decimal) and number else []


def _text(number: object) -> str:
    return f"{number.normalize():f}" if isinstance(number, Decimal) else str(number)


def _with(model: M, path: Path, value: object) -> M:
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        parts = list(model)  # type: ignore[call-overload]
        parts[step] = _with(parts[step], rest, value)
        return tuple(parts)  # type: ignore[return-value]
    assert isinstance(model, BaseModel)
    inner = _with(getattr(model, step), rest, value) if rest else value
    return model.model_copy(update={step: inner})
