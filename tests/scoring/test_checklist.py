"""The form score: every example of semantics.md §2 and §3, both sides of each threshold, and its laws."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualitykit.model import Answer, AnswerState
from qualitykit.scoring.checklist import FormScorer
from qualitykit.scoring.results import CheckOutcome, FormScore, Hit, Part
from qualitykit.standards.forms import Form

YES = Answer(AnswerState.VALUE, Decimal(1), "是")
NO = Answer(AnswerState.VALUE, Decimal(0), "否")
NA = Answer(AnswerState.NA, None, "不适用")
BLANK = Answer(AnswerState.BLANK)
OUTSIDE = Answer(AnswerState.OUTSIDE, None, "也许")


def value(text: str) -> Answer:
    """An answer with that number."""
    return Answer(AnswerState.VALUE, Decimal(text), text)


def item(name: str, **more: Any) -> dict[str, Any]:
    """A yes/no item, or another where ``answer`` says so."""
    return {"id": name, "title": name, "clause": "P3.sop.1", "answer": {"kind": "yes_no"}, **more}


def section(name: str, weight: int, *items: dict[str, Any]) -> dict[str, Any]:
    """A section of that weight."""
    return {"id": name, "title": name, "dimension": "attitude", "weight": weight, "items": list(items)}


def form(*sections: dict[str, Any], **more: Any) -> Form:
    """A small form."""
    head = {"id": "small", "title": "小表", "source": "call-review", "clause": "P3.mon.4"}
    return Form.model_validate({**head, "sections": list(sections), **more})


def one_item(answer: dict[str, Any], **more: Any) -> Form:
    """A form of one item, so that its score is 100 · s."""
    return form(section("a", 1, item("a1", answer=answer, **more)))


def score(what: Form, *answers: Answer, outcomes: Mapping[str, CheckOutcome] | None = None) -> FormScore:
    """The score alone."""
    return FormScorer(what).score(answers, outcomes or {})[0]


def hit(check: str, turn: int, start: int, end: int, **more: Any) -> Hit:
    """A standing exact hit."""
    given = {"kind": "exact", "worth": "stands", "standing": True, **more}
    return Hit(
        id=f"{check}{turn}:{start}",
        check=check,
        phrase="x",
        turn=turn,
        start=start,
        end=end,
        quote="x",
        **given,
    )


def outcome(
    check: str, state: Literal["passed", "failed", "na", "unknown", "pending"], *hits: Hit, share: str = ""
) -> dict[str, CheckOutcome]:
    """One check's outcome, by its id."""
    parts = (Part("score", share),) if share else ()
    return {check: CheckOutcome(check, state, hits, parts)}


def two_sections(**more: Any) -> Form:
    """The form of §3's example: A 60 with three items, B 40 with one."""
    return form(section("a", 60, item("a1"), item("a2"), item("a3")), section("b", 40, item("b1")), **more)


# --- §2 item scores -------------------------------------------------------------------------------------

RINGS = {
    "kind": "number",
    "unit": "rings",
    "bands": [{"at_most": 3, "score": 1}, {"at_most": 4, "score": "0.5"}],
}
CHOICE = {"kind": "choice", "options": [{"label": "好", "score": 1}, {"label": "中", "score": "0.6"}]}


@pytest.mark.parametrize(
    "rule, answer, expected",
    [
        ({"kind": "yes_no"}, YES, "100.00"),
        ({"kind": "yes_no"}, NO, "0.00"),
        ({"kind": "scale", "min": 1, "max": 5}, value("1"), "0.00"),
        ({"kind": "scale", "min": 1, "max": 5}, value("4"), "75.00"),
        ({"kind": "scale", "min": 1, "max": 5}, value("5"), "100.00"),
        ({"kind": "points", "max": 15}, value("10"), "66.67"),
        ({"kind": "points", "max": 10, "entry": "deduction"}, value("8"), "80.00"),
        (CHOICE, Answer(AnswerState.VALUE, "中", "中"), "60.00"),
        (RINGS, value("0"), "100.00"),
        (RINGS, value("3"), "100.00"),
        (RINGS, value("3.01"), "50.00"),
        (RINGS, value("4"), "50.00"),
        (RINGS, value("4.01"), "0.00"),
        (RINGS, value("5"), "0.00"),
        ({**RINGS, "otherwise": "0.2"}, value("5"), "20.00"),
    ],
)
def test_what_an_answer_earns(rule: dict[str, Any], answer: Answer, expected: str) -> None:
    """Each kind of item, on both sides of its limits; ``at_most`` includes its value."""
    assert expected == str(score(one_item(rule), answer).published)


@pytest.mark.parametrize(
    "rule, answer",
    [
        ({"kind": "yes_no"}, OUTSIDE),
        ({"kind": "yes_no"}, BLANK),
        ({"kind": "yes_no"}, value("0.5")),
        ({"kind": "scale", "min": 1, "max": 5}, value("0")),
        ({"kind": "scale", "min": 1, "max": 5}, value("5.1")),
        ({"kind": "points", "max": 10}, value("-1")),
        ({"kind": "points", "max": 10}, value("11")),
        ({"kind": "points", "max": 10}, value("NaN")),
        (CHOICE, Answer(AnswerState.VALUE, "好极", "好极")),
        (RINGS, value("-1")),
        ({**RINGS, "maximum": 60}, value("61")),
        (RINGS, Answer(AnswerState.VALUE, "三声", "三声")),
        ({"kind": "detected", "check": "greets"}, OUTSIDE),
    ],
)
def test_what_must_be_held_back_is_refused(rule: dict[str, Any], answer: Answer) -> None:
    """A blank on a required item and a value outside never become a score; no value is in the message."""
    with pytest.raises(ValueError, match="'a1'") as error:
        score(one_item(rule), answer)
    assert not answer.raw or answer.raw not in str(error.value)


def test_another_number_of_answers_is_refused() -> None:
    """Answers that do not fit the form are never guessed into place."""
    with pytest.raises(ValueError, match="4 items, got 3"):
        score(two_sections(), YES, YES, YES)
    with pytest.raises(ValueError, match="4 items, got 5"):
        score(two_sections(), YES, YES, YES, YES, YES)


def test_a_blank_on_an_optional_item_is_not_applicable() -> None:
    """It leaves the mean, and keeps its own state so that it counts in the inspector's rate."""
    what = form(section("a", 1, item("a1"), item("a2", required=False)))
    result = score(what, YES, BLANK)
    assert Decimal("100.00") == result.published
    assert (result.sections[0].items[1].state, result.sections[0].items[1].s) == (AnswerState.BLANK, None)
    assert Fraction(50) == result.na_percent


# --- detected items -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "state, share, expected",
    [
        ("passed", "", "100.00"),
        ("passed", "0.5", "50.00"),
        ("failed", "", "0.00"),
        ("pending", "", "100.00"),
        ("na", "", None),
        ("unknown", "", None),
    ],
)
def test_a_detected_item_takes_the_outcome(state: Any, share: str, expected: str | None) -> None:
    """Passed 1 (or its share), failed 0, pending 1, no occasion and no transcript N/A."""
    what = one_item({"kind": "detected", "check": "greets"})
    result = score(what, BLANK, outcomes=outcome("greets", state, share=share))
    assert expected == (None if result.published is None else str(result.published))
    assert result.sections[0].items[0].by == "check"


def test_without_a_transcript_a_detected_item_is_not_applicable() -> None:
    """No outcome at all is as unknown, even where the inspector put something: one source per item."""
    what = form(section("a", 1, item("a1"), item("a2", answer={"kind": "detected", "check": "greets"})))
    result, differing = FormScorer(what).score((YES, NO), {})
    assert (Decimal("100.00"), ()) == (result.published, differing)


@pytest.mark.parametrize(
    "answer, state, differs",
    [
        (YES, "passed", False),
        (NO, "passed", True),
        (YES, "failed", True),
        (NO, "failed", False),
        (NA, "failed", True),
        (NA, "na", False),
        (NO, "na", True),
        (NO, "pending", True),
        (NO, "unknown", False),
        (BLANK, "failed", False),
    ],
)
def test_inspector_and_check_are_compared(answer: Answer, state: Any, differs: bool) -> None:
    """Where both gave an answer and they differ, the item is listed; the check's outcome is scored."""
    what = one_item({"kind": "detected", "check": "greets"})
    _score, differing = FormScorer(what).score((answer,), outcome("greets", state))
    assert (("a1",) if differs else ()) == differing


# --- §3 the worked examples -----------------------------------------------------------------------------

BANNED = {
    "id": "banned-phrase",
    "title": "禁语",
    "clause": "P3.ban",
    "check": "says-banned",
    "points": 5,
    "per": "hit",
    "at_most": 10,
}
THREE_HITS = outcome(
    "says-banned",
    "failed",
    hit("says-banned", 1, 0, 3),
    hit("says-banned", 2, 0, 3),
    hit("says-banned", 3, 0, 3),
)


def test_example_normalised_and_pooled() -> None:
    """A (60: pass, fail, N/A), B (40: pass): normalised 70.00, pooled 62.50."""
    answers = (YES, NO, NA, YES)
    assert Decimal("70.00") == score(two_sections(), *answers).published
    assert Decimal("62.50") == score(two_sections(method="pooled"), *answers).published


def test_example_banned_phrases_and_a_critical_item() -> None:
    """Three hits of 5, at most 10: 60.00; and with a failed form-critical item 0.00."""
    assert (
        Decimal("60.00")
        == score(two_sections(deductions=[BANNED]), YES, NO, NA, YES, outcomes=THREE_HITS).published
    )
    critical = form(
        section("a", 60, item("a1"), item("a2", critical={"scope": "form", "effect": "zero"}), item("a3")),
        section("b", 40, item("b1")),
        deductions=[BANNED],
    )
    result = score(critical, YES, NO, NA, YES, outcomes=THREE_HITS)
    assert Decimal("0.00") == result.published
    assert tuple(part.item for part in result.criticals) == ("a2",)
    assert (("banned-phrase", 3, Decimal(10)),) == tuple(
        (p.rule, p.hits, p.points) for p in result.deductions
    )
    assert result.failed == (1,)


def test_example_section_critical_and_bonus() -> None:
    """A (60) zeroed by a section-critical item, B full, bonus 5: 45.00."""
    what = form(
        section("a", 60, item("a1", critical={"scope": "section"}), item("a2")),
        section("b", 40, item("b1")),
        bonus_items=[{"id": "extra", "title": "加分", "clause": "P3.sop.1", "points": 5}],
    )
    result = score(what, NO, YES, YES, YES)
    assert Decimal("45.00") == result.published
    assert result.sections[0].zeroed_by == "a1"
    assert (("extra", Decimal(-5)),) == tuple((part.rule, part.points) for part in result.deductions)
    assert Decimal("40.00") == score(what, NO, YES, YES, NO).published
    assert Decimal("40.00") == score(what, NO, YES, YES, BLANK).published
    assert Decimal("40.00") == score(what, NO, YES, YES).published
    with pytest.raises(ValueError, match="'extra'"):
        score(what, NO, YES, YES, OUTSIDE)
    assert Decimal("25.00") == score(what.model_copy(update={"method": "pooled"}), NO, YES, YES, NO).published


# --- §3 step by step ------------------------------------------------------------------------------------


def test_a_section_without_a_score_shares_its_weight() -> None:
    """A leaves; B counts for all."""
    assert Decimal("100.00") == score(two_sections(max_na_percent=100), NA, NA, NA, YES).published


def test_everything_not_applicable_is_no_score() -> None:
    """No score, never 0 and never 100; a bonus alone makes none."""
    what = two_sections(
        max_na_percent=100, bonus_items=[{"id": "extra", "title": "加分", "clause": "P3.sop.1", "points": 5}]
    )
    result = score(what, NA, NA, NA, NA, YES)
    assert (result.published, result.no_score, result.base) == (None, "all-na", None)


@pytest.mark.parametrize("b1_weight, published, no_score", [(50, "100.00", ""), (51, None, "too-much-na")])
def test_up_to_half_may_be_not_applicable(b1_weight: int, published: str | None, no_score: str) -> None:
    """50 % of the weight exactly is still scored; more is not, and the reason says so."""
    what = form(section("a", 50, item("a1")), section("b", b1_weight, item("b1")))
    result = score(what, YES, NA)
    assert (published, no_score) == (
        None if result.published is None else str(result.published),
        result.no_score,
    )
    assert result.base == 100


def test_the_weight_not_applicable_follows_the_method() -> None:
    """Normalised, an item weighs its share of its section; pooled, W · w."""
    what = form(section("a", 60, item("a1", weight=1), item("a2", weight=3)), section("b", 40, item("b1")))
    assert Fraction(45) == score(what, YES, NA, YES).na_percent
    pooled = what.model_copy(update={"method": "pooled"})
    assert Fraction(100 * 180, 280) == score(pooled, YES, NA, YES).na_percent


def test_published_half_up() -> None:
    """1 of 8 with weights that meet a half cent: 12.345 is published as 12.35."""
    what = form(section("a", 1, item("a1", weight="2469"), item("a2", weight="17531")))
    assert Decimal("12.35") == score(what, YES, NO).published
    assert Fraction(2469, 200) == score(what, YES, NO).base


@pytest.mark.parametrize(
    "fails_at, x, published", [("0.6", "6", "0.00"), ("0.6", "6.01", "60.10"), ("0", "0.01", "0.10")]
)
def test_a_critical_item_fails_at_its_limit(fails_at: str, x: str, published: str) -> None:
    """s ≤ ``fails_at`` fails, its value included."""
    what = one_item({"kind": "points", "max": 10}, fails_at=fails_at, critical={"scope": "form"})
    assert published == str(score(what, value(x)).published)


def critical_form(*effects: dict[str, Any], tolerance: int = 0) -> Form:
    """Four items, the first ones critical for the form, and a bonus of 30."""
    items = [item(f"a{n}", critical={"scope": "form", **effect}) for n, effect in enumerate(effects)]
    plain = [item(f"p{n}") for n in range(4 - len(items))]
    return form(
        section("a", 1, *items, *plain),
        tolerance=tolerance,
        bonus_items=[{"id": "extra", "title": "加分", "clause": "P3.sop.1", "points": 30}],
    )


@pytest.mark.parametrize(
    "effects, tolerance, answers, published, qualified",
    [
        ([{"effect": "cap", "cap": 59}], 0, (NO, YES, YES, YES), "59.00", True),
        ([{"effect": "cap", "cap": 80}], 0, (NO, NO, YES, YES), "80.00", True),
        ([{"effect": "cap", "cap": 80}], 0, (NO, NO, NO, YES), "55.00", True),
        ([{"effect": "cap", "cap": 59}], 0, (YES, NO, YES, YES), "100.00", True),
        ([{"effect": "cap", "cap": 59}], 0, (NA, YES, YES, YES), "100.00", True),
        ([{"effect": "verdict"}], 0, (NO, YES, YES, YES), "100.00", False),
        ([{"effect": "zero"}], 0, (NO, YES, YES, YES), "0.00", True),
        ([{"effect": "cap", "cap": 70}, {"effect": "cap", "cap": 60}], 0, (NO, NO, YES, YES), "60.00", True),
        ([{"effect": "zero"}, {"effect": "verdict"}], 1, (NO, YES, YES, YES), "100.00", True),
        ([{"effect": "zero"}, {"effect": "verdict"}], 1, (NO, NO, YES, YES), "0.00", False),
    ],
)
def test_form_critical_items(
    effects: list[dict[str, Any]],
    tolerance: int,
    answers: tuple[Answer, ...],
    published: str,
    qualified: bool,
) -> None:
    """Zero, cap and verdict; last, so that they beat the bonus; beyond the tolerance; never on N/A."""
    result = score(critical_form(*effects, tolerance=tolerance), *answers, YES)
    assert (published, qualified) == (str(result.published), result.qualified)


def test_clamped_to_the_ceiling_and_to_zero() -> None:
    """Bonus items never lift above the ceiling, deductions never push below 0."""
    bonus = [{"id": "extra", "title": "加分", "clause": "P3.sop.1", "points": 5}]
    assert Decimal("100.00") == score(two_sections(bonus_items=bonus), YES, YES, YES, YES, YES).published
    assert Decimal("90.00") == score(two_sections(ceiling=90), YES, YES, YES, YES).published
    much = {**BANNED, "points": 60, "at_most": None}
    assert (
        Decimal("0.00")
        == score(two_sections(deductions=[much]), YES, YES, YES, YES, outcomes=THREE_HITS).published
    )


# --- deductions -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rule, hits, published",
    [
        (
            {"per": "evaluation", "points": 5},
            [hit("says-banned", 1, 0, 3), hit("says-banned", 2, 0, 3)],
            "95.00",
        ),
        ({"per": "hit", "points": 5}, [hit("says-banned", 1, 0, 3), hit("says-banned", 2, 0, 3)], "90.00"),
        ({"per": "hit", "points": 5, "at_most": 10}, [hit("says-banned", n, 0, 3) for n in (1, 2)], "90.00"),
        (
            {"per": "hit", "points": 5, "at_most": 10},
            [hit("says-banned", n, 0, 3) for n in (1, 2, 3)],
            "90.00",
        ),
        ({"per": "hit", "points": 5}, [hit("says-banned", 1, 0, 3), hit("says-banned", 1, 0, 5)], "95.00"),
        ({"per": "hit", "points": 5}, [hit("says-banned", 1, 0, 3), hit("says-banned", 1, 3, 5)], "90.00"),
        ({"per": "hit", "points": 5}, [hit("says-banned", 1, 0, 2), hit("says-banned", 1, 2, 7)], "90.00"),
        ({"per": "hit", "points": 5}, [hit("says-banned", 1, 0, 3), hit("says-banned", 1, 2, 7)], "95.00"),
        (
            {"per": "hit", "points": 5},
            [hit("says-banned", 1, 0, 3), hit("says-banned", 1, 2, 7), hit("says-banned", 1, 7, 9)],
            "90.00",
        ),
        (
            {"per": "hit", "points": 5},
            [hit("says-banned", 1, 0, 3, standing=False, worth="review")],
            "100.00",
        ),
        (
            {"per": "hit", "points": 5},
            [hit("says-banned", 1, 0, 9, kind="measure"), hit("says-banned", 1, 2, 5)],
            "90.00",
        ),
        ({"per": "hit", "points": 5}, [], "100.00"),
    ],
)
def test_deductions(rule: dict[str, Any], hits: list[Hit], published: str) -> None:
    """Per evaluation or per hit, at most; overlapping hits of one turn once; only what stands."""
    what = two_sections(deductions=[{**BANNED, "at_most": None, **rule}])
    result = score(what, YES, YES, YES, YES, outcomes=outcome("says-banned", "failed", *hits))
    assert published == str(result.published)


def test_one_text_is_deducted_once_over_all_rules() -> None:
    """Two checks that hit the same words: the longer hit wins; of equally long ones the cheaper."""
    rude = {**BANNED, "id": "rude", "check": "says-rude", "points": 20, "at_most": None}
    what = two_sections(deductions=[{**BANNED, "at_most": None}, rude])
    longer = {
        **outcome("says-banned", "failed", hit("says-banned", 1, 0, 3)),
        **outcome("says-rude", "failed", hit("says-rude", 1, 0, 4)),
    }
    result = score(what, YES, YES, YES, YES, outcomes=longer)
    assert (str(result.published), [part.rule for part in result.deductions]) == ("80.00", ["rude"])
    equal = {**longer, **outcome("says-rude", "failed", hit("says-rude", 1, 0, 3))}
    assert Decimal("95.00") == score(what, YES, YES, YES, YES, outcomes=equal).published


# --- sharing --------------------------------------------------------------------------------------------


def test_equal_forms_share_one_score() -> None:
    """Answers that read alike give one object, whatever their raw text and identity."""
    scorer = FormScorer(two_sections())
    first, _none = scorer.score((YES, NO, NA, YES), {})
    again, _none = scorer.score(
        (Answer(AnswerState.VALUE, Decimal(1), "√"), Answer(AnswerState.VALUE, Decimal("0.0"), "×"), NA, YES),
        {},
    )
    assert first is again
    other, _none = scorer.score((YES, YES, NA, YES), {})
    assert other.published != first.published


def test_unshared_answers_are_forgotten_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forgetting the identities of answers changes no score."""
    monkeypatch.setattr("qualitykit.scoring.checklist._REMEMBERED", 3)
    scorer = FormScorer(two_sections())
    scores = [
        scorer.score(tuple(Answer(AnswerState.VALUE, Decimal(v), str(n)) for v in (1, n % 2, 1, 1)), {})[0]
        for n in range(50)
    ]
    assert [Decimal("80.00"), Decimal("100.00")] * 25 == [one.published for one in scores]
    assert len({id(one) for one in scores}) == 2


# --- laws -----------------------------------------------------------------------------------------------

SHARES = st.sampled_from(["0", "1", "2.5", "5", "7", "9.9", "10"])
ANSWERS = st.one_of(SHARES.map(value), st.just(NA))
WEIGHTS = st.integers(1, 9)


@st.composite
def filled(draw: st.DrawFn) -> tuple[Form, tuple[Answer, ...], dict[str, CheckOutcome]]:
    """A form of points items, with deductions, bonus and critical items now and then; and its answers."""
    sections = []
    for s in range(draw(st.integers(1, 3))):
        items = []
        for i in range(draw(st.integers(1, 3))):
            critical = draw(
                st.sampled_from(
                    [
                        None,
                        None,
                        {"scope": "section"},
                        {"scope": "form", "effect": "cap", "cap": 50},
                        {"scope": "form", "effect": "zero"},
                    ]
                )
            )
            items.append(
                item(
                    f"i{s}{i}",
                    answer={"kind": "points", "max": 10},
                    weight=draw(WEIGHTS),
                    fails_at=draw(st.sampled_from(["0", "0.25"])),
                    critical=critical,
                )
            )
        sections.append(section(f"s{s}", draw(WEIGHTS), *items))
    what = form(
        *sections,
        method=draw(st.sampled_from(["normalised", "pooled"])),
        ceiling=draw(st.sampled_from([90, 100])),
        max_na_percent=draw(st.sampled_from([50, 100])),
        tolerance=draw(st.integers(0, 1)),
        deductions=[BANNED],
        bonus_items=[{"id": "extra", "title": "加分", "clause": "P3.sop.1", "points": 5}],
    )
    answers = [draw(ANSWERS) for _item in what.items]
    hits = [hit("says-banned", n, 0, 3) for n in range(draw(st.integers(0, 3)))]
    return what, (*answers, draw(st.sampled_from([YES, NO]))), outcome("says-banned", "failed", *hits)


@given(filled())
@settings(max_examples=60, deadline=None)
def test_law_bounds(case: tuple[Form, tuple[Answer, ...], dict[str, CheckOutcome]]) -> None:
    """A score lies between 0 and the ceiling, with two places; none only for a reason."""
    what, answers, outcomes = case
    result = score(what, *answers, outcomes=outcomes)
    if result.published is None:
        assert result.no_score in ("all-na", "too-much-na")
    else:
        assert 0 <= result.published <= what.ceiling
        assert result.published.as_tuple().exponent == -2
        assert not result.no_score


@given(filled(), st.data())
@settings(max_examples=60, deadline=None)
def test_law_monotone(
    case: tuple[Form, tuple[Answer, ...], dict[str, CheckOutcome]], data: st.DataObject
) -> None:
    """A better answer to one item never lowers the score."""
    what, answers, outcomes = case
    index = data.draw(st.integers(0, len(what.items) - 1))
    if answers[index].state is AnswerState.NA:
        return
    better = list(answers)
    better[index] = value("10")
    before = score(what, *answers, outcomes=outcomes).published
    after = score(what, *better, outcomes=outcomes).published
    assert (before is None) == (after is None)
    if before is not None and after is not None:
        assert before <= after


@given(filled(), st.data())
@settings(max_examples=60, deadline=None)
def test_law_na_changes_nothing_of_the_rest(
    case: tuple[Form, tuple[Answer, ...], dict[str, CheckOutcome]], data: st.DataObject
) -> None:
    """An item that is N/A leaves its section as if the form had never asked."""
    what, answers, outcomes = case
    items = what.items
    if len(items) < 2:
        return
    index = data.draw(st.integers(0, len(items) - 1))
    gone = items[index].id
    with_na = list(answers)
    with_na[index] = NA
    left: list[dict[str, Any]] = []
    for one in what.model_dump()["sections"]:
        kept = [each for each in one["items"] if each["id"] != gone]
        if kept:
            left.append({**one, "items": kept})
    without = Form.model_validate({**what.model_dump(), "sections": left, "max_na_percent": 100})
    whole = score(what.model_copy(update={"max_na_percent": Decimal(100)}), *with_na, outcomes=outcomes)
    rest = score(without, *(a for n, a in enumerate(answers) if n != index), outcomes=outcomes)
    # pooled sections weigh by their items either way; normalised ones keep W
    assert rest.base == whole.base
    assert rest.published == whole.published


@given(filled(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_law_order_is_irrelevant(
    case: tuple[Form, tuple[Answer, ...], dict[str, CheckOutcome]], random: Any
) -> None:
    """The order of sections, of items in a section and of the rows scored before changes no score."""
    what, answers, outcomes = case
    by_item = dict(zip([one.id for one in what.items], answers, strict=False))
    sections = list(what.model_dump()["sections"])
    random.shuffle(sections)
    for one in sections:
        one["items"] = list(one["items"])
        random.shuffle(one["items"])
    other = Form.model_validate({**what.model_dump(), "sections": sections})
    scorer = FormScorer(other)
    rows: list[Sequence[Answer]] = [
        [YES if n == k else value("5") for n in range(len(other.items))] for k in (0, 1)
    ]
    for row in rows:
        scorer.score((*row, NO), {})
    shuffled = scorer.score((*(by_item[one.id] for one in other.items), answers[-1]), outcomes)[0]
    straight = score(what, *answers, outcomes=outcomes)
    assert (straight.base, straight.published, straight.na_percent, straight.no_score) == (
        shuffled.base,
        shuffled.published,
        shuffled.na_percent,
        shuffled.no_score,
    )
