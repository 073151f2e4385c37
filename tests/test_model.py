"""The facts that every room shares."""

import pickle
from dataclasses import FrozenInstanceError, fields
from typing import Any

import pytest

from qualitykit.i18n import set_language
from qualitykit.model import LEDGER_PLACE, CallFacts, Evaluation, Place, Transcript, maker, rows_in_words
from qualitykit.problems import problem


@pytest.mark.parametrize("kind", [Place, CallFacts, Transcript, Evaluation])
def test_a_maker_makes_what_the_class_makes(kind: type[Any]) -> None:
    """The quick way to a record and the usual one: equal in every respect, and as frozen."""
    values = [f"{one.name}'s" for one in fields(kind)]
    quick, usual = maker(kind)(*values), kind(*values)
    assert (usual, hash(usual), repr(usual)) == (quick, hash(quick), repr(quick))
    assert type(quick) is kind
    assert usual == pickle.loads(pickle.dumps(quick))
    with pytest.raises(FrozenInstanceError):
        setattr(quick, fields(kind)[0].name, "")


@pytest.mark.parametrize(
    "place, zh, en",
    [
        (Place("a.xlsx", "表", "5:5"), "a.xlsx!表!第 5 行", "a.xlsx!表!row 5"),
        (Place("a.csv", "", "3:20"), "a.csv!第 3 至 20 行", "a.csv!rows 3 to 20"),
        (Place("a.xlsx", "表", "B5"), "a.xlsx!表!B5", "a.xlsx!表!B5"),
        (Place("a.xlsx", "表", "A5:C5"), "a.xlsx!表!A5:C5", "a.xlsx!表!A5:C5"),
        (Place("a.yaml", line=7), "a.yaml:7", "a.yaml:7"),
        (Place("a.xlsx", "表"), "a.xlsx!表", "a.xlsx!表"),
    ],
)
def test_a_whole_row_is_shown_in_words(place: Place, zh: str, en: str) -> None:
    """People see 第 5 行; the text that ids are made of stays."""
    machine = str(place)
    try:
        for language, shown in (("zh", zh), ("en", en)):
            set_language(language)
            assert shown == place.shown == rows_in_words(machine)
            assert shown.endswith(place.cell_shown)
            assert machine == str(place)
    finally:
        set_language(None)


def test_a_place_in_the_ledger_is_shown_in_words() -> None:
    """Which register, which entry, when, by whom; a closed month of somebody; entries without a day."""
    try:
        set_language("zh")
        assert [
            "台账：调整登记 第 15 条，2026-09-03，经办人 陈静",
            "台账：调整登记 第 15 条",
            "台账：导入的警告 第 3 条，2026-09-03",
            "台账：2026-06 E1003",
        ] == [
            Place(LEDGER_PLACE, kind, cell).shown
            for kind, cell in (
                ("adjustment", "#15 2026-09-03 陈静"),
                ("adjustment", "#15"),
                ("import", "#3 2026-09-03"),
                ("2026-06", "E1003"),
            )
        ]
    finally:
        set_language(None)


def test_a_message_shows_rows_in_words_and_keeps_times() -> None:
    """A place among a problem's parameters; a time is no row, and the id does not follow the language."""
    found = problem("QK405", Place("a.xlsx", "表", "5:5"), first="b.xlsx!表!7:7")
    before = found.id
    try:
        set_language("zh")
        assert "b.xlsx!表!第 7 行" in found.message()
        assert before == found.id
        assert "14:05" == rows_in_words("14:05")
    finally:
        set_language(None)
