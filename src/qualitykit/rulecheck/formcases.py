"""Cases of a form: answers in, score out. ``forms/<form>.test.yaml``; format in docs/rule-tests.md."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from qualitykit.model import Answer, AnswerState, Evaluation, Place
from qualitykit.rulecheck.context import Case, Context, Covered, OrNull, Ran, compare, null, parse_cases
from qualitykit.rulecheck.results import CaseResult
from qualitykit.scoring.admission import is_low_rating
from qualitykit.scoring.checklist import FormScorer
from qualitykit.scoring.incidents import find_violations
from qualitykit.scoring.results import CheckOutcome, FormScore, Hit, Part, Violation
from qualitykit.scoring.rounding import publish
from qualitykit.standards.base import Id, IncidentSeverity, Rule
from qualitykit.standards.forms import Choice, Detected, Form, Item, Number, Points, Scale, YesNo
from qualitykit.standards.yamlfile import YamlValue

__all__ = ["form_needs", "run_form_cases"]

_NA_WORDS = ("不适用", "N/A")
_OPPOSITE = {"是": "否", "否": "是", "有": "无", "无": "有"}
_STATES = ("passed", "failed", "na", "unknown", "pending")


class _Given(Rule):
    rest: Literal["pass", "fail", "na"] = "pass"
    answers: dict[Id, str] = Field(default_factory=dict)
    checks: dict[Id, str] = Field(default_factory=dict)
    hits: dict[Id, int] = Field(default_factory=dict)
    bonus: tuple[Id, ...] = ()
    severity: IncidentSeverity | None = None  # a patrol sheet's column
    second_person: bool = False


class _Expect(Rule):
    score: OrNull = None
    no_score: str = ""
    qualified: bool = True
    failed: tuple[Id, ...] = ()
    differs: tuple[Id, ...] = ()
    sections: dict[Id, OrNull] = Field(default_factory=dict)
    violations: tuple[Id, ...] = ()
    confirmed: tuple[Id, ...] = ()
    severity: Annotated[IncidentSeverity | None, BeforeValidator(null)] = None
    low_rating: bool = False


class _FormCase(Case):
    given: _Given
    expect: _Expect


def form_needs(form: Form) -> list[Covered]:
    """What the cases of a form must try; see docs/rule-tests.md."""
    needs: list[Covered] = []
    for item in form.items:
        rule = f"item {form.id}/{item.id}"
        if isinstance(item.answer, Number):
            needs += [(rule, f"= {band.at_most:f}") for band in item.answer.bands]
            needs.append((rule, f"> {item.answer.bands[-1].at_most:f}"))
        elif isinstance(item.answer, Choice):
            needs += [(rule, option.label) for option in item.answer.options]
        else:
            needs += [(rule, "full"), (rule, "less")]
    for off in form.deductions:
        name = f"deduction {form.id}/{off.id}"
        needs += [(name, "hit"), (name, "no hit")]
        if off.at_most is not None and off.per == "hit":
            needs.append((name, f"> {off.at_most:f}"))
    for bonus in form.bonus_items:
        name = f"bonus-item {form.id}/{bonus.id}"
        needs += [(name, "earned"), (name, "not earned")]
    if form.low_rating is not None:
        needs += [(f"low-rating {form.id}", "low"), (f"low-rating {form.id}", "not low")]
    return needs


def run_form_cases(context: Context, cases: YamlValue) -> Ran:
    """Score every case of the form that the file is called after."""
    ran = Ran()
    form_id = context.topic.removeprefix("forms/")
    number = next((n for n, one in enumerate(context.standard.forms) if one.id == form_id), None)
    if number is None:
        ran.problems += context.unknown("form", [form_id], [], cases.place)
        return ran
    for case, node in parse_cases(_FormCase, cases, ran):
        form = context.changed(Form, context.standard.forms[number], ("forms", number), node, ran)
        if form is None or not _names_are_known(context, form, case, node, ran):
            continue
        outcomes = _outcomes(form, case.given)
        answers = tuple(_answer(item, case.given) for item in form.items)
        bonus = tuple(_flag(one.id in case.given.bonus) for one in form.bonus_items)
        try:
            score, differs = FormScorer(form).score((*answers, *bonus), outcomes)
        except ValueError as error:
            ran.problems += context.unknown("answers", [str(error)], [], node.place)
            continue
        violations = find_violations(
            context.standard, form, _evaluation(case.given, (*answers, *bonus), node.place), score, outcomes
        )
        got = _got(score, differs, case.expect) | _broken(violations)
        low = got["low_rating"] = is_low_rating(form, answers)
        differences = compare(case.expect, got)
        ran.results.append(CaseResult(context.topic, case.name, node.place, differences))
        if case.changes is None and case.expect.model_fields_set & {"score", "sections"}:
            ran.covered |= _covers(form, case.given, answers, score)
        if (
            case.changes is None
            and form.low_rating is not None
            and "low_rating" in case.expect.model_fields_set
        ):
            ran.covered.add((f"low-rating {form.id}", "low" if low else "not low"))
    return ran


def _names_are_known(context: Context, form: Form, case: _FormCase, node: YamlValue, ran: Ran) -> bool:
    given, place = case.given, node.mapping["given"].place
    items = [item.id for item in form.items]
    checks = [check.id for check in context.standard.checks]
    found = context.unknown("answers", list(given.answers), items, place)
    found += context.unknown("checks", [*given.checks, *given.hits], checks, place)
    found += context.unknown("bonus", list(given.bonus), [one.id for one in form.bonus_items], place)
    states = [word for word in given.checks.values() if word.partition("=")[0] not in _STATES]
    found += context.unknown("checks", states, [], place)
    found += context.unknown("sections", list(case.expect.sections), [one.id for one in form.sections], place)
    found += context.unknown("failed", list(case.expect.failed), items, place)
    ran.problems += found
    return not found


def _got(score: FormScore, differs: tuple[str, ...], expect: _Expect) -> dict[str, object]:
    sections = {
        part.section: None if part.s is None else publish(100 * part.s)
        for part in score.sections
        if part.section in expect.sections
    }
    return {
        "score": score.published,
        "no_score": score.no_score,
        "qualified": score.qualified,
        "failed": tuple(part.item for section in score.sections for part in section.items if part.failed),
        "differs": differs,
        "sections": {name: sections[name] for name in expect.sections},
    }


def _broken(violations: Sequence[Violation]) -> dict[str, object]:
    severities = {one.severity for one in violations}
    return {
        "violations": tuple(dict.fromkeys(one.subject for one in violations)),
        "confirmed": tuple(dict.fromkeys(one.subject for one in violations if one.confirmed)),
        "severity": "severe" if "severe" in severities else "minor" if severities else None,
    }


def _evaluation(given: _Given, answers: tuple[Answer, ...], place: Place) -> Evaluation:
    return Evaluation(
        id="case",
        form="",
        pack="",
        employee_no="A",
        day=date(2026, 10, 8),
        place=place,
        row=0,
        cells=(),
        answers=answers,
        inspector="V",
        confirmed_by="W" if given.second_person else "",
        severity=given.severity or "",
    )


def _covers(form: Form, given: _Given, answers: tuple[Answer, ...], score: FormScore) -> set[Covered]:
    """What a case tries. One that answers every item badly tells nothing of any single item."""
    covered: set[Covered] = set()
    parts = [part for section in score.sections for part in section.items]
    if any(part.s is not None and part.s > 0 for part in parts) or len(parts) == 1:
        for item, answer, part in zip(form.items, answers, parts, strict=True):
            rule = f"item {form.id}/{item.id}"
            if part.s is None:
                continue
            if isinstance(item.answer, Number) and isinstance(answer.value, Decimal):
                limits = [band.at_most for band in item.answer.bands]
                covered |= {(rule, f"= {limit:f}") for limit in limits if answer.value == limit}
                covered |= {(rule, f"> {limits[-1]:f}")} if answer.value > limits[-1] else set()
            elif isinstance(item.answer, Choice):
                covered.add((rule, str(answer.value)))
            else:
                covered.add((rule, "full" if part.s == 1 else "less"))
    for off in form.deductions:
        name, n = f"deduction {form.id}/{off.id}", given.hits.get(off.check, 0)
        covered.add((name, "hit" if n else "no hit"))
        if off.at_most is not None and n * off.points > off.at_most:
            covered.add((name, f"> {off.at_most:f}"))
    for bonus in form.bonus_items:
        covered.add(
            (f"bonus-item {form.id}/{bonus.id}", "earned" if bonus.id in given.bonus else "not earned")
        )
    return covered


# --- what the inspector put ------------------------------------------------------------------------------


def _flag(given: bool) -> Answer:
    return Answer(AnswerState.VALUE, Decimal(given), "是" if given else "否")


def _answer(item: Item, given: _Given) -> Answer:
    raw = given.answers.get(item.id)
    if raw is None:
        return _default(item, given.rest)
    if raw in _NA_WORDS:
        return Answer(AnswerState.NA, None, raw)
    if raw == "":
        return Answer(AnswerState.BLANK)
    value = _value(item, raw)
    return Answer(AnswerState.OUTSIDE if value is None else AnswerState.VALUE, value, raw)


def _value(item: Item, raw: str) -> Decimal | str | None:
    rule = item.answer
    if isinstance(rule, (YesNo, Detected)):
        good = rule.good if isinstance(rule, YesNo) else "是"
        return Decimal(raw == good) if raw in (good, _OPPOSITE[good]) else None
    if isinstance(rule, Choice):
        return next((one.label for one in rule.options if raw == one.label or raw in one.also), None)
    try:
        return Decimal(raw)
    except InvalidOperation:
        return None


def _default(item: Item, rest: Literal["pass", "fail", "na"]) -> Answer:
    rule = item.answer
    if isinstance(rule, Detected):
        return Answer(AnswerState.BLANK)
    if rest == "na":
        return Answer(AnswerState.NA)
    best = rest == "pass"
    value: Decimal | str
    if isinstance(rule, YesNo):
        value = Decimal(best)
    elif isinstance(rule, Scale):
        value = rule.max if best else rule.min
    elif isinstance(rule, Points):
        value = rule.max if best else Decimal(0)
    elif isinstance(rule, Choice):
        options = sorted(rule.options, key=lambda one: one.score)
        value = (options[-1] if best else options[0]).label
    else:
        assert isinstance(rule, Number)
        above = rule.bands[-1].at_most + 1
        value = rule.bands[0].at_most if best else min(above, rule.maximum or above)
    return Answer(AnswerState.VALUE, value, str(value))


def _outcomes(form: Form, given: _Given) -> dict[str, CheckOutcome]:
    rest = {"pass": "passed", "fail": "failed", "na": "na"}[given.rest]
    wanted = {item.answer.check for item in form.items if isinstance(item.answer, Detected)}
    wanted |= {rule.check for rule in form.deductions}
    deducted = {rule.check for rule in form.deductions}
    found = {}
    for check in sorted(wanted | set(given.hits)):
        n = given.hits.get(check, 0)
        word = given.checks.get(check, "failed" if n else "passed" if check in deducted else rest)
        state, _equals, share = word.partition("=")
        parts = (Part("score", share),) if share else ()
        found[check] = CheckOutcome(check, state, tuple(_hit(check, i) for i in range(n)), parts)  # type: ignore[arg-type]
    return found


def _hit(check: str, number: int) -> Hit:
    return Hit(
        id=f"{check}-{number}",
        check=check,
        phrase="",
        kind="exact",
        worth="stands",
        turn=number + 1,
        start=0,
        end=1,
        quote="",
        standing=True,
    )
