"""The standards that a command works with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualitykit.errors import CannotRunError
from qualitykit.i18n import _
from qualitykit.problems import Severity

if TYPE_CHECKING:
    from qualitykit.standards.standard import Standard

__all__ = ["DEFAULT_STANDARD", "load_standards"]

DEFAULT_STANDARD = "service-attitude"


def load_standards(refs: Sequence[str] | None) -> tuple[Standard, ...]:
    """Read the standards named (default: service-attitude); a faulty one stops the run with its faults."""
    from qualitykit.standards.reader import load_standard

    standards, faults = [], []
    for ref in refs or (DEFAULT_STANDARD,):
        standard, problems = load_standard(ref)
        faults += [item for item in problems if item.severity is Severity.ERROR]
        if standard is not None:
            standards.append(standard)
    if faults or not standards:
        raise CannotRunError(
            _("the standard has mistakes"),
            hint=_("qualitykit rules check PACK"),
            details=tuple(f"{item.place}  {item.code}  {item.message()}" for item in faults),
        )
    return tuple(standards)
