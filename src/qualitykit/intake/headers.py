"""Which row of a sheet is its header, and which column is which field. Source: field-lists §0.

Title rows above, headers of two rows, merged group headers, blank rows and unknown columns are normal. A
header that is only nearly one that we know is taken and reported; one that means several things is handed
on for the values to decide.
"""

from collections.abc import Mapping

from qualitykit.frozen import dataclass
from qualitykit.intake.cells import Raw
from qualitykit.intake.lexicon import Lexicon, Word, normal_word
from qualitykit.intake.reader import Sheet, column_letters
from qualitykit.problems import Problem, problem

__all__ = ["Header", "HeaderMatch", "NearHeader", "find_header"]

_SCAN_ROWS = 20
_LONGEST_HEADER = 60
_MOST_COLUMNS = 1_000  # no form is wider; sheets of 16,384 filled columns occur
_ANSWERS = frozenset({"answer", "total_score", "rating"})
_GROUP_ENDINGS = ("信息", "资料", "情况", "部分")


@dataclass(frozen=True, slots=True)
class Header:
    """One column's header: its text as people see it (two rows joined with ``/``) and its place.

    ``group`` is the upper of two rows, ``row`` the one that holds the lower text.
    """

    column: int
    row: int
    text: str
    word: Word
    group: Word | None = None


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
        if sheet.width > _MOST_COLUMNS:
            rest = f"{column_letters(_MOST_COLUMNS)}:{column_letters(sheet.width - 1)}"
            found.append(problem("QK114", sheet.place(self.rows[1], _MOST_COLUMNS), header=rest))
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


def find_header(sheet: Sheet, words: Lexicon, *, scan_rows: int = _SCAN_ROWS) -> HeaderMatch | None:
    """The header of a sheet: the row, or two rows, among the first ones that these words explain best.

    None: no row has two headers that are known. Of equal ones the earliest counts; two rows only where the
    upper one groups columns and explains more, or tells repeated words apart.
    """
    head = {number: row[:_MOST_COLUMNS] for number, row in sheet.rows(1, scan_rows + 1)}
    best: HeaderMatch | None = None
    for row in sorted(head):
        if row > scan_rows:
            break
        candidates = [_single(row, head[row])]
        if row + 1 in head and (groups := _groups(sheet, row, head[row], head[row + 1])):
            candidates.append(_joined(row, head[row], head[row + 1], groups))
        for headers in candidates:
            # exact words choose the row; likeness only adds to the row that was chosen
            match = _match(headers, words, likeness=False)
            if match.score >= 2 and (best is None or _better(match, best)):
                best = match
    if best is None:
        return _near_only(head, words)
    return _match(best.headers, words, likeness=True)


def _better(match: HeaderMatch, best: HeaderMatch) -> bool:
    if match.score != best.score:
        return match.score > best.score
    return len(match.repeated) < len(best.repeated)


def _near_only(head: dict[int, list[Raw]], words: Lexicon) -> HeaderMatch | None:
    """A header in which every word is a little wrong; it holds words only, no numbers and no long texts."""
    for row in sorted(head):
        headers = _single(row, head[row])
        texts_only = len(headers) == sum(raw != "" for raw in head[row])
        if texts_only and len(headers) >= 2 and all(len(header.text) <= 20 for header in headers):
            match = _match(headers, words, likeness=True)
            if match.score >= 2 and match.share >= 0.5:
                return match
    return None


# --- rows to headers -----------------------------------------------------------------------------------


def _text(raw: Raw) -> str:
    return raw.strip() if isinstance(raw, str) else ""


def _header(column: int, row: int, text: str, upper: str = "") -> Header | None:
    if not text or len(text) > _LONGEST_HEADER * 2:
        return None
    shown = " ".join(text.split())
    if upper:
        return Header(
            column, row, f"{' '.join(upper.split())}/{shown}", normal_word(text), normal_word(upper)
        )
    return Header(column, row, shown, normal_word(text))


def _single(row: int, cells: list[Raw]) -> tuple[Header, ...]:
    found = (_header(column, row, _text(raw)) for column, raw in enumerate(cells))
    return tuple(header for header in found if header)


def _groups(sheet: Sheet, row: int, upper: list[Raw], lower: list[Raw]) -> dict[int, str]:
    """Column → group header, where the upper row groups columns of the lower one; empty if it does not."""
    texts = {column: _text(raw) for column, raw in enumerate(upper) if _text(raw)}
    wide = {
        area.left: area.right
        for area in sheet.merged
        if area.top <= row <= area.bottom and area.right > area.left
    }
    tall = {area.left for area in sheet.merged if area.top == row < area.bottom}
    if len(texts) == 1 and not tall:
        return {}  # a title over the whole table
    found: dict[int, str] = {}
    for column, text in texts.items():
        last = wide.get(column)
        if last is None:
            last = column
            if not sheet.merged:
                while last + 1 < len(lower) and last + 1 not in texts and _text(lower[last + 1]):
                    last += 1
        for covered in range(column, last + 1):
            found[covered] = text
    grouped = any(column < len(lower) and _text(lower[column]) for column in found)
    return found if grouped else {}


def _joined(row: int, upper: list[Raw], lower: list[Raw], groups: dict[int, str]) -> tuple[Header, ...]:
    found: list[Header | None] = []
    for column in range(max(len(upper), len(lower))):
        below = _text(lower[column]) if column < len(lower) else ""
        if below:
            found.append(_header(column, row + 1, below, groups.get(column, "")))
        elif column < len(upper) and _text(upper[column]):
            above = _header(column, row, _text(upper[column]))
            found.append(above and Header(column, row + 1, above.text, above.word))
    return tuple(header for header in found if header)


# --- headers to fields ---------------------------------------------------------------------------------


def _match(headers: tuple[Header, ...], words: Lexicon, *, likeness: bool) -> HeaderMatch:
    candidates = {header.column: _fields(header, words) for header in headers}
    near: list[NearHeader] = []
    if likeness:
        from qualitykit.intake.likeness import nearest

        taken = {fields[0] for fields in candidates.values() if len(fields) == 1}
        for header in headers:
            if not candidates[header.column] and (like := nearest(header.word, words, taken)):
                candidates[header.column] = (like[1],)
                taken.add(like[1])
                near.append(NearHeader(header, *like))
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
    group = header.group.word
    for ending in _GROUP_ENDINGS:
        group = group.removesuffix(ending) or group
    for text in (f"{header.group.word}/{header.word.word}", group + header.word.word):
        if found := words.fields(normal_word(text)):
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
