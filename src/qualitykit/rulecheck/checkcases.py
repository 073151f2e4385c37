"""Cases of checks and of phrase lists: turns in, outcomes out. Format in docs/rule-tests.md."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from qualitykit.model import CallFacts, Evaluation, HitDecision, Place, Role, Transcript
from qualitykit.problems import problem
from qualitykit.rulecheck.checknumbers import variants_of
from qualitykit.rulecheck.context import Case, Context, Covered, Ran, parse_cases
from qualitykit.rulecheck.results import CaseResult, Difference
from qualitykit.scoring.phrase_hits import PhraseHit, without_rescued
from qualitykit.scoring.phrases import PhraseMatcher, compile_phrases
from qualitykit.scoring.results import CheckOutcome
from qualitykit.scoring.transcript import Checker
from qualitykit.standards.base import Day, Id, Rule, Text
from qualitykit.standards.packfiles import unknown_key
from qualitykit.standards.standard import Standard
from qualitykit.standards.transcript import Check
from qualitykit.standards.yamlfile import YamlValue

__all__ = ["check_needs", "phrase_needs", "run_check_cases", "run_phrase_cases"]

_ROLES = {"客服": Role.AGENT, "客户": Role.CUSTOMER, "系统": Role.OTHER}
_TURN = re.compile(
    r"(?:\[(?P<start>[0-9.]+)(?:-(?P<end>[0-9.]+))?\]\s*)?(?P<role>客服|客户|系统)[：:](?P<text>.*)"
)
_DAY = date(2026, 1, 5)
Measure = Annotated[Decimal, Field(ge=0)]


class _Call(Rule):
    rings: int | None = None
    ring_seconds: Measure | None = None
    queue_seconds: Measure | None = None
    wait_seconds: Measure | None = None
    talk_seconds: Measure | None = None
    hung_up_by: Literal["agent", "customer", "system"] | None = None
    kind: Text | None = None
    queue: Text | None = None


class _Decisions(Rule):
    upheld: tuple[Text, ...] = ()
    refused: tuple[Text, ...] = ()


class _Given(Rule):
    turns: tuple[Annotated[str, Field(pattern=_TURN.pattern)], ...] | None = None
    transcript: Annotated[
        None, BeforeValidator(lambda value: None if value in ("null", "~", "") else value)
    ] = None
    call: _Call = _Call()
    day: Day = _DAY
    department: str = ""
    decisions: _Decisions = _Decisions()


State = Literal["passed", "failed", "na", "unknown", "pending"]


class _Outcome(Rule):
    state: State | None = None
    hits: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    parts: dict[str, str] = Field(default_factory=dict)


def _as_outcome(value: object) -> object:
    return {"state": value} if isinstance(value, str) else value


class _CheckCase(Case):
    given: _Given
    expect: Annotated[dict[Id, Annotated[_Outcome, BeforeValidator(_as_outcome)]], Field(min_length=1)]


def _as_turns(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Turns = Annotated[tuple[Text, ...], BeforeValidator(_as_turns)]


class _PhraseCase(Case):
    list_id: Id = Field(alias="list")
    hits: tuple[Turns, ...] = ()
    misses: tuple[Turns, ...] = ()


def check_needs(standard: Standard) -> list[Covered]:
    """Each check is tried broken and kept, and each of its numbers on both sides, near to it."""
    return [
        (f"check {check.id}", side)
        for check in standard.checks
        for side in ("broken", "kept", *(one.side for one in variants_of(check)))
    ]


def phrase_needs(standard: Standard) -> list[Covered]:
    """Each list is tried with words that hit and with words that miss."""
    return [(f"phrases {one.id}", side) for one in standard.phrases for side in ("hit", "missed")]


def run_check_cases(context: Context, cases: YamlValue) -> Ran:
    """Check every case's call; all calls of the file go through the checker at once, and beside the checks
    their variants with other numbers: what a case would notice, it covers."""
    ran = Ran()
    known = [check.id for check in context.standard.checks]
    parsed = []
    for case, node in parse_cases(_CheckCase, cases, ran):
        wrong = context.unknown("check", list(case.expect), known, node.mapping["expect"].place)
        if "with" in node.mapping:
            wrong.append(unknown_key("with", node.mapping["with"].place, ("name", "given", "expect")))
        ran.problems += wrong
        if not wrong:
            parsed.append((case, node))
    calls = [_evaluation(str(n), case.given, node.place) for n, (case, node) in enumerate(parsed)]
    named = {name for case, _node in parsed for name in case.expect}
    variants = {one.id: tuple(variants_of(one)) for one in context.standard.checks if one.id in named}
    checks = _Checks(context.standard, [one.check for some in variants.values() for one in some])
    checker, every = Checker(checks), [one.id for one in checks.checks]
    first = [dict(zip(every, outcomes, strict=True)) for outcomes in checker.check(calls, {})]
    decisions = [
        _decide(case.given.decisions, outcomes) for (case, _node), outcomes in zip(parsed, first, strict=True)
    ]
    together = {name: decision for one in decisions for name, decision in one.items()}
    for (case, node), outcomes in zip(parsed, checker.check(calls, together), strict=True):
        by_id = dict(zip(every, outcomes, strict=True))
        differences = [
            difference
            for name, expected in case.expect.items()
            for difference in _differences(name, expected, by_id[name])
        ]
        ran.results.append(CaseResult(context.topic, case.name, node.place, tuple(differences)))
        for name, expected in case.expect.items():
            state = expected.state
            if state in ("failed", "pending") or expected.advice or expected.hits or expected.pending:
                ran.covered.add((f"check {name}", "broken"))
            elif state in ("passed", "na"):
                ran.covered.add((f"check {name}", "kept"))
            if not _differences(name, expected, by_id[name]):
                ran.covered |= {
                    (f"check {name}", one.side)
                    for one in variants[name]
                    if _differences(name, expected, by_id[one.check.id])
                }
    return ran


class _Checks:
    """A standard's checks with more checks beside them."""

    def __init__(self, standard: Standard, more: Iterable[Check]) -> None:
        self.checks = (*standard.checks, *more)
        self.phrases = standard.phrases


def _evaluation(name: str, given: _Given, place: Place) -> Evaluation:
    transcript = None
    if given.turns is not None:
        matches = [found for turn in given.turns if (found := _TURN.fullmatch(turn))]
        times = [(_seconds(found["start"]), _seconds(found["end"])) for found in matches]
        timed = any(start is not None for start, _end in times)
        transcript = Transcript(
            texts=tuple(found["text"].strip() for found in matches),
            roles=tuple(_ROLES[found["role"]] for found in matches),
            place=place,
            starts=tuple(start for start, _end in times) if timed else (),
            ends=tuple(end for _start, end in times) if timed else (),
        )
    call = given.call
    return Evaluation(
        id=name,
        form="",
        pack="",
        employee_no="A",
        day=given.day,
        place=place,
        row=0,
        cells=(),
        answers=(),
        contact_id=f"case-{name}",
        department=given.department,
        call=CallFacts(**{field: getattr(call, field) for field in _Call.model_fields}),
        transcript=transcript,
    )


def _seconds(text: str | None) -> float | None:
    return None if text is None else float(text)


def _decide(decisions: _Decisions, outcomes: Mapping[str, CheckOutcome]) -> dict[str, HitDecision]:
    found = {}
    for outcome in outcomes.values():
        for hit in outcome.hits:
            for words, upheld in ((decisions.upheld, True), (decisions.refused, False)):
                if hit.phrase in words and hit.worth != "advice":
                    found[hit.id] = HitDecision(hit.id, upheld, Place())
    return found


def _differences(name: str, expected: _Outcome, outcome: CheckOutcome) -> list[Difference]:
    got: dict[str, object] = {
        "state": outcome.state,
        "hits": tuple(hit.phrase for hit in outcome.hits if hit.standing),
        "pending": tuple(hit.phrase for hit in outcome.hits if hit.pending),
        "advice": tuple(hit.phrase for hit in outcome.hits if hit.worth == "advice"),
    }
    found = [
        Difference(f"{name}.{key}", _shown(getattr(expected, key)), _shown(value))
        for key, value in got.items()
        if key in expected.model_fields_set and getattr(expected, key) != value
    ]
    for key, value in expected.parts.items():
        values = [part.value for part in outcome.parts if part.name == key]
        if value not in values:
            found.append(Difference(f"{name}.parts.{key}", value, "、".join(values)))
    return found


def _shown(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, tuple) else str(value)


def run_phrase_cases(context: Context, cases: YamlValue) -> Ran:
    """Look for each list in the turns of its cases; what is excused, rescued or told again is no hit."""
    ran = Ran()
    known = [one.id for one in context.standard.phrases]
    matcher = compile_phrases(context.standard.phrases)
    parsed = list(parse_cases(_PhraseCase, cases, ran))
    hits_in = _hits_by_text(
        matcher, {text for case, _node in parsed for turns in (*case.hits, *case.misses) for text in turns}
    )
    for case, node in parsed:
        wrong = context.unknown("list", [case.list_id], known, node.place)
        if wrong or not (case.hits or case.misses):
            ran.problems += wrong or [problem("QK505", node.place, "hits / misses")]
            continue
        differences = []
        for wanted, groups in ((True, case.hits), (False, case.misses)):
            for turns in groups:
                hits = [replace(hit, turn=n) for n, text in enumerate(turns) for hit in hits_in[text]]
                left = without_rescued(hits, range(len(turns)))
                found = [hit.quote for hit in left if hit.phrase.list_id == case.list_id and not hit.reported]
                if bool(found) != wanted:
                    said = " / ".join(turns)
                    got = "、".join(found) or "—"
                    differences.append(Difference("hits" if wanted else "misses", said, got))
        ran.results.append(
            CaseResult(context.topic, case.name or case.list_id, node.place, tuple(differences))
        )
        ran.covered |= {(f"phrases {case.list_id}", "hit")} if case.hits else set()
        ran.covered |= {(f"phrases {case.list_id}", "missed")} if case.misses else set()
    return ran


def _hits_by_text(matcher: PhraseMatcher, texts: Iterable[str]) -> dict[str, list[PhraseHit]]:
    """What is found in each text, all of them looked through at once."""
    ordered = sorted(texts)
    found: dict[str, list[PhraseHit]] = {text: [] for text in ordered}
    for hit in matcher.find(ordered):
        found[ordered[hit.turn]].append(hit)
    return found
