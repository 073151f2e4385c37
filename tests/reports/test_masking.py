"""Phones, landlines, ID numbers and names: what is masked, and what is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualitykit.reports.masking import NameMask, mask_each, mask_name, mask_numbers


@pytest.mark.parametrize(
    "text, expected",
    [
        ("13800138000", "138****8000"),
        ("电话13800138000。", "电话138****8000。"),
        ("138 0013 8000", "138****8000"),
        ("138-0013-8000", "138****8000"),
        ("+86 13800138000", "+86 138****8000"),
        ("8613800138000", "86138****8000"),
        ("１３８００１３８０００", "１３８****８０００"),
        ("我的号码是幺三八零零幺三八零零零", "我的号码是幺三八****八零零零"),
        ("0571-88881234", "0571-****1234"),
        ("010-62345678", "010-****5678"),
        ("身份证110101199003070012", "身份证110101**********12"),
        ("11010119900307001X", "110101**********1X"),
        ("110101900307001", "110101*******01"),
        ("13800138000、13900139000", "138****8000、139****9000"),
    ],
)
def test_numbers_of_customers_are_masked(text: str, expected: str) -> None:
    """A number is masked however it is written."""
    assert expected == mask_numbers(text)


@pytest.mark.parametrize(
    "text",
    [
        "20261003140533001234",
        "2026-10-03 14:05",
        "得分 85.00，扣 5 分",
        "E1007",
        "录音质检.xlsx!10月!F1234",
        "￥12,345.67",
        "128:128",
        "23800138000",
        "138001380001",
        "",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    """Ids of contacts, dates, scores, cells and money are no phone numbers."""
    assert text == mask_numbers(text)


@pytest.mark.parametrize(
    "text",
    [
        "9f2c13800138000ab4d1e0c7713800138000f9e8d7c6b5a4930211f0e1d2c3b4",
        "ab11010119900307001212cdef0123456789abcdef0123456789abcdef012345",
        "文件 7e13912345678901c，封印 d105718888123400f1… 结束",
        "h-110101199003070a",
        "h-1380013800012345",
        "praise-0572881234",
        "C20260803-0572881234",
    ],
)
def test_digests_and_our_own_ids_stay(text: str) -> None:
    """A digest that holds the look of a phone or an ID number is none: it proves nothing with a hole."""
    assert text == mask_numbers(text)
    assert [text, text] == mask_each([text, text])


@pytest.mark.parametrize(
    "text, expected",
    [
        ("abc13800138000def", "abc138****8000def"),
        ("ed110101199003070012", "ed110101**********12"),
        ("a110101199003070012b", "a110101**********12b"),
        ("110101199003070012", "110101**********12"),
        ("编号abc110101199003070012，电话13800138000", "编号abc110101**********12，电话138****8000"),
        ("order-0572881234", "order-057****1234"),
        ("9f2c13800138000ab4d1e0c7713800138000 电话13800138000", None),
    ],
)
def test_numbers_beside_letters_are_masked(text: str, expected: str | None) -> None:
    """Letters before or after a phone or ID number make no digest of it."""
    assert (expected or "9f2c13800138000ab4d1e0c7713800138000 电话138****8000") == mask_numbers(text)


def test_masking_twice_is_masking_once() -> None:
    """A masked text stays as it is."""
    once = mask_numbers("13800138000 与 110101199003070012")
    assert once == mask_numbers(once)


def test_names_keep_the_surname_only() -> None:
    """The mask tells neither the given name nor its length."""
    assert ("王**", "王**", "") == (mask_name("王芳"), mask_name("王小明"), mask_name(" "))


def test_known_names_are_masked_inside_texts() -> None:
    """File names and sheets carry names; the longer of two names wins."""
    mask = NameMask(["王芳", "王芳芳", "李", ""])
    assert "10月录音质检-王**.xlsx 与 王** 李" == mask("10月录音质检-王芳.xlsx 与 王芳芳 李")
    assert "王芳" == NameMask([])("王芳")


@given(
    st.lists(
        st.lists(
            st.sampled_from(
                (
                    *("138", "0013", "8000", "13800138000", "110101199003070012", "0571-88881234", "幺三八"),
                    *("-", " ", "LY2026", "\n", "\x01", "86", "+", "号", "0"),
                )
            ),
            max_size=5,
        ).map("".join),
        max_size=6,
    )
)
def test_many_at_a_time_are_masked_alike(texts: list[str]) -> None:
    """Whatever stands beside a text in the list."""
    assert list(map(mask_numbers, texts)) == mask_each(texts)
