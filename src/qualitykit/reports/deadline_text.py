"""Deadlines on the terminal: how often each was kept, what is to be done next."""

from qualitykit.i18n import _
from qualitykit.reports.deadline_sheets import rates_table, waiting_table
from qualitykit.reports.figures import cut, score
from qualitykit.reports.grid import Mark
from qualitykit.reports.lookup import Lookup
from qualitykit.reports.tables import plain_table
from qualitykit.scoring.results import MonthResult

__all__ = ["deadlines_text"]

_NEXT = 10


def deadlines_text(result: MonthResult, *, redact: bool = False) -> str:
    """投诉与报修时限: the rates, and the next steps to take. Empty where the month has no deadline."""
    if not (result.deadlines or result.callbacks):
        return ""
    find = Lookup(result, redact=redact)
    title = _("Deadlines of complaints and requests {month}").format(month=result.period.month)
    heads = [
        _("Deadline or call-back"),
        _("Due in all"),
        _("In time"),
        _("Percent"),
        _("Late or in another way"),
        _("Not done"),
        _("Still running"),
        _("Cannot be judged"),
    ]
    rows = []
    for name, n, met, percent, _target, _reached, late, missing, running, unknown, _clause in rates_table(
        find
    ).rows:
        counts = [n, met, late, missing, running, unknown]
        shown = ["" if one is None else str(one) for one in counts]
        rows.append([cut(str(name), 28), *shown[:2], score(percent), *shown[2:]])  # type: ignore[arg-type]
    parts = [title, plain_table(heads, rows, tuple(range(1, 8)))]
    waiting = [[_plain(cell) for cell in row[:5]] for row in waiting_table(find).rows]
    if waiting:
        steps = [_("Due"), _("Record"), _("Step to take"), _("State"), _("Department")]
        parts += [_("Next to do"), plain_table(steps, waiting[:_NEXT])]
        if len(waiting) > _NEXT:
            parts.append(_("… {n} more, see the workbook").format(n=len(waiting) - _NEXT))
    return "\n".join(parts)


def _plain(cell: object) -> str:
    return cut(str(cell.value if isinstance(cell, Mark) else cell), 36)
