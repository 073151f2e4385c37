"""Which standard and form an evaluation is scored by, and which standard rules the month.

Source: P3.notice, semantics.md §5: the standard that counts is the one in force on the contact's day.
"""

from collections.abc import Sequence
from datetime import date

from qualitykit.errors import CannotRunError
from qualitykit.i18n import _
from qualitykit.model import Evaluation, Period
from qualitykit.scoring.results import Label, StandardRef
from qualitykit.standards.forms import Form
from qualitykit.standards.standard import Standard
from qualitykit.standards.versions import in_force

__all__ = ["Versions", "standard_ref"]


class Versions:
    """The packs and versions given for a month. The first pack is the house's own: its rules rule the month.

    CannotRunError: no standard was given.
    """

    def __init__(self, standards: Sequence[Standard], period: Period) -> None:
        if not standards:
            raise CannotRunError(
                _("No standard was given to score by."),
                hint="qualitykit score 2026-10 --standard service-attitude",
            )
        self.period = period
        self._own = standards[0].id
        self._packs: dict[str, list[Standard]] = {}
        for standard in standards:
            self._packs.setdefault(standard.id, []).append(standard)
        self._order = (self._own, *sorted(self._packs.keys() - {self._own}))
        self._found: dict[tuple[str, str, date], tuple[Standard, Form] | None] = {}

    def of_month(self) -> tuple[Standard, bool]:
        """The version that rules month scores, stars and money, and whether it was in force.

        In force on the period's last day; if none was, the earliest one.
        """
        found = self.on(self.period.last_day)
        if found is not None:
            return found, True
        return min(
            self._packs[self._own], key=lambda one: (one.effective_from, one.notified_on, one.version)
        ), False

    def on(self, day: date) -> Standard | None:
        """The house's own standard in force on a day; None: none was yet."""
        return in_force(self._packs[self._own], day)

    def of(self, evaluation: Evaluation) -> tuple[Standard, Form] | None:
        """The standard in force on the contact's day with the evaluation's form; None: there is none."""
        key = (evaluation.pack, evaluation.form, evaluation.day)
        try:
            return self._found[key]
        except KeyError:
            found = self._found[key] = self._look_up(*key)
            return found

    def knows(self, pack: str, form: str) -> bool:
        """Whether any version given holds the form, in force or not."""
        return any(one.form(form) for name in self._asked(pack) for one in self._packs[name])

    def _asked(self, pack: str) -> tuple[str, ...]:
        if not pack:
            return self._order
        return (pack,) if pack in self._packs else ()

    def _look_up(self, pack: str, form_id: str, day: date) -> tuple[Standard, Form] | None:
        for name in self._asked(pack):
            standard = in_force(self._packs[name], day)
            form = standard.form(form_id) if standard else None
            if standard is not None and form is not None:
                return standard, form
        return None


def standard_ref(standard: Standard) -> StandardRef:
    """What a result keeps of a standard: its name, digest and the labels of what results name by id."""
    labels: list[Label] = []
    for form in standard.forms:
        labels.append(Label(f"form:{form.id}", form.title, form.clause))
        for section in form.sections:
            labels.append(Label(f"section:{form.id}/{section.id}", section.title))
            labels.extend(
                Label(f"item:{form.id}/{item.id}", item.title, item.clause) for item in section.items
            )
        labels.extend(Label(f"item:{form.id}/{one.id}", one.title, one.clause) for one in form.bonus_items)
        labels.extend(Label(f"item:{form.id}/{one.id}", one.title, one.clause) for one in form.deductions)
    labels.extend(Label(f"check:{check.id}", check.title, check.clause) for check in standard.checks)
    labels.extend(
        Label(f"source:{source.source}", source.title, source.clause) for source in standard.weights.sources
    )
    labels.extend(Label(f"kind:{kind.id}", kind.title, kind.clause) for kind in standard.ladder.kinds)
    labels.extend(
        Label(f"category:{category.id}", category.words[0], category.clause)
        for category in standard.ladder.complaint_categories
    )
    labels.extend(Label(f"clause:{clause.id}", clause.title, clause.id) for clause in standard.clauses)
    return StandardRef(
        id=standard.id,
        version=standard.version,
        title=standard.title,
        digest=standard.digest,
        effective_from=standard.effective_from,
        notified_on=standard.notified_on,
        labels=tuple(labels),
    )
