"""Quotations in a chat: words that somebody else said before, and nobody's own. Source: semantics.md §4."""

import re
from collections.abc import Callable

from qualitykit.frozen import dataclass

__all__ = ["Line", "split_lines"]

_NAME = r"[^，。！？,!?：:\n」』]"
_QUOTED = (
    rf"[>＞](?=[ \t\u3000]|[^\d\s=>＞])|(?:引用|引述){_NAME}{{0,24}}[：:]"
    rf"|回复[ \t\u3000@]{_NAME}{{1,20}}[：:]|[「『](?={_NAME}{{1,20}}[：:])"
)
_QUOTE = re.compile(rf"\s*(?:{_QUOTED})")
_QUOTE_AFTER_MARK = re.compile(rf"(?<=[：:])\s*(?={_QUOTED})")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a cell; ``quoted``: words that somebody else said before."""

    text: str
    quoted: bool = False


def split_lines(text: str, parts: Callable[[str], list[str]]) -> list[Line] | str:
    """The lines; marks inside a line (``parts`` cuts there) begin one, but not in a quotation.

    Text: the beginning of a quotation without words on its line or without end; nobody knows where it stops.
    """
    if not any(sign in text for sign in (">", "＞", "引", "回复", "「", "『")):
        return [Line(part) for part in parts(text)]
    lines: list[Line] = []
    began, close = "", ""  # of a quotation that has not ended yet
    for raw in text.split("\n"):
        for part in [raw] if close else _QUOTE_AFTER_MARK.sub("\n", raw, count=1).split("\n"):
            match = None if close else _QUOTE.match(part)
            if match is None and not close:
                lines += [Line(one) for one in parts(part)]
                continue
            if match is not None:
                began = part.strip()[:24]
                if not part[match.end() :].strip():
                    return began
                close = {"「": "」", "『": "』"}.get(match[0].strip()[0], "")
            said, sign, after = part.partition(close) if close else (part, "", "")
            lines.append(Line(said + sign, quoted=True))
            close = "" if sign else close
            if after.strip(" -—_\t"):
                lines.append(Line(after))
    return began if close else lines
