"""The phrase of a hit as people read it."""

from dataclasses import replace

from qualitykit.reports.wording import hit_phrase
from qualitykit.scoring.results import Hit

HIT = Hit("h-1", "banned-phrase", "听不懂人话", "exact", "stands", 1, 0, 5, "听不懂人话")


def test_a_pattern_is_shown_by_the_words_it_found() -> None:
    """A listed phrase stands as listed, also when heard otherwise; people never see a pattern."""
    assert hit_phrase(replace(HIT, kind="sound", quote="听不懂人画")) == "听不懂人话"
    pattern = replace(HIT, kind="regex", phrase="(?<!果)不(?:知道|清楚)", quote="不清楚")
    assert hit_phrase(pattern) == "不清楚"
