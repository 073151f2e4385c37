"""What all published JSON has in common: numbers of people masked, and the head of a schema."""

from collections.abc import Collection
from typing import Any

from qualitykit.reports.masking import mask_numbers

__all__ = ["masked_tree", "schema_document"]


def masked_tree(tree: Any, kept: Collection[str] = ()) -> Any:
    """The tree with phones and ID numbers masked in every text; values of the keys ``kept`` stay."""
    if isinstance(tree, str):
        return mask_numbers(tree)
    if isinstance(tree, list):
        return [masked_tree(one, kept) for one in tree]
    if isinstance(tree, dict):
        return {key: value if key in kept else masked_tree(value, kept) for key, value in tree.items()}
    return tree


def schema_document(title: str, schema: dict[str, Any]) -> dict[str, Any]:
    """A JSON Schema (draft 2020-12) under its published title."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **{key: value for key, value in schema.items() if key != "title"},
    }
