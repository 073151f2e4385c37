"""What a field is called where a problem names it: a column's title, never the name that the program uses."""

from collections.abc import Mapping
from functools import lru_cache

from qualitykit.intake.lexicon import tables
from qualitykit.sheets.layouts import RECORDS

__all__ = ["field_title"]


@lru_cache(maxsize=1)
def _titles() -> Mapping[str, str]:
    known: dict[str, str] = {}
    for name, fields in tables().items():
        if name != "ambiguous":
            for field, words in fields.items():
                if words:
                    known.setdefault(field, words[0])
    for record in RECORDS:
        for column in record.columns:
            known.setdefault(column.field, column.title)
    return known


def field_title(field: str) -> str:
    """The title of a column that holds this field: 服务日期 for ``contact_on``; an unknown one as it is."""
    return _titles().get(field, field)
