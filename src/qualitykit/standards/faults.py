"""What a model refuses, as problems in plain words at the line that is wrong."""

from difflib import get_close_matches
from functools import cache
from types import GenericAlias
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from qualitykit.i18n import _
from qualitykit.problems import Problem, problem
from qualitykit.standards.yamlfile import YamlValue, value_at

__all__ = ["problems_of"]

# pydantic's error type → our code; what is not here is reported as QK519 with its reason
_CODES = {
    "model_type": "QK507",
    "model_attributes_type": "QK507",
    "dict_type": "QK507",
    "mapping_type": "QK507",
    "tuple_type": "QK508",
    "list_type": "QK508",
    "decimal_type": "QK509",
    "decimal_parsing": "QK509",
    "float_type": "QK509",
    "float_parsing": "QK509",
    "finite_number": "QK509",
    "int_type": "QK510",
    "int_parsing": "QK510",
    "int_from_float": "QK510",
    "int_parsing_size": "QK510",
    "bool_type": "QK511",
    "bool_parsing": "QK511",
    "day": "QK512",
    "date_type": "QK512",
    "date_parsing": "QK512",
    "date_from_datetime_parsing": "QK512",
    "date_from_datetime_inexact": "QK512",
    "string_type": "QK513",
    "string_pattern_mismatch": "QK516",
    "string_too_long": "QK516",
    "decimal_max_digits": "QK518",
    "decimal_max_places": "QK518",
    "decimal_whole_digits": "QK518",
}
_BOUNDS = {
    "greater_than": ("> ", "gt"),
    "greater_than_equal": ("≥ ", "ge"),
    "less_than": ("< ", "lt"),
    "less_than_equal": ("≤ ", "le"),
}
_LENGTHS = {"too_short": ("≥ ", "min_length"), "too_long": ("≤ ", "max_length")}


def problems_of(error: ValidationError, tree: YamlValue, model: type[BaseModel]) -> list[Problem]:
    """The faults that ``model`` finds in ``tree``: QK504 … QK519."""
    faults = error.errors(include_input=False, include_url=False)
    return [_problem_of(dict(fault), tree, model) for fault in faults]


def _problem_of(fault: dict[str, Any], tree: YamlValue, model: type[BaseModel]) -> Problem:
    loc, kind, context = fault["loc"], fault["type"], fault.get("ctx", {})
    node = value_at(tree, loc)
    key = next((str(step) for step in reversed(loc) if isinstance(step, str)), "")
    if kind == "extra_forbidden":
        near = get_close_matches(key, _known_keys(model), 1, 0.75)
        return problem("QK504", node.place, key, near=f" → {near[0]}" if near else "")
    if kind in ("missing", "union_tag_not_found"):
        return problem("QK505", node.place, key if kind == "missing" else "kind")
    if node.value == "" or kind == "string_too_short":
        return problem("QK506", node.place, key=key)
    if kind in ("literal_error", "enum"):
        return problem("QK514", node.place, node.text, allowed=context["expected"].replace(" or ", ", "))
    if kind == "union_tag_invalid":
        where = value_at(node, ("kind",))
        return problem("QK514", where.place, where.text, allowed=context["expected_tags"])
    if kind in _BOUNDS:
        sign, name = _BOUNDS[kind]
        return problem("QK515", node.place, node.text, limit=f"{sign}{context[name]}")
    if kind in _LENGTHS:
        sign, name = _LENGTHS[kind]
        return problem("QK517", node.place, key=key, limit=f"{sign}{context[name]}")
    code = _CODES.get(kind)
    if code == "QK513":
        return problem(code, node.place, key=key)
    if code:
        return problem(code, node.place, node.text or key)
    reason = str(context["error"]) if kind == "value_error" else fault["msg"]
    return problem("QK519", node.place, node.text, reason=_(reason))


@cache
def _known_keys(model: type[BaseModel]) -> tuple[str, ...]:
    """All keys that any model in it knows, for the nearest to a misspelt one."""
    found: set[str] = set()
    todo: list[Any] = [model]
    seen: set[Any] = set()
    while todo:
        one = todo.pop()
        if isinstance(one, type) and not isinstance(one, GenericAlias) and issubclass(one, BaseModel):
            if one in seen:
                continue
            seen.add(one)
            for name, info in one.model_fields.items():
                found.add(info.alias or name)
                todo.append(info.annotation)
        else:
            todo.extend(get_args(one))
    return tuple(sorted(found))
