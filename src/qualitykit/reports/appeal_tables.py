"""Appeals in words and tables: what may be appealed, and how appeals stand."""

from collections.abc import Sequence

from qualitykit.i18n import N_, _
from qualitykit.reports.figures import cut
from qualitykit.reports.lookup import Lookup
from qualitykit.reports.tables import plain_table
from qualitykit.scoring.appeals import Subject, subjects_of
from qualitykit.scoring.results import MonthResult

__all__ = ["RULING_CELLS", "appeals_text", "kind_word", "ruling_word", "subject_title", "subjects_text"]

_KINDS = {
    "item": N_("item"),
    "hit": N_("phrase"),
    "incident": N_("incident"),
    "praise": N_("praise not counted"),
}
_RULINGS = {
    "": N_("not decided yet"),
    "not_a_breach": N_("upheld: not a breach"),
    "excused": N_("upheld: excused"),
    "declined": N_("declined"),
}
# What stands in the objection sheet, which is exchanged between people: Chinese whatever the screen speaks.
RULING_CELLS = {"not_a_breach": "成立：不违规", "excused": "成立：可谅解", "declined": "不成立"}


def ruling_word(ruling: str) -> str:
    """成立（非违规）, 成立（可谅解）, 不成立, 待裁定."""
    return _(_RULINGS[ruling]) if ruling in _RULINGS else ruling


def kind_word(kind: str) -> str:
    """检查项, 话术, 违规事件, 表扬未计."""
    return _(_KINDS[kind]) if kind in _KINDS else kind


def subject_title(subject: Subject, find: Lookup) -> str:
    """What a subject is about, in the words of its form."""
    kind = subject.title.partition(":")[0]
    if kind in ("item", "check"):
        return find.title(subject.title, subject.standard)
    return find.text(subject.title)


def subjects_text(result: MonthResult, employee_no: str) -> str:
    """What a person may appeal, with the numbers of the statement."""
    find = Lookup(result)
    rows = [
        [
            one.ref,
            kind_word(one.kind),
            one.day.isoformat(),
            cut(subject_title(one, find), 30),
            cut(find.value(one.quote), 40),
        ]
        for one in subjects_of(result, employee_no)
    ]
    if not rows:
        return _("nothing that could be appealed")
    return plain_table([_("Appeal no."), _("Kind"), _("Date"), _("About"), _("Words or facts")], rows)


def appeals_text(rows: Sequence[Sequence[str]]) -> str:
    """Appeals: id, what of, filed, decision."""
    if not rows:
        return _("no appeal")
    heads = [
        _("Appeal"),
        _("Appeal no."),
        _("About"),
        _("Filed on"),
        _("Decision"),
        _("Decided on"),
        _("Decided by"),
    ]
    return plain_table(heads, rows)
