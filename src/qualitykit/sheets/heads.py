"""How the head of a 检查表 is filled: which kind of cell each head field is, and who stands in one column.

One definition serves the template (drop-downs, validation, widths) and whoever lays out a head.
"""

from typing import Literal

from qualitykit.frozen import dataclass
from qualitykit.standards.forms import Form, HeadField

__all__ = ["PURPOSES", "HeadCell", "answer_choices", "head_cells"]

CellKind = Literal["text", "date", "time", "person", "number", "purpose", "severity", "verified"]

_KINDS: dict[str, CellKind] = {
    "contact_on": "date",
    "visit_on": "date",
    "inspected_on": "date",
    "answered_at": "date",
    "patrol": "date",
    "arrive_at": "time",
    "leave_at": "time",
    "call_start": "time",
    "at": "time",
    "employee_name": "person",
    "employee_no": "person",
    "inspector": "text",
    "confirmed_by": "text",
    "verified_by": "text",
    "ring_count": "number",
    "ring_seconds": "number",
    "queue_seconds": "number",
    "hold_seconds": "number",
    "wait_seconds": "number",
    "talk_seconds": "number",
    "greet_seconds": "number",
    "stay_minutes": "number",
    "queue_minutes": "number",
    "severity": "severity",
    "verified": "verified",
    "purpose": "purpose",
    "review_round": "purpose",
}

# free text: stands behind the answers in a table
_TAIL = frozenset({"remark", "summary", "comment", "reason", "evidence", "coaching"})

PURPOSES = ("正常", "复检", "校准")


@dataclass(frozen=True, slots=True)
class HeadCell:
    """One cell of the head: its field, title, kind of cell, and whether it must be filled."""

    field: str
    title: str
    kind: CellKind
    required: bool

    @property
    def tail(self) -> bool:
        """Free text that stands behind the answers where a form is a table."""
        return self.field in _TAIL


def head_cells(form: Form) -> tuple[HeadCell, ...]:
    """The head of a form as it is filled: number and name of the employee share one cell (``1007 王芳``)."""
    fields = {head.field for head in form.head}
    both = {"employee_no", "employee_name"} <= fields
    cells = []
    for head in form.head:
        if both and head.field == "employee_no":
            continue
        cells.append(_cell(head, form, both))
    return tuple(cells)


def _cell(head: HeadField, form: Form, both: bool) -> HeadCell:
    required = head.required
    if both and head.field == "employee_name":
        required = any(other.required for other in form.head if other.field.startswith("employee_"))
    return HeadCell(head.field, head.title, _KINDS.get(head.field, "text"), required)


def answer_choices(good: str) -> tuple[str, str]:
    """The two words of a yes/no item, the good one first: 是/否, or 无/有 where 有 is the fault."""
    pairs = {"是": ("是", "否"), "否": ("否", "是"), "有": ("有", "无"), "无": ("无", "有")}
    return pairs[good]
