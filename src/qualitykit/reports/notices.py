"""Notices as .docx: certificates, warning letters, commendations, cases to learn from.

What stands in them comes from the month's result; how it is said comes from a template that people edit. Its
marks: ``company``, ``month``, ``issued_on``, ``issued_month``, ``draft``, and those of each function below.
"""

import io
import re
import zipfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from importlib.resources import files
from typing import Any

from qualitykit.errors import CannotRunError
from qualitykit.frozen import dataclass
from qualitykit.i18n import _
from qualitykit.model import MonthRecords
from qualitykit.reports.conduct_sheets import step_text
from qualitykit.reports.facts import heard_beside, remark_beside, violation_facts
from qualitykit.reports.lookup import Lookup
from qualitykit.reports.masking import HIDDEN, mask_name, mask_numbers
from qualitykit.reports.notice_check import Secrets, given_name, leaks, secrets_of
from qualitykit.reports.wording import effects_text, violation_severity
from qualitykit.scoring.results import Case, Violation

__all__ = [
    "SMALL_DEPARTMENT",
    "TEMPLATES",
    "Letterhead",
    "Notice",
    "case_notices",
    "commendation_notices",
    "shipped_template",
    "star_notices",
    "warning_letters",
]

TEMPLATES = ("star", "warning-verbal", "warning-written", "commendation", "case")
SMALL_DEPARTMENT = 10  # a department of fewer people says who it was
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
_MONEY = re.compile(r"[¥￥]\s*\d[\d,.]*(?:\s*元)?|\d[\d,.]*\s*元")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What every notice says about itself, and its templates: name → bytes of the .docx."""

    company: str
    issued_on: date
    draft: bool
    templates: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Notice:
    """A finished file: the end of its name and its bytes. ``people``: whose it is."""

    name: str
    data: bytes
    people: tuple[str, ...]


def shipped_template(name: str) -> bytes:
    """The template of that name as the program carries it."""
    return files("qualitykit.reports").joinpath("notice_files", f"{name}.docx").read_bytes()


# --- one function a kind --------------------------------------------------------------------------------


def star_notices(
    find: Lookup,
    records: MonthRecords,
    head: Letterhead,
    people: Collection[str] = (),
    *,
    public: bool = False,
) -> tuple[Notice, ...]:
    """A certificate for each of the month's stars; ``people``: only theirs.

    Marks: ``name``, ``department``, ``rank``, ``scope``, ``clause``. Source: P3.star.
    """
    secrets = secrets_of(find, records)
    made = []
    for place, star in enumerate(find.result.stars, 1):
        number = star.employee_no
        if people and number not in people:
            continue
        name = find.people[number].name
        marks = {
            "name": mask_name(name) if public else name,
            "department": find.department(number),
            "rank": star.rank,
            "scope": star.scope,
        }
        named = () if public else (name,)
        made.append(_public("star", head, find, marks, secrets, named, (number,), str(place)))
    return tuple(made)


def commendation_notices(
    find: Lookup,
    records: MonthRecords,
    head: Letterhead,
    people: Collection[str] = (),
    *,
    public: bool = False,
) -> tuple[Notice, ...]:
    """One notice that commends everybody with verified praise; ``people``: only them.

    Customers' words stand there without customers, numbers, money, and names of anybody else.
    Marks: ``people``, each with ``name``, ``department``, ``praises``, ``words``. Source: P1.inc.1, P3.lad.4.
    """
    secrets = secrets_of(find, records)
    praised = [
        person.employee_no
        for person in find.ranking
        if any(one.counts for one in find.praises.get(person.employee_no, ()))
        and (not people or person.employee_no in people)
    ]
    if not praised:
        return ()
    named = frozenset() if public else frozenset(find.people[number].name for number in praised)
    lines = []
    for number in praised:
        counted = [one for one in find.praises[number] if one.counts]
        name = find.people[number].name
        words = (_clean(one.content, secrets, named) for one in counted if one.content.strip())
        lines.append(
            {
                "name": mask_name(name) if public else name,
                "department": find.department(number),
                "praises": len(counted),
                "words": list(dict.fromkeys(words)),
            }
        )
    allowed = named | {given for name in named if (given := given_name(name))}
    return (_public("commendation", head, find, {"people": lines}, secrets, allowed, praised, ""),)


def case_notices(
    find: Lookup,
    records: MonthRecords,
    head: Letterhead,
    people: Collection[str] = (),
    *,
    public: bool = False,
    consented: Collection[str] = (),
) -> tuple[Notice, ...]:
    """A case to learn from for each warning: no name, number, customer or day; no small department.

    ``consented``: ids of cases whose person agreed to be named; with ``public`` nobody is. What was said is
    left out: words give a person away. Cases stand in the order of what happened, never of who. Marks:
    ``no``, ``anonymous``, ``person``, ``department``, ``violations`` (``title``, ``severity``, ``clause``),
    ``step_title``, ``clause``. Source: P3.lad.4.
    """
    secrets = secrets_of(find, records)
    sizes: dict[str, int] = {}
    for person in find.result.people:
        sizes[person.department] = sizes.get(person.department, 0) + 1
    shown = []
    for case in _cases(find, people):
        violations = [
            {
                "title": _clean(_title(one, find), secrets, ()),
                "severity": violation_severity(one.severity),
                "clause": one.clause,
            }
            for one in _violations(find, case)
        ]
        unique = [one for place, one in enumerate(violations) if one not in violations[:place]]
        shown.append((case.clause, [one["title"] for one in unique], case.id, case, unique))
    made = []
    for place, (_clause, _titles, _id, case, unique) in enumerate(sorted(shown, key=lambda one: one[:3]), 1):
        named = case.id in consented and not public
        name, department = find.people[case.employee_no].name, find.department(case.employee_no)
        marks = {
            "no": place,
            "anonymous": not named,
            "person": name if named else _("one of our colleagues"),
            "department": department if named or sizes[department] >= SMALL_DEPARTMENT else "",
            "violations": unique,
            "step_title": case.step_title,
            "clause": case.clause,
            "month": _month_words(_first_act(find, case)),
        }
        allowed = (name,) if named else ()
        made.append(
            _public("case", head, find, marks, secrets, allowed, (case.employee_no,), str(place), days=False)
        )
    return tuple(made)


def warning_letters(
    find: Lookup, records: MonthRecords, head: Letterhead, people: Collection[str] = (), *, appeal_days: int
) -> tuple[Notice, ...]:
    """A letter for each warning of the month, to the person alone; an overturned warning has none, nor has
    one of an earlier month that merely covers this month's incidents too: its letter was written then.

    Only what a person confirmed stands there, where anything of the contact was; what the transcript holds
    against the same clause stands beside an answer as its words. Marks: ``name``, ``number``,
    ``department``, ``case_id``, ``step_title``, ``clause``, ``standard``, ``arithmetic``, ``effects``,
    ``expires_on``, ``appeal_days``, ``provisional``, ``counts`` (later steps build on it),
    ``violations`` (``day``, ``title``, ``quote``, ``heard``: words in the transcript, ``remark``: the
    inspector's, ``contact``, ``place``: file and cell, ``severity``, ``clause``).
    Source: P3.lad.1–3, semantics.md §6.
    """
    made = []
    for case in _cases(find, people):
        if merely_covers(case):
            continue
        number = case.employee_no
        violations = [
            _evidence(one, shown, find, incident.day)
            for incident in find.result.incidents
            if incident.id in case.incidents
            for shown in [_confirmed(find, incident.id)]
            for one in shown
        ]
        marks = {
            "name": find.name(number),
            "number": number,
            "department": find.department(number),
            "case_id": case.id,
            "violations": violations,
            "step_title": case.step_title,
            "clause": find.clause_text(case.clause),
            "standard": "、".join(f"{one.title} {one.version}" for one in find.result.standards),
            "arithmetic": step_text(case, find),
            "effects": effects_text(case),
            "expires_on": _day_words(case.expires_on),
            "appeal_days": appeal_days,
            "provisional": case.provisional,
            "counts": not any(one.gravity for one in find.result.incidents if one.id in case.incidents),
        }
        verbal = "verbal" in case.step_id or "口头" in case.step_title
        template = "warning-verbal" if verbal else "warning-written"
        data = _render(template, head, find, marks)
        made.append(Notice(f"{number}-{case.id}", data, (number,)))
    return tuple(made)


def merely_covers(case: Case) -> bool:
    """Whether a warning of an earlier month covers this month's incidents without going a step higher."""
    return bool(case.continues) and not case.effects


def _first_act(find: Lookup, case: Case) -> date:
    """The day of the first of this month's incidents in the case, which may have begun earlier."""
    days = [one.day for one in find.result.incidents if one.id in case.incidents]
    return min(days, default=case.first_incident_on)


# --- shared ---------------------------------------------------------------------------------------------


def _cases(find: Lookup, people: Collection[str]) -> list[Case]:
    return [
        case
        for case in find.result.cases
        if not case.overturned
        and case.employee_no in find.people
        and (not people or case.employee_no in people)
    ]


def _confirmed(find: Lookup, incident: str) -> Sequence[Violation]:
    """What a person confirmed of an incident; all of it where the pack asks for no confirmation."""
    one = find.incident_by_id.get(incident)
    found = one.violations if one else ()
    return [violation for violation in found if violation.confirmed] or found


def _evidence(one: Violation, shown: Sequence[Violation], find: Lookup, day: date) -> dict[str, str]:
    """A violation as the letter shows it: to its person alone, so in full."""
    evaluation = find.evaluation_by_id.get(one.evaluation)
    return {
        "day": day.isoformat(),
        "title": find.text(_title(one, find)),
        "quote": violation_facts(one, find),
        "heard": "".join(f"“{words}”" for words in heard_beside(one, find)),
        "remark": remark_beside(one, shown, find),
        "contact": find.value(evaluation.contact_id) if evaluation else "",
        "place": find.place(one.place),
        "severity": violation_severity(one.severity),
        "clause": find.clause_text(one.clause),
    }


def _violations(find: Lookup, case: Case) -> list[Violation]:
    return [violation for incident in case.incidents for violation in _confirmed(find, incident)]


def _title(violation: Violation, find: Lookup) -> str:
    """What kind of breach it is, and the item it was found by: 行为举止失当（微笑服务）."""
    kind = find.title(f"kind:{violation.kind}") if violation.kind else ""
    return (
        violation.title if kind in ("", violation.title, violation.kind) else f"{kind}（{violation.title}）"
    )


def _clean(text: str, secrets: Secrets, named: Iterable[str]) -> str:
    """What somebody wrote, without customers, numbers, money, and names of people other than ``named``."""
    text = _MONEY.sub(HIDDEN, mask_numbers(_CONTROL.sub(" ", text)))
    for customer in sorted(secrets.customers - secrets.names, key=len, reverse=True):
        text = text.replace(customer, _("a customer"))
    for hidden in sorted((*secrets.numbers, *secrets.contacts), key=len, reverse=True):
        if len(hidden) > 2:
            text = re.sub(rf"(?<![0-9A-Za-z]){re.escape(hidden)}(?![0-9A-Za-z])", HIDDEN, text, flags=re.I)
    keep = {*named, *filter(None, map(given_name, named))}
    known = {*secrets.names, *filter(None, map(given_name, secrets.names))} | keep
    pattern = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
    if not pattern:
        return text
    return re.sub(pattern, lambda one: one[0] if one[0] in keep else mask_name(one[0]), text)


def _public(
    template: str,
    head: Letterhead,
    find: Lookup,
    marks: Mapping[str, Any],
    secrets: Secrets,
    named: Iterable[str],
    people: Iterable[str],
    name: str,
    *,
    days: bool = True,
) -> Notice:
    """Make a public notice and read it back. CannotRunError: it shows what may not be shown."""
    data = _render(template, head, find, marks)
    shown = leaks(data, secrets, named=named, days=days)
    if shown:
        raise CannotRunError(
            _("the public notice “{template}” shows what may not be public; nothing was written").format(
                template=template
            ),
            hint=_("Take it out of the template or the company's name, then run the command again."),
            details=shown,
        )
    return Notice(name, data, tuple(people))


def _render(template: str, head: Letterhead, find: Lookup, marks: Mapping[str, Any]) -> bytes:
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import SandboxedEnvironment

    given = {
        "company": head.company,
        "month": f"{int(find.result.period.month[:4])}年{int(find.result.period.month[5:])}月",
        "issued_on": _day_words(head.issued_on),
        "issued_month": _month_words(head.issued_on),
        "draft": head.draft,
        **marks,
    }
    buffer = io.BytesIO()
    try:
        document = DocxTemplate(io.BytesIO(head.templates[template]))
        document.render(
            _printable(given), jinja_env=SandboxedEnvironment(undefined=StrictUndefined), autoescape=True
        )
        document.save(buffer)
    except (TemplateError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise CannotRunError(
            _("the template {template}.docx cannot be used: {reason}").format(
                template=template, reason=type(error).__name__
            ),
            hint=_(
                "Correct its {{ … }} marks; copies as shipped are made by: qualitykit notice templates FOLDER"
            ),
            details=(str(error),) if isinstance(error, TemplateError) else (),
        ) from None
    return buffer.getvalue()


def _printable(value: Any) -> Any:
    """The marks without the control characters that no Word document holds."""
    if isinstance(value, str):
        return _CONTROL.sub(" ", value)
    if isinstance(value, Mapping):
        return {key: _printable(one) for key, one in value.items()}
    return [_printable(one) for one in value] if isinstance(value, list) else value


def _day_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _month_words(day: date) -> str:
    return f"{day.year}年{day.month}月"
