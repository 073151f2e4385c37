"""客户表扬: which praise counts, which repeats another, what it pays to whom.

A praise pays in the month in which it was verified. Reasons for not paying are codes; every praise of the
month appears in the result, paid or not. Source: P3.praise, semantics.md §7.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import chain

from qualitykit.model import Complaint, Decision, Period, Praise, Roster, Verified
from qualitykit.problems import Problem, problem
from qualitykit.scoring.decisions import complaint_name
from qualitykit.scoring.praise_repeats import (
    Claim,
    Group,
    counted_once,
    customer_key,
    group_repeats,
    in_order_of_service,
    one_per_contact,
)
from qualitykit.scoring.results import PraisePart, Reason
from qualitykit.scoring.shares import share_equally
from qualitykit.scoring.violations import same_text
from qualitykit.scoring.workforce import people_by_text
from qualitykit.standards.praise import PraiseAmount, PraiseRule

__all__ = ["Complained", "count_praises", "decided_praise", "month_of", "pay_praises", "verdict_on"]

_ZERO = Decimal("0.00")
_WAITS = "praise-meets-complaint"
_PAY_WORDS = frozenset({"pay", "yes", "agree", "agreed", "upheld", "同意", "发放", "是", "y"})
_REFUSE_WORDS = frozenset({"refuse", "no", "disagree", "declined", "不同意", "不发放", "否", "n"})


def pay_praises(
    rule: PraiseRule,
    praises: Iterable[Praise],
    *,
    period: Period,
    roster: Roster,
    complaints: Iterable[Complaint] = (),
    earlier: Iterable[PraisePart] = (),
    decisions: Iterable[Decision] = (),
    corrected: Collection[str] = (),
) -> tuple[tuple[PraisePart, ...], tuple[Problem, ...]]:
    """What the month's praises pay, one part for each praised person and group of repeats.

    ``earlier`` are the parts of earlier months: a praise that repeats one of them pays only what its level
    adds to it. ``complaints``: one that is not judged invalid and meets a praise on the same contact (its
    id, else employee, day and customer) keeps that praise unpaid until a person decides.

    A part's ``month`` is the month of verification, under whose cap it stands; ``shown`` is what it is worth
    before the cap, 0 where it pays nothing for another reason. ``counts``: it is one verified praise for the
    praise points, once, whether or not it waits for a decision. ``corrected``: closed months; a praise
    verified in one of them counts there, and what it changes is an adjustment: here it is only listed.
    Codes: QK726 a level or channel that the pack does not name (paid at the lowest).

    Source: semantics.md §7.
    """
    reader = _Reader(rule, period, roster, Complained(complaints), _verdicts(decisions))
    past = tuple(earlier)
    unpaid: list[PraisePart] = []
    payable: list[Praise] = []
    for praise in sorted(praises, key=in_order_of_service):
        reason = reader.why_not(praise)
        if reader.month(praise) in corrected and (reason is None or reason.code == _WAITS):
            of = Reason("praise-of-closed-month", (("month", reader.month(praise)),))
            unpaid += (replace(one, counts=False) for one in reader.unpaid(praise, reason or of))
            continue
        if reason is None:
            payable.append(praise)
        else:
            unpaid.extend(reader.unpaid(praise, reason))
    claims, forfeited = reader.claims(one_per_contact(payable), past)
    groups = group_repeats(rule, claims, past, period.month)
    paid = _cap(rule, (reader.part(group) for group in groups), past)
    unpaid = counted_once(rule, unpaid, (*past, *paid))
    parts = sorted(
        chain(unpaid, forfeited, paid), key=lambda part: (part.service_on, part.employee_no, part.id)
    )
    return tuple(parts), tuple(reader.problems)


def verdict_on(praise: Praise, verdicts: Mapping[str, str]) -> str:
    """A person's word on a praise, as it was written; ``verdicts``: by subject, as the sheet of decisions has
    them."""
    subjects = (praise.id, *(f"{praise.id}/{person}" for person in praise.people))
    return praise.decision or next((verdicts[one] for one in subjects if one in verdicts), "")


def decided_praise(praise: Praise, decisions: Iterable[Decision]) -> Praise:
    """The praise with a person's word on it (``pay``, ``refuse`` or none), wherever that stands."""
    word = _verdict(verdict_on(praise, _verdicts(decisions)))
    return praise if word == praise.decision else replace(praise, decision=word)


def count_praises(parts: Iterable[PraisePart]) -> dict[str, int]:
    """How many verified praises each employee has among the parts. Source: semantics.md §5."""
    counts: dict[str, int] = {}
    for part in parts:
        if part.counts:
            counts[part.employee_no] = counts.get(part.employee_no, 0) + 1
    return counts


def month_of(day: date, period: Period) -> str:
    """The pay month that a day belongs to, in the calendar of ``period``.

    A period from 09-26 to 10-25 that is called October makes 08-26 … 09-25 September.
    """
    begun = day.day >= period.first_day.day
    named_by_first_day = period.month == f"{period.first_day:%Y-%m}"
    index = day.year * 12 + day.month - 1 + begun - named_by_first_day
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


# --- one praise ------------------------------------------------------------------------------------------


class Complained:
    """Contacts that somebody complained about, unless the complaint was judged invalid."""

    def __init__(self, complaints: Iterable[Complaint]) -> None:
        self.contacts: dict[str, str] = {}
        self.by_day: dict[tuple[str, date, str], str] = {}
        for complaint in sorted(complaints, key=lambda complaint: complaint.id):
            if complaint.valid is Verified.NO:
                continue
            name = complaint_name(complaint)
            if contact := same_text(complaint.contact_id):
                self.contacts.setdefault(contact, name)
            customer = customer_key(complaint.complainant)
            if complaint.contact_on and customer:
                for person in complaint.people:
                    self.by_day.setdefault((person, complaint.contact_on, customer), name)

    def meets(self, praise: Praise) -> str:
        """The complaint on the praise's contact, empty if there is none."""
        contact = same_text(praise.contact_id)
        if contact in self.contacts:
            return self.contacts[contact]
        customer = customer_key(praise.customer)
        days = ((person, praise.service_on, customer) for person in praise.people)
        return next((self.by_day[day] for day in days if day in self.by_day), "")


class _Reader:
    """Judges praises one by one with the month's facts, and collects the problems found."""

    def __init__(
        self,
        rule: PraiseRule,
        period: Period,
        roster: Roster,
        complained: Complained,
        verdicts: Mapping[str, str],
    ) -> None:
        self.rule = rule
        self.period = period
        self.roster = roster
        self.complained = complained
        self.verdicts = verdicts
        self.problems: list[Problem] = []
        self._by_word = {
            same_text(word): amount for amount in rule.amounts for word in (amount.name, *amount.words)
        }
        self._lowest = min(rule.amounts, key=lambda amount: amount.amount)
        self._people = people_by_text(roster)

    def why_not(self, praise: Praise) -> Reason | None:
        """Why this praise as a whole pays nobody; None: it pays."""
        if praise.verified is Verified.NO:
            return Reason("praise-refused-by-verifier", (("by", praise.verified_by),))
        if praise.verified is Verified.PENDING:
            return Reason("praise-not-verified")
        if praise.verified_on and praise.verified_on > self.period.last_day:
            return Reason("praise-verified-later", (("on", praise.verified_on.isoformat()),))
        if not praise.from_customer:
            return Reason("praise-not-from-customer")
        if praise.count > 1:
            return Reason("praise-count-above-one", (("count", str(praise.count)),))
        if praise.uncertain:
            return Reason("praise-person-uncertain", (("names", "、".join(praise.uncertain)),))
        if praise.team or not praise.people:
            return Reason("praise-names-no-person", (("team", praise.team),))
        if self._verified_by_praised(praise):
            return Reason("praise-verified-by-praised", (("by", praise.verified_by),))
        verdict = self.verdict(praise)
        if verdict == "refuse":
            return Reason("praise-refused-by-decision")
        complaint = self.complained.meets(praise)
        if complaint and verdict != "pay":
            return Reason(_WAITS, (("complaint", complaint),))
        return None

    def verdict(self, praise: Praise) -> str:
        """A person's word on this praise: ``pay``, ``refuse`` or empty."""
        return _verdict(verdict_on(praise, self.verdicts))

    def _verified_by_praised(self, praise: Praise) -> bool:
        verifier = same_text(praise.verified_by)
        numbers = {same_text(number) for number in praise.people}
        return bool(verifier) and (verifier in numbers or self._people.get(verifier) in praise.people)

    def unpaid(self, praise: Praise, reason: Reason) -> list[PraisePart]:
        """The parts of a praise that pays nobody: one a person, or one without a person.

        One that waits for a decision only because of a complaint is verified all the same: it counts.
        """
        counts = reason.code == _WAITS
        return [
            _unpaid(praise, person, reason, self.month(praise), counts=counts and bool(person))
            for person in dict.fromkeys(praise.people or ("",))
        ]

    def month(self, praise: Praise) -> str:
        """The month of verification; the open month where the day is not recorded."""
        day = praise.verified_on
        return self.period.month if day is None else month_of(day, self.period)

    def amount(self, praise: Praise) -> PraiseAmount:
        """What the praise's level or channel is worth; blank or unknown: the lowest."""
        word = praise.level if self.rule.by == "level" else praise.channel
        found = self._by_word.get(same_text(word))
        if found is None and word.strip():
            self.problems.append(
                problem("QK726", praise.place, word, lowest=self._lowest.name, amount=self._lowest.amount)
            )
        return found or self._lowest

    def claims(
        self, wholes: Iterable[Sequence[Praise]], past: Sequence[PraisePart]
    ) -> tuple[list[Claim], list[PraisePart]]:
        """Each person's claim from each whole praise, and the parts of those who were not employed then."""
        claims: list[Claim] = []
        forfeited: list[PraisePart] = []
        people_before: dict[str, set[str]] = {}
        for part in past:
            if part.contact_id and part.counts:
                people_before.setdefault(same_text(part.contact_id), set()).add(part.employee_no)
        for whole in wholes:
            best = max((self.amount(praise) for praise in whole), key=lambda amount: amount.amount)
            worth = min(max(best.amount, self.rule.at_least), self.rule.at_most)
            first = whole[0]
            people = sorted({person for praise in whole for person in praise.people})
            sharers = sorted({*people, *people_before.get(same_text(first.contact_id), ())})
            if self.rule.shared == "split":
                shares = dict(zip(sharers, share_equally(worth, sharers), strict=True))
            else:
                shares = dict.fromkeys(sharers, worth)
            for person in people:
                reason = self._not_employed(person, first.service_on)
                if reason is None:
                    claims.append(
                        Claim(
                            person,
                            shares[person],
                            best.name,
                            tuple(whole),
                            first,
                            self.month(first),
                            len(people) == 1,
                        )
                    )
                else:
                    part = _unpaid(first, person, reason, self.month(first), counts=False)
                    forfeited.append(part if len(people) == 1 else replace(part, id=f"{first.id}/{person}"))
        return claims, forfeited

    def _not_employed(self, person: str, day: date) -> Reason | None:
        row = self.roster.on(person, day)
        if row is None:
            return Reason("not-in-roster")
        return None if row.employed_on(day) else Reason("not-employed-on-day", (("day", day.isoformat()),))

    def part(self, group: Group) -> PraisePart:
        """The part that a group of repeats pays, before the cap."""
        best = max(group.claims, key=lambda claim: claim.amount)
        praises = sorted(
            (praise for claim in group.claims for praise in claim.praises), key=in_order_of_service
        )
        first = praises[0]
        before = sum((part.shown for part in group.past), _ZERO)  # a raise adds to what it raised
        shown = max(best.amount - before, _ZERO)
        reason = None
        if group.past:
            origin = group.past[0]
            params = (
                ("of", origin.id),
                ("month", origin.month),
                ("amount", f"{before:.2f}"),
                ("day", origin.service_on.isoformat()),
                ("customer", origin.customer),
            )
            reason = Reason("praise-repeats-earlier" if not shown else "praise-raises-earlier", params)
        repeats = praises if group.past else praises[1:]
        alone = all(claim.alone for claim in group.claims)
        return PraisePart(
            id=first.id if alone else f"{first.id}/{best.employee_no}",
            praise_ids=tuple(praise.id for praise in praises),
            employee_no=best.employee_no,
            level=best.level,
            shown=shown,
            paid=shown,
            counts=not group.past,
            places=tuple(praise.place for praise in praises),
            service_on=first.service_on,
            reason=reason,
            repeats=tuple(praise.id for praise in repeats),
            customer=next((praise.customer for praise in praises if praise.customer), ""),
            contact_id=next((praise.contact_id for praise in praises if praise.contact_id), ""),
            content=next((praise.content for praise in praises if praise.content), ""),
            month=group.claims[0].month,
        )


def _unpaid(praise: Praise, person: str, reason: Reason, month: str, *, counts: bool) -> PraisePart:
    return PraisePart(
        id=f"{praise.id}/{person}" if len(praise.people) > 1 else praise.id,
        praise_ids=(praise.id,),
        employee_no=person,
        level=praise.level,
        shown=_ZERO,
        paid=_ZERO,
        counts=counts,
        places=(praise.place,),
        service_on=praise.service_on,
        reason=reason,
        customer=praise.customer,
        contact_id=praise.contact_id,
        content=praise.content,
        month=month,
    )


def _verdict(text: str) -> str:
    word = text.strip().lower()
    if word in _PAY_WORDS:
        return "pay"
    return "refuse" if word in _REFUSE_WORDS else ""


def _verdicts(decisions: Iterable[Decision]) -> dict[str, str]:
    return {decision.subject: decision.verdict for decision in sorted(decisions, key=lambda d: d.place)}


def _cap(rule: PraiseRule, parts: Iterable[PraisePart], past: Iterable[PraisePart]) -> list[PraisePart]:
    """The parts after the cap of each person and month of verification, in the order of service."""
    paid: dict[tuple[str, str], Decimal] = {}
    for part in past:
        key = (part.employee_no, part.month)
        paid[key] = paid.get(key, _ZERO) + part.paid
    capped: list[PraisePart] = []
    for part in sorted(parts, key=lambda part: (part.service_on, part.id)):
        key = (part.employee_no, part.month)
        left = max(rule.cap - paid.get(key, _ZERO), _ZERO)
        amount = min(part.shown, left)
        paid[key] = paid.get(key, _ZERO) + amount
        if amount < part.shown:
            reason = Reason("praise-cap", (("cap", f"{rule.cap:.2f}"), ("month", part.month)))
            part = replace(part, paid=amount, reason=reason)
        capped.append(part)
    return capped
