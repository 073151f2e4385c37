"""Stars, praise, special awards and contest prizes as bonus lines, and the budget over them.

Source: P3.star, P3.praise, P3.spec, P3.skill, semantics.md §8.
"""

from collections.abc import Sequence
from dataclasses import replace

from qualitykit.model import ContestResult, SpecialAward
from qualitykit.problems import Problem
from qualitykit.scoring.bonus_lines import ZERO, bonus_line, may_be_awarded, plain
from qualitykit.scoring.results import BonusLine, BudgetResult, Part, PraisePart, Reason, StarResult
from qualitykit.scoring.rounding import publish
from qualitykit.scoring.shares import share_out
from qualitykit.scoring.workforce import Workforce
from qualitykit.standards.bonus import Bonus, Budget
from qualitykit.standards.standard import Standard

__all__ = ["contest_lines", "praise_lines", "special_lines", "star_lines", "within_budget"]


def star_lines(standard: Standard, workforce: Workforce, stars: Sequence[StarResult]) -> list[BonusLine]:
    """A line for each star, 0.00 too: a certificate is an award."""
    return [
        bonus_line(
            workforce,
            star.employee_no,
            "star",
            star.amount,
            standard.stars.clause,
            (Part("amount", f"{star.amount:.2f}", "yuan"), Part("rank", str(star.rank)), *star.decided_by),
            Reason("star", (("rank", str(star.rank)), ("scope", star.scope))),
        )
        for star in stars
    ]


def praise_lines(standard: Standard, workforce: Workforce, parts: Sequence[PraisePart]) -> list[BonusLine]:
    """A line for each praise that is worth something, also where the cap leaves nothing of it."""
    return [
        bonus_line(
            workforce,
            part.employee_no,
            "praise",
            part.paid,
            standard.praise.clause,
            (Part("amount", f"{part.shown:.2f}", "yuan"), Part("level", part.level)),
            part.reason or Reason("praise", (("level", part.level),)),
            before=part.shown,
            evidence=part.places,
            subject=part.id,
        )
        for part in parts
        if part.shown
    ]


def special_lines(
    bonus: Bonus, workforce: Workforce, awards: Sequence[SpecialAward], problems: list[Problem]
) -> list[BonusLine]:
    """A line for each special award that people decided on."""
    lines = []
    for award in sorted(awards, key=lambda award: (award.employee_no, award.id, award.place)):
        if not may_be_awarded(workforce, award.employee_no, award.amount, award.place, problems):
            continue
        lines.append(
            bonus_line(
                workforce,
                award.employee_no,
                "special",
                publish(award.amount),
                bonus.special_clause,
                (Part("amount", f"{publish(award.amount):.2f}", "yuan"),),
                Reason("special", (("title", award.title), ("reason", award.reason))),
                evidence=(award.place,),
                subject=award.id,
            )
        )
    return lines


def contest_lines(
    bonus: Bonus, workforce: Workforce, contests: Sequence[ContestResult], problems: list[Problem]
) -> list[BonusLine]:
    """The amount on the sheet, else the pack's prize for the rank; a prize in kind is a line of 0.00."""
    table = {prize.rank: prize.amount for prize in bonus.contest}
    lines = []
    for contest in sorted(contests, key=lambda contest: (contest.employee_no, contest.id, contest.place)):
        amount = table.get(contest.rank, ZERO) if contest.amount is None else contest.amount
        if not may_be_awarded(workforce, contest.employee_no, amount, contest.place, problems):
            continue
        code = "contest" if amount or contest.prize else "contest-rank-without-prize"
        params = (("contest", contest.contest), ("rank", str(contest.rank)), ("prize", contest.prize))
        lines.append(
            bonus_line(
                workforce,
                contest.employee_no,
                "contest",
                publish(amount),
                bonus.contest_clause,
                (Part("amount", f"{publish(amount):.2f}", "yuan"), Part("rank", str(contest.rank))),
                Reason(code, params),
                evidence=(contest.place,),
                subject=contest.id,
            )
        )
    return lines


def within_budget(
    budget: Budget | None, awards: list[BonusLine], notes: list[Reason]
) -> tuple[BudgetResult | None, list[BonusLine]]:
    """Report an exceeded budget, or prorate the awards to the fen by largest remainder."""
    if budget is None:
        return None, awards
    asked = sum((line.amount for line in awards), ZERO)
    if asked <= budget.amount:
        return BudgetResult(budget.amount, asked, asked, prorated=False), awards
    notes.append(Reason("budget-exceeded", (("asked", f"{asked:.2f}"), ("budget", f"{budget.amount:.2f}"))))
    if budget.when_exceeded == "report":
        return BudgetResult(budget.amount, asked, asked, prorated=False), awards
    awards = sorted(awards, key=lambda line: (line.employee_no, line.id))
    shares = share_out(budget.amount, [(f"{line.employee_no}\x1f{line.id}", line.amount) for line in awards])
    factor = Part("budget-share", f"{plain(budget.amount)}/{plain(asked)}")
    prorated = [
        replace(line, amount=share, parts=(line.parts[0], factor, *line.parts[1:]))
        for line, share in zip(awards, shares, strict=True)
    ]
    paid = sum((line.amount for line in prorated), ZERO)
    return BudgetResult(budget.amount, asked, paid, prorated=True), prorated
