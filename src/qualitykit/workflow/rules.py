"""Lint, test and list the rules of a standard."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qualitykit.i18n import _
from qualitykit.problems import Severity
from qualitykit.workflow.people import read_roster
from qualitykit.workflow.standards import load_standards, versions_that_clash

__all__ = ["check_rules", "list_rules", "test_rules"]


def check_rules(refs: Sequence[str], *, roster: Path | None = None) -> tuple[str, bool]:
    """Lint standards: the text to show, and whether they are free of mistakes, also of each other."""
    texts, clean = [], True
    for ref in refs:
        text, fine = _checked(ref, roster)
        texts.append(f"{ref}\n{text}" if len(refs) > 1 else text)
        clean = clean and fine
    if clean and len(refs) > 1:
        clash = versions_that_clash([(ref, load_standards([ref])[0]) for ref in refs])
        if clash:
            texts.append(
                "\n".join((_("of two versions of a standard nothing says which one counts"), *clash))
            )
        clean = not clash
    return "\n\n".join(texts), clean


def _checked(ref: str, roster: Path | None) -> tuple[str, bool]:
    from qualitykit.reports.tables import problems_text
    from qualitykit.rulecheck.lints import check_pack

    people = None
    if roster is not None:
        people = read_roster(roster, load_standards([ref]))
    report = check_pack(ref, people)
    lines = [problems_text(report.problems)]
    for waived, waiver in report.waived:
        lines.append(
            _("Waived: {place} {code} {message} Reason: {reason}").format(
                place=waived.place, code=waived.code, message=waived.message(), reason=waiver.reason
            )
        )
    return "\n".join(lines), not any(item.severity is Severity.ERROR for item in report.problems)


def test_rules(ref: str) -> tuple[str, bool]:
    """Run the tests beside a standard's rules: the text to show, and whether all passed."""
    from qualitykit.reports.tables import problems_text
    from qualitykit.rulecheck.cases import problems_of_report, run_cases

    report = run_cases(ref)
    failed = sum(1 for case in report.results if not case.passed)
    lines = [problems_text(found)] if (found := problems_of_report(report)) else []
    lines.append(
        _("{n} cases, {failed} failed, {uncovered} sides of rules untried.").format(
            n=len(report.results), failed=failed, uncovered=len(report.uncovered)
        )
    )
    return "\n".join(lines), report.passed


def list_rules(ref: str) -> tuple[str, bool]:
    """The rules of a standard with clause, severity and place, and whether it could be read."""
    from qualitykit.reports.tables import plain_table, problems_text
    from qualitykit.rulecheck.listing import list_rules as entries_of

    entries, problems = entries_of(ref)
    if not entries:
        return problems_text(problems), False
    heads = [_("kind"), _("rule"), _("title"), _("clause"), _("severity"), _("value"), _("place")]
    rows = [
        [one.kind, one.id, one.title, one.clause, one.severity, one.detail, str(one.where)] for one in entries
    ]
    return plain_table(heads, rows), True
