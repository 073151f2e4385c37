"""Notices of a month: from the ledger or from folders of workbooks, all checked before one is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from qualitykit.errors import CannotRunError, typed
from qualitykit.frozen import dataclass
from qualitykit.i18n import N_, _
from qualitykit.workflow.collector import no_collector
from qualitykit.workflow.exports import Exporting, log_export, marked, month_to_export, write_file
from qualitykit.workflow.months import read_and_score
from qualitykit.workflow.periods import from_folders
from qualitykit.workflow.standards import load_standards

if TYPE_CHECKING:
    from qualitykit.model import Decision, MonthRecords
    from qualitykit.reports.lookup import Lookup
    from qualitykit.reports.notices import Letterhead, Notice
    from qualitykit.scoring.results import MonthResult

__all__ = ["Kind", "NoticeOrder", "copy_templates", "notices_from_folders", "notices_from_ledger"]

Kind = Literal["star", "warning", "commendation", "case"]
_NAMES = {
    "star": N_("Star certificate"),
    "warning": N_("Warning letter"),
    "commendation": N_("Commendation"),
    "case": N_("Case to learn from"),
}
_YES = frozenset({"同意", "是", "yes", "y", "agree"})
_APPEAL_DAYS = 15


@dataclass(frozen=True, slots=True)
class NoticeOrder:
    """Which notices: ``people`` empty: everybody's. ``public``: names are masked by rule (王**).

    ``templates``: a folder whose files go before the shipped ones.
    """

    kind: Kind
    month: str
    people: tuple[str, ...] = ()
    public: bool = False
    templates: Path | None = None


def notices_from_ledger(order: NoticeOrder, how: Exporting) -> tuple[Path, ...]:
    """Write the notices of a month in the ledger; logged like every export of a closed month.

    CannotRunError, and nothing is written: the month is not closed (and no draft was asked for), nobody of
    ``people`` has such a notice, a template cannot be used, or a notice shows what may not be public.
    """
    _refuse(order)
    settings = how.workspace.settings
    with how.open() as ledger, no_collector():
        own = month_to_export(ledger, order.month, how)
        records = ledger.inputs(order.month)[0].records
        later = [one.month for one in ledger.months() if one.month >= order.month]
        purged = {entry.month for entry in ledger.entries("purge")}
        decisions = [
            decision
            for month in later
            if order.kind == "case" and month not in purged
            for decision in ledger.inputs(month)[0].records.decisions
        ]
        folder = order.templates or how.workspace.folder / "notices"
        head = _letterhead(settings.company, how.at, folder, draft=not own.closed)
        again = " --draft" if how.draft else ""
        made = _make(order, ledger.result(order.month), records, decisions, head, settings.appeal_days, again)
        base = marked(_base(order), own)
        files = _write(made, base, how.folder(order.month))
        log_export(ledger, own, how, f"notice-{order.kind}", {"people": sorted(_people(made))})
        return files


def notices_from_folders(
    order: NoticeOrder,
    *,
    folders: Sequence[Path],
    standards: Sequence[str] | None,
    roster: Path | None,
    out: Path,
    company: str,
    at: datetime,
    progress: Callable[[str, int, int], None] | None = None,
) -> tuple[Path, ...]:
    """Write the notices of a month from folders of workbooks; all of them say that they are drafts.

    Earlier folders are history; a consent may stand in a later one. Errors as of ``notices_from_ledger``.
    """
    _refuse(order)

    def keep(records: MonthRecords, _result: MonthResult) -> tuple[Sequence[Decision], MonthRecords | None]:
        month = records.period.month
        later = records.decisions if month >= order.month else ()
        return later, records if month == order.month else None

    found: tuple[MonthResult, MonthRecords] | None = None
    decisions: list[Decision] = []
    with no_collector():
        packs = load_standards(standards)
        scored = read_and_score(
            folders, keep, packs=packs, month=None, roster=roster, progress=progress, at=at
        )
        for (later, records), result in scored:
            decisions += later
            if records is not None:
                found = result, records
    if found is None:
        raise CannotRunError(
            _("none of the folders is of {month}").format(month=order.month),
            hint=f"qualitykit notice {order.kind} {order.month} {from_folders(order.month)}",
        )
    head = _letterhead(company, at, order.templates, draft=True)
    again = "".join(f" --from {typed(folder)}" for folder in folders)
    made = _make(order, *found, decisions, head, _APPEAL_DAYS, again)
    return _write(made, marked(_base(order), None), out)


def copy_templates(folder: Path) -> tuple[Path, ...]:
    """Put the shipped templates into a folder, to be edited there; nothing that is there is written over."""
    from qualitykit.reports.notices import TEMPLATES, shipped_template

    targets = {name: folder / f"{name}.docx" for name in TEMPLATES}
    return tuple(
        write_file(target, shipped_template(name)) for name, target in targets.items() if not target.exists()
    )


def _refuse(order: NoticeOrder) -> None:
    if order.kind == "warning" and order.public:
        raise CannotRunError(
            _("a warning letter is for its person alone and is never public"),
            hint=_("Leave --public out; for a notice board there is: {command}").format(
                command=f"qualitykit notice case {order.month} --public"
            ),
        )
    if order.templates is not None and not order.templates.is_dir():
        raise CannotRunError(
            _("there is no such folder: {names}").format(names=order.templates.name),
            hint=_("The shipped ones are copied there, to be edited, by: {command}").format(
                command=f"qualitykit notice templates {typed(order.templates)}"
            ),
        )


def _letterhead(company: str, at: datetime, folder: Path | None, *, draft: bool) -> Letterhead:
    from qualitykit.reports.notices import TEMPLATES, Letterhead, shipped_template

    templates = {}
    for name in TEMPLATES:
        own = folder / f"{name}.docx" if folder is not None else None
        templates[name] = own.read_bytes() if own is not None and own.is_file() else shipped_template(name)
    return Letterhead(company, at.date(), draft, templates)


def _make(
    order: NoticeOrder,
    result: MonthResult,
    records: MonthRecords,
    decisions: Iterable[Decision],
    head: Letterhead,
    appeal_days: int,
    again: str,
) -> tuple[Notice, ...]:
    from qualitykit.reports import notices
    from qualitykit.reports.lookup import Lookup
    from qualitykit.workflow.whom import whom

    find = Lookup(result)
    command = f"qualitykit notice {order.kind} {order.month} {{who}}{again}"
    named = [whom(one, result.people, where=order.month, command=command) for one in order.people]
    order = replace(order, people=tuple(dict.fromkeys(named)))
    made: tuple[Notice, ...]
    if order.kind == "star":
        made = notices.star_notices(find, records, head, order.people, public=order.public)
    elif order.kind == "commendation":
        made = notices.commendation_notices(find, records, head, order.people, public=order.public)
    elif order.kind == "case":
        agreed = _consented(find, decisions)
        made = notices.case_notices(find, records, head, order.people, public=order.public, consented=agreed)
    else:
        made = notices.warning_letters(find, records, head, order.people, appeal_days=appeal_days)
    earlier = [
        case.continues
        for case in result.cases
        if order.kind == "warning"
        and notices.merely_covers(case)
        and (not order.people or case.employee_no in order.people)
    ]
    if not made and earlier:
        raise CannotRunError(
            _(
                "the warning of {earlier} covers the incidents of {month} too; its letter was written then"
            ).format(earlier=earlier[0], month=order.month),
            hint=f"qualitykit notice warning {earlier[0]}",
        )
    if not made:
        raise CannotRunError(
            _("{month} has nothing for this notice").format(month=order.month),
            hint=_("This shows who has a star, praise or a warning: {command}").format(
                command=f"qualitykit report {order.month}"
            ),
        )
    return made


def _base(order: NoticeOrder) -> str:
    """How the files' names begin; a public one never takes the place of one with names, nor the reverse."""
    return "-".join((_(_NAMES[order.kind]), *([_("public")] if order.public else []), order.month))


def _consented(find: Lookup, decisions: Iterable[Decision]) -> frozenset[str]:
    """Cases whose own person wrote that they may be named; one 不同意 among the answers is a no."""
    from qualitykit.scoring.decisions import CONSENT

    said: dict[str, set[bool]] = {}
    for decision in decisions:
        if decision.subject.startswith(CONSENT):
            about = decision.subject.removeprefix(CONSENT).strip()
            said.setdefault(f"{about}\0{decision.decided_by.strip()}", set()).add(
                decision.verdict.strip().casefold() in _YES
            )
    names = [person.name for person in find.result.people]
    agreed = set()
    for case in find.result.cases:
        name = find.people[case.employee_no].name if case.employee_no in find.people else ""
        own = [case.employee_no] + ([name] if names.count(name) == 1 else [])
        answers = set().union(*(said.get(f"{case.id}\0{one}", set()) for one in own))
        if answers == {True}:
            agreed.add(case.id)
    return frozenset(agreed)


def _write(made: Sequence[Notice], base: str, folder: Path) -> tuple[Path, ...]:
    return tuple(
        write_file(folder / f"{'-'.join(part for part in (base, one.name) if part)}.docx", one.data)
        for one in made
    )


def _people(made: Sequence[Notice]) -> set[str]:
    return {number for one in made for number in one.people}
