"""Which row of a sheet is its header, and which column is which field. Source: field-lists §0.

Title rows above, headers of two rows, merged group headers, blank rows and unknown columns are normal. A
header that is only nearly one that we know is taken and reported; one that means several things is handed
on for the values to decide.
"""

from collections.abc import Iterable, Mapping, Sequence

from qualitykit.frozen import dataclass
from qualitykit.intake.header_rows import MOST_COLUMNS, Header, HeaderRows
from qualitykit.intake.lexicon import Lexicon
from qualitykit.intake.reader import Sheet, column_letters
from qualitykit.problems import Problem, problem

__all__ = ["HeaderMatch", "NearHeader", "find_header"]

_SCAN_ROWS = 20
_ANSWERS = frozenset({"answer", "total_score", "rating"})


@dataclass(frozen=True, slots=True)
class NearHeader:
    """A header that was read by likeness: 按“员工姓明”识别为“员工姓名”."""

    header: Header
    known: str
    field: str


@dataclass(frozen=True, slots=True)
class HeaderMatch:
    """The header of a sheet.

    ``columns``: field → column. A column that belongs to another one is named after both (``smile/remark``
    is the remark beside item ``smile``). ``unsure``: headers that mean one of several fields, for the values
    below to decide. ``repeated``: the same word more than once, nothing tells the columns apart, none is in
    ``columns``. ``doubles``: a second column of a field under another word; ``columns`` has the first.
    ``score``: recognised columns; ``share``: of all headers, the part that was recognised.
    """

    rows: tuple[int, int]
    columns: Mapping[str, int]
    headers: tuple[Header, ...]
    unknown: tuple[Header, ...] = ()
    near: tuple[NearHeader, ...] = ()
    unsure: tuple[tuple[Header, tuple[str, ...]], ...] = ()
    repeated: tuple[tuple[Header, ...], ...] = ()
    doubles: tuple[tuple[Header, str], ...] = ()

    @property
    def first_data_row(self) -> int:
        """The row after the header."""
        return self.rows[1] + 1

    @property
    def score(self) -> int:
        """How many columns were recognised."""
        return len(self.columns) + len(self.unsure) + len(self.doubles)

    @property
    def share(self) -> float:
        """Recognised columns among all that have a header."""
        return self.score / len(self.headers) if self.headers else 0.0

    def header(self, field: str) -> Header | None:
        """The header under which a field stands."""
        column = self.columns.get(field)
        return next((header for header in self.headers if header.column == column), None)

    def problems(self, sheet: Sheet) -> tuple[Problem, ...]:
        """How the header was read: near words, repeats, unknown columns (QK112, QK113, QK114, QK117)."""
        found = [
            problem(
                "QK112",
                sheet.place(n.header.row, n.header.column),
                header=n.header.text,
                known=n.known,
                field=n.field,
            )
            for n in self.near
        ]
        for group in self.repeated:
            first = group[0]
            found.append(
                problem("QK113", sheet.place(first.row, first.column), header=first.text, count=len(group))
            )
        found += [
            problem("QK114", sheet.place(header.row, header.column), header=header.text)
            for header in self.unknown
        ]
        if sheet.width > MOST_COLUMNS:
            rest = f"{column_letters(MOST_COLUMNS)}:{column_letters(sheet.width - 1)}"
            found.append(problem("QK114", sheet.place(self.rows[1], MOST_COLUMNS), header=rest))
        for header, field in self.doubles:
            used = self.header(field)
            found.append(
                problem(
                    "QK117",
                    sheet.place(header.row, header.column),
                    header=header.text,
                    used=used.text if used else field,
                    field=field,
                )
            )
        return tuple(found)


def find_header(
    sheet: Sheet, words: Lexicon, *, scan_rows: int = _SCAN_ROWS, rows: HeaderRows | None = None
) -> HeaderMatch | None:
    """The header of a sheet: the row, or two rows, among the first ones that these words explain best.

    None: no row has two headers that are known. Of equal ones the earliest counts; two rows only where the
    upper one groups columns and explains more, or tells repeated words apart. ``rows``: the sheet's, where
    they were made before.
    """
    rows = rows or HeaderRows(sheet)
    best: HeaderMatch | None = None
    for headers in rows.until(scan_rows):
        # exact words choose the row; likeness only adds to the row that was chosen
        fields = {header.column: _fields(header, words) for header in headers}
        known = sum(map(bool, fields.values()))
        if known < 2 or (best is not None and known < best.score):
            continue  # no more columns can be recognised than headers are known
        match = _match(headers, words, fields)
        if match.score >= 2 and (best is None or _better(match, best)):
            best = match
    if best is None:
        return _near_only(rows.of_texts(scan_rows + 1), words)
    return best if not best.unknown else _with_likeness(best.headers, words)


def _better(match: HeaderMatch, best: HeaderMatch) -> bool:
    if match.score != best.score:
        return match.score > best.score
    return len(match.repeated) < len(best.repeated)


def _near_only(rows: Iterable[tuple[Header, ...]], words: Lexicon) -> HeaderMatch | None:
    """A header in which every word is a little wrong; it holds words only, no numbers and no long texts."""
    for headers in rows:
        match = _with_likeness(headers, words)
        if match.score >= 2 and match.share >= 0.5:
            return match
    return None


# --- headers to fields ---------------------------------------------------------------------------------


def _with_likeness(headers: tuple[Header, ...], words: Lexicon) -> HeaderMatch:
    """The fields of a row's headers, those included that are only nearly known."""
    candidates = {header.column: _fields(header, words) for header in headers}
    near: list[NearHeader] = []
    if not all(candidates.values()):
        from qualitykit.intake.likeness import nearest

        taken = {fields[0] for fields in candidates.values() if len(fields) == 1}
        for header in headers:
            if not candidates[header.column] and (like := nearest(header.word, words, taken)):
                candidates[header.column] = (like[1],)
                taken.add(like[1])
                near.append(NearHeader(header, *like))
    return _match(headers, words, candidates, near)


def _match(
    headers: tuple[Header, ...],
    words: Lexicon,
    candidates: Mapping[int, tuple[str, ...]],
    near: Sequence[NearHeader] = (),
) -> HeaderMatch:
    known: dict[str, list[Header]] = {}
    for header in headers:
        if len(candidates[header.column]) == 1:
            known.setdefault(candidates[header.column][0], []).append(header)
    columns: dict[str, int] = {}
    repeated: list[tuple[Header, ...]] = []
    doubles: list[tuple[Header, str]] = []
    for field, same in known.items():
        if len(same) == 1:
            columns[field] = same[0].column
        elif len({header.word.whole for header in same}) == len(same):
            columns[field] = same[0].column
            doubles += [(header, field) for header in same[1:]]
        else:
            told = _told_apart(field, same, known, words)
            if told is None:
                repeated.append(tuple(same))
            else:
                columns |= told
    last = max((header.row for header in headers), default=1)
    first = last - 1 if any(header.group for header in headers) else last
    return HeaderMatch(
        (first, last),
        columns,
        headers,
        tuple(header for header in headers if not candidates[header.column]),
        tuple(near),
        tuple(
            (header, candidates[header.column]) for header in headers if len(candidates[header.column]) > 1
        ),
        tuple(repeated),
        tuple(doubles),
    )


def _fields(header: Header, words: Lexicon) -> tuple[str, ...]:
    """The fields that a header means: with its group first (客户信息/姓名 is 客户姓名), then alone."""
    alone = words.fields(header.word)
    if header.group is None:
        return alone
    for word in header.joined:
        if found := words.fields(word):
            return found
    owner = words.fields(header.group)
    if len(alone) == 1 and alone[0] in words.items:
        return alone  # an item below a section that is called like an item is itself
    if len(owner) == 1 and owner[0] in words.items and len(alone) == 1:
        return owner if alone[0] in _ANSWERS else (f"{owner[0]}/{alone[0]}",)
    return alone


def _told_apart(
    field: str, same: list[Header], known: Mapping[str, list[Header]], words: Lexicon
) -> dict[str, int] | None:
    """The same word several times: each belongs to the nearest item on its left.

    None: two of them would belong to the same column.
    """
    owners = sorted(
        (headers[0].column, owner)
        for owner, headers in known.items()
        if len(headers) == 1
        and (owner in words.items or owner in ("inspector", "employee_name", "supervisor"))
    )
    found: dict[str, int] = {}
    for header in same:
        owner = next((name for column, name in reversed(owners) if column < header.column), "")
        name = f"{owner}/{field}" if owner else field
        if name in found:
            return None
        found[name] = header.column
    return found
