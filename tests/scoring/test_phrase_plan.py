"""What the batch matcher knows of its phrases before it looks for them."""

from qualitykit.scoring.phrases import compile_phrases
from qualitykit.standards.phrases import PhraseList


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
