"""指标报告 as JSON: what ``qualitykit kpi --json`` prints, and its published schema."""

import json
from functools import cache
from typing import Any, Literal

from pydantic import TypeAdapter

from qualitykit.frozen import dataclass
from qualitykit.reports.indicator_report import PeriodReport
from qualitykit.reports.published import masked_tree, schema_document

__all__ = ["FORMAT", "indicators_schema", "to_json"]

FORMAT: Literal["qualitykit-indicators/1"] = "qualitykit-indicators/1"


@dataclass(frozen=True, slots=True)
class IndicatorsFile:
    """The published envelope: the format's name and one period's report."""

    format: Literal["qualitykit-indicators/1"]
    report: PeriodReport


@cache
def _adapter() -> TypeAdapter[IndicatorsFile]:
    return TypeAdapter(IndicatorsFile)


def to_json(report: PeriodReport) -> str:
    """The report as JSON; figures are text with two places, phones and ID numbers in words are masked."""
    tree = _adapter().dump_python(IndicatorsFile(FORMAT, report), mode="json")
    return json.dumps(masked_tree(tree), ensure_ascii=False, indent=1)


def indicators_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what ``to_json`` writes."""
    schema = _adapter().json_schema(mode="serialization")
    return schema_document("qualitykit indicators", schema)
