"""One filled form explained: items → sections → base → points off and on → 一票否决 → published score.

Source: semantics.md §3, step by step.
"""

from decimal import Decimal
from fractions import Fraction

from qualitykit.i18n import _
from qualitykit.reports.detail_sheets import why_no_score
from qualitykit.reports.figures import exact, number, pad, rounded, score, width
from qualitykit.reports.lookup import Lookup
from qualitykit.reports.wording import (
    answered_by_check,
    decided_text,
    hit_kind,
    outcome_state,
    parts_text,
    state_word,
)
from qualitykit.scoring.results import CheckOutcome, EvaluationResult, FormScore, ItemPart, SectionPart

__all__ = ["evaluation_lines"]


def evaluation_lines(find: Lookup, one: EvaluationResult, index: int) -> list[str]:
    """The lines of one evaluation."""
    title = find.title(f"form:{one.form}", one.standard)
    head = [title, one.day.isoformat() + (f" {one.at:%H:%M}" if one.at else "")]
    if one.contact_id:
        head.append(find.text(one.contact_id))
    if one.inspector:
        head.append(_("inspector {name}").format(name=find.person_name(one.inspector)))
    published = one.score.published if one.score is not None else None
    lines = [f"  ({index}) " + "  ".join(head) + "  → " + score(published, _("no score"))]
    lines.append("      " + find.place(one.place))
    if why := why_no_score(one, find):
        lines.append("      " + why)
    if one.score is not None:
        lines += _item_lines(find, one, one.score)
        lines += _step_lines(find, one, one.score)
    lines += [line for outcome in one.outcomes for line in _outcome_lines(find, outcome, one.standard)]
    if one.remark:
        lines.append("      " + _("remark: {text}").format(text=find.value(one.remark)))
    return lines


def _written(find: Lookup, one: EvaluationResult, part: ItemPart, index: int) -> str:
    raw = find.value(one.raw[index]) if index < len(one.raw) else ""
    if part.by == "check":
        said = _("check: {state}").format(state=answered_by_check(one, part, find))
        return f"{said}（{raw}）" if raw else said
    word = state_word(part)
    return raw if not word or word == raw else f"{raw} {word}".strip()


def _item_lines(find: Lookup, one: EvaluationResult, form: FormScore) -> list[str]:
    rows: list[tuple[str, ...]] = []
    heads: dict[int, str] = {}
    index = 0
    for section in form.sections:
        head = _("{section} (weight {weight})").format(
            section=find.title(f"section:{form.form}/{section.section}", one.standard),
            weight=number(section.weight),
        )
        heads[len(rows)] = f"      {head}  {_section_sum(find, one, form, section)}"
        for part in section.items:
            key = f"item:{form.form}/{part.item}"
            differs = " ≠" if part.item in one.differences else ""
            rows.append(
                (
                    find.title(key, one.standard),
                    number(part.weight),
                    _written(find, one, part, index) + differs + _appealed(one, part),
                    "—" if part.s is None else rounded(part.s),
                    _cell(find, one, index),
                    find.clause(key, one.standard),
                )
            )
            index += 1
    labelled = find.item_ids(form.form, one.standard)
    if index < len(one.raw):
        heads[len(rows)] = "      " + _("bonus items")
    for extra in range(index, len(one.raw)):
        rule = labelled[extra] if extra < len(labelled) else ""
        key = f"item:{form.form}/{rule}"
        title = find.title(key, one.standard) if rule else _("bonus item")
        clause = find.clause(key, one.standard) if rule else ""
        rows.append((title, "+", find.value(one.raw[extra]), "", _cell(find, one, extra), clause))
    titles = (_("item"), _("weight"), _("answer"), "s", _("cell"), _("clause"))
    widths = [max(width(row[column]) for row in (titles, *rows)) for column in range(6)]

    def shown(row: tuple[str, ...]) -> str:
        cells = [pad(cell, widths[column], right=column in (1, 3)) for column, cell in enumerate(row)]
        return "        " + "  ".join(cells)

    lines = [shown(titles)]
    for number_of_row, row in enumerate(rows):
        if number_of_row in heads:
            lines.append(heads[number_of_row])
        lines.append(shown(row))
    return lines


def _appealed(one: EvaluationResult, part: ItemPart) -> str:
    """What an upheld appeal made of an item, beside the answer as it was written."""
    ruling = dict(one.appealed).get(part.item, "")
    if not ruling:
        return ""
    from qualitykit.reports.appeal_tables import ruling_word  # with it comes what reads standards

    return f"（{ruling_word(ruling)}）"


def _cell(find: Lookup, one: EvaluationResult, index: int) -> str:
    """The cell alone: file, sheet and row stand above; empty for an item that the sheet has no cell for."""
    cell = one.cell(index).cell
    return "" if cell == one.place.cell else find.text(cell)


def _section_sum(find: Lookup, one: EvaluationResult, form: FormScore, section: SectionPart) -> str:
    """S of a section, written out."""
    if section.zeroed_by:
        item = find.title(f"item:{form.form}/{section.zeroed_by}", one.standard)
        return _("S = 0: {item} failed and is critical for the section").format(item=item)
    if section.s is None:
        return _("no scored item; its weight is shared by the others")
    scored = [part for part in section.items if part.s is not None]
    if len(scored) == 1:
        return f"S = {exact(section.s)}"
    above = " + ".join(f"{number(part.weight)}×{rounded(part.s or Fraction(0))}" for part in scored)
    below = number(sum((part.weight for part in scored), Decimal(0)))
    return f"S = ({above}) / {below} = {exact(section.s)}"


def _base_line(find: Lookup, one: EvaluationResult, form: FormScore) -> str:
    if form.base is None:
        return _("base: none, no item is scored")
    counted = [section for section in form.sections if section.s is not None]
    if form.method == "pooled":
        return _("base (pooled) = 100 × Σ W·w·s / Σ W·w = {base}").format(base=exact(form.base))
    above = " + ".join(f"{number(section.weight)}×{rounded(section.s or Fraction(0))}" for section in counted)
    below = " + ".join(number(section.weight) for section in counted)
    return _("base = 100 × ({above}) / ({below}) = {base}").format(
        above=above, below=below, base=exact(form.base)
    )


def _rule_title(find: Lookup, one: EvaluationResult, form: str, rule: str) -> str:
    """The title of a deduction or a bonus item, under whichever key the pack's labels have it."""
    for key in (f"deduction:{form}/{rule}", f"bonus:{form}/{rule}", f"item:{form}/{rule}", f"check:{rule}"):
        title = find.title(key, one.standard)
        if title != rule:
            return title
    return rule


def _step_lines(find: Lookup, one: EvaluationResult, form: FormScore) -> list[str]:
    """Base, points off and on, 一票否决, rounding."""
    lines = [_base_line(find, one, form)]
    for part in form.deductions:
        title = _rule_title(find, one, form.form, part.rule)
        if part.points < 0:
            lines.append(f"+{number(-part.points)}  {title}  {part.clause}")
        else:
            times = _("{n} times").format(n=part.hits)
            lines.append(f"−{number(part.points)}  {title}  {times}  {part.clause}")
    if form.bonus_points and not any(part.points < 0 for part in form.deductions):
        lines.append("+" + number(form.bonus_points) + "  " + _("bonus items"))
    if form.base is not None and (form.deductions or form.bonus_points):
        off = sum((part.points for part in form.deductions if part.points > 0), Decimal(0))
        total = form.base - Fraction(off) + Fraction(form.bonus_points)
        held = min(max(total, Fraction(0)), Fraction(form.ceiling))
        lines.append(
            _("{base} − {off} + {on} = {total}, kept between 0 and {ceiling}: {held}").format(
                base=exact(form.base),
                off=number(off),
                on=number(form.bonus_points),
                total=exact(total),
                ceiling=number(form.ceiling),
                held=exact(held),
            )
        )
    for critical in form.criticals:
        item = find.title(f"item:{form.form}/{critical.item}", one.standard)
        effect = {
            "zero": _("score 0"),
            "cap": _("score at most {cap}").format(
                cap=number(critical.cap) if critical.cap is not None else "…"
            ),
            "verdict": _("not qualified, the score stays"),
        }[critical.effect]
        lines.append(_("critical item failed: {item} → {effect}").format(item=item, effect=effect))
    if not form.qualified:
        lines.append(_("not qualified"))
    if form.na_percent:
        lines.append(_("{percent}% of the weight is N/A").format(percent=rounded(form.na_percent, 2)))
    if form.published is not None:
        lines.append(_("published {score} (rounded half up to 0.01)").format(score=score(form.published)))
    return ["      " + line for line in lines]


def _outcome_lines(find: Lookup, outcome: CheckOutcome, standard: int) -> list[str]:
    """What a check found, where it found something or measured something bad."""
    if not outcome.hits and outcome.state not in ("failed", "pending"):
        return []
    title = find.title(f"check:{outcome.check}", standard)
    clause = find.clause(f"check:{outcome.check}", standard)
    measured = parts_text(outcome.parts, find) if not find.redact else ""
    head = "      " + _("check {title}: {state}").format(title=title, state=outcome_state(outcome.state))
    lines = ["  ".join(part for part in (head, measured, clause) if part)]
    for hit in outcome.hits:
        second = _(", second {second}").format(second=f"{hit.second:g}") if hit.second is not None else ""
        where = (
            _("turn {turn}{second}").format(turn=hit.turn, second=second) if hit.turn else _("the whole call")
        )
        state = decided_text(hit, find.person_name(hit.decided_by))
        lines.append(f"        “{find.value(hit.quote)}”  {where}  {hit_kind(hit.kind)}  {state}  {hit.id}")
    return lines
