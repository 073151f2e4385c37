"""What may not stand on a public notice, and the look at the finished file that finds it there.

The file itself is read back – text, tables, boxes, headers, notes, titles of pictures, document properties –
so that a line typed into an edited template is found like one that the program put there.
Source: semantics.md §12, P3.lad.4.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable
from decimal import Decimal
from xml.etree import ElementTree

from qualitykit.frozen import dataclass
from qualitykit.i18n import _
from qualitykit.model import MonthRecords
from qualitykit.reports.lookup import Lookup
from qualitykit.reports.masking import mask_numbers

__all__ = ["Secrets", "document_text", "given_name", "leaks", "secrets_of"]

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ALT = ("descr", "title", "name", "alt")
_DATES = re.compile(
    r"[12]\d{3}\s*年(?:\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?)?|[12]\d{3}[-/.]\d{1,2}(?:[-/.]\d{1,2})?(?!\d)"
)
_DAYS = re.compile(
    r"\d{1,2}\s*月\s*\d{1,2}\s*[日号]|[12]\d{3}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)|"
    r"[一二三四五六七八九十]+月[一二三四五六七八九十]+[日号]"
)
_YUAN = re.compile(r"[¥￥]\s*\d[\d,.]*|\d[\d,.]*\s*元")
_ANYBODY = frozenset(
    {"客户", "顾客", "匿名", "业主", "用户", "来访", "访客", "会员", "来访者", "无", "未知", "不详"}
)


@dataclass(frozen=True, slots=True)
class Secrets:
    """What must not be read on a public notice. ``names`` are everybody's of the house, inspectors' too."""

    names: frozenset[str]
    numbers: frozenset[str]
    amounts: frozenset[Decimal]
    customers: frozenset[str]
    contacts: frozenset[str]


def given_name(name: str) -> str:
    """婷婷 of 刘婷婷: what colleagues and customers call a person by; empty where it is one character."""
    return name[1:] if len(name) > 2 and "\u4e00" <= name[0] <= "\u9fff" else ""


def secrets_of(find: Lookup, records: MonthRecords) -> Secrets:
    """All names, numbers, pay and customers of a month: of its result, its roster and its registers."""
    result, roster = find.result, records.roster.rows
    names = {person.name for person in result.people}
    names |= {name for row in roster for name in (row.name, row.supervisor, *row.aliases)}
    names |= {evaluation.inspector for evaluation in result.evaluations}
    numbers = {person.employee_no for person in result.people}
    numbers |= {number for row in roster for number in (row.employee_no, *row.logins)}
    numbers |= {name for name in names if name.isascii() and any(one.isdigit() for one in name)}
    amounts = {amount for line in result.bonuses for amount in (line.amount, line.before)}
    amounts |= {amount for row in roster for amount in (row.bonus_base, row.pay_floor) if amount is not None}
    customers = {one.customer for one in result.evaluations} | {one.customer for one in result.incidents}
    customers |= {one.customer for one in result.praises} | {one.complainant for one in records.complaints}
    contacts = {one.contact_id for one in result.evaluations} | {one.contact for one in records.complaints}
    contacts |= {one.contact_id for one in result.praises}
    return Secrets(
        _texts(names - numbers, 2),
        _texts(numbers, 1),
        frozenset(abs(amount) for amount in amounts if amount),
        _texts(customers - _ANYBODY, 2),
        _texts(contacts, 4),
    )


def _texts(found: Iterable[str], shortest: int) -> frozenset[str]:
    return frozenset(text for one in found if len(text := one.strip()) >= shortest)


def document_text(document: bytes) -> tuple[str, ...]:
    """Every paragraph and every other text of a .docx file, wherever it stands."""
    found: list[str] = []
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        for name in archive.namelist():
            if not name.endswith(".xml") or not name.startswith(("word/", "docProps/", "customXml/")):
                continue
            root = ElementTree.fromstring(archive.read(name))
            if name.startswith("word/"):
                found += _paragraphs(root)
            else:
                found += [one.text for one in root.iter() if one.text and not one.tag.endswith(_PROGRAM)]
    return tuple(text for text in found if text.strip())


_PROGRAM = (
    "}created",
    "}modified",
    "}revision",
    "}AppVersion",
    "}Application",
    "}Words",
    "}Characters",
    "}Lines",
)


def _paragraphs(root: ElementTree.Element) -> list[str]:
    found = ["".join(one.text or "" for one in each.iter(f"{_WORD}t")) for each in root.iter(f"{_WORD}p")]
    for one in root.iter():
        if not one.tag.startswith(_WORD):
            found += [text for key, text in one.attrib.items() if key in _ALT]
    return found


def leaks(
    document: bytes, secrets: Secrets, *, named: Iterable[str] = (), days: bool = True
) -> tuple[str, ...]:
    """What a finished public notice shows and may not, each with its kind; empty: it may go out.

    ``named``: people whom the notice is about and who may be named. ``days`` False: not even a day may stand
    there. Amounts are looked for as written with and without places; figures of dates are no amounts.
    """
    lines = [unicodedata.normalize("NFKC", text) for text in document_text(document)]
    text = "\n".join(lines)
    found: list[str] = []
    found += [_("a phone or ID number: {what}").format(what=one) for one in lines if mask_numbers(one) != one]
    found += [_("a number: {what}").format(what=one) for one in sorted(secrets.numbers) if _holds(text, one)]
    found += [_("an amount of money: {what}").format(what=one) for one in _YUAN.findall(text)]
    found += [_("pay: {what}").format(what=one) for one in _amounts(text, secrets.amounts)]
    people = _without(text, named)
    found += [_("a name: {what}").format(what=one) for one in sorted(secrets.names) if _holds(people, one)]
    found += [
        _("a customer: {what}").format(what=one) for one in sorted(secrets.customers) if _holds(people, one)
    ]
    found += [
        _("a contact: {what}").format(what=one) for one in sorted(secrets.contacts) if _holds(text, one)
    ]
    if not days:
        found += [_("a day: {what}").format(what=one) for one in _DAYS.findall(text)]
    return tuple(dict.fromkeys(found))


def _without(text: str, named: Iterable[str]) -> str:
    text = "\n".join(re.sub(r"\s+", "", one) if not one.isascii() else one for one in text.split("\n"))
    for name in sorted(named, key=len, reverse=True):
        text = text.replace(name, "\0")
    return text


def _holds(text: str, wanted: str) -> bool:
    """Whether a word stands there: Chinese anywhere, letters and digits as a whole word only."""
    wanted = unicodedata.normalize("NFKC", wanted)
    if not wanted.isascii():
        return re.sub(r"\s+", "", wanted) in text
    before = ""
    if wanted.isdigit():
        text = _DATES.sub(" ", text)
        if len(wanted) < 4:  # a 7 alone is a count; 工号 7 is a number
            before = r"(?:工号|编号|员工号|No\.?)[^0-9A-Za-z\n]{0,3}"
    pattern = rf"(?<![0-9A-Za-z]){before}{re.escape(wanted)}(?![0-9A-Za-z])"
    return re.search(pattern, text, re.IGNORECASE) is not None


def _amounts(text: str, amounts: Iterable[Decimal]) -> list[str]:
    text = _DATES.sub(" ", text)
    found = []
    for amount in sorted(amounts):
        shapes = {f"{amount:.2f}", f"{amount:,.2f}"}
        if amount == amount.to_integral_value() and amount >= 100:
            shapes |= {f"{amount:.0f}", f"{amount:,.0f}"}
        either = "|".join(re.escape(one) for one in sorted(shapes, key=len, reverse=True))
        found += re.findall(rf"(?<![\w.,-])(?:{either})(?![\w,]|\.\d)", text)
    return found
