"""What a model refuses, as problems in plain words at the line that is wrong."""

from collections.abc import Iterator
from types import GenericAlias
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError

from qualitykit.i18n import _
from qualitykit.problems import Problem, problem
from qualitykit.standards.packfiles import HEAD_KEYS, unknown_key
from qualitykit.standards.parts import Parts
from qualitykit.standards.yamlfile import YamlValue, as_written, value_at

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
_WIDE_QUOTES = "“”＂‘’＇"
_BOUNDS = {
    "greater_than": ("> ", "gt"),
    "greater_than_equal": ("≥ ", "ge"),
    "less_than": ("< ", "lt"),
    "less_than_equal": ("≤ ", "le"),
}
_LENGTHS = {"too_short": ("≥ ", "min_length"), "too_long": ("≤ ", "max_length")}


def problems_of(error: ValidationError, tree: YamlValue, model: type[BaseModel]) -> list[Problem]:
    """The faults that ``model`` finds in ``tree``: QK504 … QK519.

    A list of which an entry is refused is not said to be too short for lack of that entry.
    """
    faults = error.errors(include_input=False, include_url=False)
    places = [fault["loc"] for fault in faults]
    return [
        _problem_of(dict(fault), tree, model) for fault in faults if not _follows(dict(fault), places, tree)
    ]


def _follows(fault: dict[str, Any], places: list[tuple[int | str, ...]], tree: YamlValue) -> bool:
    loc = fault["loc"]
    below = any(len(place) > len(loc) and place[: len(loc)] == loc for place in places)
    if fault["type"] != "too_short" or not below:
        return False
    return len(value_at(tree, loc).items) >= int(fault["ctx"]["min_length"])


def _problem_of(fault: dict[str, Any], tree: YamlValue, model: type[BaseModel]) -> Problem:
    loc, kind, context = fault["loc"], fault["type"], fault.get("ctx", {})
    node = value_at(tree, loc)
    key = next((str(step) for step in reversed(loc) if isinstance(step, str)), "")
    if kind == "extra_forbidden":
        return unknown_key(key, node.place, _keys_at(model, loc[:-1]))
    if kind in ("missing", "union_tag_not_found"):
        return problem("QK505", node.place, key if kind == "missing" else "kind")
    if node.value == "" or kind == "string_too_short":
        return problem("QK506", node.place, key=key)
    if node.text[:1] in _WIDE_QUOTES and node.text and kind != "value_error":
        inside = node.text.strip(_WIDE_QUOTES)
        reason = _("the full-width quotation marks belong to the value; write {cured}").format(cured=inside)
        return problem("QK519", node.place, node.text, reason=f"{node.text}: {reason}")
    if kind == "phrase":
        node = value_at(node, ("phrases", context["at"]))
        return problem("QK519", node.place, as_written(node), reason=context["reason"])
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
        return problem(code, node.place, as_written(node) or key)
    reason = str(context["error"]) if kind == "value_error" else fault["msg"]
    return problem("QK519", node.place, node.text, reason=_(reason))


def _keys_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> set[str]:
    """The keys that may stand at a place: those of the models that pydantic's path leads to."""
    models = {model}
    for step in loc:
        if isinstance(step, str):
            inner = {
                found
                for one in models
                for name, info in one.model_fields.items()
                if step in (name, info.alias)
                for found in _models_in(info.annotation)
            }
            # a step that is no field is the word by which one of several shapes was chosen
            models = inner or {one for one in models if _is_shape(one, step)} or models
    if models == {Parts}:  # the other topics have files of their own
        return set(HEAD_KEYS)
    return {info.alias or name for one in models for name, info in one.model_fields.items()}


def _is_shape(model: type[BaseModel], word: str) -> bool:
    kind = model.model_fields.get("kind")
    return kind is not None and get_origin(kind.annotation) is Literal and word in get_args(kind.annotation)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and not isinstance(annotation, GenericAlias):
        if issubclass(annotation, BaseModel):
            yield annotation
        return
    for one in get_args(annotation):
        yield from _models_in(one)
