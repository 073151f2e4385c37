"""What is heard in the words of very many calls before anybody asks for the calls themselves.

It depends on the words alone: it may be looked for in another process, while the rest of a sheet is read.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import compress, count
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from qualitykit.model import Role, Transcript
from qualitykit.scoring.call_words import Listening
from qualitykit.scoring.phrase_hits import HitColumns
from qualitykit.turncolumns import CODES, CutTranscript, TurnColumns

__all__ = ["Asked", "Heard", "RoleHeard", "hear", "heard_by", "new_token", "wait_until_heard"]

new_token: Callable[[], int] = count(1).__next__
"""A number for each ``Checker`` of this process: what was heard for another one is not its own."""


class Asked(NamedTuple):
    """What is worked out of all words of a role, by a name of its own; given by the number of the text."""

    role: Role
    name: object
    find: Callable[[Sequence[str]], Mapping[int, object]]


class RoleHeard(NamedTuple):
    """Which of the texts a role says, the hits in these, in columns without the phrases, and what else is
    known of them (``Words.known``)."""

    said: NDArray[np.bool_]
    hits: HitColumns
    known: Mapping[object, Mapping[int, object]]


class Heard(NamedTuple):
    """What a ``Checker`` (``token``) heard in the words of ``TurnColumns``, by role."""

    token: int
    roles: Mapping[Role, RoleHeard]


def hear(
    columns: TurnColumns, listening: Mapping[Role, Listening], token: int, asked: Iterable[Asked] = ()
) -> Heard:
    """Look for what is looked for everywhere, and what checks ask of all words, each distinct text once."""
    asked = tuple(asked)
    found: dict[Role, RoleHeard] = {}
    for role, phrases in listening.items():
        said = np.zeros(len(columns.texts), np.bool_)
        said[columns.which[columns.roles == CODES[role]]] = True
        texts = list(compress(columns.texts, said.tolist()))
        known = {one.name: one.find(texts) for one in asked if one.role is role}
        found[role] = RoleHeard(said, phrases.everywhere.find_distinct(texts).columns, known)
    return Heard(token, found)


def heard_by(columns: TurnColumns, token: int) -> Heard | None:
    """What was heard in columns for the ``Checker`` with this token; waits for it. None: nothing was."""
    found = columns.heard
    return found if isinstance(found, Heard) and found.token == token else None


def wait_until_heard(transcripts: Iterable[Transcript | None]) -> None:
    """Wait for what is being looked for in the words of these: it comes to one process only."""
    for columns in {one.columns for one in transcripts if isinstance(one, CutTranscript)}:
        columns.wait()
