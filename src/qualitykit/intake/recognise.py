"""What a sheet is: by our hidden meta, else by the evidence of its headers; never skipped in silence.

A sheet that could be two things, or none, is a Problem with the nearest form and what is missing there.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import field, replace
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Literal

from qualitykit.frozen import dataclass
from qualitykit.intake.catalogue import ITEM, PERSON_FIELDS, READ_RECORDS, Candidate, Catalogue
from qualitykit.intake.cells import compact, is_blank, shown
from qualitykit.intake.header_rows import Header, HeaderRows
from qualitykit.intake.headers import HeaderMatch, find_header
from qualitykit.intake.lexicon import common_words, normal_word
from qualitykit.intake.nodata import not_data_sheet
from qualitykit.intake.reader import Sheet, Visibility, Workbook, column_letters
from qualitykit.problems import Problem, problem
from qualitykit.sheets.meta import META_SHEET, Meta, meta_from_rows
from qualitykit.standards.forms import Form

__all__ = [
    "CardLines",
    "Recognised",
    "is_summary_name",
    "item_column",
    "meta_of",
    "missing_columns",
    "recognise",
    "required_items",
]

_MARGIN = 1.0
_SCAN_ROWS = 20
_CLEAR = 0.75  # of the headers, recognised: enough to look no further down
_TICKS = frozenset(
    ("有", "无", "是", "否", "√", "×", "合格", "不合格", "达标", "不达标", "符合", "不符合", "做到", "未做到")
)
_BRACKET = re.compile(r"[（(]([^（()）]+)[)）]$")
_SUMMARIES = ("汇总", "统计", "总表")


@dataclass(frozen=True, slots=True)
class CardLines:
    """The header of a card's lines and the item of each line's title. ``heads``: each copy's row."""

    match: HeaderMatch
    heads: tuple[int, ...]
    titles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a sheet was recognised as. ``candidate`` None: nothing (``problems`` say why, or it is empty).

    ``summary``: its name says that it repeats its siblings. ``person``: whom its name names, where its rows
    name nobody.
    """

    sheet: Sheet
    candidate: Candidate | None = None
    layout: Literal["table", "card", "none"] = "none"
    match: HeaderMatch | None = None
    card: CardLines | None = None
    problems: tuple[Problem, ...] = ()
    summary: bool = False
    person: str = ""


@dataclass(slots=True)
class _Guess:
    candidate: Candidate
    match: HeaderMatch
    points: float
    missing: tuple[str, ...]
    found: frozenset[str] = field(default_factory=frozenset)


def meta_of(book: Workbook) -> Meta | None:
    """The hidden meta of one of our own workbooks; None for everybody else's."""
    sheet = next((sheet for sheet in book.sheets if sheet.name == META_SHEET), None)
    return meta_from_rows(row for _number, row in sheet.rows(1, 40)) if sheet else None


def is_summary_name(name: str) -> bool:
    """Whether a sheet's name says that it sums up its siblings."""
    return any(word in compact(name) for word in _SUMMARIES)


def recognise(sheet: Sheet, meta: Meta | None, catalogue: Catalogue, person: str = "") -> Recognised:
    """What this sheet is. The meta decides where there is one, for the sheets that it names.

    ``person``: an employee whom the sheet's or the file's name names; then its rows need not.

    Problems: QK116 no data by its name, QK130 not recognised, QK131 two things, QK134 hidden data, QK137 a
    form of another standard, QK138 columns missing, QK140 nothing is computed from it, QK144 people
    as columns, QK147 two tables side by side, QK148 a column for yes and one for no, QK149
    a blank of another version.
    """
    if sheet.name == META_SHEET or sheet.name.startswith("_qk") or _is_empty(sheet):
        return Recognised(sheet)
    if meta is not None and meta.added and sheet.name in meta.added.split("|"):
        return Recognised(sheet)  # the list of problems in an annotated copy
    if meta is not None and meta.kind == "copy":
        meta = None  # somebody's own workbook: its headers say what its sheets are
    word = not_data_sheet(sheet.name)
    own = (
        meta is not None
        and meta.kind in ("form", "record", "review")
        and sheet.name in meta.sheets.split("|")
    )
    if own and meta is not None:
        if meta.kind == "form" and meta.pack and meta.pack not in catalogue.packs:
            params = {"pack": meta.pack, "form": meta.form}
            return Recognised(sheet, problems=(problem("QK137", sheet.place(), **params),))
        named, given = _of_meta(meta, catalogue)
        if named is not None and (found := _as_named(sheet, named, meta.layout)):
            return found if given else _of_another_version(found, meta)
    quiet = bool(word) or sheet.visibility is not Visibility.VISIBLE
    if meta is not None and meta.kind == "form" and meta.layout == "card" and not own and not quiet:
        named, given = _of_meta(meta, catalogue)  # a card that was copied within its workbook
        if named is not None and (found := _as_named(sheet, named, "card")):
            return found if given else _of_another_version(found, meta)
    found = _by_headers(sheet, catalogue, person, quiet=quiet)
    if not quiet and found.layout != "card" and (beside := _side_by_side(sheet, found, catalogue)):
        return Recognised(sheet, problems=(beside,))
    if found.match is not None and found.layout == "table" and (header := _ticked(sheet, found.match)):
        place = sheet.place(header.row, header.column)
        return Recognised(sheet, match=found.match, problems=(problem("QK148", place, header=header.text),))
    if sheet.visibility is not Visibility.VISIBLE:
        if found.candidate is None:
            return Recognised(sheet)
        return Recognised(sheet, problems=(problem("QK134", sheet.place(), form=found.candidate.title),))
    if word and meta is not None and not own:
        return Recognised(sheet)  # the guide of one of our own blanks
    if word and (found.candidate is None or not is_summary_name(sheet.name)):
        return Recognised(sheet, problems=(problem("QK116", sheet.place(), kind=word),))
    return found


def _is_empty(sheet: Sheet) -> bool:
    return next(iter(sheet.rows()), None) is None


def _of_meta(meta: Meta, catalogue: Catalogue) -> tuple[Candidate | None, bool]:
    """What the meta names, in the version of the standard that it names; False: that one is not given."""
    if meta.kind == "review":
        return catalogue.get("hit-review", meta.pack), True
    if meta.kind == "record":
        return catalogue.get(meta.form), True
    return catalogue.made_from(meta.form, meta.pack, meta.pack_version, meta.pack_digest)


def _of_another_version(found: Recognised, meta: Meta) -> Recognised:
    """QK149 beside what a blank of a version that is not given was read as."""
    standard = found.candidate.standard if found.candidate else None
    params = {"made": meta.pack_version, "used": standard.version if standard else "-", "pack": meta.pack}
    return replace(found, problems=(*found.problems, problem("QK149", found.sheet.place(), **params)))


def _as_named(sheet: Sheet, candidate: Candidate, layout: str) -> Recognised | None:
    """The sheet as what its meta says, if its header is still there."""
    if layout == "card" and candidate.form is not None:
        card = _card_lines(sheet, [candidate], at_least=0.0)
        return Recognised(sheet, candidate, "card", card=card[1]) if card else None
    match = find_header(sheet, candidate.words)
    if match is None or match.score < 2:
        return None
    return _accepted(sheet, _guess(candidate, match, sheet))


def _by_headers(sheet: Sheet, catalogue: Catalogue, person: str, *, quiet: bool) -> Recognised:
    guesses: list[_Guess] = []
    rows = _SCAN_ROWS
    where = _names_of(sheet)
    first_rows = HeaderRows(sheet, catalogue.vocabulary)
    for candidate in sorted(catalogue.candidates, key=lambda one: not _hinted(one, where)):
        if match := find_header(sheet, candidate.words, scan_rows=rows, rows=first_rows):
            guesses.append(_guess(candidate, match, sheet, person))
            if not guesses[-1].missing and match.share >= _CLEAR:
                rows = min(rows, match.rows[1])  # a header this clear has none below it
    guesses.sort(key=lambda guess: (bool(guess.missing), -guess.points))
    forms = [candidate for candidate in catalogue.candidates if candidate.form is not None]
    if card := _card_lines(sheet, forms, first_rows=first_rows):
        return Recognised(sheet, card[0], "card", card=card[1])
    whole = _no_double([guess for guess in guesses if not guess.missing])
    if whole:
        rivals = [g for g in whole[1:] if whole[0].points - g.points < _MARGIN and g.found != whole[0].found]
        if rivals and not quiet:
            names = {"first": whole[0].candidate.title, "second": rivals[0].candidate.title}
            return Recognised(sheet, problems=(problem("QK131", sheet.place(), **names),))
        return _accepted(sheet, whole[0], person)
    return Recognised(sheet, problems=() if quiet else (_not_recognised(sheet, guesses, catalogue),))


def _no_double(whole: list[_Guess]) -> list[_Guess]:
    """A list of ratings may ask all that a survey asks: the column 调查对象 tells them apart."""
    survey = next((guess for guess in whole if guess.candidate.id == "survey"), None)
    if survey is None:
        return whole
    if "audience" in survey.found:
        return [survey]
    forms = any(guess.candidate.form is not None for guess in whole)
    return [guess for guess in whole if guess is not survey or not forms]


def _ticked(sheet: Sheet, match: HeaderMatch) -> Header | None:
    """The first item with a column for yes and one for no: read as one, a √ under 无 would be lost."""
    for header, name in match.doubles:
        if name.startswith(ITEM) and (words := _BRACKET.search(header.text)) and words[1] in _TICKS:
            return match.header(name)
    for _number, row in sheet.rows(match.first_data_row, match.first_data_row):
        filled = [(column, shown(raw).strip()) for column, raw in enumerate(row) if not is_blank(raw)]
        words_below = {word for _column, word in filled}
        above = {header.column: header for header in match.headers}
        if (
            len(filled) >= 2
            and len(words_below) == 2
            and words_below <= _TICKS
            and all((column in above) == (index % 2 == 0) for index, (column, _w) in enumerate(filled))
        ):
            return above[filled[0][0]]
    return None


def _side_by_side(sheet: Sheet, found: Recognised, catalogue: Catalogue) -> Problem | None:
    """QK147 where a column without a header parts two tables, each of which is one on its own.

    To read the left one alone would lose the rows of the other without a word.
    """
    rows = [(n, row) for n, row in sheet.rows(1, _SCAN_ROWS) if sum(isinstance(r, str) for r in row) >= 6]
    if found.match is not None:
        rows = [(n, row) for n, row in rows if n in found.match.rows]
    for number, row in rows:
        filled = [column for column, raw in enumerate(row) if not is_blank(raw)]
        starts = [b for a, b in pairwise(filled) if b - a > 1]
        for start in starts:
            if min(sum(c < start for c in filled), sum(c >= start for c in filled)) < 3:
                continue
            left, right = (_part(sheet, number, columns) for columns in ((0, start), (start, len(row))))
            if all(_is_one(part, catalogue) for part in (left, right)):
                cell = f"{column_letters(start)}{number}"
                return problem("QK147", sheet.place(number, start), cell=cell, header=shown(row[start]))
    return None


def _part(sheet: Sheet, first: int, columns: tuple[int, int]) -> Sheet:
    """Some columns of a sheet, from its header on."""
    rows = [row[slice(*columns)] for _number, row in sheet.rows(first, first + 2)]
    width = max(map(len, rows), default=0)
    return Sheet(sheet.file, "", height=len(rows), width=width, typed=False, _grid=lambda: iter(rows))


def _is_one(part: Sheet, catalogue: Catalogue) -> bool:
    """Whether a part of a sheet is a table that is read, with all that it needs."""
    first_rows = HeaderRows(part, catalogue.vocabulary)
    for candidate in catalogue.candidates:
        match = find_header(part, candidate.words, scan_rows=1, rows=first_rows)
        if match and len(match.columns) >= 3 and not _guess(candidate, match, part).missing:
            return True
    return False


def _not_recognised(sheet: Sheet, guesses: list[_Guess], catalogue: Catalogue) -> Problem:
    """The Problem of a sheet that is nothing known: its nearest form, and what is missing there."""
    if _people_as_columns(sheet, catalogue):
        return problem("QK144", sheet.place())
    if not guesses:
        return problem("QK130", sheet.place(), nearest="-", missing="-")
    best = max(guesses, key=lambda guess: guess.points - 1.5 * len(guess.missing))
    return problem("QK130", sheet.place(), nearest=best.candidate.title, missing="、".join(best.missing))


def _accepted(sheet: Sheet, guess: _Guess, person: str = "") -> Recognised:
    candidate = guess.candidate
    if candidate.form is None and candidate.id not in READ_RECORDS:
        return Recognised(
            sheet,
            candidate,
            "none",
            guess.match,
            problems=(problem("QK140", sheet.place(), form=candidate.title),),
        )
    if guess.missing:
        missing = "、".join(guess.missing)
        return Recognised(
            sheet,
            candidate,
            "none",
            guess.match,
            problems=(problem("QK138", sheet.place(), form=candidate.title, missing=missing),),
        )
    named = set(guess.match.columns) & {*PERSON_FIELDS, "person_description"}
    who = person if candidate.form is not None and not named else ""
    return Recognised(sheet, candidate, "table", guess.match, summary=is_summary_name(sheet.name), person=who)


# --- evidence ------------------------------------------------------------------------------------------


def _guess(candidate: Candidate, match: HeaderMatch, sheet: Sheet, person: str = "") -> _Guess:
    """How much speaks for a candidate, and which of its columns are missing."""
    found = set(match.columns) | {name for _header, names in match.unsure for name in names}
    points = 0.0
    for name in found:
        points += 2.0 if name.startswith(ITEM) else 1.5 if name in candidate.own else 0.5
    points += 2 * match.share - 0.25 * len(match.unknown)
    if _hinted(candidate, f"{_names_of(sheet)} {compact(_title(sheet, match)).lower()}"):
        points += 3.0
    return _Guess(
        candidate, match, points, missing_columns(candidate, found, person), frozenset(match.columns)
    )


def _names_of(sheet: Sheet) -> str:
    return compact(f"{PurePosixPath(sheet.file).stem} {sheet.name}").lower()


def _hinted(candidate: Candidate, where: str) -> bool:
    """Whether a name of the file, the sheet or its title speaks for a candidate."""
    return any(hint.lower() in where for hint in candidate.hints)


def _title(sheet: Sheet, match: HeaderMatch) -> str:
    """What stands above the header."""
    texts = [raw for _n, row in sheet.rows(1, match.rows[0] - 1) for raw in row[:6] if isinstance(raw, str)]
    return " ".join(text for text in texts if text)[:200]


def missing_columns(candidate: Candidate, found: set[str], person: str) -> tuple[str, ...]:
    """Titles of the columns without which a sheet is not this; empty: it is all there."""
    lacking = [_column_title(candidate, group[0]) for group in candidate.needs if not found & set(group)]
    form = candidate.form
    if form is not None and person:
        lacking = [title for title in lacking if title != _column_title(candidate, PERSON_FIELDS[0])]
    if form is not None:
        absent = [title for item, title in required_items(form) if not item_column(form, item, found)]
        # a call that nobody reviewed holds no items at all: it is read for its transcript
        if "transcript" not in found or any(name.startswith(ITEM) for name in found):
            lacking += absent
    return tuple(lacking)


def required_items(form: Form) -> tuple[tuple[str, str], ...]:
    """Id and title of the items that an inspector has to answer."""
    return tuple(
        (item.id, item.title) for item in form.items if item.required and item.answer.kind != "detected"
    )


def item_column(form: Form, item_id: str, found: Collection[str]) -> str:
    """The column that answers an item: under its own titles, under the common word, or the one rating's."""
    rating = form.low_rating is not None and form.low_rating.item == item_id
    names = (ITEM + item_id, item_id, *(("rating",) if rating else ()))
    return next((name for name in names if name in found), "")


def _column_title(candidate: Candidate, name: str) -> str:
    levels = candidate.words.levels
    return next((word for level in levels for word, fields in level.items() if fields == (name,)), name)


# --- cards ---------------------------------------------------------------------------------------------


def _card_lines(
    sheet: Sheet, candidates: list[Candidate], at_least: float = 0.5, first_rows: HeaderRows | None = None
) -> tuple[Candidate, CardLines] | None:
    """The form whose items stand below each other under 检查项 and 结果, and where; None: it is no card."""
    match = find_header(sheet, common_words(), scan_rows=40, rows=first_rows)
    if match is None:
        return None
    columns = dict(match.columns)
    for header, names in match.unsure:
        if "item" in names:
            columns.setdefault("item", header.column)
    result = next((name for name in ("answer", "total_score", "deduction") if name in columns), "")
    if "item" not in columns or not result:
        return None
    at = columns["item"]
    titles = {}
    heads = [match.rows[1]]
    header_text = next((header.word.word for header in match.headers if header.column == at), "")
    for number, row in sheet.rows(match.first_data_row):
        text = row[at] if at < len(row) else ""
        if isinstance(text, str) and not is_blank(text):
            word = normal_word(text).word
            if word == header_text:
                heads.append(number)
            titles[word] = text
    best: tuple[float, int, Candidate] | None = None
    for candidate in candidates:
        assert candidate.form is not None
        wanted = {word for word, _id in _item_words(candidate.form)}
        hits = len({item for word, item in _item_words(candidate.form) if word in titles})
        share = hits / max(1, len(required_items(candidate.form)))
        if (
            wanted
            and hits >= (2 if at_least else 1)
            and share >= at_least
            and (best is None or (share, hits) > best[:2])
        ):
            best = (share, hits, candidate)
    if best is None or best[2].form is None:
        return None
    return best[2], CardLines(match, tuple(heads), dict(_item_words(best[2].form)))


def _item_words(form: Form) -> list[tuple[str, str]]:
    """Every title of every item, normalised, with the item's id."""
    words = [(item.id, (item.title, *item.titles)) for item in form.items]
    words += [(item.id, (item.title, *item.titles)) for item in form.bonus_items]
    return [(normal_word(text).word, item) for item, texts in words for text in texts]


def _people_as_columns(sheet: Sheet, catalogue: Catalogue) -> bool:
    """Whether the first column lists a form's items: then the evaluations stand side by side."""
    first = {
        normal_word(row[0]).word
        for _n, row in sheet.rows(1, 60)
        if row and isinstance(row[0], str) and row[0]
    }
    second = {
        normal_word(row[1]).word for _n, row in sheet.rows(1, 60) if len(row) > 1 and isinstance(row[1], str)
    }
    for candidate in catalogue.candidates:
        if candidate.form is not None:
            titles = {word for word, _item in _item_words(candidate.form)}
            if max(len(first & titles), len(second & titles)) >= 3:
                return True
    return False
