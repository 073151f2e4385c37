"""The result as JSON: equal after reading, described by its schema, masked where it is shown."""

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from qualitykit.errors import CannotRunError
from qualitykit.reports.results_json import FORMAT, from_json, results_schema, to_json
from qualitykit.scoring.results import MonthResult
from tests.reports.invented import PHONE, critical_form


def test_reading_gives_back_an_equal_result(month: MonthResult) -> None:
    """Nothing is rounded and no type is lost on the way."""
    again = from_json(to_json(month))
    assert month == again
    score = again.evaluations[0].score
    assert score is not None
    assert isinstance(score.base, Fraction)
    assert isinstance(score.published, Decimal)


@pytest.mark.parametrize("effect", ["zero", "cap", "verdict"])
def test_critical_items_survive(month: MonthResult, effect: str) -> None:
    """A form's 一票否决 with and without its cap."""
    evaluation = replace(month.evaluations[0], score=critical_form(effect))
    changed = replace(month, evaluations=(evaluation,))
    assert changed == from_json(to_json(changed))


def test_numbers_are_text(month: MonthResult) -> None:
    """Decimals keep their places, fractions are p/q: other programs round nothing."""
    tree = json.loads(to_json(month))
    assert FORMAT == tree["format"]
    person = tree["result"]["people"][3]
    assert f"{month.people[3].score:.2f}" == person["score"]
    mean = month.people[3].weighted_mean
    assert mean is not None
    assert f"{mean.numerator}/{mean.denominator}" == person["weighted_mean"]


def test_the_same_result_gives_the_same_bytes(month: MonthResult) -> None:
    """The ledger's digest depends on it."""
    assert to_json(month) == to_json(from_json(to_json(month)))


def test_phones_are_masked_where_shown(month: MonthResult) -> None:
    """What is printed holds no customer's phone; what the ledger keeps does."""
    assert PHONE in to_json(month).decode()
    shown = to_json(month, mask=True).decode()
    assert PHONE not in shown
    assert "138****8000" in shown
    assert month.digests[0][1] in shown


_LATER = {"complaints", "decided_by", "person", "reviewed_by"}  # fields that a first version did not write


def test_what_an_older_version_wrote_is_read(month: MonthResult) -> None:
    """Fields that came later have a default: a stored month stays readable, and is the same but for them."""

    def older(node: Any) -> Any:
        if isinstance(node, dict):
            hit = "worth" in node  # stars have a ``decided_by`` of old
            gone = _LATER if hit else _LATER - {"decided_by"}
            return {key: older(value) for key, value in node.items() if key not in gone}
        return [older(one) for one in node] if isinstance(node, list) else node

    tree = json.loads(to_json(month))
    assert tree != older(tree)
    again = from_json(json.dumps(older(tree)))
    assert older(tree) == older(json.loads(to_json(again)))
    assert () == again.complaints
    assert {""} == {one.reviewed_by for each in again.incidents for one in each.violations}


@pytest.mark.parametrize(
    "text", ["", "{}", "[1]", "not json", '{"format":"qualitykit-results/9","result":{}}']
)
def test_something_else_is_refused_in_plain_words(text: str) -> None:
    """A damaged file stops with a sentence, and shows none of its values."""
    with pytest.raises(CannotRunError) as caught:
        from_json(text)
    assert caught.value.hint


def test_the_schema_describes_every_field(month: MonthResult) -> None:
    """Each key that is written stands in the schema, with the type that it is written as."""
    schema = results_schema()
    _matches(json.loads(to_json(month)), schema, schema["$defs"], "$")
    assert "fraction" not in json.dumps(schema)


def _matches(value: Any, schema: dict[str, Any], defs: dict[str, Any], where: str) -> None:
    """A small validator of the keywords that the schema uses."""
    if "$ref" in schema:
        schema = defs[schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema:
        errors = []
        for option in schema["anyOf"]:
            try:
                return _matches(value, option, defs, where)
            except AssertionError as error:
                errors.append(str(error))
        raise AssertionError(f"{where}: {errors}")
    kinds = {"string": str, "integer": int, "number": int | float, "boolean": bool, "null": type(None)}
    kind = schema.get("type")
    if kind == "object":
        assert isinstance(value, dict), where
        assert set(value) <= set(schema["properties"]), where
        assert set(schema.get("required", ())) <= set(value), where
        for key, item in value.items():
            _matches(item, schema["properties"][key], defs, f"{where}.{key}")
    elif kind == "array":
        assert isinstance(value, list), where
        parts = schema.get("prefixItems")
        for index, item in enumerate(value):
            _matches(item, parts[index] if parts else schema["items"], defs, f"{where}[{index}]")
    elif kind is not None:
        assert isinstance(value, kinds[kind]), where
    if "enum" in schema:
        assert value in schema["enum"], where
    if "const" in schema:
        assert value == schema["const"], where
    return None
