"""The arithmetic of a bonus line, written out: factors, addends and the amount."""

from qualitykit.i18n import _
from qualitykit.reports.lookup import Lookup
from qualitykit.reports.wording import part_text
from qualitykit.scoring.results import BonusLine

__all__ = ["line_arithmetic"]

# All parts of these kinds are factors; of the others only these, the rest says what the amount depends on.
_FACTOR_KINDS = frozenset({"performance", "withheld"})
_FACTORS = frozenset({"amount", "budget-share"})


def line_arithmetic(line: BonusLine, find: Lookup) -> str:
    """基数 ￥2,000.00 × 系数 0.9 × 在职 15/31 天 = ￥870.97; what else it depends on, in brackets."""
    factors = [part for part in line.parts if line.kind in _FACTOR_KINDS or part.name in _FACTORS]
    others = [part for part in line.parts if part not in factors]
    shared = any(part.name == "budget-share" for part in factors)
    worked_out = line.amount if shared else line.before
    text = " × ".join(part_text(part, find) for part in factors)
    if line.kind == "withheld" and text:
        text = f"−({text})"
    if len(factors) != 1 or line.kind in _FACTOR_KINDS:
        text = f"{text} = {find.money(worked_out)}" if text else find.money(worked_out)
    if line.amount != worked_out:
        text += _(", paid {amount}").format(amount=find.money(line.amount))
    if others:
        text += f"（{_('; ').join(part_text(part, find) for part in others)}）"
    return text
