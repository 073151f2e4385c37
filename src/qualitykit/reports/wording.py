"""Codes of a result → sentences in the reader's language.

Scoring gives codes with parameters and never a sentence; each code has its words in ``wording_codes``. A code
without words is shown as it stands, so that nothing is lost, and a test refuses it.
"""

import re
import string
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from qualitykit.i18n import N_, _
from qualitykit.model import AnswerState, rows_in_words
from qualitykit.problems import CODES, Severity
from qualitykit.reports.figures import number
from qualitykit.reports.lookup import Lookup
from qualitykit.reports.wording_codes import (
    BONUS_KINDS,
    EFFECTS,
    GRAVITIES,
    HIT_KINDS,
    INCIDENT_STATES,
    NO_SCORE,
    OUTCOME_STATES,
    PART_WORDS,
    PARTS,
    PROPOSALS,
    RAISED_BY,
    REASONS,
    SERVED_HOW,
    SEVERITIES,
    UNITS,
)
from qualitykit.scoring.results import Case, EvaluationResult, Hit, ItemPart, LiveWarning, Part, Reason

__all__ = [
    "answered_by_check",
    "bonus_kind",
    "decided_text",
    "effects_text",
    "gravity_word",
    "hit_kind",
    "hit_phrase",
    "hit_state",
    "incident_state",
    "no_score_text",
    "outcome_state",
    "part_text",
    "parts_text",
    "raised_by_text",
    "reason_text",
    "served_text",
    "severity_word",
    "state_word",
    "violation_severity",
    "without_effects",
]


class _Given(dict[str, str]):
    """Parameters for a sentence; one that is not given shows as …"""

    def __missing__(self, key: str) -> str:
        return "…"


_DATED = N_("{effect} by {day}")


def _word(table: Mapping[str, str], code: str) -> str:
    message = table.get(code)
    return _(message) if message else code


# Parameters that hold something that people wrote, or a person's money: hidden in a redacted text.
_VALUES = frozenset({"amount", "customer", "by", "contest", "names", "prize", "reason", "team", "title"})


def reason_text(reason: Reason | None, find: Lookup) -> str:
    """The sentence of a reason, its parameters put in; an unknown code with its parameters."""
    if reason is None:
        return ""
    params = {key: _param(key, text, find) for key, text in reason.params}
    if "of" in params:  # a praise of an earlier month: its day and customer, not its number
        params["what"] = " ".join(filter(None, (params.get("day"), params.get("customer")))) or params["of"]
    message = REASONS.get(reason.code)
    if message is None:
        shown = ", ".join(f"{key}={text}" for key, text in params.items())
        return f"{reason.code} ({shown})" if shown else reason.code
    return string.Formatter().vformat(_(message), (), _Given(params)).rstrip()


def _param(key: str, text: str, find: Lookup) -> str:
    if key in ("employee", "employee_no", "verifier", "inspector") and text in find.people:
        return f"{find.name(text)} {text}"
    if key == "source":
        return find.title(f"source:{text}")
    if key == "sources":
        return "、".join(
            find.title(f"source:{one.strip()}") for one in text.replace("、", ",").split(",") if one
        )
    if key == "item" and text:
        return find.title(f"item:{text}") if "/" in text else text
    if key == "codes":  # of problems: what they say
        return "、".join(_(CODES[code].title) if code in CODES else code for code in text.split(", "))
    if key == "check":
        return find.title(f"check:{text}")
    if key == "form":
        return find.title(f"form:{text}")
    if key == "severity":
        return _word(SEVERITIES, text)
    if key == "kind" and text in BONUS_KINDS:
        return _(BONUS_KINDS[text])
    if key in _VALUES:
        return find.value(text)
    if key == "place":
        return find.text(rows_in_words(text))
    if key in ("verifier", "inspector", "praised", "confirmed_by", "decided_by"):
        return find.person_name(text)
    return find.text(text)


def part_text(part: Part, find: Lookup) -> str:
    """A factor with its name and unit: 绩效基数 ￥2,000.00."""
    name = _word(PARTS, part.name) if part.name in PARTS else _part_title(part.name, find)
    shown = _part_value(part, find)
    return f"{name} {shown}".strip()


def _part_title(name: str, find: Lookup) -> str:
    kind = name.partition(":")[0]
    if kind in ("source", "item", "form", "check", "section"):
        return find.title(name)
    return name


def _part_value(part: Part, find: Lookup) -> str:
    if part.unit == "yuan":
        try:
            return find.money(Decimal(part.value))
        except InvalidOperation:
            return f"{part.value} {_word(UNITS, part.unit)}"
    if part.unit == "percent":
        return f"{_plain(part.value)}%"
    if part.name in ("reason", "hung_up_by", "wait_from", "above"):
        return _word(PART_WORDS, part.value)
    if part.unit == "":
        return find.text(_plain(part.value)) or "—"
    return f"{find.text(_plain(part.value))} {_word(UNITS, part.unit)}"


def _plain(value: str) -> str:
    """A number without needless zeros, other text as it is; a fraction keeps its p/q."""
    try:
        shown = number(Decimal(value))
    except InvalidOperation:
        return value
    return shown if "." in value and value.endswith("000") else value


def parts_text(parts: tuple[Part, ...], find: Lookup) -> str:
    """Parts in a row, parted by ；."""
    return _("; ").join(part_text(part, find) for part in parts)


def bonus_kind(kind: str) -> str:
    """绩效奖金, 扣发 …"""
    return _word(BONUS_KINDS, kind)


def severity_word(severity: Severity) -> str:
    """错误, 警告, 提示 of a problem."""
    words = {Severity.ERROR: _("error"), Severity.WARNING: _("warning"), Severity.NOTE: _("note")}
    return words[severity]


def violation_severity(severity: str) -> str:
    """一般, 严重 of a violation."""
    return _word(SEVERITIES, severity)


def gravity_word(gravity: str) -> str:
    """轻微, 较重, 严重, 特别严重 of an act; empty where the ladder goes by count."""
    return _word(GRAVITIES, gravity) if gravity else ""


def incident_state(status: str) -> str:
    """计入阶梯, 仅辅导, 待确认, 疑似同一事件."""
    return _word(INCIDENT_STATES, status)


def outcome_state(state: str) -> str:
    """What a check says."""
    return _word(OUTCOME_STATES, state)


def answered_by_check(one: EvaluationResult, part: ItemPart, find: Lookup) -> str:
    """What the check of an item says; where it says nothing, why: there is no transcript, no number of rings.

    Which check answers an item is not kept in a result: those of the item's clause must agree on the reason.
    """
    if part.s is not None:
        return outcome_state("failed" if part.failed or not part.s else "passed")
    clause = find.clause(f"item:{one.form}/{part.item}", one.standard)
    asked = [
        each
        for each in one.outcomes
        if each.state in ("na", "unknown") and find.clause(f"check:{each.check}", one.standard) == clause
    ]
    reasons = {
        "".join(each.value for each in outcome.parts if each.name == "reason")
        if outcome.state == "unknown"
        else ""
        for outcome in asked
    }
    reason = reasons.pop() if len(reasons) == 1 else ""
    return _word(PART_WORDS, reason) if reason else outcome_state("na")


def hit_kind(kind: str) -> str:
    """How a phrase was found."""
    return _word(HIT_KINDS, kind)


def hit_phrase(hit: Hit) -> str:
    """The phrase of the list; of a pattern, the words that it found: nobody can read a pattern."""
    return hit.quote if hit.kind == "regex" else hit.phrase


def hit_state(hit: Hit) -> str:
    """成立, 待复核, 驳回, 辅导提示."""
    if hit.refused:
        return _("rejected")
    if hit.pending:
        return _("pending")
    if hit.worth == "advice":
        return _("advice")
    return _("confirmed") if hit.confirmed else _("stands")


def decided_text(hit: Hit, name: str) -> str:
    """How a hit stands, who decided it and when: 已确认（复核人 张三 2026-11-02）.

    ``name``: as the reader may see it.
    """
    state = hit_state(hit)
    if not name:
        return state
    day = f" {hit.decided_on}" if hit.decided_on is not None else ""
    return f"{state}（{_('reviewer {name}').format(name=name)}{day}）"


def no_score_text(code: str) -> str:
    """Why a filled form has no score."""
    return _word(NO_SCORE, code) if code else ""


def raised_by_text(code: str) -> str:
    """What took a case further than the count."""
    return _word(RAISED_BY, code) if code else ""


def served_text(how: str) -> str:
    """How a warning was served: the register's word, or by rule."""
    return _word(SERVED_HOW, how)


def state_word(part: ItemPart) -> str:
    """The state of an answer that is no value."""
    words = {
        AnswerState.VALUE: "",
        AnswerState.NA: _("N/A"),
        AnswerState.BLANK: _("blank"),
        AnswerState.OUTSIDE: _("outside the allowed values"),
    }
    return words[part.state]


def effects_text(case: Case | LiveWarning) -> str:
    """What the step brings, each with its due date."""
    shown = []
    for kind, detail, due in case.effects:
        text = _word(EFFECTS, kind).format_map(_Given(detail=_detail(kind, detail)))
        shown.append(_(_DATED).format(effect=text, day=due.isoformat()) if due else text)
    return _("; ").join(shown)


def without_effects(text: str) -> str:
    """A remark without what ``effects_text`` once wrote into it: what a person added, empty if nothing.

    Words with their due date are the program's wherever they stand; without one only as a part of their own.
    """
    phrases = []
    for kind, message in EFFECTS.items():
        details = [_(word) for word in PROPOSALS.values()] if kind == "propose" else [r"[0-9.]+"]
        for template in {message, _(message)}:
            before, _mark, after = template.partition("{detail}")
            middle = f"(?:{'|'.join(details)})" if "{detail}" in template else ""
            phrases.append(re.escape(before) + middle + re.escape(after))
    phrase = f"(?:{'|'.join(phrases)})"
    dated = [
        re.escape(template).replace(r"\{effect\}", phrase).replace(r"\{day\}", r"\d{4}-\d\d-\d\d")
        for template in {_DATED, _(_DATED)}
    ]
    rest = re.sub("|".join(dated), "\0", text)
    parts = [part.strip() for part in re.split(r"[;；\0]", rest)]
    kept = [part.strip("，,、。 ") for part in parts if not re.fullmatch(phrase, part)]
    return _("; ").join(part for part in kept if part)


def _detail(kind: str, detail: str) -> str:
    if kind == "propose":
        return _word(PROPOSALS, detail)
    try:
        return number(Decimal(detail))
    except InvalidOperation:
        return detail
