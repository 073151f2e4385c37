"""Numbers, points and money as people write them. Source: field-lists §12."""

import re
from decimal import Decimal
from typing import Literal

from qualitykit.intake.cells import Fault, Raw, compact, decimal_of, digits_of_chinese, is_blank

__all__ = ["parse_count", "parse_money", "parse_number", "parse_points"]

_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|[+-]?\.\d+")
_FULL_STOP_AS_POINT = re.compile(r"(?<=\d)[。｡](?=\d)")
_MINUS = str.maketrans("−–—﹣－", "-----")
_GRADE_WORDS = "优优秀良良好中合格及格差不合格不及格满意一般"
_POINTS = re.compile(
    r"(?P<number>[^()/%]+?)分?(?:\((?P<word>[^()\d]{1,4})\)|(?P<bare>优秀?|良好?|合格|及格|不合格|不及格))?"
)
_DEDUCTION = re.compile(r"(?:扣|-|减)(?P<a>[^-()]+?)分?|\((?P<b>[^()]+?)分?\)|(?P<c>[^-()]+?)分?-")
_MONEY_MARKS = re.compile(
    r"^(?:¥|￥|RMB|CNY|人民币)|(?:元整|元|圆整|圆|块|整|/次|元/次|/人|\.-|RMB|CNY)$", re.IGNORECASE
)


def _decimal(text: str) -> Decimal | None:
    """The number that a compact text is, in digits or Chinese numerals; None if it is none."""
    text = _FULL_STOP_AS_POINT.sub(".", text).translate(_MINUS)
    if _NUMBER.fullmatch(text):
        return Decimal(text.replace(",", ""))
    whole = digits_of_chinese(text) if text and not text[0].isascii() else None
    if whole is not None:
        return Decimal(whole)
    if "点" in text:
        before, _point, after = text.partition("点")
        first, rest = digits_of_chinese(before), [digits_of_chinese(letter) for letter in after]
        if first is not None and rest and None not in rest and all(number < 10 for number in rest if number):
            return Decimal(f"{first}." + "".join(map(str, rest)))
    return None


def parse_number(raw: Raw) -> Decimal | Fault | None:
    """A plain number: 85, 85.0, ８５, 1,200.5, 95。5, 八十五, -5; percent as its share (85% is 0.85).

    A float is the decimal of its 15 significant digits. None: blank. Problems: QK212.
    """
    if isinstance(raw, bool):
        return Fault("QK212")
    if isinstance(raw, int | float):
        return decimal_of(raw)
    if not isinstance(raw, str):
        return Fault("QK212")
    text = compact(raw).removeprefix("'")
    if not text:
        return None
    share = text.endswith("%")
    number = _decimal(text.removesuffix("%"))
    if number is None:
        return Fault("QK212")
    return number / 100 if share else number


def parse_count(raw: Raw) -> int | Fault | None:
    """A whole number from 0: 3, 3次, 3声, 三; None: blank. Problems: QK212."""
    if isinstance(raw, str):
        raw = re.sub(r"[次声响个件人天封面]$", "", compact(raw))
    number = parse_number(raw)
    if not isinstance(number, Decimal):
        return number
    return int(number) if number == int(number) and number >= 0 else Fault("QK212")


def parse_points(
    raw: Raw,
    maximum: Decimal | None = None,
    *,
    entry: Literal["score", "deduction"] = "score",
    percent: bool = False,
) -> Decimal | Fault | None:
    """Points of an item or a form: 85, 85分, 85（良）, 92合格, 85/100, 17/20, 85%.

    With ``entry="deduction"`` the cell holds what is taken off: 扣2, -2, (2), 2- and plain 2 all leave
    ``maximum`` − 2. A fraction must be of ``maximum``; a percent is taken of it (``percent``: the cell's
    format shows a percent sign). None: blank. Problems: QK212 no number, QK213 outside 0…maximum,
    QK214 0.85 under more than 10 points, QK215 a deduction where points are asked for.
    """
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        number: Decimal | None = decimal_of(raw)
        taken_off, share = False, percent
    elif isinstance(raw, str):
        if is_blank(raw):
            return None
        number, taken_off, share = _points_text(compact(raw).removeprefix("'"), maximum)
    else:
        return Fault("QK212")
    if number is None:
        return Fault("QK212")
    if taken_off or number < 0:
        if entry == "score":
            return Fault("QK215")
        number = abs(number)
    if share:
        if maximum is None:
            return Fault("QK212")
        number = number * maximum if percent and not isinstance(raw, str) else number * maximum / 100
    elif maximum is not None and maximum > 10 and 0 < number < 1 and entry == "score":
        return Fault("QK214", (("high", _written(maximum)),))
    if maximum is not None and not 0 <= number <= maximum:
        return Fault("QK213", (("low", "0"), ("high", _written(maximum))))
    if entry == "deduction":
        return maximum - number if maximum is not None else Fault("QK212")
    return number


def _points_text(text: str, maximum: Decimal | None) -> tuple[Decimal | None, bool, bool]:
    """Number, whether it is written as a deduction, whether it is a percent."""
    text = text.translate(_MINUS)
    if match := _DEDUCTION.fullmatch(text):
        return _decimal(match["a"] or match["b"] or match["c"]), True, False
    if text.endswith("%"):
        return _decimal(text[:-1]), False, True
    if "/" in text:
        above, _slash, below = text.partition("/")
        number, whole = _decimal(above.removesuffix("分")), _decimal(below.removesuffix("分"))
        fits = number is not None and whole is not None and maximum is not None and whole == maximum
        return (number if fits else None), False, False
    match = _POINTS.fullmatch(text)
    if match is None:
        return None, False, False
    if match["word"] and match["word"] not in _GRADE_WORDS:
        return None, False, False
    return _decimal(match["number"]), False, False


def _written(number: Decimal) -> str:
    return f"{number.normalize():f}"


def parse_money(raw: Raw) -> Decimal | Fault | None:
    """An amount in yuan: 50, 50元, ￥50.00, RMB50, 1,200.00, 50.-, 伍拾元整, 50/次, 5百, 0.1万, -100, (100).

    Brackets mean a minus. At most two decimals. None: blank. Problems: QK216, also for ranges (50-200),
    foreign money, words (面议) and parts of a fen.
    """
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        return Fault("QK216")
    if isinstance(raw, int | float):
        return _to_fen(decimal_of(raw))
    text = compact(raw).removeprefix("'").translate(_MINUS)
    if not text:
        return None
    negative = text.startswith("(") and text.endswith(")")
    if negative:
        text = text[1:-1]
    if text.startswith("-"):
        if negative:
            return Fault("QK216")
        negative, text = True, text[1:]
    previous = ""
    while text != previous:
        previous, text = text, _MONEY_MARKS.sub("", text)
    if text.startswith(("-", "+")):
        return Fault("QK216")
    number = _yuan(text)
    if number is None:
        return Fault("QK216")
    return _to_fen(-number if negative else number)


def _yuan(text: str) -> Decimal | None:
    for unit, factor in (("百", 100), ("千", 1000), ("k", 1000), ("K", 1000), ("万", 10_000)):
        if text.endswith(unit) and _NUMBER.fullmatch(text[:-1]):
            return Decimal(text[:-1].replace(",", "")) * factor
    if (parts := re.fullmatch(r"(.+?)[元圆](?:(.)角)?(?:(.)分)?", text)) and (parts[2] or parts[3]):
        whole, jiao, fen = _decimal(parts[1]), _decimal(parts[2] or "0"), _decimal(parts[3] or "0")
        if whole is not None and jiao is not None and fen is not None:
            return whole + jiao / 10 + fen / 100
    return _decimal(text)


def _to_fen(number: Decimal) -> Decimal | Fault:
    cents = number.quantize(Decimal("0.01")) if abs(number) < Decimal(10) ** 12 else None
    return cents if cents is not None and cents == number else Fault("QK216")
