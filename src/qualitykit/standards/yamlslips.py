"""Why a file is no YAML: the slip that is likely, in plain words, and the line where it stands.

The parser says where it could not go on, which may be lines below the slip, in the words of YAML's grammar.
Here the usual slips are put right one after the other; the one after which the parser gets further is told.
"""

import re
from collections.abc import Callable, Iterator

import yaml

from qualitykit.i18n import N_, _

__all__ = ["likely_slip"]

_LINES_BACK = 20  # lines with content, the parser's own among them
_MOST_SHOWN = 60
_KEY = r"\s*(?:- +)*[A-Za-z_][A-Za-z0-9_-]*"
_WIDE_COLON = re.compile(rf"^({_KEY})\s*：\s*")
_NO_BLANK = re.compile(rf"^({_KEY}):(?=[^\s:/])")
_NO_COLON = re.compile(r"^(\s*[A-Za-z_][A-Za-z0-9_-]*) +([^\s:：][^:：]*)$")
_BEGINS = re.compile(rf"^(?:\s*- |{_KEY}:(?:\s|$))")
_KEYED = re.compile(rf"^{_KEY}:(?:\s|$)")
_VALUE = re.compile(r"^(\s*(?:- +)*(?:[A-Za-z_][A-Za-z0-9_-]*: +|- +))([^\s\"'\[{#|>].*?)\s*$")
_WIDE_SIGNS = str.maketrans({"，": ", ", "［": "[", "］": "]", "【": "[", "】": "]", "｛": "{", "｝": "}"})
_WIDE_QUOTES = str.maketrans({"“": '"', "”": '"', "＂": '"', "‘": "'", "’": "'", "＇": "'"})


def likely_slip(text: str, error: yaml.YAMLError, loader: type) -> tuple[int, str]:
    """The line, counted from 1, what is wrong there and what to write. ``loader``: what refused the text."""
    lines = text.split("\n")
    failed = min(_line_of(error, "problem_mark"), len(lines) - 1)
    near = list(_near(lines, failed))

    def gets_further(changed: dict[int, str]) -> bool:
        tried = [changed.get(number, line) for number, line in enumerate(lines)]
        try:
            yaml.compose("\n".join(tried), Loader=loader)
        except yaml.YAMLError as again:
            return _line_of(again, "problem_mark") > failed
        return True

    for words, cure in _CURES:
        cured = {n: better for n in near if (better := cure(lines[n])) != lines[n]}
        for number in _which(cured, gets_further):
            return number + 1, _(words).format(written=_short(lines[number]), cured=_short(cured[number]))
    for number in (one for one in near if _BEGINS.match(lines[one])):
        for other, wanted in _columns(lines, number):
            now = _indent(lines[number])
            if not gets_further({number: " " * wanted + lines[number].lstrip()}):
                continue
            turned = {other: " " * now + lines[other].lstrip()}
            if _following_indent(lines, number) == now and other in near and gets_further(turned):
                number, other, now, wanted = other, number, wanted, now  # it is the first of them that errs
            words = _("this line begins with {now} blanks; {wanted} are needed, as in line {other}")
            return number + 1, words.format(now=now, wanted=wanted, other=other + 1)
    opened = _opened(lines, error)
    if opened is not None:
        return opened[0] + 1, _("what {sign} opens here is not closed").format(sign=opened[1])
    reason = getattr(error, "problem", None) or type(error).__name__
    told = near[0] if near else failed
    return told + 1, _("“{written}” is not understood ({reason})").format(
        written=_short(lines[told]), reason=reason
    )


def _line_of(error: yaml.YAMLError, name: str) -> int:
    mark = getattr(error, name, None)
    return mark.line if mark is not None else 0


def _near(lines: list[str], failed: int) -> Iterator[int]:
    """The lines with content at and above the parser's, the nearest first."""
    left = _LINES_BACK
    for number in range(failed, -1, -1):
        if left and lines[number].strip() and not lines[number].lstrip().startswith("#"):
            left -= 1
            yield number


def _which(cured: dict[int, str], gets_further: Callable[[dict[int, str]], bool]) -> list[int]:
    """The line whose cure helps by itself, else the first of those whose cures help together."""
    alone = [number for number, better in cured.items() if gets_further({number: better})]
    together = [min(cured)] if len(cured) > 1 and gets_further(cured) else []
    return (alone or together)[:1]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _columns(lines: list[str], number: int) -> list[tuple[int, int]]:
    """Lines above where a line of this kind (an entry of a list, or a key) may be aligned, and their columns:
    the column that is nearest first, each with its last line."""
    entry = lines[number].lstrip().startswith("- ")
    now = _indent(lines[number])
    found: dict[int, int] = {}
    for other in range(number - 1, -1, -1):
        line = lines[other]
        if not _BEGINS.match(line):
            continue
        key = len(line) - len(line.lstrip(" -"))
        column = _indent(line) if entry or not _KEYED.match(line) else key
        if column != now:
            found.setdefault(column, other)
    return sorted(((other, column) for column, other in found.items()), key=lambda one: abs(one[1] - now))


def _following_indent(lines: list[str], number: int) -> int | None:
    """How far the next line with content is indented; None: there is none."""
    return next((_indent(line) for line in lines[number + 1 :] if line.strip()), None)


def _short(line: str) -> str:
    text = line.strip()
    return text if len(text) <= _MOST_SHOWN else text[: _MOST_SHOWN - 1] + "…"


def _opened(lines: list[str], error: yaml.YAMLError) -> tuple[int, str] | None:
    """The line and the sign of a quotation mark or bracket that the parser was still inside of."""
    mark = getattr(error, "context_mark", None)
    if mark is None or mark.line >= len(lines):
        return None
    sign = lines[mark.line][mark.column : mark.column + 1]
    return (mark.line, sign) if sign and sign in "\"'[{" else None


def _without_tabs(line: str) -> str:
    begins = line[: len(line) - len(line.lstrip())]
    return begins.replace("\t", "  ") + line.lstrip()


def _quoted(line: str) -> str:
    found = _VALUE.match(line)
    if found is None:
        return line
    inside = found[2].replace("\\", "\\\\").replace('"', '\\"')
    return f'{found[1]}"{inside}"'


# what is said, and what makes the line right: what is told apart most surely comes first
_CURES: tuple[tuple[str, Callable[[str], str]], ...] = (
    (N_("a tab stands at the beginning of “{written}”; indent it with blanks"), _without_tabs),
    (
        N_("“{written}” has a full-width colon; write “{cured}”"),
        lambda line: _WIDE_COLON.sub(r"\1: ", line),
    ),
    (
        N_("a blank is missing behind the colon of “{written}”; write “{cured}”"),
        lambda line: _NO_BLANK.sub(r"\1: ", line),
    ),
    (
        N_("“{written}” has full-width quotation marks; write “{cured}”"),
        lambda line: line.translate(_WIDE_QUOTES),
    ),
    (
        N_("“{written}” has full-width commas or brackets; write “{cured}”"),
        lambda line: line.translate(_WIDE_SIGNS),
    ),
    (
        N_("“{written}” lacks a colon; write “{cured}”"),
        lambda line: _NO_COLON.sub(r"\1: \2", line),
    ),
    (N_("the value of “{written}” holds a sign of YAML; write it in quotation marks: {cured}"), _quoted),
)
