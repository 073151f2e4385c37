"""个人月度单: what one person's month was, with evidence, money, and how to appeal. One content, two shapes.

No inspector is named: reports of mystery shoppers are anonymous (P3.shop), and a finding is defended by the
house, not by a colleague. Who confirmed words in a transcript is: by that they count.
Source: semantics.md §9, §12.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

from qualitykit.frozen import dataclass
from qualitykit.i18n import _
from qualitykit.reports.appeal_tables import kind_word, subject_title
from qualitykit.reports.arithmetic import line_arithmetic
from qualitykit.reports.conduct_sheets import step_text, warning_state
from qualitykit.reports.facts import confirmation_text, facts_and_remark, item_facts
from qualitykit.reports.figures import money, number, score
from qualitykit.reports.lookup import Lookup
from qualitykit.reports.wording import (
    bonus_kind,
    effects_text,
    incident_state,
    no_score_text,
    reason_text,
    served_text,
    violation_severity,
)
from qualitykit.scoring.appeals import Subject, subjects_of

__all__ = ["Block", "Issue", "Statement", "statement_of"]

Align = Literal["left", "right", "center"]


@dataclass(frozen=True, slots=True)
class Issue:
    """What a statement says about itself. ``seal`` empty: a draft. ``appeal_until``: included."""

    company: str
    issued_on: date
    appeal_until: date | None
    appeal_to: str = ""
    seal: str = ""

    @property
    def draft(self) -> bool:
        """Whether it is no final statement."""
        return not self.seal


@dataclass(frozen=True, slots=True)
class Block:
    """A titled table; ``total``: a last row that stands out. ``wide`` columns take the room that is left."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: tuple[Align, ...]
    wide: tuple[int, ...] = ()
    total: tuple[str, ...] = ()
    note: str = ""
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """Everything that stands on the page, in order. ``facts``: label and value; ``figures``: the big ones."""

    employee_no: str
    name: str
    month: str
    title: str
    facts: tuple[tuple[str, str], ...]
    figures: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    appeal: tuple[str, ...]
    issue: Issue


def statement_of(
    find: Lookup, employee_no: str, issue: Issue, ranked: int, decided: Sequence[Sequence[str]] = ()
) -> Statement:
    """One person's statement. ``ranked``: how many people have a rank this month. ``decided``: appeals
    so far, a row each: no., about, decision, when.

    Raises KeyError for somebody whom the month does not know.
    """
    person = find.people[employee_no]
    result = find.result
    subjects = subjects_of(result, employee_no)
    sums = find.bonus_sums.get(employee_no, {})
    total = sum(sums.values(), Decimal(0))
    period = result.period
    facts = (
        (_("Name"), find.name(employee_no)),
        (_("Number"), employee_no),
        (_("Department"), " ".join(part for part in (person.department, person.team) if part)),
        (_("Period"), f"{period.first_day} — {period.last_day}"),
        (_("Issued on"), issue.issued_on.isoformat()),
        (_("Standard"), "；".join(f"{one.title} {one.version}" for one in result.standards)),
    )
    figures = (
        (_("Month score"), score(person.score)),
        (_("Rank"), f"{person.rank} / {ranked}" if person.rank is not None else "—"),
        (_("Evaluations"), str(person.evaluations)),
        (_("Bonus of the month"), money(total)),
    )
    blocks = [_scores(find, employee_no)]
    blocks.append(_evaluations(find, employee_no, subjects))
    blocks.append(_incidents(find, employee_no, subjects))
    blocks.append(_steps(find, employee_no))
    blocks.append(_praises(find, employee_no, subjects))
    blocks.append(_money(find, employee_no, total))
    if decided:
        blocks.append(
            Block(
                _("Appeals so far"),
                (_("Appeal no."), _("About"), _("Decision"), _("Decided on")),
                tuple(tuple(find.text(cell) for cell in row) for row in decided),
                ("left", "left", "left", "left"),
                wide=(1,),
            )
        )
    title = _("{month} service statement").format(month=period.month)
    return Statement(
        employee_no,
        find.name(employee_no),
        period.month,
        title,
        facts,
        figures,
        tuple(blocks),
        _how_to_appeal(issue, bool(subjects)),
        issue,
    )


def _scores(find: Lookup, employee_no: str) -> Block:
    person = find.people[employee_no]
    rows = tuple(
        (
            find.title(f"source:{part.source}"),
            str(part.n),
            "、".join(score(one) for one in part.scores[:12]) + ("…" if len(part.scores) > 12 else ""),
            score(part.mean),
            number(part.weight) if part.counted else _("does not count"),
        )
        for part in person.sources
        if part.n
    )
    notes = []
    if person.praises:
        notes.append(
            _("{n} verified praises: +{points}").format(n=person.praises, points=number(person.praise_points))
        )
    if not person.enough and person.score is not None:
        notes.append(_("too few evaluations: the score moves no pay"))
    return Block(
        _("How the month score comes about"),
        (_("Source"), _("n"), _("Scores"), _("Mean"), _("Weight")),
        rows,
        ("left", "right", "left", "right", "right"),
        wide=(2,),
        total=(_("Month score"), "", _("; ").join(notes), score(person.score), "") if rows else (),
        empty=_("no evaluation this month"),
    )


def _evaluations(find: Lookup, employee_no: str, subjects: Sequence[Subject]) -> Block:
    by_evaluation: dict[str, list[Subject]] = {}
    for subject in subjects:
        if subject.kind in ("item", "hit"):
            by_evaluation.setdefault(subject.targets[0][0], []).append(subject)
    rows: list[tuple[str, ...]] = []
    for one in find.evaluations.get(employee_no, ()):
        head = (
            f"{one.day}" + (f" {one.at:%H:%M}" if one.at else ""),
            find.title(f"form:{one.form}", one.standard),
        )
        if one.reason is not None and one.reason.code in (
            "repeat-of-earlier-month",
            "differs-from-earlier-month",
        ):
            continue  # a file that was sent again: the earlier month's statement shows it
        if one.score is None:
            rows.append((*head, "—", reason_text(one.reason, find), ""))
            continue
        published = score(one.score.published)
        lost = by_evaluation.get(one.id, [])
        if not lost:
            rows.append(
                (*head, published, no_score_text(one.score.no_score) or _("full marks on every item"), "")
            )
        for subject in lost:
            quote = find.value(subject.quote)
            if not quote and subject.kind == "item":
                quote = item_facts(*subject.targets[0], find)
            text = subject_title(subject, find) + (f"：{quote}" if quote else "")
            rows.append((*head, published, f"{kind_word(subject.kind)} · {text}", subject.ref))
            head, published = ("", ""), ""
    return Block(
        _("Evaluations and what cost points"),
        (_("Date"), _("Form"), _("Score"), _("What cost points"), _("Appeal no.")),
        tuple(rows),
        ("left", "left", "right", "left", "center"),
        wide=(3,),
        empty=_("no evaluation this month"),
    )


def _incidents(find: Lookup, employee_no: str, subjects: Sequence[Subject]) -> Block:
    numbers = {one.id: one.ref for one in subjects if one.kind == "incident"}
    rows: list[tuple[str, ...]] = []
    for one in find.incidents.get(employee_no, ()):
        first = True
        for violation in one.violations:
            reason = reason_text(one.reason, find)
            state = incident_state(one.status) + (f"（{reason}）" if reason else "")
            lines = [*facts_and_remark(violation, one.violations, find)]
            said = confirmation_text(violation, find, warned=one.status == "counts")
            if said and (violation.quote or violation.reviewed_by):
                lines.append(said)
            rows.append(
                (
                    one.day.isoformat() if first else "",
                    f"{violation.title}（{violation_severity(violation.severity)}）",
                    find.clause_text(violation.clause),
                    "\n".join(lines) or find.place(violation.place),
                    state if first else "",
                    numbers.get(one.id, "") if first else "",
                )
            )
            first = False
    return Block(
        _("Incidents and evidence"),
        (_("Date"), _("What"), _("Clause"), _("Evidence"), _("State"), _("Appeal no.")),
        tuple(rows),
        ("left", "left", "left", "left", "left", "center"),
        wide=(1, 2, 3),
        empty=_("no violation this month"),
    )


def _steps(find: Lookup, employee_no: str) -> Block:
    rows: list[tuple[str, ...]] = [
        (
            _("this month"),
            f"{case.step} {case.step_title}",
            step_text(case, find),
            effects_text(case) if not case.overturned else _("overturned"),
            f"{case.served_on} {served_text(case.served_how)}",
            case.expires_on.isoformat(),
        )
        for case in find.cases.get(employee_no, ())
    ]
    own = {case.id for case in find.cases.get(employee_no, ())}
    rows += [
        (
            one.month,
            f"{one.step} {one.step_title}".strip(),
            warning_state(one, find),
            effects_text(one) if not one.overturned else _("overturned"),
            f"{one.served_on or '—'} {served_text(one.served_how)}",
            one.expires_on.isoformat(),
        )
        for one in find.warnings.get(employee_no, ())
        if one.id not in own
    ]
    return Block(
        _("Warnings"),
        (
            _("Month"),
            _("Step"),
            _("How it comes about"),
            _("What follows"),
            _("Served"),
            _("Counts until before"),
        ),
        tuple(rows),
        ("left", "left", "left", "left", "left", "left"),
        wide=(2, 3),
        empty=_("no warning on file"),
    )


def _praises(find: Lookup, employee_no: str, subjects: Sequence[Subject]) -> Block:
    numbers = {one.id: one.ref for one in subjects if one.kind == "praise"}
    rows = tuple(
        (
            one.service_on.isoformat(),
            find.value(one.content),
            one.level,
            reason_text(one.reason, find),
            money(one.paid),
            numbers.get(one.id, ""),
        )
        for one in find.praises.get(employee_no, ())
    )
    return Block(
        _("Customer praise"),
        (_("Service on"), _("Content"), _("Level"), _("Why"), _("Paid"), _("Appeal no.")),
        rows,
        ("left", "left", "left", "left", "right", "center"),
        wide=(1, 3),
        empty=_("no praise this month"),
    )


def _money(find: Lookup, employee_no: str, total: Decimal) -> Block:
    rows = tuple(
        (
            bonus_kind(line.kind),
            reason_text(line.reason, find),
            line_arithmetic(line, find),
            find.clause_text(line.clause),
            money(line.amount),
        )
        for line in find.bonuses.get(employee_no, ())
    )
    carried = dict(find.result.carried).get(employee_no)
    return Block(
        _("Bonus lines (yuan)"),
        (_("Kind"), _("Why"), _("Arithmetic"), _("Clause"), _("Amount")),
        rows,
        ("left", "left", "left", "left", "right"),
        wide=(1, 2),
        total=(_("Sum"), "", "", "", money(total)) if rows else (),
        note=_("Carried to next month: {amount}").format(amount=money(carried)) if carried else "",
        empty=_("No bonus this month."),
    )


def _how_to_appeal(issue: Issue, anything: bool) -> tuple[str, ...]:
    if issue.draft:
        return (_("This is a draft: figures may still change. Tell us now what is wrong in it."),)
    if not anything:
        return (_("Nothing on this statement cost you points; there is nothing to appeal."),)
    day = issue.appeal_until.isoformat() if issue.appeal_until else "—"
    return (
        _("You may appeal anything with an appeal number until {day} (that day included).").format(day=day),
        _(
            "How: put the number and your reason into the objection sheet (申诉表), or hand it to {to}."
        ).format(to=issue.appeal_to or _("your HR department")),
        _(
            "Somebody else than the inspector decides. If it is upheld, score, warning and pay are worked "
            "out again; money comes with the next open month."
        ),
    )
