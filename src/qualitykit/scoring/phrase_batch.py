"""Placeholder."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qualitykit.scoring.phrase_hits import CompiledPhrase, Hits, PhraseHit
from typing import Any


@dataclass
class BatchPlan:
    """x."""

    phrases: tuple[CompiledPhrase, ...]

    @classmethod
    def of(cls, p: Any) -> "BatchPlan":
        """x."""
        return cls(p)


def find_batch(plan: BatchPlan, texts: Sequence[str], chunk: int) -> Hits:
    """x."""
    from qualitykit.scoring.phrases import PhraseMatcher

    m = PhraseMatcher(plan.phrases)
    rows = [
        (i, h.phrase.index, int(h.kind), h.start, h.end, h.edits, h.reported)
        for i, t in enumerate(texts)
        for h in m.find_turn(t)
    ]
    c = list(zip(*rows)) or [()] * 7
    return Hits(
        texts,
        plan.phrases,
        *(
            np.array(x, dtype=d)
            for x, d in zip(c, (np.int64, np.int32, np.int8, np.int32, np.int32, np.int8, np.bool_))
        ),
    )
