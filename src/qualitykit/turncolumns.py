"""Many transcripts in columns: a hundred thousand calls whose two million turns are no objects.

Service talk repeats its own sentences all day: each distinct text is held once, and a turn is a number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from qualitykit.model import Place, Role, Transcript

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["CODES", "ROLES", "CutTranscript", "TurnColumns"]

ROLES = tuple(Role)
"""What the numbers of roles in columns mean."""
CODES = {role: number for number, role in enumerate(ROLES)}
"""The number of each role."""


class TurnColumns:
    """The turns of many transcripts, one after the other.

    Those of transcript ``n`` are ``bounds[n]`` … ``bounds[n + 1]``. ``which`` is the number of a turn's words
    in ``texts``, ``roles`` the number of its role in ``ROLES``, ``starts`` its start in seconds (nan where
    ``timed[n]`` is False: such a transcript carries no times). A text is one line.
    """

    __slots__ = ("_heard", "_hearing", "bounds", "roles", "starts", "texts", "timed", "which")

    def __init__(
        self,
        texts: list[str],
        which: NDArray[np.int32],
        roles: NDArray[np.uint8],
        bounds: NDArray[np.int64],
        starts: NDArray[np.float64],
        timed: NDArray[np.bool_],
    ) -> None:
        self.texts, self.which, self.roles, self.bounds = texts, which, roles, bounds
        self.starts, self.timed = starts, timed
        self._hearing: Callable[[], Any] | None = None
        self._heard: Any = None

    def will_be_heard(self, hearing: Callable[[], Any]) -> None:
        """Somebody looks through the words already; ``hearing`` waits for what is found."""
        self._hearing = hearing

    def wait(self) -> None:
        """Wait for whoever looks through the words."""
        if self._hearing is not None:
            self._heard, self._hearing = self._hearing(), None

    @property
    def heard(self) -> Any:
        """What was found in the words already, for whoever can use it; None: nobody looked."""
        self.wait()
        return self._heard

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def __getstate__(self) -> tuple[Any, ...]:
        """What goes from process to process: the texts as one, and only the times that there are."""
        known = self.starts == self.starts
        return (
            "\n".join(self.texts),
            self.which,
            self.roles,
            self.bounds,
            known,
            self.starts[known],
            self.timed,
        )

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        whole, self.which, self.roles, self.bounds, known, starts, self.timed = state
        self.texts = whole.split("\n")
        self.starts = known * float("nan")  # whichever it is, not a number
        self.starts[known] = starts
        self._heard = self._hearing = None

    def cut(self, numbers: Iterable[int], places: Iterable[Place]) -> Iterator[CutTranscript | None]:
        """The transcripts with these numbers, each with the cell that holds it; None for a number below 0."""
        for number, place in zip(numbers, places, strict=True):
            if number < 0:
                yield None
                continue
            one = _new(CutTranscript)
            _set_columns(one, self)
            _set_number(one, number)
            _set_place(one, place)
            _set_cut(one, None)
            yield one


class CutTranscript(Transcript):
    """A transcript whose turns stand in columns: they are taken out when somebody asks for them."""

    __slots__ = ("columns", "cut", "number", "where")
    columns: TurnColumns
    number: int
    where: Place
    cut: Transcript | None

    def __new__(cls, *values: Any, **named: Any) -> Transcript:  # type: ignore[misc]
        """Made of turns, as ``replace`` makes it, it is a plain one."""
        return Transcript(*values, **named)

    def _turns(self) -> slice:
        bounds = self.columns.bounds
        return slice(int(bounds[self.number]), int(bounds[self.number + 1]))

    def whole(self) -> Transcript:
        """The same, taken out."""
        if self.cut is None:
            columns, turns = self.columns, self._turns()
            texts = columns.texts
            _set_cut(
                self,
                Transcript(
                    tuple([texts[number] for number in columns.which[turns].tolist()]),
                    tuple([ROLES[code] for code in columns.roles[turns].tolist()]),
                    self.where,
                    tuple(columns.starts[turns].tolist()) if columns.timed[self.number] else (),
                ),
            )
        assert self.cut is not None
        return self.cut

    @property
    def texts(self) -> tuple[str, ...]:
        """What was said, turn by turn."""
        return self.whole().texts

    @property
    def roles(self) -> tuple[Role, ...]:
        """Who said it."""
        return self.whole().roles

    @property
    def place(self) -> Place:
        """The cell."""
        return self.where

    @property
    def starts(self) -> tuple[float | None, ...]:
        """When, in seconds; empty where no turn carries a time."""
        return self.whole().starts

    @property
    def ends(self) -> tuple[float | None, ...]:
        """Cells written by programs carry no ends."""
        return ()

    def turns_of(self, role: Role) -> int:
        """How many turns are of this role."""
        return int((self.columns.roles[self._turns()] == CODES[role]).sum())

    def __len__(self) -> int:
        turns = self._turns()
        return int(turns.stop - turns.start)

    def __eq__(self, other: object) -> bool:
        return self.whole() == (other.whole() if isinstance(other, CutTranscript) else other)

    def __hash__(self) -> int:
        return hash(self.whole())

    def __repr__(self) -> str:
        return repr(self.whole())

    def __reduce__(self) -> tuple[type[Transcript], tuple[object, ...]]:
        return Transcript, (self.texts, self.roles, self.place, self.starts, self.ends)


_new: Any = object.__new__
_slots: Any = CutTranscript.__dict__
_set_columns, _set_cut, _set_number, _set_place = (_slots[name].__set__ for name in CutTranscript.__slots__)
