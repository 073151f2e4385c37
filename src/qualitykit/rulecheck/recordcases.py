"""Cases of records.yaml. Format in docs/rule-tests.md."""

from dataclasses import replace

from pydantic import Field

from qualitykit.model import Complaint, Roster
from qualitykit.rulecheck.casepeople import row_of
from qualitykit.rulecheck.caserecords import GivenRecord, records_of
from qualitykit.rulecheck.context import Case, Context, Covered, Ran, compare, parse_cases
from qualitykit.rulecheck.results import CaseResult
from qualitykit.scoring.record_facts import Record, matches
from qualitykit.scoring.records import check_records
from qualitykit.standards.base import Id, Rule, Text
from qualitykit.standards.records import RecordRules
from qualitykit.standards.standard import Standard
from qualitykit.standards.yamlfile import YamlValue

__all__ = ["record_needs", "run_record_cases"]


class _Given(Rule):
    complaints: tuple[GivenRecord, ...] = ()
    requests: tuple[GivenRecord, ...] = ()
    posts: dict[Text, Text] = Field(default_factory=dict)


class _Expect(Rule):
    missing: tuple[Id, ...] = ()
    contradictions: tuple[Id, ...] = ()
    passed_on: bool = False
    codes: tuple[Text, ...] = ()


class _RecordCase(Case):
    given: _Given
    expect: _Expect


def record_needs(standard: Standard) -> list[Covered]:
    """Each requirement is met and not; each contradiction is there and not; the first asked, both sides."""
    rules = standard.records
    if rules is None:
        return []
    needs = [(f"required {one.id}", side) for one in rules.required for side in ("present", "absent")]
    needs += [
        (f"contradiction {one.id}", side) for one in rules.contradictions for side in ("said", "not said")
    ]
    if rules.first_asked is not None:
        needs += [("first-asked records", side) for side in ("kept", "passed on")]
    return needs


def run_record_cases(context: Context, cases: YamlValue) -> Ran:
    """What is missing in each case's records, and what contradicts itself."""
    ran = Ran()
    for case, node in parse_cases(_RecordCase, cases, ran):
        now = context.standard.records or RecordRules()
        rules = context.changed(RecordRules, now, ("records",), node, ran)
        if rules is None:
            continue
        place = node.mapping["given"].place
        complaints, requests, wrong = records_of(case.given.complaints, case.given.requests, place)
        wrong += context.unknown("required", case.expect.missing, [one.id for one in rules.required], place)
        names = [one.id for one in rules.contradictions]
        wrong += context.unknown("contradiction", case.expect.contradictions, names, place)
        ran.problems += wrong
        if wrong:
            continue
        records: list[Record] = [*complaints, *requests]
        roster = Roster(tuple(replace(row_of(name), post=post) for name, post in case.given.posts.items()))
        tried = _try_each(rules, records, roster)
        found = check_records(lambda _day, own=rules: own, records, roster)  # type: ignore[misc]
        got: dict[str, object] = {
            "missing": _broken(tried, "required"),
            "contradictions": _broken(tried, "contradiction"),
            "passed_on": any(one.code == "QK784" for one in found),
            "codes": tuple(sorted(one.code for one in found)),
        }
        ran.results.append(CaseResult(context.topic, case.name, node.place, compare(case.expect, got)))
        if case.changes is None:
            ran.covered |= _covers(case.expect, tried)
            if "passed_on" in case.expect.model_fields_set:
                ran.covered.add(("first-asked records", "passed on" if got["passed_on"] else "kept"))
    return ran


def _try_each(rules: RecordRules, records: list[Record], roster: Roster) -> list[tuple[str, str, bool]]:
    """Each rule by itself: kind, id, whether a record breaks it.

    Requirements about none of the records are left out. A contradiction that is about none of the records of
    its kind is not said.
    """
    tried = []
    for required in rules.required:
        mine = [one for one in records if _of(one) == required.record and matches(required.when, one)]
        own = RecordRules(required=(required,))
        found = check_records(lambda _day, own=own: own, mine, roster)  # type: ignore[misc]
        if mine:
            tried.append(("required", required.id, any(one.code in ("QK780", "QK781") for one in found)))
    for contradiction in rules.contradictions:
        mine = [one for one in records if _of(one) == contradiction.record]
        own = RecordRules(contradictions=(contradiction,))
        found = check_records(lambda _day, own=own: own, mine, roster)  # type: ignore[misc]
        if mine:
            tried.append(("contradiction", contradiction.id, any(one.code == "QK782" for one in found)))
    return tried


def _broken(tried: list[tuple[str, str, bool]], wanted: str) -> tuple[str, ...]:
    return tuple(name for kind, name, broken in tried if kind == wanted and broken)


def _of(record: Record) -> str:
    return "complaint" if isinstance(record, Complaint) else "request"


def _covers(expect: _Expect, tried: list[tuple[str, str, bool]]) -> set[Covered]:
    covered: set[Covered] = set()
    for kind, name, broken in tried:
        if kind == "required" and "missing" in expect.model_fields_set:
            covered.add((f"required {name}", "absent" if broken else "present"))
        if kind == "contradiction" and "contradictions" in expect.model_fields_set:
            covered.add((f"contradiction {name}", "said" if broken else "not said"))
    return covered
