"""Answers in cells: each row and trap of field-lists §10."""

from decimal import Decimal
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualitykit.intake import words as w
from qualitykit.intake.answers import (
    AnswerReader,
    answer_reader,
    parse_choice,
    parse_hit_decision,
    parse_measure,
    parse_scale,
    parse_verified,
    parse_yes_no,
)
from qualitykit.intake.cells import Fault, Raw
from qualitykit.model import Answer, AnswerState, Verified
from qualitykit.standards.forms import (
    Choice,
    Critical,
    Form,
    Item,
    LowRating,
    Number,
    Option,
    Points,
    Scale,
    Section,
    YesNo,
)

YES = "是 有 对 做到 已做 √ ✓ ✔ ✔️ ☑ V v Y y YES T TRUE 1 合格 达标 符合 通过 满足 完全符合 正确 规范 OK １ Ｙ"
NO = "否 没 未 未做到 没有 错 × ✗ ✘ ✖ ☒ X x N n NO F FALSE 不合格 未达标 不达标 不符合 未通过 不规范 NG"
NOT_APPLICABLE = (
    "不适用 N/A NA n/a #N/A 无此项 不涉及 未涉及 不考核 免检 未触发 无此场景 未发生 — － —— - / \\"
)
NOT_YET = '待定 待核实 待补 未检 未评 漏检 ？ ? 见备注 同上 〃 ″ "'
GRADES = {
    5: "非常满意 很满意 十分满意 5星 ★★★★★ 五星 五颗星 5分 5",
    4: "满意 比较满意 4星 ★★★★ ★★★★☆ 四星 4",
    3: "一般 基本满意 还行 三星 3",
    2: "不满意 不太满意 两星 2",
    1: "很不满意 非常不满意 极不满意 一星 ★ 1",
}


def reader(kind: Any, *, required: bool = True, forbids_na: bool = False, **form: Any) -> AnswerReader:
    """The reader of an item of this kind in a form of one item."""
    critical = Critical(scope="form", forbids_na=True) if forbids_na else None
    item = Item(id="a", title="问候", clause="P3.sop.2", answer=kind, required=required, critical=critical)
    section = Section(id="s", title="态度", dimension="attitude", weight=Decimal(1), items=(item,))
    return answer_reader(
        item, Form(id="f", title="表", source="calls", clause="P3.mon.4", sections=(section,), **form)
    )


def value(found: Answer | Fault) -> Decimal | str | None:
    """The value of an answer that has one."""
    assert isinstance(found, Answer), found
    assert found.state is AnswerState.VALUE
    return found.value


def code(found: object) -> str:
    """The code of a fault."""
    assert isinstance(found, Fault), found
    return found.code


@pytest.mark.parametrize("word", [*YES.split(), True, 1.0])
def test_yes(word: Raw) -> None:
    """Every word for yes."""
    assert Decimal(1) == value(reader(YesNo(kind="yes_no"))(word))


@pytest.mark.parametrize("word", [*NO.split(), False])
def test_no(word: Raw) -> None:
    """Every word for no."""
    assert Decimal(0) == value(reader(YesNo(kind="yes_no"))(word))


@pytest.mark.parametrize("word", NOT_APPLICABLE.split())
def test_not_applicable(word: str) -> None:
    """N/A is a state, and a Problem where the item forbids it."""
    assert AnswerState.NA == _state(reader(YesNo(kind="yes_no"))(word))
    assert code(reader(YesNo(kind="yes_no"), forbids_na=True)(word)) == "QK218"


@pytest.mark.parametrize("word", ["", " ", "\u3000", *NOT_YET.split()])
@pytest.mark.parametrize("kind", [YesNo(kind="yes_no"), Points(kind="points", max=Decimal(10))])
def test_blank(word: str, kind: Any) -> None:
    """Nothing, or words that say not yet; never 0 and never N/A."""
    assert AnswerState.BLANK == _state(reader(kind)(word))


def _state(found: Answer | Fault) -> AnswerState:
    assert isinstance(found, Answer), found
    assert found.value is None
    return found.state


@pytest.mark.parametrize("good", ["无", "否"])
@pytest.mark.parametrize(
    ("word", "expected"),
    [
        *[
            ("有", 0),
            ("是", 0),
            ("Y", 0),
            ("TRUE", 0),
            (True, 0),
            ("1", 0),
            ("没有", 1),
            ("否", 1),
            ("N", 1),
            (False, 1),
        ],
        *[("合格", 1), ("不合格", 0), ("规范", 1), ("未做到", 0)],
    ],
)
def test_polarity(good: Literal["无", "否"], word: Raw, expected: int) -> None:
    """Under 有无违规 and 是否迟到 a yes is the fault; a judgement stays what it is."""
    assert Decimal(expected) == parse_yes_no(word, good=good)


def test_the_word_for_none() -> None:
    """无 answers 有无违规 and 有无问候; under 是否问候 it is no answer, and nowhere N/A."""
    assert Decimal(1) == parse_yes_no("无", good="无")
    assert Decimal(0) == parse_yes_no("无", good="有")
    assert code(reader(YesNo(kind="yes_no"))("无")) == "QK217"


@pytest.mark.parametrize("tick", ["√", "×", "✓", "x", "对", "错"])
def test_a_tick_under_a_reversed_item_may_mean_either(tick: str) -> None:
    """√ under 有无违规: has it, or is it fine?"""
    assert code(parse_yes_no(tick, good="无")) == "QK221"


@pytest.mark.parametrize("sign", ["○", "〇", "●", "◯", "0", 0.0])
def test_signs_that_differ_by_house(sign: Raw) -> None:
    """Only the form says what they mean."""
    assert code(reader(YesNo(kind="yes_no"))(sign)) == "QK221"


def test_house_words_of_the_form() -> None:
    """○ good and ● bad here, / is N/A, 0 a no."""
    read = reader(YesNo(kind="yes_no"), words={"○": "yes", "●": "no", "/": "na", "0": "no", "优": "yes"})
    assert [1, 0, 0, 0, 1] == [value(read(sign)) for sign in ("○", "●", "0", 0.0, "优")]
    assert AnswerState.NA == _state(read("/"))
    zero = reader(YesNo(kind="yes_no"), words={"0": "na"})
    assert _state(zero(0.0)) is _state(zero("0")) is AnswerState.NA


@pytest.mark.parametrize(
    "word", ["部分", "部分符合", "基本符合", "基本达标", "△", "▲", "半", "0.5", 0.5, "一般", "待改进"]
)
def test_half_of_a_yes(word: Raw) -> None:
    """A yes-or-no item has no half."""
    assert code(reader(YesNo(kind="yes_no"))(word)) == "QK220"


@pytest.mark.parametrize("letter", ["ü", "û", "þ", "P", "O", "R", "S", "\uf0fc"])
def test_letters_of_symbol_fonts(letter: str) -> None:
    """A Wingdings tick arrives as a letter."""
    assert code(reader(YesNo(kind="yes_no"))(letter)) == "QK219"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        *[
            ("☑是 □否", 1),
            ("□是 ☑否", 0),
            ("是√ 否", 1),
            ("是 否√", 0),
            ("■合格 □不合格", 1),
            ("□合格 ■不合格", 0),
        ],
        *[("是（√）否（ ）", 1), ("√是 ×否", 1), ("是☑/否□", 1), ("●是 ○否", 1), ("☑ 是", 1)],
    ],
)
def test_boxes_in_one_cell(cell: str, expected: int) -> None:
    """Readable by the mark beside the word."""
    assert Decimal(expected) == value(reader(YesNo(kind="yes_no"))(cell))


@pytest.mark.parametrize("cell", ["是 否", "是/否", "☑是 ☑否", "□是 □否", "√是√否√", "□是", "☑是 □可能"])
def test_boxes_that_are_not_clear(cell: str) -> None:
    """Two marks, or none: the underlined one is not in the text."""
    assert code(reader(YesNo(kind="yes_no"))(cell)) == "QK222"


@pytest.mark.parametrize("raw", ["还行", "2", 2.0, "85", "王芳"])
def test_other_words(raw: Raw) -> None:
    """What is allowed is named, 不适用 only where the item allows it."""
    found = reader(YesNo(kind="yes_no"))(raw)
    assert Fault("QK217", (("allowed", "“是”、“否”、“不适用”"),)) == found
    without = reader(YesNo(kind="yes_no"), forbids_na=True)
    assert Fault("QK217", (("allowed", "“是”、“否”"),)) == without(raw)


@pytest.mark.parametrize(("grade", "words"), GRADES.items())
def test_five_grades_of_service(grade: int, words: str) -> None:
    """Words, stars and numbers of the scale 1…5."""
    for word in words.split():
        assert Decimal(grade) == parse_scale(word, Decimal(1), Decimal(5)), word


@pytest.mark.parametrize(
    ("raw", "low", "high", "expected"),
    [
        ("6", 1, 5, "QK213"),
        (0.0, 1, 5, "QK213"),
        ("很好", 1, 5, "QK217"),
        ("满意", 0, 10, "QK217"),
        ("5星", 0, 10, "QK217"),
    ],
)
def test_what_is_not_on_the_scale(raw: Raw, low: int, high: int, expected: str) -> None:
    """Words belong to the scale 1…5 only."""
    assert code(parse_scale(raw, Decimal(low), Decimal(high))) == expected


@pytest.mark.parametrize("word", ["未评价", "超时未评", "0", 0.0, ""])
def test_no_rating_is_never_zero(word: Raw) -> None:
    """A customer who pressed no key gave no rating."""
    low = LowRating(item="a", at_most=Decimal(2), clause="P3.mon.3")
    read = reader(Scale(kind="scale", min=Decimal(1), max=Decimal(5)), low_rating=low)
    assert AnswerState.BLANK == _state(read(word))


def test_points() -> None:
    """One point under points; a deduction only where the form says so."""
    read = reader(Points(kind="points", max=Decimal(10)))
    assert Decimal(1) == value(read("1")) == value(read(1.0))
    assert code(read("扣2")) == "QK215"
    taken_off = reader(Points(kind="points", max=Decimal(10), entry="deduction"))
    assert [8, 8, 8] == [value(taken_off(text)) for text in ("扣2", "(2)", 2.0)]


def test_choices() -> None:
    """Exact after normalising, by the label or another word of it."""
    options = (
        Option(label="优秀", score=Decimal(1), also=("优", "A")),
        Option(label="一般", score=Decimal("0.5")),
    )
    read = reader(Choice(kind="choice", options=options))
    assert ["优秀", "优秀", "优秀", "一般"] == [value(read(text)) for text in ("优秀", " Ａ ", "a", "一般")]
    assert Fault("QK217", (("allowed", "“优秀”、“一般”、“不适用”"),)) == read("良")
    assert value(read("■优秀 □一般")) == "优秀"
    assert code(read("□优秀 □一般")) == "QK222"
    assert parse_choice(1.0, {"1": ()}) == "1"


@pytest.mark.parametrize(
    ("raw", "unit", "expected"),
    [
        *[
            ("3声", "rings", 3),
            (3.0, "rings", 3),
            ("3分20秒", "seconds", 200),
            ("200", "seconds", 200),
            ("2分钟", "minutes", 2),
        ],
        *[
            ("1.5", "hours", "1.5"),
            ("90分钟", "hours", "1.5"),
            ("3天", "days", 3),
            ("95%", "percent", 95),
            (95.0, "percent", 95),
        ],
    ],
)
def test_measures(raw: Raw, unit: str, expected: int | str) -> None:
    """In the unit of the item."""
    assert Decimal(expected) == parse_measure(raw, unit)


@pytest.mark.parametrize(
    ("raw", "unit", "expected"),
    [
        *[
            ("约3声", "rings", "QK212"),
            ("3:20", "seconds", "QK210"),
            (">180", "seconds", "QK211"),
            (0.95, "percent", "QK214"),
        ],
        *[("-1", "days", "QK213"), ("", "days", "QK212")],
    ],
)
def test_what_is_no_measure(raw: Raw, unit: str, expected: str) -> None:
    """As for durations and numbers."""
    assert code(parse_measure(raw, unit)) == expected


def test_measures_in_a_form() -> None:
    """``time_cells`` of the form, the header's unit, the limits of the item."""
    kind = Number(
        kind="number", unit="seconds", bands=({"at_most": "60", "score": "1"},), maximum=Decimal(600)
    )
    assert value(reader(kind, time_cells="mm:ss")("3:20")) == 200
    assert code(reader(kind)("3:20")) == "QK210"
    assert code(reader(kind)("601")) == "QK213"
    assert parse_measure("2", "seconds", header_unit="min") == 120


def test_equal_texts_share_one_answer() -> None:
    """A hundred thousand rows do not make a hundred thousand objects."""
    read = reader(YesNo(kind="yes_no"))
    assert read("是") is read("是")
    assert read("是") is not read("有")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("是 属实 已核实 经核实属实 有效 通过 确认", Verified.YES),
        ("否 不属实 无效 驳回 未通过", Verified.NO),
        ("未核实 核实中 联系不上 待定", Verified.PENDING),
    ],
)
def test_verified(words: str, expected: Verified) -> None:
    """Yes, no, or still open; a blank is open."""
    assert {expected} == {parse_verified(word) for word in words.split()}
    assert parse_verified("") is Verified.PENDING
    assert parse_verified("☑属实 □不属实") is Verified.YES
    assert code(parse_verified("大概")) == "QK217"


def test_hit_review() -> None:
    """确认 or 驳回 beside a pending hit; undecided is None."""
    assert [True] * 4 == [parse_hit_decision(word) for word in ("确认", "属实", "违规", "扣")]
    assert [False] * 5 == [parse_hit_decision(word) for word in ("驳回", "误判", "误报", "不扣", "非违规")]
    assert [None] * 2 == [parse_hit_decision(word) for word in ("待定", "")]
    assert code(parse_hit_decision("也许")) == "QK217"


def test_no_word_has_two_meanings() -> None:
    """The lists of words do not overlap where a cell could mean either."""
    answers = [w.YES, w.NO, w.JUDGED_GOOD, w.JUDGED_BAD, w.TICKS_GOOD, w.TICKS_BAD, w.HALF]
    groups = [*answers, w.HOUSE_SIGNS, w.NOT_APPLICABLE, w.BLANK]
    assert sum(map(len, groups)) == len(frozenset().union(*groups))
    assert not w.VERIFIED & w.NOT_VERIFIED
    assert not w.UPHELD & w.REFUSED


@given(st.text(max_size=8))
def test_nothing_breaks_it(text: str) -> None:
    """Any text is an answer or a fault; only words that say so are N/A or blank."""
    for kind in (
        YesNo(kind="yes_no"),
        Points(kind="points", max=Decimal(10)),
        Scale(kind="scale", min=Decimal(1), max=Decimal(5)),
    ):
        assert isinstance(reader(kind)(text), Answer | Fault)
