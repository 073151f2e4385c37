"""Which rows of the praise register are one praise. Source: semantics.md §7.

The same contact id; or the same employee and customer within some days of the first; or, where the customer
is blank, the same employee and nearly the same text within those days.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from qualitykit.model import Place, Praise
from qualitykit.scoring.results import PraisePart
from qualitykit.scoring.violations import same_text
from qualitykit.standards.praise import PraiseRule

__all__ = [
    "Claim",
    "Group",
    "counted_once",
    "customer_key",
    "group_repeats",
    "in_order_of_service",
    "one_per_contact",
]


# What registers write where the customer's name is not known.
_NOBODY = frozenset(
    (
        *("匿名", "匿名客户", "不详", "未知", "未留名", "无名", "无", "客户", "顾客", "业主", "用户", "会员"),
        *("游客", "先生", "女士", "小姐", "-", "—", "——", "/", "\\", "?"),
    )
)


@dataclass(slots=True)
class Claim:
    """What one person gets from one whole praise. ``first``: the praise of the whole's first row."""

    employee_no: str
    amount: Decimal
    level: str
    praises: tuple[Praise, ...]
    first: Praise
    month: str  # of verification
    alone: bool  # nobody else is praised with it


@dataclass(slots=True)
class Group:
    """Claims of one person that are one praise, and the earlier months' parts that they repeat."""

    claims: list[Claim] = field(default_factory=list)
    past: list[PraisePart] = field(default_factory=list)
    first_on: date = date.max
    records: set[tuple[date, str, str]] = field(default_factory=set)  # of earlier months
    contacts: set[str] = field(default_factory=set)
    customers: set[str] = field(default_factory=set)
    texts: list[str] = field(default_factory=list)  # of rows without a customer

    def take(self, service_on: date, contact_id: str, customer: str, content: str) -> None:
        """Remember what another row of the same praise is known by."""
        self.first_on = min(self.first_on, service_on)
        if contact := same_text(contact_id):
            self.contacts.add(contact)
        if key := customer_key(customer):
            self.customers.add(key)
        elif content:
            self.texts.append(content)


def customer_key(customer: str) -> str:
    """The customer's name as it is compared; empty for what is no name: two 匿名 are not one customer."""
    key = same_text(customer)
    return "" if key in _NOBODY else key


def in_order_of_service(praise: Praise) -> tuple[date, str, str, Place]:
    """Praises sort by the day of service, whatever the order of the rows."""
    return (praise.service_on, praise.id, praise.contact_id, praise.place)


def one_per_contact(praises: Sequence[Praise]) -> list[list[Praise]]:
    """Rows with one contact id are one praise; ``praises`` come in the order of service."""
    wholes: list[list[Praise]] = []
    by_contact: dict[str, list[Praise]] = {}
    for praise in praises:
        contact = same_text(praise.contact_id)
        known = by_contact.get(contact) if contact else None
        if known is not None:
            known.append(praise)
            continue
        whole = [praise]
        wholes.append(whole)
        if contact:
            by_contact[contact] = whole
    return wholes


def group_repeats(
    rule: PraiseRule, claims: Sequence[Claim], past: Sequence[PraisePart], month: str
) -> list[Group]:
    """The claims of each person, grouped into repeats; groups of earlier months take theirs first.

    ``month``: the open one.
    """
    wanted = {claim.employee_no for claim in claims}
    groups: dict[str, list[Group]] = {}
    for part in sorted(past, key=lambda part: (part.service_on, part.id)):
        if part.employee_no not in wanted or not (part.counts or part.shown):
            continue
        mine = groups.setdefault(part.employee_no, [])
        found = _found(rule, mine, part.service_on, part.contact_id, part.customer, part.content)
        if found is None:
            found = Group()
            mine.append(found)
        found.past.append(part)
        found.records.add((part.service_on, part.content, part.month))
        found.take(part.service_on, part.contact_id, part.customer, part.content)
    for claim in sorted(claims, key=lambda claim: in_order_of_service(claim.first)):
        mine = groups.setdefault(claim.employee_no, [])
        found = None
        for praise in claim.praises:
            customer = praise.customer
            found = _found(rule, mine, praise.service_on, praise.contact_id, customer, praise.content)
            if found is None and praise.content and not customer_key(customer) and claim.month != month:
                # Late and to the letter what an earlier month holds: the same row, given in again.
                record = (praise.service_on, praise.content, claim.month)
                found = next((group for group in mine if record in group.records), None)
            if found is not None:
                break
        if found is None:
            found = Group()
            mine.append(found)
        found.claims.append(claim)
        for praise in claim.praises:
            found.take(praise.service_on, praise.contact_id, praise.customer, praise.content)
    return [group for number in sorted(groups) for group in groups[number] if group.claims]


def counted_once(
    rule: PraiseRule, waiting: Sequence[PraisePart], counted: Sequence[PraisePart]
) -> list[PraisePart]:
    """The parts that wait for a decision; one that repeats a praise that counts already counts no more."""
    groups: dict[str, list[Group]] = {}

    def known(part: PraisePart) -> bool:
        """Whether the part repeats one before it, which it is remembered with."""
        mine = groups.setdefault(part.employee_no, [])
        found = _found(rule, mine, part.service_on, part.contact_id, part.customer, part.content)
        record = (part.service_on, part.content, part.month)
        if found is None and part.content and not customer_key(part.customer):
            found = next((group for group in mine if record in group.records), None)
        repeats = found is not None
        if found is None:
            found = Group()
            mine.append(found)
        found.records.add(record)
        found.take(part.service_on, part.contact_id, part.customer, part.content)
        return repeats

    wanted = {part.employee_no for part in waiting if part.counts}
    for part in sorted(counted, key=lambda part: (part.service_on, part.id)):
        if part.employee_no in wanted and (part.counts or part.shown):
            known(part)
    return [
        replace(part, counts=False) if part.counts and known(part) else part
        for part in sorted(waiting, key=lambda part: (part.service_on, part.id))
    ]


def _found(
    rule: PraiseRule, groups: Sequence[Group], service_on: date, contact_id: str, customer: str, content: str
) -> Group | None:
    """The group that a praise of this person repeats; None: it is a new one."""
    window = timedelta(days=rule.same_customer_days)
    contact, key = same_text(contact_id), customer_key(customer)
    for group in groups:
        if contact and contact in group.contacts:
            return group
        if abs(service_on - group.first_on) > window:
            continue
        if key and key in group.customers:
            return group
        # Two anonymous praises in the same words; the window keeps a praise of half a year ago out.
        if (
            not key
            and len(content) >= rule.same_text_characters
            and any(_nearly_equal(content, text, rule) for text in group.texts)
        ):
            return group
    return None


def _nearly_equal(content: str, text: str, rule: PraiseRule) -> bool:
    from rapidfuzz.fuzz import ratio  # few praises come from nobody

    return len(text) >= rule.same_text_characters and ratio(content, text) >= float(rule.same_text_ratio)
