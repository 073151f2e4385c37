"""Numbers as people read them: scores with 2 places, money with ￥, exact steps; widths of Chinese."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from wcwidth import wcswidth

__all__ = ["cut", "exact", "interval_text", "money", "number", "pad", "rounded", "score", "signed", "width"]

_CENT = Decimal("0.01")


def width(text: str) -> int:
    """Columns that a text takes on a terminal: 2 for a Chinese character."""
    if text.isascii() and text.isprintable():
        return len(text)
    return max(wcswidth(text), 0) or len(text)


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """The text filled with blanks to so many columns, on the left where ``right`` (for numbers)."""
    blanks = " " * max(columns - width(text), 0)
    return blanks + text if right else text + blanks


def cut(text: str, columns: int) -> str:
    """The text on one line, cut with … to at most so many columns."""
    text = " ".join(text.split())
    if width(text) <= columns:
        return text
    kept = ""
    used = 0
    for character in text:
        used += width(character)
        if used > columns - 1:
            break
        kept += character
    return kept + "…"


def number(value: Decimal | int) -> str:
    """A number without needless zeros: 30, 0.5, 12.25."""
    text = format(Decimal(value), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def score(value: Decimal | None, missing: str = "—") -> str:
    """A published score with its 2 places; None as a dash."""
    return missing if value is None else f"{value:.2f}"


def rounded(value: Fraction, places: int = 4) -> str:
    """An exact value rounded half up to so many places, trailing zeros dropped."""
    unit = Decimal(1).scaleb(-places)
    scaled = (Decimal(value.numerator) / Decimal(value.denominator)).quantize(unit, ROUND_HALF_UP)
    return number(scaled)


def exact(value: Fraction) -> str:
    """An exact value: whole or short decimals as they are, others as ``p/q ≈ decimals``."""
    text = rounded(value, 6)
    if Fraction(text) == value:
        return text
    if value.denominator <= 1000:
        return f"{value.numerator}/{value.denominator}≈{rounded(value)}"
    return f"≈{rounded(value)}"


def signed(value: Decimal) -> str:
    """A difference with its sign, 2 places: +1.20, −0.50."""
    value = value.quantize(_CENT, ROUND_HALF_UP)
    return f"−{-value:.2f}" if value < 0 else f"+{value:.2f}"


def money(value: Decimal) -> str:
    """Yuan with 2 places and thousands: ￥1,234.50, −￥193.55."""
    text = f"￥{abs(value):,.2f}"
    return f"−{text}" if value < 0 else text


def interval_text(low: Decimal, high: Decimal) -> str:
    """84.10–90.70."""
    return f"{low:.2f}–{high:.2f}"
