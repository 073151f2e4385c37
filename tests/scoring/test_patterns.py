"""Patterns in many sentences at once find what each sentence holds by itself."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualitykit.scoring.normalise import END
from qualitykit.scoring.normalise_batch import normalise_many
from qualitykit.scoring.patterns import Pattern, find_patterns, needed_characters, stays_inside

PATTERNS = (
    "不(?:太|大)?知道",
    "(?<!还)(?<!果)不知",
    "知道(?!了|吗)",
    "我是[^\\n请问]{0,4}?店",
    "[早晚]上好",
    "(?:我|这)*不",
    "爱([存取])不\\1",
    "^不",
    "道$",
    "不.{0,3}知",
    "不[^道]知",
    "好?",
    "\\w道",
    "[不没]?知|好",
)


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


@pytest.mark.parametrize(
    "pattern, stays",
    [
        ("(?<!果)不(?:太|大)?(?:知道|清楚)[呢哦]*", True),
        ("你好[^\\n请问]{0,10}?(?:银行|保险)", True),
        (f"你好[^{END}]{{0,10}}银行", True),
        ("爱([存取])不\\1", True),
        ("不.{0,3}知(?!.道)", True),
        ("[^]\\n]知", True),
        ("你好[^请问]{0,10}银行", False),
        ("不\\s*知", False),
        ("不\\012", False),
        ("[\\s不]知", False),
        ("[\\t-\\r]知", False),
        (f"[{chr(9)}-{chr(13)}]知", False),
        (f"不{END}知", False),
        ("^不知", False),
        ("不知$", False),
        ("(?s)不.知", False),
        ("(?:不|[^知])道", False),
    ],
)
def test_which_patterns_stay_inside_a_sentence(pattern: str, stays: bool) -> None:
    """Where it is not plain to see, none is said to."""
    re.compile(pattern)
    assert stays == stays_inside(pattern)


@settings(max_examples=200)
@given(
    st.lists(st.text("我你是不知道好了吗还果早晚上店请存取爱ab。，", max_size=12), min_size=1, max_size=60),
    st.sampled_from(PATTERNS),
)
def test_many_sentences_are_as_each_by_itself(texts: list[str], pattern: str) -> None:
    """However many they are, and wherever they end."""
    batch = normalise_many(texts)
    expected = []
    start = 0
    for sentence in batch.text().split(END):
        spans = (found.span() for found in re.finditer(pattern, sentence))
        expected += [(7, start + first, start + last) for first, last in spans if last > first]
        start += len(sentence) + 1
    assert expected == list(map(tuple, find_patterns(batch, [Pattern(7, pattern)]).tolist()))
