"""The same evaluation twice: counted once, listed; the same contact with another content: neither counts.

Identity: contact id, else form + employee + inspector + date + time. Without id and time two equal rows may
be two visits: both count, with a warning. Source: semantics.md §9.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from itertools import zip_longest

from qualitykit.model import Answer, Evaluation, Place, Purpose
from qualitykit.problems import Problem, problem

__all__ = ["Sorted", "sort_out"]

Source = tuple[str, str]  # file and sheet of an evaluation's place


class Sorted:
    """Evaluations without repeats. ``repeated`` and ``lost`` hold those taken out (lost: rows of a summary
    sheet that stand nowhere else), ``newly_held`` how many of each were held back here."""

    def __init__(self) -> None:
        self.kept: list[Evaluation] = []
        self.repeated: list[Evaluation] = []
        self.lost: list[Evaluation] = []
        self.newly_held: list[Evaluation] = []
        self.problems: list[Problem] = []


def sort_out(
    evaluations: Iterable[Evaluation],
    summaries: Collection[Source] = (),
    unclear: Collection[Place] = (),
) -> Sorted:
    """Take repeats out of evaluations in the order in which they were read.

    ``summaries``: sheets that repeat their siblings; what they hold is compared and never added (QK145).
    ``unclear``: places of those whose contact has an id that cannot be read: their time names no contact, for
    an agent has several chats at once.

    Problems: QK405 repeats, QK406 one identity with two contents, QK407 equal rows that cannot be told apart.
    """
    done = Sorted()
    first: dict[tuple[object, ...], int] = {}
    clashing: dict[tuple[object, ...], list[int]] = {}
    numbers: dict[str, int] = {}
    kept = done.kept
    for one in evaluations:
        key = identity(one)
        at = first.setdefault(key, len(kept))
        summary = bool(summaries) and (one.place.file, one.place.sheet) in summaries
        if at == len(kept):
            if summary:
                done.lost.append(one)
                done.problems.append(problem("QK145", one.place))
                del first[key]
            else:
                kept.append(one)
            continue
        before = kept[at]
        certain = bool(one.contact_id) or one.at is not None
        if certain and unclear and (one.place in unclear or before.place in unclear):
            certain = False
        if same_content(before, one):
            if certain or summary:
                done.repeated.append(one)
                if not summary:
                    done.problems.append(problem("QK405", one.place, first=before.place))
            else:
                done.problems.append(problem("QK407", one.place, other=before.place))
                kept.append(_numbered(one, numbers))
        elif certain:
            clashing.setdefault(key, [at]).append(len(kept))
            kept.append(_numbered(one, numbers))
        elif summary:
            done.lost.append(one)
            done.problems.append(problem("QK145", one.place))
        else:
            kept.append(_numbered(one, numbers))
    for positions in clashing.values():
        for position in positions:
            one = kept[position]
            other = kept[positions[0] if position != positions[0] else positions[1]]
            done.problems.append(problem("QK406", one.place, other=other.place))
            if not one.held_back:
                done.newly_held.append(one)
            kept[position] = replace(one, held_back=(*one.held_back, "QK406"))
    return done


def _numbered(one: Evaluation, numbers: dict[str, int]) -> Evaluation:
    """The evaluation under an id of its own: the second of one id is ``…#2``."""
    numbers[one.id] = numbers.get(one.id, 1) + 1
    return replace(one, id=f"{one.id}#{numbers[one.id]}")


def identity(one: Evaluation) -> tuple[object, ...]:
    """What makes two rows the same evaluation. A recheck is another one; each calibrator has his own."""
    if one.contact_id:
        if one.purpose is Purpose.NORMAL:
            return (one.form, one.contact_id)
        by = one.inspector if one.purpose is Purpose.CALIBRATION else ""
        return (one.form, one.contact_id, one.purpose.value, by)
    return (one.form, one.employee_no, one.inspector, one.day, one.at, one.purpose.value)


def same_content(one: Evaluation, other: Evaluation) -> bool:
    """Whether two rows say the same, however they spell it."""
    return (
        one.employee_no == other.employee_no
        and one.day == other.day
        and one.inspector == other.inspector
        and (one.at is None or other.at is None or one.at == other.at)
        and _same_answers(one.answers, other.answers)
        and one.severity == other.severity
        and one.verified == other.verified
        and (
            one.transcript is None
            or other.transcript is None
            or one.transcript.texts == other.transcript.texts
        )
    )


def _same_answers(one: tuple[Answer, ...], other: tuple[Answer, ...]) -> bool:
    return one is other or all(
        a is not None
        and b is not None
        and a.state == b.state
        and a.value == b.value
        and (a.value is not None or a.raw == b.raw)
        for a, b in zip_longest(one, other)
    )
