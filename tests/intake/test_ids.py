"""Ids: staff numbers and ids of calls. Source: field-lists §12."""

import pytest

from qualitykit.intake.cells import Fault, Raw
from qualitykit.intake.ids import parse_id, without_leading_zeros


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (1007.0, "1007"), ("1007.0", "1007"), ("1007.00", "1007"), ("E1007", "E1007"), ("e1007", "E1007"),
        ("Ｅ1007", "E1007"), ("工号:1007", "1007"), ("工号：E1007", "E1007"), ("'0107", "0107"),
        ("0107", "0107"),
        (" 10 07 ", "1007"), ("1007#", "1007"), ("R20261003-0001", "R20261003-0001"),
        (999_999_999_999_999, "999999999999999"),
        ("20261003140533001234", "20261003140533001234"), ("12E5", "12E5"),
    ],
)  # fmt: skip
def test_canonical_text(raw: Raw, expected: str) -> None:
    """One text for one id."""
    assert expected == parse_id(raw)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (20261003140533001234, "QK223"), (2.0261003140533001e19, "QK223"), (10**15, "QK223"), (1e15, "QK223"),
        ("1.38E+10", "QK224"), ("2.02610E+19", "QK224"), ("1.38e10", "QK224"),
        (1007.5, "QK225"), ("1007.5", "QK225"), (-3.0, "QK225"), (True, "QK225"), ("—", "QK225"),
    ],
)  # fmt: skip
def test_what_is_no_certain_id(raw: Raw, code: str) -> None:
    """A number over 15 digits has lost its tail: never a key."""
    assert Fault(code) == parse_id(raw)


def test_ids_of_calls_keep_their_letters() -> None:
    """Two ids that differ in case are two calls."""
    assert ("aB3", "AB3") == (parse_id("aB3", fold_case=False), parse_id("aB3"))


def test_blank_and_zeros() -> None:
    """A blank is no id; zeros that a spreadsheet took are compared away."""
    assert parse_id("") is None
    assert parse_id(" ") is None
    assert ["107", "107", "0"] == [without_leading_zeros(text) for text in ("0107", "107", "0")]
