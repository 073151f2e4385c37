"""What a row says beside its answers: why it was made, how grave, of which contact, remark and claimed total.

Source: semantics.md §5, field-lists.md §1, §3.
"""

from collections.abc import Sequence
from decimal import Decimal

from qualitykit.i18n import _
from qualitykit.intake.cells import Fault, Raw, is_blank, shown
from qualitykit.intake.ids import are_plain_ids, parse_id
from qualitykit.intake.numbers import parse_points
from qualitykit.intake.table import Table
from qualitykit.intake.words import word_of
from qualitykit.model import Purpose
from qualitykit.standards.forms import Form

__all__ = [
    "read_claims",
    "read_contact_ids",
    "read_purposes",
    "read_remarks",
    "read_severities",
    "tell_blank_heads",
]

_TOTAL = "total_score"
_WHO = ("inspector", "shopper")
_CALIBRATION = ("校准", "校准录音", "背对背", "calibration")
_RECHECK = ("复检", "复核", "复查", "复访", "二次暗访", "二次检查", "recheck")
_NORMAL = ("", "正常", "初检", "抽检", "日常", "日检", "常规", "普通", "normal", "否", "无")
_SEVERITY = {
    **dict.fromkeys(("", "—", "-", "无"), ""),
    **dict.fromkeys(("轻微", "一般", "轻", "minor", "普通"), "minor"),
    **dict.fromkeys(("严重", "重大", "重", "severe"), "severe"),
}


def read_purposes(table: Table, held: dict[int, tuple[str, ...]]) -> tuple[list[Purpose], list[str]]:
    """校准 never counts; 复检 replaces the first, and must say why (QK408)."""
    name = table.has("purpose", "review_round", "revisit")
    if not name:
        return [Purpose.NORMAL] * len(table), [""] * len(table)
    header = table.match.header(name)
    asked = header.word.word if header else ""
    reason_column = table.has("recheck_reason", "remark")
    reasons = table.texts(reason_column) if reason_column else [""] * len(table)
    purposes: list[Purpose] = []
    why: list[str] = []
    for index, raw in enumerate(table.raw(name)):
        purpose = _purpose(word_of(shown(raw)), asked)
        if purpose is None:
            table.report(
                "QK413", index, name, shown(raw), field=table.title(name), allowed="正常、复检、校准"
            )
            held[index] = (*held.get(index, ()), "QK413")
        recheck = purpose is Purpose.RECHECK
        if recheck and not reasons[index]:
            table.report("QK408", index, name, shown(raw))
            held[index] = (*held.get(index, ()), "QK408")
        purposes.append(purpose or Purpose.NORMAL)
        why.append(reasons[index] if recheck else "")
    return purposes, why


def _purpose(word: str, header: str) -> Purpose | None:
    if word in ("是", "√", "y", "yes", "1"):
        word = header.removeprefix("是否")
    if word in _NORMAL:
        return Purpose.NORMAL
    if any(word.startswith(text) for text in _CALIBRATION):
        return Purpose.CALIBRATION
    return Purpose.RECHECK if any(word.startswith(text) for text in _RECHECK) else None


def tell_blank_heads(table: Table, form: Form) -> None:
    """QK426 where the form wants to know who reviewed, and a row does not say; it counts, but proves less.

    What else has to be filled in is told by those who read it.
    """
    for head in form.head:
        if not head.required or head.field not in _WHO or not table.has(head.field):
            continue
        raws = table.raw(head.field)
        if not any(map(is_blank, set(raws))):
            continue
        for index, raw in enumerate(raws):
            if is_blank(raw):
                table.report("QK426", index, head.field, field=table.title(head.field))


def read_severities(table: Table, form: Form, held: dict[int, tuple[str, ...]]) -> list[str]:
    """How grave the inspector found it; a word that is not known holds the row back.

    It counts for items whose severity the standard leaves open; QK427 where it leaves none open.
    """
    if not table.has("severity"):
        return [""] * len(table)
    result: list[str] = []
    named = {item.violation.severity if item.violation else "" for item in form.items}
    fixed = named.pop() if len(named) == 1 else ""
    for index, raw in enumerate(table.raw("severity")):
        found = _SEVERITY.get(word_of(shown(raw)))
        if found is None:
            table.report(
                "QK413", index, "severity", shown(raw), field=table.title("severity"), allowed="轻微、严重"
            )
            held[index] = (*held.get(index, ()), "QK413")
        elif found and fixed and found != fixed:
            word = {"minor": _("minor"), "severe": _("severe")}[fixed]
            table.report("QK427", index, "severity", shown(raw), severity=word)
        result.append(found or "")
    return result


def read_contact_ids(table: Table) -> tuple[list[str | None], list[int]]:
    """The id of each contact, and the rows where one stands that cannot be read.

    An id that lost its digits, or was never calculated, is a Problem and never a key.
    """
    name = table.has("contact_id", "call_id", "visit_id", "survey_id")
    if not name:
        return [None] * len(table), []

    raws, unclear = table.raw(name), []
    if are_plain_ids(raws):
        return list(map(str, raws)), []

    def contact(raw: Raw) -> str | Fault | None:
        return parse_id(raw, fold_case=False)

    ids = table.read(name, contact)
    if None not in ids:
        return ids, []
    for index, found in enumerate(ids):
        if found is None and (not is_blank(raws[index]) or (table.small() and table.emptied(index, name))):
            unclear.append(index)
    return ids, unclear


def read_remarks(table: Table) -> list[str]:
    """The remark, with what a patrol sheet says of putting it right, and what a record of a service holds."""
    present = [
        name
        for name in (
            "remark",
            "reason",
            "comment",
            "corrected_on_spot",
            "rectified",
            "rectify_until",
            "rectify_result",
            "service_content",
            "booking_channel",
            "booked_for",
            "anomaly",
        )
        if table.has(name)
    ]
    if len(present) == 1:
        return table.texts(present[0])
    parts: list[list[str]] = []
    for name in present:
        title = "" if name == "remark" else f"{table.title(name)}："
        parts.append([f"{title}{text}" if text else "" for text in table.texts(name)])
    return ["；".join(filter(None, row)) for row in zip(*parts, strict=True)] if parts else [""] * len(table)


def read_claims(table: Table, form: Form, items: Sequence[str]) -> tuple[list[Decimal | None], list[str]]:
    """The total that each row states for itself, and where; one out of another maximum says nothing.

    It is compared with what is computed and never used, so that one that cannot be read is passed over.
    """
    header = table.match.header(_TOTAL)
    if header is None or _TOTAL in items or header.word.hint.maximum not in (None, form.ceiling):
        return [None] * len(table), [""] * len(table)
    raws = table.comparable(_TOTAL)
    known = {raw: parse_points(raw, form.ceiling) for raw in set(raws)}
    claims = [found if isinstance(found, Decimal) else None for found in (known[raw] for raw in raws)]
    cells = [cells[0] for cells in table.answer_cells([_TOTAL])[1]]
    return claims, [cell if claim is not None else "" for cell, claim in zip(cells, claims, strict=True)]
