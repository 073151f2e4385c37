"""Numbers, points, money. Source: field-lists §12."""

from decimal import Decimal
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualitykit.intake.cells import Fault, Raw, decimal_of, digits_of_chinese, shown
from qualitykit.intake.numbers import parse_count, parse_money, parse_number, parse_points

HUNDRED = Decimal(100)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("85", "85"), ("85.0", "85"), ("８５", "85"), ("1,200.5", "1200.5"), ("1，200", "1200"),
        ("95。5", "95.5"),
        ("八十五", "85"), ("一百零五", "105"), ("九点五", "9.5"), ("-5", "-5"), ("－5", "-5"),
        ("85%", "0.85"),
        ("'85", "85"), (" 85 ", "85"), (85.0, "85"), (84.99999999, "84.99999999"), (0.1 + 0.2, "0.3"),
        (1.1 * 3, "3.3"),
    ],
)  # fmt: skip
def test_plain_numbers(raw: Raw, expected: str) -> None:
    """A float is the decimal that people see, at 15 significant digits."""
    assert Decimal(expected) == parse_number(raw)


@pytest.mark.parametrize("raw", ["九十多", "85-90", "1,20", "八五十", "abc", True, "1.2.3", "85分"])
def test_what_is_no_plain_number(raw: Raw) -> None:
    """Never a guess."""
    assert Fault("QK212") == parse_number(raw)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("85", "85"), ("85分", "85"), ("８５", "85"), ("85/100", "85"), ("85分/100分", "85"),
        ("85%", "85"), ("八十五", "85"),
        ("85（良）", "85"), ("92合格", "92"), ("85 ", "85"), ("95。5", "95.5"),
        (84.99999999, "84.99999999"), ("0", "0"),
        (100.0, "100"), ("1", "1"),
    ],
)  # fmt: skip
def test_points_of_a_hundred(raw: Raw, expected: str) -> None:
    """Scores as people write them."""
    assert Decimal(expected) == parse_points(raw, HUNDRED)


@pytest.mark.parametrize(
    ("raw", "maximum", "code"),
    [
        ("17/20", 100, "QK212"), ("100+2", 100, "QK212"), ("九十多", 100, "QK212"),
        ("85（白班）", 100, "QK212"),
        ("85", 5, "QK213"), ("105", 100, "QK213"), (85.0, 5, "QK213"),
        ("0.85", 100, "QK214"), (0.85, 100, "QK214"),
        ("-5", 100, "QK215"), ("扣5", 100, "QK215"), ("(5)", 100, "QK215"), ("5-", 100, "QK215"),
        (-5.0, 100, "QK215"),
    ],
)  # fmt: skip
def test_points_that_are_problems(raw: Raw, maximum: int, code: str) -> None:
    """Another scale, a share, a deduction where points are asked for."""
    found = parse_points(raw, Decimal(maximum))
    assert isinstance(found, Fault)
    assert code == found.code


@pytest.mark.parametrize("raw", ["扣2", "-2", "(2)", "（2）", "2-", "2", "扣2分", "减2", 2.0, -2.0])
def test_deductions_where_the_standard_says_so(raw: Raw) -> None:
    """``entry: deduction``: what is taken off the maximum."""
    assert Decimal(8) == parse_points(raw, Decimal(10), entry="deduction")


@pytest.mark.parametrize("entry", ["score", "deduction"])
def test_half_a_point_of_few_is_no_share(entry: Literal["score", "deduction"]) -> None:
    """0.5 of 2 points is half a point; 0.5 taken off 100 is half a point."""
    assert parse_points("0.5", Decimal(2)) == Decimal("0.5")
    assert isinstance(parse_points("0.5", HUNDRED, entry=entry), Fault if entry == "score" else Decimal)


def test_a_percent_format_is_a_share_of_the_maximum() -> None:
    """0.85 shown as 85% under an item of 20 points is 17; so is the text 85%."""
    assert Decimal(17) == parse_points(0.85, Decimal(20), percent=True) == parse_points("85%", Decimal(20))


@pytest.mark.parametrize(
    ("raw", "yuan"),
    [
        ("50", "50"), ("50元", "50"), ("￥50.00", "50"), ("¥50", "50"), ("RMB50", "50"),
        ("1,200.00", "1200"), ("1，200", "1200"),
        ("50.-", "50"), ("伍拾元整", "50"), ("壹佰贰拾元伍角", "120.50"), ("50/次", "50"), ("5百", "500"),
        ("0.1万", "1000"),
        ("-100", "-100"), ("(100)", "-100"), ("（100）", "-100"), (50.0, "50"), (0.1 + 0.2, "0.30"),
        ("人民币50元整", "50"),
    ],
)  # fmt: skip
def test_money(raw: Raw, yuan: str) -> None:
    """Yuan with two places, exact."""
    found = parse_money(raw)
    assert Decimal(yuan) == found
    assert isinstance(found, Decimal)
    assert found.as_tuple().exponent == -2


@pytest.mark.parametrize(
    "raw", ["50-200", "面议", "50.005", 50.005, "$50", "￥-100", "(-100)", "税前50", True, "五十左右"]
)
def test_what_is_no_certain_amount(raw: Raw) -> None:
    """Ranges, words, foreign money, parts of a fen."""
    assert Fault("QK216") == parse_money(raw)


@pytest.mark.parametrize(("raw", "count"), [("3", 3), ("3次", 3), ("三声", 3), (3.0, 3), ("0", 0)])
def test_counts(raw: Raw, count: int) -> None:
    """Rings, times."""
    assert count == parse_count(raw)


@pytest.mark.parametrize("raw", ["2.5", 2.5, "-1", "几次"])
def test_what_is_no_count(raw: Raw) -> None:
    """Whole numbers from 0 only."""
    assert Fault("QK212") == parse_count(raw)


@pytest.mark.parametrize("raw", ["", " ", "\u3000"])
def test_blank(raw: str) -> None:
    """None is neither 0 nor a fault."""
    assert [None] * 4 == [parse_number(raw), parse_points(raw, HUNDRED), parse_money(raw), parse_count(raw)]


@given(st.decimals(-99_999_999, 99_999_999, places=4))
def test_a_float_is_the_decimal_that_was_typed(number: Decimal) -> None:
    """What people type with up to 12 digits comes back exactly."""
    assert number == decimal_of(float(number))
    assert number == parse_number(f"{number:f}")


@given(st.integers(0, 99_999_999))
def test_chinese_numerals(number: int) -> None:
    """Digits one by one are read as a number."""
    text = "".join("零一二三四五六七八九"[int(digit)] for digit in str(number))
    assert number == digits_of_chinese(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十", 10), ("二十", 20), ("八十五", 85), ("一百零五", 105), ("一千二百", 1200),
        ("三万五千", 35_000), ("二〇二六", 2026),
        ("", None), ("百", None), ("十百", None), ("八五十", None), ("甲", None),
    ],
)  # fmt: skip
def test_chinese_numerals_with_units(text: str, number: int | None) -> None:
    """十 百 千 万; what is none is None."""
    assert number == digits_of_chinese(text)


@given(st.text(max_size=10))
def test_nothing_breaks_it(text: str) -> None:
    """Any text is a number, a fault or blank."""
    for found in (parse_number(text), parse_points(text, HUNDRED), parse_money(text)):
        assert isinstance(found, Decimal | Fault | None)


def test_shown() -> None:
    """A message quotes what people see."""
    assert ["85", "TRUE", "0107", "20261003140533000000"] == [
        shown(85.0), shown(True), shown("0107"), shown(2.0261003140533e19)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一百二", 120), ("三千五", 3500), ("一万二", 12_000), ("两百五", 250), ("一百一", 110),
        ("一万二千三", 12_300), ("十万二", 102_000), ("一千二百五", 1250), ("十二", 12), ("一百二十五", 125),
        ("一百零二", 102), ("一千零五", 1005), ("一千零五十", 1050), ("一万零二", 10_002), ("一百〇二", 102),
        ("壹佰零贰", 102), ("壹佰贰拾", 120),
        ("壹佰贰", None), ("一百二万", None),
    ],
)  # fmt: skip
def test_a_last_digit_without_its_unit(text: str, expected: int | None) -> None:
    """一百二 is 120 in money, counts and times alike; what is not certain is not read."""
    assert expected == digits_of_chinese(text)
    read = Fault("QK216") if expected is None else Decimal(expected)
    assert [read, read] == [parse_money(text), parse_money(text + "元")]


def _written(number: int) -> str:
    """The number as it is written out: 一万零二百零三."""
    if number >= 10_000:
        rest = number % 10_000
        return (
            _written(number // 10_000)
            + "万"
            + ("零" if 0 < rest < 1000 else "")
            + (_written(rest) if rest else "")
        )
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if gap and text else "") + "零一二三四五六七八九"[digit] + name
        gap = not digit
    return text or "零"


@given(st.integers(0, 999_999))
def test_numbers_written_out_are_read_as_they_are(number: int) -> None:
    """Every unit said, 零 for every gap."""
    assert number == digits_of_chinese(_written(number))
