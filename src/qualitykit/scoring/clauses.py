"""Where in its clause a hit lies: 不知道 as the whole answer, or as the beginning of 不知道您是否方便.

A clause ends with punctuation, a pause in writing (… ~ —) or a sentence. Blanks end none: transcripts are
often cut into words by them. A polite or hesitating word before (亲，那，喂) and particles after (哦，呢，了)
belong to the hit's clause without changing what stands there. Source: semantics.md §4.
"""

from typing import Protocol, SupportsInt

from qualitykit.scoring.normalise import END
from qualitykit.standards.phrases import Bounds

__all__ = ["LEADS", "MARKS", "TRAILS", "lies_within"]

LEADS = frozenset("亲那喂哦噢哎唉哟喔")
TRAILS = frozenset("亲呀呢哦噢哈的了嘛吧喽哟呗啦咯喔滴")
MARKS = frozenset("，,、；;：:。.．！!？?…⋯—―～~|｜/／()（）\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")


class Places(Protocol):
    """Numbers by place: a tuple or an array."""

    def __getitem__(self, place: int, /) -> SupportsInt: ...


def lies_within(bounds: Bounds, chars: str, at: Places, text: str, start: int, end: int) -> bool:
    """Whether the hit [start, end) of the normalised ``chars`` begins or ends its clause as asked.

    ``at``: where each of ``chars`` came from in ``text``; a mark lies in the text between two of them.
    """
    if bounds in (Bounds.BEGINS, Bounds.ALONE):
        while not _parted(chars, at, text, start):
            if chars[start - 1] not in LEADS:
                return False
            start -= 1
    if bounds in (Bounds.ENDS, Bounds.ALONE):
        while not _parted(chars, at, text, end):
            if chars[end] not in TRAILS:
                return False
            end += 1
    return True


def _parted(chars: str, at: Places, text: str, place: int) -> bool:
    """Whether a clause ends between the characters ``place`` - 1 and ``place``."""
    if place == 0 or place == len(chars) or END in (chars[place - 1], chars[place]):
        return True
    return not MARKS.isdisjoint(text[int(at[place - 1]) + 1 : int(at[place])])
