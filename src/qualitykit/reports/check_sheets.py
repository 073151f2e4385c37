"""Sheets that let the month be checked: 数据问题, 差异与提示, 行数核对."""

from collections.abc import Sequence

from qualitykit.i18n import _
from qualitykit.problems import Severity
from qualitykit.reports.detail_sheets import items_of, why_no_score
from qualitykit.reports.grid import Column, Mark, Table
from qualitykit.reports.lookup import Lookup, in_order
from qualitykit.reports.to_decide import things_to_decide
from qualitykit.reports.wording import answered_by_check, reason_text, severity_word
from qualitykit.scoring.results import EvaluationResult

__all__ = ["controls_table", "notes_table", "problems_table", "severity_order"]

_FEW = 2_000  # evaluations; of more of them nobody reads what each record leaves open

severity_order = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def problems_table(find: Lookup) -> Table:
    """数据问题: errors first; where, which value, what to do."""
    looks = {Severity.ERROR: "bad", Severity.WARNING: "warn", Severity.NOTE: ""}
    rows: list[tuple[object, ...]] = []
    for one in sorted(find.result.problems, key=lambda one: (severity_order[one.severity], one.code)):
        word = severity_word(one.severity)
        rows.append(
            (
                Mark(word, looks[one.severity]),  # type: ignore[arg-type]
                one.code,
                _(one.kind.title),
                find.text(one.place.file),
                find.text(one.place.sheet),
                one.place.cell_shown,
                find.value(one.value),
                one.message(redact=find.redact),
                one.cure(),
                one.id,
            )
        )
    return Table(
        _("Data problems"),
        (
            Column(_("Severity"), "text", 8),
            Column(_("Code"), "text", 8),
            Column(_("Problem"), "wrap", 12, 24),
            Column(_("File"), "text", 10, 30),
            Column(_("Sheet"), "text", 8, 20),
            Column(_("Cell"), "text", 6, 18),
            Column(_("Value"), "wrap", 8, 28),
            Column(_("What is wrong"), "wrap", 20, 54),
            Column(_("What to do"), "wrap", 20, 48),
            Column(_("Problem id"), "text", 14, 24, printed=False),
        ),
        rows,
        intro=(
            _("Errors hold something back: the month cannot be closed before each is corrected or accepted."),
        ),
        empty=_("No problem found."),
        frozen_columns=2,
        tab="#B45F06",
    )


def _differences(one: EvaluationResult, find: Lookup) -> list[tuple[object, ...]]:
    if not one.differences or one.score is None:
        return []
    found: list[tuple[object, ...]] = []
    parts = items_of(one.score)
    index_of = {part.item: index for index, part in enumerate(parts)}
    for item in one.differences:
        index = index_of.get(item)
        part = parts[index] if index is not None else None
        raw = one.raw[index] if index is not None and index < len(one.raw) else ""
        check = answered_by_check(one, part, find) if part is not None else ""
        text = _("{item}: the inspector wrote “{written}”, the check says “{check}”. Counted: {by}.").format(
            item=find.title(f"item:{one.form}/{item}", one.standard),
            written=find.value(raw),
            check=check if part is not None and part.by == "check" else _("otherwise"),
            by=_("the check") if part is not None and part.by == "check" else _("the inspector"),
        )
        place = one.cell(index) if index is not None else one.place
        found.append((Mark(_("difference"), "warn"), *_who(one, find), text, find.place(place)))
    return found


def _unknown(one: EvaluationResult, find: Lookup) -> list[str]:
    """Titles of the checks that the record does not answer."""
    return [
        find.title(f"check:{outcome.check}", one.standard)
        for outcome in one.outcomes
        if outcome.state == "unknown"
    ]


def _who(one: EvaluationResult, find: Lookup) -> tuple[object, ...]:
    form = find.title(f"form:{one.form}", one.standard)
    return (one.employee_no, find.name(one.employee_no), one.day, form)


def _is_noted(one: EvaluationResult) -> bool:
    """Whether something is said of it beside its score."""
    score = one.score
    return one.reason is not None or bool(one.differences) or score is None or bool(score.no_score)


def notes_table(find: Lookup, evaluations: Sequence[EvaluationResult]) -> Table:
    """差异与提示: what is said beside the result, evaluations without a score, inspector against check."""
    rows: list[tuple[object, ...]] = [
        (Mark(_("notice"), "soft"), "", "", None, "", reason_text(note, find), "")
        for note in find.result.notes
    ]
    rows += [
        (Mark(_("to decide"), "warn"), one.employee_no, find.name(one.employee_no), None, "", one.how, "")
        for one in things_to_decide(find)
    ]
    few = len(evaluations) <= _FEW
    for one in evaluations if few else in_order(filter(_is_noted, evaluations)):
        if why := why_no_score(one, find):
            rows.append((_("no score"), *_who(one, find), why, find.place(one.place)))
        rows += _differences(one, find)
        if few and one.score is not None and (unknown := _unknown(one, find)):
            text = _("cannot be told from the record: {checks}").format(checks="、".join(unknown))
            rows.append((_("unknown"), *_who(one, find), text, find.place(one.place)))
    return Table(
        _("Differences and notices"),
        (
            Column(_("Kind"), "text", 8),
            Column(_("Number"), "text", 8),
            Column(_("Name"), "text", 8, 16),
            Column(_("Date"), "date"),
            Column(_("Form"), "text", 8, 20),
            Column(_("What"), "wrap", 30, 76),
            Column(_("Where"), "wrap", 12, 40),
        ),
        rows,
        empty=_("Nothing to note."),
        tab="#B45F06",
    )


def controls_table(find: Lookup) -> Table:
    """行数核对: where the rows of every sheet went; read = used + left out + repeats + other months."""
    digests = dict(find.result.digests)
    rows: list[tuple[object, ...]] = [
        (
            find.text(one.file),
            find.text(one.sheet),
            (find.sheet_title(one.form) if one.form else "") or Mark(_("not recognised"), "warn"),
            one.read,
            one.used,
            Mark(one.left_out, "warn") if one.left_out else 0,
            one.repeats,
            one.other_months,
            Mark(_("adds up"), "good") if one.adds_up else Mark(_("does not add up"), "bad"),
            digests.get(one.file, ""),
        )
        for one in find.result.controls
    ]
    return Table(
        _("Control totals"),
        (
            Column(_("File"), "text", 12, 40),
            Column(_("Sheet"), "text", 8, 24),
            Column(_("Recognised as"), "text", 10, 24),
            Column(_("Rows read"), "int", 8),
            Column(_("Used"), "int", 8),
            Column(_("Held back or left out"), "int", 8),
            Column(_("Repeats"), "int", 8),
            Column(_("Other months"), "int", 8),
            Column(_("Check sum"), "text", 8),
            Column(_("SHA-256 of the file"), "text", 16, 68, printed=False),
        ),
        rows,
        intro=(_("Rows read = used + held back or left out + repeats + other months."),),
        totals=(3, 4, 5, 6, 7),
        tab="#B45F06",
    )
