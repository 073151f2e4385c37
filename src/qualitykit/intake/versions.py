"""Evaluations read by one version of a standard → as the version counts that is in force on their day.

Source: semantics.md §5: the standard that counts is the one in force on the contact's day.
"""

from collections.abc import Sequence
from dataclasses import replace

from qualitykit.intake.catalogue import Candidate
from qualitykit.intake.items import form_lines
from qualitykit.intake.table import Table
from qualitykit.model import Evaluation
from qualitykit.problems import problem
from qualitykit.standards.forms import Form
from qualitykit.standards.standard import Standard
from qualitykit.standards.versions import in_force

__all__ = ["fit_to_versions"]


def fit_to_versions(
    evaluations: Sequence[Evaluation], table: Table, candidate: Candidate, standards: Sequence[Standard]
) -> list[Evaluation]:
    """The answers in the order of the form in force; held back where that form asks something else (QK150).

    An answer to another question, or on another scale, is no answer: it is never counted as one.
    """
    made = candidate.standard
    versions = [one for one in standards if made is not None and one.id == made.id]
    if made is None or candidate.form is None or len(versions) < 2:
        return list(evaluations)
    orders: dict[int, tuple[int, ...] | None] = {}
    fitted: list[Evaluation] = []
    other: dict[str, list[Evaluation]] = {}
    for one in evaluations:
        standard = in_force(versions, one.day)
        form = standard.form(candidate.form.id) if standard else None
        if standard is None or standard is made or form is None:
            fitted.append(one)
            continue
        if id(form) not in orders:
            orders[id(form)] = _order(candidate.form, form)
        order = orders[id(form)]
        if order is None:
            other.setdefault(standard.version, []).append(one)
            fitted.append(replace(one, held_back=(*one.held_back, "QK150")))
        elif order == tuple(range(len(order))):
            fitted.append(one)
        else:
            answers, cells = tuple(one.answers[i] for i in order), tuple(one.cells[i] for i in order)
            fitted.append(replace(one, answers=answers, cells=cells))
    for version, rows in other.items():
        first = min(one.day for one in rows)
        params = {"made": made.version, "force": version, "count": len(rows), "first": first}
        table.problems.append(problem("QK150", table.sheet.place(), **params))
    return fitted


def _order(made: Form, force: Form) -> tuple[int, ...] | None:
    """Where each line of the form in force stands in the other one; None: they do not ask the same."""
    lines = {line.id: (index, line.answer) for index, line in enumerate(form_lines(made))}
    wanted = form_lines(force)
    if len(wanted) != len(lines) or any(
        line.id not in lines or lines[line.id][1] != line.answer for line in wanted
    ):
        return None
    return tuple(lines[line.id][0] for line in wanted)
