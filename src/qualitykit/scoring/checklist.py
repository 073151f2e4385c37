"""检查表: from the answers of one filled form to its score, with every part of it. semantics.md §2, §3."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from qualitykit.model import Answer, AnswerState
from qualitykit.scoring.deductions import counted_hits, deduction_parts
from qualitykit.scoring.itemscore import outcome_word
from qualitykit.scoring.results import CheckOutcome, CriticalPart, DeductionPart, FormScore
from qualitykit.scoring.rounding import publish
from qualitykit.scoring.sections import ScoredSection, SectionScorer
from qualitykit.standards.forms import Detected, Form

__all__ = ["FormScorer", "Told"]

_REMEMBERED = 200_000  # answers known by identity; more are forgotten, so that unshared ones do not pile up
_NO_OUTCOMES: Mapping[str, CheckOutcome] = {}
_NOTHING: tuple[tuple[DeductionPart, ...], Decimal, Decimal] = ((), Decimal(0), Decimal(0))
_ZERO = Fraction(0)
Told = tuple[tuple[str, ...], tuple[int, ...]]  # what the outcomes say, hits counted by each deduction
_Ratio = tuple[int, int]
_Total = tuple[Fraction | None, Fraction, str, Decimal | None]


class FormScorer:
    """Scores the filled forms of one kind; equal ones share one score, so a hundred thousand cost little."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self._n_items = len(form.items)
        self._checks = tuple(item.answer.check for item in form.items if isinstance(item.answer, Detected))
        self._deducted = tuple(dict.fromkeys(rule.check for rule in form.deductions))
        self._parts = tuple(_parts(form))
        self._whole = sum((section.whole for section, _items, _checks in self._parts), Fraction(0))
        # An answer is known by identity first: hashing all of them costs more than scoring. What two equal
        # answers have in common is their number; two cells that read alike have one, whatever their raw text.
        self._number_of: dict[int, int] = {}
        self._kept: list[Answer] = []  # keeps identities from being given twice
        self._numbers: dict[tuple[AnswerState, Decimal | str | None], int] = {}
        self._answers: list[Answer] = []
        self._sections: dict[tuple[int, tuple[int, ...], tuple[str, ...]], ScoredSection] = {}
        self._scores: dict[
            tuple[tuple[int, ...], tuple[str, ...], tuple[int, ...]], tuple[FormScore, tuple[str, ...]]
        ] = {}
        self._told: dict[Told, Told] = {}
        self._totals: dict[tuple[_Ratio, ...], _Total] = {}

    def score(
        self, answers: tuple[Answer, ...], outcomes: Mapping[str, CheckOutcome] = _NO_OUTCOMES
    ) -> tuple[FormScore, tuple[str, ...]]:
        """The score of one filled form, and the items where the inspector and the check differ.

        ``answers``: those of the items in the form's order, then those of its bonus items (which may be left
        off where the sheet has none). ``outcomes``: by check id; what is not there cannot be told. A detected
        item takes its check's outcome; where the sheet also holds an inspector's answer that says something
        else, the item is in the second value (a blank and an unknown outcome say nothing).

        ValueError: another number of answers, a blank on a required item, a value outside what its item
        allows. The intake holds such an evaluation back and it never comes here, so that is a fault of the
        program; its text names the form's item and nothing of the workbook. Source: semantics.md §2, §3.
        """
        return self.score_told(answers, self.told(outcomes))

    def told(self, outcomes: Mapping[str, CheckOutcome]) -> Told:
        """What these outcomes come to for the form; where two come to the same it is one object."""
        told = tuple([outcome_word(outcomes.get(check)) for check in self._checks]), self._hits(outcomes)
        return self._told.setdefault(told, told)

    def score_told(self, answers: tuple[Answer, ...], told: Told) -> tuple[FormScore, tuple[str, ...]]:
        """The same as ``score``, for outcomes that were looked at before."""
        number_of = self._number_of
        try:
            said = tuple([number_of[id(answer)] for answer in answers])
        except KeyError:
            said = self._learn(answers)
        key = (said, *told)
        found = self._scores.get(key)
        if found is None:
            found = self._scores[key] = self._score(*key)
        return found

    def _learn(self, answers: tuple[Answer, ...]) -> tuple[int, ...]:
        if len(self._kept) > _REMEMBERED:
            self._number_of.clear()
            self._kept.clear()
        numbers = []
        for answer in answers:
            number = self._numbers.setdefault((answer.state, answer.value), len(self._answers))
            if number == len(self._answers):
                self._answers.append(answer)
            if id(answer) not in self._number_of:
                self._number_of[id(answer)] = number
                self._kept.append(answer)
            numbers.append(number)
        return tuple(numbers)

    def _hits(self, outcomes: Mapping[str, CheckOutcome]) -> tuple[int, ...]:
        """Hits counted by each deduction; empty where there is nothing to deduct."""
        for check in self._deducted:
            outcome = outcomes.get(check)
            if outcome is not None and outcome.hits:
                return counted_hits(self.form, outcomes)
        return ()

    def _score(
        self, said: tuple[int, ...], heard: tuple[str, ...], hits: tuple[int, ...]
    ) -> tuple[FormScore, tuple[str, ...]]:
        form = self.form
        if len(said) not in (self._n_items, self._n_items + len(form.bonus_items)):
            raise ValueError(f"form {form.id!r} has {self._n_items} items, got {len(said)} answers")
        scored = self._scored_sections(said, heard)
        deductions, points_off, points_on = _NOTHING
        if hits or len(said) > self._n_items:
            deductions, points_off, points_on = deduction_parts(
                form, hits or (0,) * len(form.deductions), self._bonus_answers(said)
            )
        failed = tuple([index for one in scored for index in one.failed])
        # none while the form's tolerance forgives them
        criticals = tuple([part for one in scored for part in one.criticals]) if failed else ()
        criticals = criticals if len(criticals) > form.tolerance else ()
        sums = _sums(scored)
        total = self._totals.get(sums)
        if total is None:
            total = self._totals[sums] = self._total(*sums)
        base, na_percent, no_score, published = total
        if base is not None and not no_score and (deductions or criticals or form.ceiling < 100):
            published = publish(_limited(form, base - Fraction(points_off - points_on), criticals))
        score = FormScore(
            form=form.id,
            method=form.method,
            sections=tuple([one.part for one in scored]),
            base=base,
            deductions=deductions,
            bonus_points=points_on,
            criticals=criticals,
            ceiling=form.ceiling,
            na_percent=na_percent,
            published=published,
            no_score=no_score,
            qualified=not criticals or all(part.effect != "verdict" for part in criticals),
            failed=failed,
        )
        return score, tuple([item for one in scored for item in one.differing])

    def _total(self, earned: _Ratio, weight: _Ratio, na: _Ratio) -> _Total:
        """The base, the share of N/A, why there is no score, and the score where nothing else is counted."""
        na_percent = 100 * Fraction(*na) / self._whole if na[0] else _ZERO
        if not weight[0]:
            return None, na_percent, "all-na", None
        base = 100 * Fraction(*earned) / Fraction(*weight)
        if na[0] and na_percent > self.form.max_na_percent:
            return base, na_percent, "too-much-na", None
        return base, na_percent, "", publish(base)

    def _scored_sections(self, said: tuple[int, ...], heard: tuple[str, ...]) -> list[ScoredSection]:
        """The sections, each known by its own answers: they repeat far more often than whole forms do."""
        scored = []
        for index, (section, items, checks) in enumerate(self._parts):
            key = (index, said[items], heard[checks])
            found = self._sections.get(key)
            if found is None:
                answers = [self._answers[number] for number in said[items]]
                found = self._sections[key] = section.score(answers, heard[checks])
            scored.append(found)
        return scored

    def _bonus_answers(self, said: tuple[int, ...]) -> list[bool]:
        """Which bonus items are earned; blank, N/A and not on the sheet are not."""
        earned = [False] * len(self.form.bonus_items)
        for index, number in enumerate(said[self._n_items :]):
            answer = self._answers[number]
            if answer.state is AnswerState.VALUE and answer.value in (Decimal(0), Decimal(1)):
                earned[index] = answer.value == 1
            elif answer.state in (AnswerState.VALUE, AnswerState.OUTSIDE):
                bonus = self.form.bonus_items[index].id
                raise ValueError(f"bonus item {bonus!r}: the answer lies outside what the item allows")
        return earned


def _parts(form: Form) -> Iterator[tuple[SectionScorer, slice, slice]]:
    """Each section with its share of the form's answers and of the form's checks."""
    items = checks = 0
    for section in form.sections:
        more = sum(isinstance(item.answer, Detected) for item in section.items)
        yield (
            SectionScorer(form, section, items),
            slice(items, items + len(section.items)),
            slice(checks, checks + more),
        )
        items, checks = items + len(section.items), checks + more


def _sums(scored: Sequence[ScoredSection]) -> tuple[_Ratio, _Ratio, _Ratio]:
    """Σ earned, Σ scored and Σ N/A, not reduced: a month holds many different forms, and few sums."""
    sums = []
    for ratios in zip(*[one.ratios for one in scored], strict=True):
        above, below = 0, 1
        for n, d in ratios:
            above, below = above * d + n * below, below * d
        sums.append((above, below))
    earned, weight, na = sums
    return earned, weight, na


def _limited(form: Form, reached: Fraction, criticals: Sequence[CriticalPart]) -> Fraction:
    """Clamped to 0 … ceiling, then the critical items: last, so that they beat any bonus."""
    score = min(max(reached, Fraction(0)), Fraction(form.ceiling))
    for part in criticals:
        if part.effect == "zero":
            score = Fraction(0)
        elif part.effect == "cap" and part.cap is not None:
            score = min(score, Fraction(part.cap))
    return score
