"""Text as it is compared, and the way back to the original. Source: semantics.md §4."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualitykit.scoring.normalise import END, fold, is_protected, normalise, syllable
from qualitykit.scoring.normalise_batch import normalise_many

NASTY = "不不没谢谢慢知道我您。！；\n,.*·　 ⑩½㍿ABc8８嗯啊萬與😀\u200b\ufe0f\u0336é⁇…〇\u3164ß\x00\r"
turns = st.text(alphabet=st.sampled_from(NASTY) | st.characters(codec="utf-8"), max_size=24)


@pytest.mark.parametrize(
    "written, compared",
    [
        ("不*知*道", "不知道"),
        ("不 知　道", "不知道"),
        ("不，知…道", "不知道"),
        ("不\u200b知\u2060道", "不知道"),
        ("不\u0336知\u0336道", "不知道"),
        ("不\u3164知道", "不知道"),
        ("不😀知👨‍👩‍👧道❤️", "不知道"),
        ("嗯，我呃不知道啊", "我不知道"),
        ("為什麼沒說", "为什么没说"),
        ("您妳你", "你"),
        ("ＡＢＣ１２３", "abc123"),
        ("⑩", "10"),
        ("VIP", "vip"),
        ("不不不知道", "不知道"),
        ("不知知知道", "不知道"),
        ("我我我没没有", "我没有"),
        ("谢谢", "谢谢"),
        ("谢谢谢谢", "谢谢"),
        ("慢慢", "慢慢"),
        ("慢慢慢慢来", "慢慢来"),
        ("天天", "天天"),
        ("匆匆", "匆匆"),
        ("888", "888"),
        ("一一一", "一一一"),
        ("www", "www"),
        ("你好。。。！请问", f"你好{END}请问"),
        ("谢谢。谢谢", f"谢谢{END}谢谢"),
        ("3.5元", "35元"),
        ("那个不行", "那个不行"),
        ("", ""),
        ("。，！", ""),
        ("嗯", ""),
    ],
)
def test_the_ways_of_writing_become_one(written: str, compared: str) -> None:
    """Each trap of the contract, by its usual name."""
    assert compared == normalise(written).text


@pytest.mark.parametrize(
    "text, part, original",
    [
        ("我说不*知*道呀", "不知道", "不*知*道"),
        ("就是不不不知道", "不知道", "不不不知道"),
        ("您　好", "你好", "您　好"),
        ("共⑩元", "10元", "⑩元"),
        ("好的，不知\u200b道😀。", "不知道", "不知\u200b道"),
    ],
)
def test_evidence_is_verbatim(text: str, part: str, original: str) -> None:
    """A slice of the normalised text leads back to exactly what was written."""
    normal = normalise(text)
    start = normal.text.index(part)
    first, last = normal.original(start, start + len(part))
    assert original == text[first:last]


@pytest.mark.parametrize("char", "不没无未别0９一十百两〇" + END)
def test_negations_and_numbers_are_protected(char: str) -> None:
    """No edit may touch them."""
    assert is_protected(char)


@pytest.mark.parametrize("char", "我知道a请")
def test_other_characters_are_not_protected(char: str) -> None:
    """What may differ in a fuzzy hit."""
    assert not is_protected(char)


@pytest.mark.parametrize("one, other", [("收", "收"), ("件", "贱"), ("拣", "贱"), ("到", "道"), ("绿", "律")])
def test_characters_of_one_syllable(one: str, other: str) -> None:
    """Tones do not count."""
    assert syllable(one) == syllable(other)


def test_a_character_without_reading_sounds_like_itself() -> None:
    """Letters and digits are their own syllables."""
    assert (syllable("a"), syllable("8")) == ("a", "8")


@settings(max_examples=150, deadline=None)
@given(turns)
def test_normalising_twice_changes_nothing(text: str) -> None:
    """What came out is compared as it is."""
    once = normalise(text).text
    assert once == normalise(once).text


@settings(max_examples=150, deadline=None)
@given(turns)
def test_the_map_points_at_what_each_character_came_from(text: str) -> None:
    """The map never runs backwards, and every character is part of its original folded."""
    normal = normalise(text)
    assert list(normal.at) == sorted(normal.at)
    assert all(char in fold(text[at]) for char, at in zip(normal.text, normal.at, strict=True))


@settings(max_examples=150, deadline=None)
@given(st.lists(turns, max_size=6))
def test_many_turns_are_normalised_like_one(texts: list[str]) -> None:
    """The batch gives the sentences and the places of the turn-by-turn version."""
    batch = normalise_many(texts)
    per_turn: list[list[tuple[str, int]]] = [[] for _ in texts]
    for code, at in zip(batch.codes.tolist(), batch.at.tolist(), strict=True):
        turn = max((i for i, start in enumerate(batch.starts.tolist()) if start <= at), default=0)
        per_turn[turn].append((chr(code), at - int(batch.starts[turn])))
    for text, found in zip(texts, per_turn, strict=True):
        normal = normalise(text)
        expected = zip(normal.text, normal.at, strict=True)
        assert [pair for pair in expected if pair[0] != END] == [pair for pair in found if pair[0] != END]
        sentences = [part for part in "".join(char for char, _at in found).split(END) if part]
        assert [part for part in normal.text.split(END) if part] == sentences
