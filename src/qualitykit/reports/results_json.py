"""A month's result as JSON: what ``--json`` prints, what the ledger stores, and its published schema.

Decimals and exact fractions are text (``"86.37"``, ``"259/3"``), dates ISO 8601: no number is rounded on the
way, and reading gives back an equal result.
"""

import json
from functools import cache
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from qualitykit.errors import CannotRunError
from qualitykit.frozen import dataclass
from qualitykit.i18n import _
from qualitykit.reports.published import masked_tree, schema_document
from qualitykit.scoring.results import MonthResult

__all__ = ["FORMAT", "from_json", "results_schema", "to_json"]

FORMAT: Literal["qualitykit-results/1"] = "qualitykit-results/1"


@dataclass(frozen=True, slots=True)
class ResultsFile:
    """The published envelope: the format's name and one month's result."""

    format: Literal["qualitykit-results/1"]
    result: MonthResult


@cache
def _adapter() -> TypeAdapter[ResultsFile]:
    return TypeAdapter(ResultsFile)


def to_json(result: MonthResult, *, mask: bool = False) -> bytes:
    """The whole result as JSON in UTF-8, reproducible byte by byte.

    ``mask``: phones and ID numbers of customers are masked (for what is shown; semantics.md §12).
    The ledger keeps the unmasked text, which reads back equal.
    """
    if not mask:
        return _adapter().dump_json(ResultsFile(FORMAT, result))
    tree = _adapter().dump_python(ResultsFile(FORMAT, result), mode="json")
    return json.dumps(masked_tree(tree, _KEPT), ensure_ascii=False, separators=(",", ":")).encode()


# Digests and ids of hits are made of random-looking digits: masking would break them and hides nothing.
_KEPT = frozenset({"digest", "digests"})


def from_json(text: str | bytes) -> MonthResult:
    """The result that ``to_json`` wrote.

    Errors: CannotRunError where the text is something else, damaged, or of a newer version of the format.
    """
    try:
        return _adapter().validate_json(text).result
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors(include_input=False, include_url=False)[0]["loc"])
        raise CannotRunError(
            _("This is not a result that this version of the program wrote (at: {place}).").format(
                place=place or "-"
            ),
            hint=_("Score the month again, or use the version of the program that wrote it."),
        ) from None


def results_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what ``to_json`` writes. Fractions are text ``p/q``."""
    schema = _adapter().json_schema(mode="serialization")
    _fractions(schema)
    return schema_document("qualitykit results", schema)


def _fractions(node: Any) -> None:
    """A fraction is always written as text: say so, with its pattern."""
    if isinstance(node, dict):
        options = node.get("anyOf")
        if isinstance(options, list) and any(one.get("format") == "fraction" for one in options):
            kept = [one for one in options if one.get("type") != "number" and one.get("format") != "fraction"]
            node["anyOf"] = [{"type": "string", "pattern": r"^-?\d+(/\d+)?$"}, *kept]
        elif node.get("format") == "fraction":
            node.pop("format")
            node["pattern"] = r"^-?\d+(/\d+)?$"
        for value in node.values():
            _fractions(value)
    elif isinstance(node, list):
        for value in node:
            _fractions(value)
