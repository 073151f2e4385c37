"""The report page: a month as one HTML file that needs no network and opens from a USB stick.

Users' text is escaped by Jinja2 everywhere; the page's policy lets only its own style and script run,
by their digests. Performance pay of a person and what is withheld stay in the workbook and
the statements: a page is passed on easily. Rewards for stars and praise are announced anyway.
Source: issue "Report page"; semantics.md §12.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import jinja2

from qualitykit.i18n import _, language
from qualitykit.reports.files import make_folder, write_whole
from qualitykit.reports.indicator_report import PeriodReport
from qualitykit.reports.lookup import Lookup
from qualitykit.reports.page_sections import page_parts
from qualitykit.reports.page_team import TeamLookup, only_people
from qualitykit.scoring.results import MonthResult

__all__ = ["Team", "page_html", "write_page"]


class Team:
    """Whose page it is: a title, the members' employee numbers, and whom else the records may name.

    ``names`` and ``numbers`` of everybody known (roster, aliases): those of others are masked in free text.
    """

    def __init__(
        self, title: str, members: Iterable[str], *, names: Iterable[str] = (), numbers: Iterable[str] = ()
    ) -> None:
        self.title = title
        self.members = frozenset(members)
        self.names = frozenset(names)
        self.numbers = frozenset(numbers)


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("qualitykit.reports", "page_files"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _packaged(name: str) -> str:
    return (files("qualitykit.reports") / "page_files" / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return "'sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def page_html(
    result: MonthResult,
    *,
    trend: Sequence[MonthResult] = (),
    redact: bool = False,
    closed: bool = False,
    settled: bool = False,
    team: Team | None = None,
    indicators: PeriodReport | None = None,
) -> str:
    """The page's text.

    ``trend``: results of earlier months in order of date. ``redact``: names and values are masked.
    ``closed``: nothing says 草稿. ``settled``: the earlier months are closed by now. ``team``: only its
    members are on the page, nothing of anybody else, so without ``indicators``: the month's figures against
    their targets, which are the whole company's.
    """
    find: Lookup
    if team is None:
        find = Lookup(result, redact=redact)
    else:
        known = [person for month in (*trend, result) for person in month.people]
        inspectors = {one.inspector for one in result.evaluations}
        find = TeamLookup(
            only_people(result, team.members),
            names={*team.names, *inspectors, *(one.name for one in known)},
            numbers={*team.numbers, *(one.employee_no for one in known)},
            redact=redact,
        )
        trend = [only_people(month, team.members) for month in trend]
    style, script = _packaged("page.css"), _packaged("page.js")
    parts = page_parts(
        find,
        trend,
        closed=closed,
        settled=settled,
        team=team.title if team else None,
        indicators=indicators if team is None else None,
    )
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            page=parts,
            say=parts.words,
            lang="zh-CN" if language() == "zh" else "en",
            style=style,
            script=script,
            policy=(
                f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; "
                "base-uri 'none'; form-action 'none'"
            ),
            generator=f"qualitykit {result.program_version}",
            title=_("Service quality {month}").format(month=result.period.month),
        )
    )


def write_page(
    result: MonthResult,
    path: Path,
    *,
    trend: Sequence[MonthResult] = (),
    redact: bool = False,
    closed: bool = False,
    settled: bool = False,
    team: Team | None = None,
    indicators: PeriodReport | None = None,
) -> Path:
    """Write the page to ``path``, whole or not at all; parameters as of ``page_html``.

    Errors: CannotRunError when the file cannot be written.
    """
    text = page_html(
        result, trend=trend, redact=redact, closed=closed, settled=settled, team=team, indicators=indicators
    )
    make_folder(path.parent)
    data = text.encode("utf-8", "replace")
    return write_whole(path, lambda temporary: _fill(temporary, data))


def _fill(path: Path, data: bytes) -> None:
    path.write_bytes(data)
