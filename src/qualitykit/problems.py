"""Problem, and the one table of codes.

A Problem says that an input or a standard is wrong: where, which value, what to do. It is a value: readers
return ``(values, problems)`` and never stop at the first. Codes are never reused. Texts are English message
ids; they are shown through the catalogue.

Ranges: QK1xx files and sheets · QK2xx cells · QK3xx people · QK4xx records · QK5xx standards ·
QK6xx rule tests and lints · QK7xx scoring and months · QK8xx transcripts · QK9xx ledger.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from string import Formatter

from qualitykit.i18n import N_, _
from qualitykit.model import Place

__all__ = ["CODES", "Problem", "ProblemCode", "Severity", "problem"]


class Severity(StrEnum):
    """ERROR: something is held back or left out, the month cannot be closed. WARNING: counted, look at it.
    NOTE: how an input was read."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class ProblemCode:
    """One kind of problem. ``template`` may use {value} and the parameters that its reporter gives."""

    code: str
    severity: Severity
    title: str
    template: str
    cure: str
    example: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of one input, at one place."""

    code: str
    place: Place
    value: str = ""
    params: tuple[tuple[str, str], ...] = ()

    @property
    def kind(self) -> ProblemCode:
        """The entry of the table."""
        return CODES[self.code]

    @property
    def severity(self) -> Severity:
        """How much it matters."""
        return self.kind.severity

    @property
    def id(self) -> str:
        """A short stable name, by which a person accepts this problem: the code and 8 hex digits."""
        text = "\x1f".join((self.code, str(self.place), self.value, *(f"{k}={v}" for k, v in self.params)))
        return f"{self.code}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"

    def message(self, *, redact: bool = False) -> str:
        """What is wrong, in the language in use; ``redact`` masks every value taken from the input."""
        values = {"value": self.value, **dict(self.params)}
        if redact:
            values = dict.fromkeys(values, "***")
        return _(self.kind.template).format_map(values)

    def cure(self) -> str:
        """What to do, in the language in use."""
        return _(self.kind.cure)


def problem(code: str, place: Place, value: object = "", **params: object) -> Problem:
    """Make a Problem; parameters are kept as text. A parameter that the template wants must be given.

    Long values are cut at 200 characters: a problem quotes, it does not carry the cell.
    """
    wanted = {name for _text, name, _spec, _conv in Formatter().parse(CODES[code].template) if name}
    missing = wanted - {"value", *params}
    if missing:
        raise KeyError(f"{code} wants {sorted(missing)}")
    return Problem(code, place, _short(value), tuple((name, _short(text)) for name, text in params.items()))


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 200 else text[:199] + "…"


def _table(*rows: tuple[str, Severity, str, str, str, str]) -> dict[str, ProblemCode]:
    table = {row[0]: ProblemCode(*row) for row in rows}
    assert len(table) == len(rows), "a code stands twice"
    return table


E, W, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

# code, severity, title, message, cure, example
CODES: dict[str, ProblemCode] = _table(
    # --- QK1xx files and sheets
    (
        "QK101",
        E,
        N_("file cannot be read"),
        N_("This file cannot be read as a workbook: {reason}."),
        N_("Open it in Excel or WPS and save it again as .xlsx, or take it out of the folder."),
        N_("A text file that was renamed to .xlsx."),
    ),
    # --- QK2xx cells
    # --- QK3xx people
    # --- QK4xx records
    # --- QK5xx standards
    (
        "QK501",
        E,
        N_("standard file cannot be read"),
        N_("This standard cannot be read as YAML: {reason}."),
        N_("Correct the line named; indent with blanks, never with tabs."),
        N_("A line that starts with a tab."),
    ),
    # --- QK6xx rule tests and lints
    # --- QK7xx scoring and months
    # --- QK8xx transcripts
    # --- QK9xx ledger
)
