"""What the batch matcher knows of its phrases before it looks for them."""

import re

import pytest

from qualitykit.scoring.phrase_plan import needed_characters
from qualitykit.scoring.phrases import compile_phrases
from qualitykit.standards.phrases import PhraseList


@pytest.mark.parametrize(
    "pattern, needed",
    [
        ("不知道", "不知道"),
        ("(?<!还)不(?:太)?(?:知道|清楚)", "不"),
        ("不?知道", "知道"),
        ("不*知{0,1}道+", "道"),
        ("不知道|不清楚", ""),
        ("[不没]知道", "知道"),
        (r"[]不]知\道", "知"),
        (r"[^\]不]知", "知"),
        ("(?i)不知道", ""),
        ("(?:不)知道", "知道"),
    ],
)
def test_characters_without_which_a_pattern_finds_nothing(pattern: str, needed: str) -> None:
    """Only those that every hit holds; where that cannot be told, none."""
    assert set(needed) == set(needed_characters(pattern))
    for text in ("我不知道", "我也不清楚", "没知道", "知道", "道"):
        found = re.search(pattern, text)
        assert found is None or all(char in found.group() for char in needed)


def test_phrases_that_begin_as_they_end_are_those_whose_hits_can_overlap() -> None:
    """好好 in 好好好 is one hit, of two that overlap; the others' hits never meet."""
    lists = PhraseList.model_validate(
        {
            "id": "l",
            "title": "l",
            "kind": "cue",
            "clause": "P3.ban",
            "phrases": ["不好不", "不好", "了不了", "好"],
        }
    )
    matcher = compile_phrases([lists])
    assert [True, False, True, False] == matcher.plan.chars.meets_itself.tolist()
    texts = ["不好不好不好不", "了不了不了", "好好", "不好"]
    found = [(hit.turn, hit.phrase.text, hit.start, hit.end) for hit in matcher.find(texts)]
    alone = [
        (turn, hit.phrase.text, hit.start, hit.end)
        for turn, text in enumerate(texts)
        for hit in matcher.find_turn(text)
    ]
    assert alone == found
