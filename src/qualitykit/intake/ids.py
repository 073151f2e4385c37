"""Numbers and codes that name one thing: staff, calls, work orders. Source: field-lists §12."""

import re
from collections.abc import Sequence

from qualitykit.intake.cells import Fault, Raw, compact

__all__ = ["are_plain_ids", "parse_id", "without_leading_zeros"]

_LABEL = re.compile(
    r"^(?:员工(?:工号|编号|号)|工号|编号|职工号|坐席号?|座席号?|分机号?|单号|工单号?|流水号|录音编号|NO\.?|ID)[::#.]?(?=[A-Z0-9])",
    re.IGNORECASE,
)
_SHORT_WRITING = re.compile(r"\d(?:\.\d+)?E\+?\d{1,2}", re.IGNORECASE)
_LARGEST_EXACT = 10**15


def parse_id(raw: Raw, *, fold_case: bool = True) -> str | Fault | None:
    """An id as canonical text: 1007, 1007.0, ``'1007``, 工号:1007 are 1007; e1007 and Ｅ1007 are E1007.

    Leading zeros stay as they are (``without_leading_zeros`` compares). ``fold_case`` off keeps small and
    capital letters apart, for ids of calls. None: blank. Problems: QK223 a number from 10^15 on, whose last
    digits are lost, QK224 1.38E+10 as text, QK225 no id.
    """
    if isinstance(raw, str):
        text = raw
        if not raw.isascii() or not raw.isalnum():
            text = compact(raw).lstrip("'`’‘")
            if _SHORT_WRITING.fullmatch(text) and ("+" in text or "." in text):
                return Fault("QK224")
            text = _LABEL.sub("", text)
            whole, point, rest = text.partition(".")
            if point and whole.isdigit() and rest.isdigit():
                if rest.strip("0"):
                    return Fault("QK225")
                text = whole
            text = text.rstrip("#")
            if not text or not any(letter.isalnum() for letter in text):
                return None if not text and not compact(raw) else Fault("QK225")
        return text.upper() if fold_case else text
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return Fault("QK225")
    if abs(raw) >= _LARGEST_EXACT:
        return Fault("QK223")
    if raw != int(raw) or raw < 0:
        return Fault("QK225")
    return str(int(raw))


def are_plain_ids(raws: Sequence[Raw]) -> bool:
    """Whether all these cells hold letters and digits only: ids as they stand, with their case kept."""
    if set(map(type, raws)) != {str} or "" in raws:
        return False
    text = "".join(raws)  # type: ignore[arg-type]
    return text.isascii() and text.isalnum()


def without_leading_zeros(text: str) -> str:
    """The id as it looks when a spreadsheet has taken its zeros: 0107 and 107 are the same person's."""
    return text.lstrip("0") or text
