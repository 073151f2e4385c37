"""案卷: everything on one person's warnings in one file, for a hearing or an arbitration.

The rule's text in force, its adoption and notice, the employee's signature of it, the evidence, hearing,
decision, service, the arithmetic, the appeals. Shoppers stay anonymous (P3.shop); customers' numbers are
masked.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from qualitykit.frozen import dataclass
from qualitykit.i18n import _
from qualitykit.reports.appeal_tables import kind_word, ruling_word
from qualitykit.reports.arithmetic import line_arithmetic
from qualitykit.reports.explain_ladder import ladder_lines
from qualitykit.reports.export_tables import AppealLine, WarningState
from qualitykit.reports.facts import confirmation_text, facts_and_remark
from qualitykit.reports.figures import money
from qualitykit.reports.lookup import Lookup
from qualitykit.reports.statement import Block
from qualitykit.reports.statement_files import environment, page_style
from qualitykit.reports.wording import (
    bonus_kind,
    decided_text,
    effects_text,
    hit_kind,
    hit_phrase,
    incident_state,
    reason_text,
    served_text,
    violation_severity,
)
from qualitykit.scoring.results import Case, EvaluationResult, Incident
from qualitykit.standards.standard import Standard

__all__ = ["CaseMonth", "case_file_html"]


@dataclass(frozen=True, slots=True)
class CaseMonth:
    """One month of the file: its result (of this person), its rules, and its seal; empty: a draft.

    ``struck``: its incidents and cases that count no more, by an upheld appeal or a correction since.
    ``steps``: the step of cases that is another one now.
    """

    find: Lookup
    standards: tuple[Standard, ...]
    seal: str = ""
    struck: frozenset[str] = frozenset()
    steps: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Chapter:
    title: str
    blocks: tuple[Block, ...] = ()
    texts: tuple[str, ...] = ()


def case_file_html(
    employee_no: str,
    name: str,
    department: str,
    months: Sequence[CaseMonth],
    *,
    company: str,
    issued_on: date,
    signed_on: date | None,
    states: Sequence[WarningState],
    appeals: Sequence[AppealLine],
) -> bytes:
    """The file as one HTML page. ``signed_on``: when the employee signed for the rules."""
    chapters = [_rules(months, signed_on)]
    for month in months:
        if month.find.incidents.get(employee_no) or month.find.cases.get(employee_no):
            chapters.append(_evidence(employee_no, month))
    chapters.append(_service(states))
    for month in months:
        if month.find.cases.get(employee_no):
            chapters.append(_arithmetic(employee_no, month))
    chapters.append(_appeals(appeals))
    facts = (
        (_("Name"), name),
        (_("Number"), employee_no),
        (_("Department"), department),
        (_("Issued on"), issued_on.isoformat()),
    )
    seals = [
        f"{one.find.result.period.month}  "
        + (_("Seal of the closed month:") + " " + one.seal if one.seal else _("DRAFT"))
        for one in months
    ]
    text = (
        environment()
        .get_template("case.html")
        .render(
            title=_("Case file {name}").format(name=name or employee_no),
            company=company,
            facts=facts,
            chapters=chapters,
            seals=seals,
            draft=any(not one.seal for one in months),
            words={"draft": _("DRAFT")},
            **page_style(),
        )
    )
    return text.encode()


def _rules(months: Sequence[CaseMonth], signed_on: date | None) -> _Chapter:
    """Each version in force: adoption, notice, the ladder's steps, and the clauses that were applied."""
    packs: dict[str, Standard] = {}
    applied: set[str] = set()
    for month in months:
        for pack in month.standards:
            packs.setdefault(pack.digest or f"{pack.id} {pack.version}", pack)
        for incident in month.find.result.incidents:
            applied.update(violation.clause for violation in incident.violations)
        applied.update(case.clause for case in month.find.result.cases)
    blocks: list[Block] = []
    for pack in packs.values():
        head = f"{pack.title} {pack.version}"
        days = _("adopted {adopted}, made known {notified}, in force from {effective}").format(
            adopted=pack.adopted_on, notified=pack.notified_on, effective=pack.effective_from
        )
        blocks.append(
            Block(
                f"{head}（{days}）",
                (_("Clause"), _("Text in force")),
                tuple(
                    (clause.id, clause.title + (f"\n{clause.guide}" if clause.guide else ""))
                    for clause in pack.clauses
                    if clause.id in applied or clause.id == pack.ladder.clause
                ),
                ("left", "left"),
                wide=(1,),
                empty=_("none of its clauses was applied"),
            )
        )
        blocks.append(
            Block(
                "",
                (_("Step"), _("Measure"), _("Clause")),
                tuple((str(step.step), step.title, step.clause) for step in pack.ladder.steps),
                ("left", "left", "left"),
                wide=(1,),
            )
        )
    signed = (
        _("The employee signed for the rules on {day}.").format(day=signed_on.isoformat())
        if signed_on
        else _("The roster holds no signature of the rules by the employee.")
    )
    return _Chapter(_("The rules in force"), tuple(blocks), (signed,))


def _evidence(employee_no: str, month: CaseMonth) -> _Chapter:
    find = month.find
    by_id = {one.id: one for one in find.evaluations.get(employee_no, ())}
    rows: list[tuple[str, ...]] = []
    texts: list[str] = []
    for incident in find.incidents.get(employee_no, ()):
        rows += _incident_rows(incident, find, by_id, struck=incident.id in month.struck)
        texts += _contexts(incident, find, by_id)
    block = Block(
        "",
        (_("Date"), _("What"), _("Clause"), _("Words or facts"), _("Recorded by"), _("Source"), _("State")),
        tuple(rows),
        ("left",) * 7,
        wide=(1, 2, 3, 5),
        empty=_("no violation this month"),
    )
    return _Chapter(
        _("Evidence of {month}").format(month=find.result.period.month), (block,), tuple(dict.fromkeys(texts))
    )


def _incident_rows(
    incident: Incident, find: Lookup, by_id: Mapping[str, EvaluationResult], *, struck: bool
) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for violation in incident.violations:
        evaluation = by_id.get(violation.evaluation)
        found_by = ""
        if evaluation is not None:
            anonymous = evaluation.source == "mystery-shopper"
            found_by = _("mystery shopper") if anonymous else evaluation.inspector
        said = confirmation_text(violation, find, warned=incident.status == "counts")
        found_by = "；".join(part for part in (found_by, said) if part)
        state = incident_state(incident.status)
        if reason := reason_text(incident.reason, find):
            state += f"（{reason}）"
        if struck:
            state = _("struck out since: appeal upheld or corrected")
        when = incident.day.isoformat() + (f" {incident.at:%H:%M}" if incident.at else "")
        rows.append(
            (
                when,
                f"{violation.title}（{violation_severity(violation.severity)}）",
                find.clause_text(violation.clause),
                "\n".join(facts_and_remark(violation, incident.violations, find)),
                found_by,
                find.place(violation.place),
                state,
            )
        )
    return rows


def _contexts(incident: Incident, find: Lookup, by_id: Mapping[str, EvaluationResult]) -> list[str]:
    """The turns around each phrase that was held against the person, verbatim."""
    texts = []
    for violation in incident.violations:
        evaluation = by_id.get(violation.evaluation)
        if evaluation is None:
            continue
        for hit in (hit for outcome in evaluation.outcomes for hit in outcome.hits):
            if hit.standing and hit.context:
                when = "" if hit.second is None else _(", second {second}").format(second=f"{hit.second:.0f}")
                state = decided_text(hit, find.person_name(hit.decided_by))
                found = f"{hit_phrase(hit)}（{hit_kind(hit.kind)}）· {state}"
                head = f"{evaluation.contact_id or evaluation.id}{when} · {found}"
                turns = "\n".join(line for line in (hit.before, f"→ {hit.context}", hit.after) if line)
                texts.append(f"{head}\n{find.value(turns)}")
    return texts


def _service(states: Sequence[WarningState]) -> _Chapter:
    def day(value: date | None) -> str:
        return value.isoformat() if value else "—"

    rows = tuple(
        (
            one.warning.id,
            f"{one.warning.step} {one.step_title}".strip(),
            day(one.heard_on),
            day(one.issued_on),
            day(one.recorded_on),
            one.how or served_text(one.warning.served_how),
            _("overturned") if one.warning.overturned else one.warning.expires_on.isoformat(),
            one.due,
        )
        for one in states
    )
    heads = (
        _("Case"),
        _("Step"),
        _("Heard on"),
        _("Signed off on"),
        _("Served on"),
        _("How served"),
        _("Counts until before"),
        _("What follows"),
    )
    block = Block("", heads, rows, ("left",) * 8, wide=(0, 7), empty=_("no warning on file"))
    return _Chapter(_("Hearing, decision and service"), (block,))


def _arithmetic(employee_no: str, month: CaseMonth) -> _Chapter:
    find = month.find
    case_ids = {case.id for case in find.cases.get(employee_no, ())}
    lines = [line for line in find.bonuses.get(employee_no, ()) if line.subject in case_ids]
    block = Block(
        "",
        (_("Case"), _("Step"), _("What follows"), _("Money")),
        tuple(
            (
                case.id,
                _step(case, month),
                effects_text(case),
                "；".join(
                    f"{bonus_kind(line.kind)} {line_arithmetic(line, find)}（{money(line.amount)}）"
                    for line in lines
                    if line.subject == case.id
                ),
            )
            for case in find.cases.get(employee_no, ())
        ),
        ("left",) * 4,
        wide=(2, 3),
    )
    text = "\n".join(ladder_lines(find, employee_no))
    if month.struck or month.steps:
        said = _("This is the arithmetic as the month was closed; what was struck out since counts no more.")
        text = f"{said}\n{text}"
    return _Chapter(
        _("Arithmetic of {month}").format(month=find.result.period.month), (block,), (text,) if text else ()
    )


def _step(case: Case, month: CaseMonth) -> str:
    text = f"{case.step} {case.step_title}"
    if case.id in month.struck:
        return f"{text}（{_('struck out since: appeal upheld or corrected')}）"
    step = dict(month.steps).get(case.id)
    if step is None:
        return text
    since = _("step {step} since").format(step=step)
    return f"{text}（{since}）"


def _appeals(appeals: Sequence[AppealLine]) -> _Chapter:
    rows = tuple(
        (
            one.id,
            one.filed_on.isoformat(),
            f"{kind_word(one.kind)} · {one.title}",
            one.reason,
            ruling_word(one.ruling),
            f"{one.decided_on or ''} {one.decided_by}".strip(),
            one.decision_reason,
        )
        for one in appeals
    )
    heads = (
        _("Appeal"),
        _("Filed on"),
        _("About"),
        _("Reason given"),
        _("Decision"),
        _("Decided by"),
        _("Why"),
    )
    block = Block("", heads, rows, ("left",) * 7, wide=(2, 3, 6), empty=_("no appeal"))
    return _Chapter(_("Appeals"), (block,))
