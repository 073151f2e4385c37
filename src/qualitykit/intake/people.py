"""People as they stand in one cell: several names, a name with its number, a team. Source: field-lists §12.

Only the writing is taken apart here. Who a name is, the roster decides.
"""

import re
import unicodedata
from functools import lru_cache

from qualitykit.frozen import dataclass
from qualitykit.intake.cells import Raw, digits_of_chinese, shown

__all__ = ["People", "WrittenPerson", "split_people"]


@dataclass(frozen=True, slots=True)
class WrittenPerson:
    """One person as written: a name, a number or both.

    ``name`` keeps what tells two people of one name apart (王芳1, 王芳A); ``stem`` is the name without it.
    ``marks`` are the words that stood in brackets (离职, 白班). ``text`` is the piece of the cell.
    """

    name: str = ""
    number: str = ""
    stem: str = ""
    marks: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class People:
    """Everybody that a cell names. ``group``: the cell, or a part, names a team (客服部全体) and no person.

    ``unnamed``: how many more it counts without naming them (王芳等3人: 2); None: more, it does not say how
    many. ``anonymous``: it says that nobody is known (不详, 匿名).
    """

    people: tuple[WrittenPerson, ...] = ()
    group: str = ""
    unnamed: int | None = 0
    anonymous: bool = False

    @property
    def certain(self) -> bool:
        """Whether the cell names people, and nobody else."""
        return bool(self.people) and not self.group and self.unnamed == 0


_ANONYMOUS = frozenset({
    "不详", "未留名", "匿名", "未知", "无名", "无", "不清楚", "不知道", "不知", "未提供", "佚名", "无名氏",
    "不愿透露", "-", "--", "—", "——", "/", "?",
})  # fmt: skip
_GROUP = re.compile(
    r".*(?:全体|全员|所有|全部|各位|大家|团队|班组|小组|夜班|白班|早班|中班|晚班)(?:人员|员工|同事|成员|客服)?"
    r"|.{2,10}(?:部|部门|组|中心|班|队|前台)|.{3,10}[科室]"
)
_AND_OTHERS = re.compile(
    r"(.+?)等(?:(\d+|[一二两三四五六七八九十]+)?(?:人|位|名|个人)(?:员工|同事|客服)?|同事|人员|员工)?"
)
_SEPARATORS = re.compile(r"[、/,;；，&+＋|\n\r\t]+")
_AND = re.compile(r"(?<=[\u4e00-\u9fff]{2})[和与及跟](?=[\u4e00-\u9fff]{2})")
_HAN = re.compile(r"[\u3400-\u9fff·]+")
_NUMBER = re.compile(r"[A-Z]{0,4}-?\d{3,12}", re.IGNORECASE)
_BRACKET = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_LABEL = re.compile(r"^(?:工号|员工号|员工编号|编号|坐席号?|座席号?|姓名|NO\.?)[::]?", re.IGNORECASE)


def split_people(raw: Raw) -> People:
    """Take apart who a cell names: 王芳、李强 · 王芳/李强 · 王芳 李强 · 王芳等3人 · 王芳（1007） · 1007王芳 …

    A name with a blank inside (王　芳) is one name. A blank cell names nobody.
    """
    return _split(shown(raw))


@lru_cache(maxsize=16_384)
def _split(cell: str) -> People:
    text = (
        unicodedata.normalize("NFKC", cell).replace("\u200b", "").replace("\ufeff", "").strip(" '\t\r\n。.")
    )
    if not text:
        return People()
    if text in _ANONYMOUS:
        return People(anonymous=True)
    unnamed: int | None = 0
    listed = 1
    if match := _AND_OTHERS.fullmatch(text):
        text = match[1]
        count = (int(match[2]) if match[2].isascii() else digits_of_chinese(match[2])) if match[2] else None
        listed, unnamed = 0, count
    people: list[WrittenPerson] = []
    groups: list[str] = []
    for piece in _pieces(text):
        if _is_group(piece):
            groups.append(piece)
        elif person := _person(piece):
            people.append(person)
    if not listed and unnamed is not None:
        unnamed = max(0, unnamed - len(people))
    return People(tuple(people), "、".join(groups), unnamed)


def _is_group(piece: str) -> bool:
    return bool(_GROUP.fullmatch("".join(piece.split()))) and not _NUMBER.search(piece)


def _pieces(text: str) -> list[str]:
    """The pieces of a cell, one a person: separators first, then 和 between whole names, then blanks."""
    found: list[str] = []
    for part in _SEPARATORS.split(_outside_brackets(text)):
        for piece in _AND.split(part):
            found += _at_blanks(piece.strip())
    return [piece for piece in found if piece]


def _outside_brackets(text: str) -> str:
    """The text with a separator inside a bracket made harmless: 王芳（白班/夜班） is one person."""
    return _BRACKET.sub(lambda match: "(" + _SEPARATORS.sub(" ", match[1]).strip() + ")", text)


def _at_blanks(piece: str) -> list[str]:
    words = re.sub(r"\s+(?=[(])|(?<=[-:])\s+|\s+(?=[-:])", "", piece).split()
    if "(" in piece and ")" in piece and len(words) > 1:
        # a blank inside a bracket separates nothing
        words = re.findall(r"(?:[^\s(]*\([^)]*\)|[^\s(]+)", re.sub(r"\s+(?=\()", "", piece))
    if len(words) < 2:
        return words
    if all(len(word) == 1 and _HAN.fullmatch(word) for word in words):
        return ["".join(words)] if len(words) <= 3 else [piece]
    if all(re.fullmatch(r"[A-Za-z.'-]+", word) for word in words):
        return [" ".join(words)]  # Lily Wang
    merged: list[str] = []
    for word in words:
        # a number and the name beside it are one person
        if (
            merged
            and bool(_NUMBER.fullmatch(word)) != bool(_NUMBER.fullmatch(merged[-1]))
            and "\0" not in merged[-1]
        ):
            merged[-1] += "\0" + word
        else:
            merged.append(word)
    numbered = sum("\0" in word for word in merged)
    if numbered and numbered != len(merged):
        return [word.replace("\0", "") if word.count("\0") else word for word in merged]
    return [word.replace("\0", "") for word in merged]


def _person(piece: str) -> WrittenPerson | None:
    text = "".join(piece.split()) if _HAN.search(piece) else piece.strip()
    marks: list[str] = []
    number = ""
    for inside in _BRACKET.findall(text):
        inside = _LABEL.sub("", inside.strip())
        if _NUMBER.fullmatch(inside):
            number = inside
        elif inside:
            marks.append(inside)
    text = _LABEL.sub("", _BRACKET.sub("", text).strip().lstrip("@").strip("#*'-_:· "))
    if not number:
        match = re.fullmatch(rf"({_NUMBER.pattern})[-_:#]?(\D*)", text, re.IGNORECASE) or None
        tail = re.fullmatch(rf"(\D*?)[-_:#]?({_NUMBER.pattern})", text, re.IGNORECASE)
        if match:
            number, text = match[1], match[2]
        elif tail and tail[1]:
            text, number = tail[1], tail[2]
    text = text.strip("-_:#* ")
    if not text and not number:
        return None
    stem = re.sub(r"(?<=[\u4e00-\u9fff]{2})[0-9A-Za-z]$", "", text)
    return WrittenPerson(text, number.upper().replace("-", ""), stem, tuple(marks), piece.replace("\0", ""))
