"""Service-quality inspection and incentive scoring for Chinese service companies.

The names in ``__all__`` are the library's public API; they are loaded when they are first used, so that
``import qualitykit`` costs nothing. The way of a month::

    standard, faults = load_standard("service-attitude")
    ((records, problems),) = read_months([Path("2026-10")], standards=[standard])
    result = score_month([standard], records, History(), program_version=__version__, input_problems=problems)
    write_results(result, Path("results/2026-10"))
    print(explain(result, "E1007"))
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qualitykit.errors import QualityKitError
    from qualitykit.intake.month import read_months
    from qualitykit.model import MonthRecords
    from qualitykit.problems import Problem
    from qualitykit.reports.explain import explain
    from qualitykit.reports.results_json import from_json, to_json
    from qualitykit.reports.workbook import write_results
    from qualitykit.scoring.history import extend
    from qualitykit.scoring.month import score_month
    from qualitykit.scoring.results import History, MonthResult
    from qualitykit.standards.reader import load_standard

__version__ = "0.1.0"

__all__ = [
    "History",
    "MonthRecords",
    "MonthResult",
    "Problem",
    "QualityKitError",
    "__version__",
    "explain",
    "extend",
    "from_json",
    "load_standard",
    "read_months",
    "score_month",
    "to_json",
    "write_results",
]

_HOMES = {
    "History": "scoring.results",
    "MonthRecords": "model",
    "MonthResult": "scoring.results",
    "Problem": "problems",
    "QualityKitError": "errors",
    "explain": "reports.explain",
    "extend": "scoring.history",
    "from_json": "reports.results_json",
    "load_standard": "standards.reader",
    "read_months": "intake.month",
    "score_month": "scoring.month",
    "to_json": "reports.results_json",
    "write_results": "reports.workbook",
}


def __getattr__(name: str) -> Any:
    """Load a public name from the room where it lives."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
