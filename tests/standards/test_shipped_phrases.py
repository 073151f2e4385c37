"""What the shipped lists look for is what was written: the form that is compared keeps every character."""

import pytest

from qualitykit.scoring.normalise import normalise
from qualitykit.standards.phrases import Match, PhraseKind
from qualitykit.standards.reader import load_standard

PACKS = ("service-attitude", "humanised-service", "property-service", "phone-and-reception", "club-service")
# 你我 said twice is a stutter and becomes one; these stay rude in the shorter form as well
SHORTER = frozenset({"问我我问谁", "你问我我问谁去", "你问我我也不知道", "你谁啊你"})


@pytest.mark.parametrize("pack", PACKS)
def test_a_banned_phrase_is_compared_as_it_was_written(pack: str) -> None:
    """催催催 would be looked for as 催催, which 我帮您催催 holds; 去法院啊 as 去法院."""
    standard, _problems = load_standard(pack)
    assert standard is not None
    shorter = {
        phrase.text
        for one in standard.phrases
        if one.kind is PhraseKind.BANNED
        for phrase in one.phrases
        if Match.REGEX not in (phrase.match or one.match)
        and len(normalise(phrase.text).text) < len(phrase.text)
    }
    assert shorter <= SHORTER
