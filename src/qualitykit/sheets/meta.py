"""The hidden meta sheet of our own workbooks: what a file is, and which standard it was made from.

Reports write it, intake reads it. A workbook without it is recognised by its headers.
"""

from collections.abc import Iterable
from dataclasses import fields
from typing import Literal, get_args

from qualitykit.frozen import dataclass

__all__ = ["META_SHEET", "Meta", "meta_from_rows", "rows_of_meta"]

META_SHEET = "_qualitykit"

Kind = Literal["form", "record", "review", "copy", "results", "problems", "export"]
_KINDS: frozenset[str] = frozenset(get_args(Kind))


@dataclass(frozen=True, slots=True)
class Meta:
    """``kind``: ``form`` and ``record`` (fillable), ``review`` (待复核, read back), ``copy`` (somebody's own
    workbook with our marks in it, read as if it had no meta), the others are outputs.

    ``form``: id of the pack's form or of the record sheet. ``layout``: ``table`` or ``card``. ``replaces``:
    SHA-256 of the file whose corrected copy this is (semantics.md §9); of several in turn, joined by ``|``.
    ``sheets``: names of the sheets to fill, joined by ``|``; a copied card is recognised by its head all the
    same. ``added``: names of the sheets that the program put in and never reads, joined by ``|``. ``blind``:
    ``yes`` on a review form that names no employee; the call list says whose call it is.
    """

    kind: Kind
    form: str = ""
    pack: str = ""
    pack_version: str = ""
    pack_digest: str = ""
    layout: str = "table"
    month: str = ""
    program_version: str = ""
    replaces: str = ""
    sheets: str = ""
    added: str = ""
    blind: str = ""

    @property
    def is_output(self) -> bool:
        """Whether the file is one of our results, never an input."""
        return self.kind in ("results", "problems", "export")


def rows_of_meta(meta: Meta) -> tuple[tuple[str, str], ...]:
    """The key/value rows to write, one a row from A1."""
    return tuple((field.name, str(getattr(meta, field.name))) for field in fields(Meta))


def meta_from_rows(rows: Iterable[Iterable[object]]) -> Meta | None:
    """The meta that these rows hold; None when they are not ours. Keys of a newer version are passed over."""
    known = {field.name for field in fields(Meta)}
    found: dict[str, str] = {}
    for row in rows:
        cells = [str(cell).strip() for cell in row][:2]
        if len(cells) == 2 and cells[0] in known:
            found[cells[0]] = cells[1]
    if found.get("kind") not in _KINDS:
        return None
    return Meta(**found)  # type: ignore[arg-type]
