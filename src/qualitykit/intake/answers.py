"""Answers: a cell under an item as a value, N/A, blank, or a Problem.

The four states never mix. What one house means by ○ and the next by the reverse is read only when the form
says which (``words``). Source: field-lists §10, semantics.md §2.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from typing import Literal

from qualitykit.intake import words as w
from qualitykit.intake.boxes import has_boxes, marked_word
from qualitykit.intake.cells import Fault, Raw, decimal_of, is_blank, shown
from qualitykit.intake.durations import TimeCells, parse_seconds
from qualitykit.intake.numbers import parse_count, parse_number, parse_points
from qualitykit.model import Answer, AnswerState, Verified
from qualitykit.standards.forms import Choice, Detected, Form, Item, Number, Points, Scale, YesNo

__all__ = [
    "AnswerReader",
    "answer_reader",
    "parse_choice",
    "parse_hit_decision",
    "parse_measure",
    "parse_scale",
    "parse_verified",
    "parse_yes_no",
]

AnswerReader = Callable[[Raw], Answer | Fault]
HouseWords = Mapping[str, Literal["yes", "no", "na"]]
_NO_WORDS: HouseWords = {}
_ONE, _ZERO = Decimal(1), Decimal(0)
_MEMORY = 20_000


def answer_reader(item: Item, form: Form) -> AnswerReader:
    """The function that reads the cells under an item: what it returned for a text it returns again.

    Equal texts give one shared ``Answer``. N/A on an item whose ``critical`` forbids it is QK218.
    """
    allows_na = not (item.critical and item.critical.forbids_na)
    house = {w.word_of(word): meaning for word, meaning in form.words.items()}
    read = partial(
        _read, item=item, house=house, allows_na=allows_na, form=form, rating=form.low_rating is not None
    )
    known: dict[str, Answer | Fault] = {}

    def remembered(raw: Raw) -> Answer | Fault:
        if not isinstance(raw, str):
            return read(raw)
        found = known.get(raw)
        if found is None:
            found = read(raw)
            if len(known) < _MEMORY:
                known[raw] = found
        return found

    return remembered


def _read(
    raw: Raw, *, item: Item, house: HouseWords, allows_na: bool, form: Form, rating: bool
) -> Answer | Fault:
    text = shown(raw)
    state = _state(raw, house, allows_na)
    if state is not None:
        return state if isinstance(state, Fault) else Answer(state, raw=text)
    kind = item.answer
    if isinstance(kind, YesNo | Detected):
        good = kind.good if isinstance(kind, YesNo) else "是"
        value: Decimal | str | Fault = parse_yes_no(raw, good=good, house=house)
    elif isinstance(kind, Scale):
        if rating and kind.min >= 1 and text in ("0", "0分", "0星"):
            return Answer(AnswerState.BLANK, raw=text)  # no key was pressed: never a rating of 0
        value = parse_scale(raw, kind.min, kind.max)
    elif isinstance(kind, Points):
        points = parse_points(raw, kind.max, entry=kind.entry)
        value = Fault("QK212") if points is None else points
    elif isinstance(kind, Choice):
        value = parse_choice(raw, {option.label: option.also for option in kind.options})
    else:
        value = _measured(raw, kind, form.time_cells)
    if isinstance(value, Fault):
        return _with_na(value) if allows_na else value
    return Answer(AnswerState.VALUE, value, text)


def _with_na(fault: Fault) -> Fault:
    """QK217 names every word that the item allows, 不适用 as well."""
    if fault.code != "QK217":
        return fault
    return Fault(
        fault.code,
        tuple((name, f"{text}、“不适用”" if name == "allowed" else text) for name, text in fault.params),
    )


def _state(raw: Raw, house: HouseWords, allows_na: bool) -> AnswerState | Fault | None:
    """Blank or N/A, where the cell says so in words."""
    if not isinstance(raw, str):
        if not house or isinstance(raw, bool) or house.get(shown(raw)) != "na":
            return None
        raw = shown(raw)
    if is_blank(raw):
        return AnswerState.BLANK
    word = w.word_of(raw)
    meaning = house.get(word)
    if meaning == "na" or (meaning is None and word in w.NOT_APPLICABLE):
        return AnswerState.NA if allows_na else Fault("QK218")
    if meaning is None and word in w.BLANK:
        return AnswerState.BLANK
    return None


# --- yes or no -----------------------------------------------------------------------------------------


def parse_yes_no(
    raw: Raw, *, good: Literal["是", "否", "有", "无"] = "是", house: HouseWords = _NO_WORDS
) -> Decimal | Fault:
    """1 where the answer is the good one, 0 where it is not.

    ``good`` is the polarity: under 有无违规 (``good="无"``) 有 and 是 are the fault, 无 and 否 are good; a
    judgement (合格, 不规范) is good or bad whatever the question; a tick is read only where yes is good.
    1 is a yes, 0 and ○ and ● are read only where ``house`` says how. Problems: QK217 another word, QK219 a
    symbol font's letter, QK220 half, QK221 a sign that differs by house, QK222 several boxes.
    """
    if isinstance(raw, bool):
        return _by_polarity(raw, good)
    if isinstance(raw, int | float):
        raw = f"{decimal_of(raw):f}"
    if not isinstance(raw, str):
        return _no_answer(*("是否" if good in "是否" else "有无"))
    if raw.strip() in w.SYMBOL_LETTERS:
        return Fault("QK219")
    word = w.word_of(raw)
    choices = _BOX_WORDS
    if word not in w.NOT_APPLICABLE and has_boxes(word, choices):
        marked = marked_word(word, choices)
        if marked is None:
            return Fault("QK222")
        word = marked
    return _yes_no_word(word, good, house)


_BOX_WORDS = frozenset({
    "是", "否", "有", "无", "没有", "合格", "不合格", "达标", "不达标", "未达标", "符合", "不符合",
    "通过", "未通过", "规范", "不规范",
})  # fmt: skip


def _yes_no_word(word: str, good: str, house: HouseWords) -> Decimal | Fault:
    yes_is_good = good in ("是", "有")
    if (meaning := house.get(word)) in ("yes", "no"):
        return _by_polarity(meaning == "yes", good)
    if word in w.HOUSE_SIGNS:
        return Fault("QK221")
    if word in w.YES:
        return _by_polarity(True, good)
    if word in w.NO or (word == "无" and good in ("有", "无")):
        return _by_polarity(False, good)
    if word in w.JUDGED_GOOD:
        return _ONE
    if word in w.JUDGED_BAD:
        return _ZERO
    if word in w.TICKS_GOOD or word in w.TICKS_BAD:
        if not yes_is_good:
            return Fault("QK221")
        return _ONE if word in w.TICKS_GOOD else _ZERO
    if word in w.HALF:
        return Fault("QK220")
    return _no_answer(*("是否" if good in ("是", "否") else "有无"))


def _by_polarity(yes: bool, good: str) -> Decimal:
    return _ONE if yes == (good in ("是", "有")) else _ZERO


def _no_answer(*options: str) -> Fault:
    """QK217 with the words that are allowed, each in quotes: an option may hold 、 itself."""
    return Fault("QK217", (("allowed", "、".join(f"“{one}”" for one in options)),))


# --- scales, choices, measures -------------------------------------------------------------------------

_STARS = re.compile(r"([★⭐🌟]+)([☆✩]*)")
_SO_MANY_STARS = re.compile(r"(\d)(?:颗?星|分)级?")


def parse_scale(raw: Raw, low: Decimal, high: Decimal) -> Decimal | Fault:
    """A number of the scale from ``low`` to ``high``, as it stands: 4, 4分, 4星, ★★★★, 满意.

    Words and stars are read on the scale 1…5 only. Problems: QK212 no number, QK213 outside the scale,
    QK217 another word.
    """
    number: Decimal | Fault | None
    if isinstance(raw, str):
        word = w.word_of(raw)
        stars = _STARS.fullmatch(word)
        five = low == 1 and high == 5
        if five and word in w.GRADES_OF_FIVE:
            return Decimal(w.GRADES_OF_FIVE[word])
        if five and stars and (not stars[2] or len(word) == 5):
            number = Decimal(len(stars[1]))
        elif (match := _SO_MANY_STARS.fullmatch(word)) and (high == 5 or "星" not in word):
            number = Decimal(match[1])
        else:
            number = parse_points(raw)
            if isinstance(number, Fault) and number.code == "QK212":
                return Fault("QK217", (("allowed", f"{low:f}–{high:f}"),))
    else:
        number = parse_points(raw)
    if not isinstance(number, Decimal):
        return number or Fault("QK212")
    return number if low <= number <= high else _outside(low, high)


def _outside(low: Decimal, high: Decimal | None) -> Fault:
    return Fault("QK213", (("low", f"{low:f}"), ("high", "∞" if high is None else f"{high:f}")))


def parse_choice(raw: Raw, options: Mapping[str, tuple[str, ...]]) -> str | Fault:
    """The label of the option that was chosen: its own word or one of its others; exact after normalising.

    Problems: QK217 none of them, QK222 several boxes in the cell.
    """
    known = {w.word_of(text): label for label, also in options.items() for text in (label, *also)}
    word = w.word_of(shown(raw))
    if word in known:
        return known[word]
    if has_boxes(word, known):
        marked = marked_word(word, known)
        return known[marked] if marked else Fault("QK222")
    if word.endswith(("星", "分", "级")) and word[:-1] in known:
        return known[word[:-1]]
    return _no_answer(*options)


def parse_measure(
    raw: Raw,
    unit: str,
    low: Decimal = _ZERO,
    high: Decimal | None = None,
    *,
    header_unit: str | None = None,
    time_cells: TimeCells = "refuse",
) -> Decimal | Fault:
    """A measured number in ``unit`` (rings, times, seconds, minutes, hours, days, percent).

    ``header_unit`` (s, min, h) says what a bare number of a duration counts, else it counts ``unit``.
    Problems: those of durations and numbers, QK213 outside its limits, QK214 0.95 where percents are asked.
    """
    found: Decimal | int | Fault | None
    if unit in _SECONDS_OF:
        own, factor = _SECONDS_OF[unit]
        seconds = parse_seconds(raw, unit=header_unit or own, time_cells=time_cells)
        found = seconds / factor if isinstance(seconds, Decimal) else seconds
    elif unit in ("rings", "times"):
        found = parse_count(raw)
    elif unit == "percent":
        found = parse_number(raw)
        if isinstance(found, Decimal):
            if isinstance(raw, str) and raw.rstrip().endswith(("%", "％")):
                found *= 100
            elif 0 < found < 1:
                return Fault("QK214", (("high", "100"),))
    else:
        found = parse_number(re.sub(r"[天日]$", "", raw.strip()) if isinstance(raw, str) else raw)
    if found is None:
        return Fault("QK212")
    if isinstance(found, Fault):
        return found
    number = Decimal(found)
    return number if number >= low and (high is None or number <= high) else _outside(low, high)


_SECONDS_OF = {"seconds": ("s", 1), "minutes": ("min", 60), "hours": ("h", 3600)}


def _measured(raw: Raw, kind: Number, time_cells: TimeCells) -> Decimal | Fault:
    return parse_measure(raw, kind.unit, kind.minimum, kind.maximum, time_cells=time_cells)


# --- decisions of people -------------------------------------------------------------------------------


def parse_verified(raw: Raw) -> Verified | Fault:
    """核实: yes, no or still pending; a blank is pending. Problems: QK217."""
    if isinstance(raw, bool):
        return Verified.YES if raw else Verified.NO
    word = w.word_of(shown(raw))
    if not word or word in w.PENDING or word in w.BLANK:
        return Verified.PENDING
    if word in w.VERIFIED:
        return Verified.YES
    if word in w.NOT_VERIFIED:
        return Verified.NO
    if has_boxes(word, _VERIFIED_WORDS) and (marked := marked_word(word, _VERIFIED_WORDS)):
        return parse_verified(marked)
    return _no_answer("是", "否", "核实中")


_VERIFIED_WORDS = frozenset(
    word for word in w.VERIFIED | w.NOT_VERIFIED | w.PENDING if len(word) > 1 or word in "是否"
)


def parse_hit_decision(raw: Raw) -> bool | Fault | None:
    """Beside a pending hit: True 确认, False 驳回, None still undecided. Problems: QK217."""
    if isinstance(raw, bool):
        return raw
    word = w.word_of(shown(raw))
    if not word or word in w.PENDING or word in w.BLANK:
        return None
    if word in w.UPHELD:
        return True
    return False if word in w.REFUSED else _no_answer("确认", "驳回")
