"""What is said beside a period's indicators: missing months, drafts, problems, other versions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualitykit.i18n import _

if TYPE_CHECKING:
    from qualitykit.workflow.counted import Counted, CountedMonths

__all__ = ["notes_of"]


def notes_of(
    wanted: Sequence[str],
    inside: Sequence[Counted],
    known: CountedMonths,
    compared: Sequence[Sequence[str]],
) -> tuple[str, ...]:
    """The notes on a period. ``wanted``: its months; ``inside``: those that are there; ``compared``: the
    months of the periods that it is compared with."""
    notes = []
    lacking = [name for name in wanted if known.month(name) is None and name not in known.unreadable]
    if lacking and known.source == "folders":
        text = _("No folder was given of {months}; the figures leave them out.")
        notes.append(text.format(months="、".join(lacking)))
    elif lacking:
        text = _("The ledger has no {months}; the figures leave them out.")
        notes.append(text.format(months="、".join(lacking)))
    deleted = [name for name in wanted if name in known.unreadable]
    if deleted:
        text = _("The personal data of {months} were deleted; what they held cannot be counted any more.")
        notes.append(text.format(months="、".join(deleted)))
    drafts = [one.name for one in inside if one.state == "draft"]
    if drafts:
        text = _("{months} is a draft: its figures may still change.")
        notes.append(text.format(months="、".join(drafts)))
    trained = [one for one in known.months if one.tally.trainings]
    if trained:
        text = _("Trainings are known from {month} on: who was trained before counts as not trained.")
        notes.append(text.format(month=known.months[0].name))
    faults = [(one.name, one.faults) for one in inside if one.faults]
    if faults:
        text = _("Problems held rows back or left them out: {months}. They are in no figure.")
        notes.append(text.format(months="、".join(f"{name}: {n}" for name, n in faults)))
    return (*notes, *_other_versions(inside, known, compared))


def _other_versions(
    inside: Sequence[Counted], known: CountedMonths, compared: Sequence[Sequence[str]]
) -> list[str]:
    """What was defined or aimed otherwise in months of the period, or in those that it is compared with."""
    from qualitykit.scoring.indicators import changed_between

    last = inside[-1]
    others = [one for names in compared for name in names if (one := known.month(name)) is not None]
    found: dict[tuple[str, ...], list[str]] = {}
    for one in [*others, *inside]:
        titles = changed_between(one.tally.rules, last.tally.rules) if one.standard != last.standard else ()
        if titles:
            found.setdefault(titles, []).append(one.name)
    text = _(
        "In {months} another version of the standard was in force: {titles} were counted, or had a target, "
        "by that version; this period is judged by version {version}."
    )
    return [
        text.format(
            months="、".join(sorted(set(names))), titles="、".join(titles), version=last.standard.version
        )
        for titles, names in found.items()
    ]
