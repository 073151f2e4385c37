"""Customers' ratings: which rows hold one, and whether a low one is an employee's doing.

Source: field-lists §6.
"""

from collections.abc import Sequence
from decimal import Decimal

from qualitykit.intake.answers import parse_verified
from qualitykit.intake.cells import Fault, Raw, compact, shown
from qualitykit.intake.items import item_reader
from qualitykit.intake.recognise import item_column
from qualitykit.intake.table import Table
from qualitykit.intake.words import word_of
from qualitykit.model import Answer, AnswerState, Verified
from qualitykit.problems import problem
from qualitykit.standards.forms import Form

__all__ = ["read_verified", "unrated_rows"]

_NOT_THE_EMPLOYEE = (
    "公司",
    "产品",
    "流程",
    "客户",
    "系统",
    "非员工",
    "非员工责任",
    "第三方",
    "政策",
    "物流",
    "剔除",
    "误评",
    "误按",
)
_THE_EMPLOYEE = ("员工", "个人", "坐席", "客服", "员工责任", "有责", "服务态度", "本人", "保留")


def unrated_rows(table: Table, form: Form) -> set[int]:
    """Rows of a rating form without a rating (未评价, blank): no rating, never a 0 (QK417)."""
    if form.low_rating is None:
        return set()
    name = item_column(form, form.low_rating.item, table.match.columns)
    item = next((item for item in form.items if item.id == form.low_rating.item), None)
    if not name or item is None:
        return set()
    read = item_reader(item, form)
    raws = table.raw(name)
    blank = {raw for raw in set(raws) if _is_no_rating(raw, read(raw))}
    found = {index for index, raw in enumerate(raws) if raw in blank} if blank else set()
    if found:
        table.problems.append(problem("QK417", table.sheet.place(), count=len(found)))
    return found


def _is_no_rating(raw: Raw, answer: Answer | Fault) -> bool:
    if isinstance(answer, Answer):
        return answer.state in (AnswerState.BLANK, AnswerState.NA)
    return compact(shown(raw)) in ("0", "0分", "0星", "未评价", "超时未评", "未参评", "无评价")


def read_verified(table: Table, form: Form, answers: Sequence[tuple[Answer, ...]]) -> list[Verified | None]:
    """Whether a low rating is the employee's doing; a low one that nobody judged waits."""
    result: list[Verified | None] = [None] * len(table)
    if form.low_rating is None:
        return result
    position = [item.id for item in form.items].index(form.low_rating.item)
    name = table.has("verified")
    raws = table.raw("verified")
    given = {id(row[position]): row[position] for row in answers}  # equal ones are mostly one object
    low = {key for key, answer in given.items() if _is_low(answer, form.low_rating.at_most)}
    for index, row in enumerate(answers):
        if id(row[position]) not in low:
            continue
        found = _judged(raws[index], table.title("verified") if name else "")
        if isinstance(found, Fault):
            table.fault(index, "verified", found, raws[index])
            found = Verified.PENDING
        result[index] = found
    return result


def _is_low(answer: Answer, at_most: Decimal) -> bool:
    if answer.state is not AnswerState.VALUE or answer.value is None:
        return False
    try:
        return Decimal(answer.value) <= at_most
    except ArithmeticError:  # the label of an option that is no number
        return False


def _judged(raw: Raw, header: str) -> Verified | Fault:
    word = word_of(shown(raw))
    if any(word.startswith(text) for text in _NOT_THE_EMPLOYEE):
        return Verified.NO
    if word in _THE_EMPLOYEE:
        return Verified.YES
    found = parse_verified(raw)
    if "剔除" in header and isinstance(found, Verified) and found is not Verified.PENDING:
        return Verified.NO if found is Verified.YES else Verified.YES
    return found
