"""A small standard, an invented staff and short ways to write a month's records."""

from datetime import date
from decimal import Decimal
from typing import Any

from qualitykit.model import (
    Answer,
    AnswerState,
    Evaluation,
    MonthRecords,
    Period,
    Place,
    Praise,
    Roster,
    RosterRow,
    Verified,
)
from qualitykit.scoring.results import EvaluationResult, FormScore
from qualitykit.standards.standard import Standard

OCTOBER = Period("2026-10", date(2026, 10, 1), date(2026, 10, 31))

_SOURCES = (
    ("mystery-shopper", 30, True),
    ("call-review", 30, True),
    ("patrol", 15, True),
    ("satisfaction", 15, False),
    ("supervisor", 10, False),
)


def points_form(form: str, **more: Any) -> dict[str, Any]:
    """A form of one item: points out of 100 are the score."""
    answer = {"kind": "points", "max": "100"}
    item = {"id": "points", "title": "得分", "clause": "P3.mon.1", "answer": answer, "required": False}
    section = {"id": "all", "title": "全部", "dimension": "attitude", "weight": 100, "items": [item]}
    return {"id": form, "title": form, "source": form, "clause": "P3.mon.1", "sections": [section], **more}


def standard(**more: Any) -> Standard:
    """The rules of the contract's examples, changed by keywords; every source has a form of its own name."""
    fields: dict[str, Any] = {
        "id": "service-attitude",
        "version": "1",
        "title": "服务标准",
        "source": "P3",
        "effective_from": "2026-01-01",
        "adopted_on": "2025-12-01",
        "notified_on": "2025-12-15",
        "clauses": [],
        "forms": [points_form(source) for source, _weight, _inspection in _SOURCES],
        "weights": {
            "clause": "P3.perf",
            "sources": [
                {
                    "source": source,
                    "title": source,
                    "weight": weight,
                    "clause": "P3.mon.1",
                    "inspection": seen,
                }
                for source, weight, seen in _SOURCES
            ],
            "praise": {"clause": "P3.praise"},
        },
        "ladder": {
            "clause": "P3.lad.1",
            "steps": [
                {"step": 1, "id": "verbal", "title": "口头警告", "clause": "P3.lad.1"},
                {"step": 2, "id": "written", "title": "书面警告", "clause": "P3.lad.2"},
                {
                    "step": 3,
                    "id": "withhold",
                    "title": "扣发绩效奖金",
                    "clause": "P3.lad.3",
                    "effects": [{"kind": "withhold", "percent": 20}],
                },
            ],
        },
        "praise": {
            "clause": "P3.praise",
            "amounts": [
                {"name": "一般", "amount": 50},
                {"name": "突出", "amount": 100, "words": ["表现突出"]},
                {"name": "重大", "amount": 200},
            ],
            "at_least": 50,
            "at_most": 200,
        },
        "stars": {
            "clause": "P3.star",
            "amounts": [500, 300, 200],
            "model_of_the_year": {"clause": "P3.model", "amount": 1000},
        },
        "bonus": {
            "clause": "P3.perf",
            "bands": [
                {"low": 0, "high": 75, "coefficient": "0.8"},
                {"low": 75, "high": 85, "coefficient": "0.9"},
                {"low": 85, "high": 90, "coefficient": "1.0"},
                {"low": 90, "high": 100, "coefficient": "1.1"},
            ],
            "contest": [{"rank": 1, "amount": 300}, {"rank": 2, "amount": 200}],
        },
    }
    for name, value in more.items():
        both = isinstance(value, dict) and isinstance(fields.get(name), dict)
        fields[name] = {**fields[name], **value} if both else value
    return Standard.model_validate(fields)


def row(number: str, **more: Any) -> RosterRow:
    """Somebody on the roster with a base of 2000 yuan, long since employed."""
    fields: dict[str, Any] = {
        "name": f"员工{number}",
        "department": "客服一部",
        "place": Place("名册.xlsx", "名册", "", 0),
        "bonus_base": Decimal(2000),
        "hired_on": date(2020, 1, 1),
    }
    return RosterRow(number, **{**fields, **more})


def staff(*rows: RosterRow | str) -> Roster:
    """A roster of rows, or of numbers."""
    return Roster(tuple(row(one) if isinstance(one, str) else one for one in rows))


def october(day: int) -> date:
    """A day of October 2026."""
    return date(2026, 10, day)


def evaluation(name: str, number: str, form: str, points: str | None, **more: Any) -> Evaluation:
    """A filled form of one item with those points; None: N/A."""
    if points is None:
        answer = Answer(AnswerState.NA, None, "不适用")
    else:
        answer = Answer(AnswerState.VALUE, Decimal(points), points)
    fields: dict[str, Any] = {
        "pack": "",
        "day": october(5),
        "place": Place("评分.xlsx", form, "2:2"),
        "row": 2,
        "cells": ("F",),
        "answers": (answer,),
    }
    return Evaluation(name, form, employee_no=number, **{**fields, **more})


def result(name: str, number: str, source: str, published: str | None, **more: Any) -> EvaluationResult:
    """A scored evaluation with that published score; None: no score."""
    score = FormScore(
        form=source,
        method="normalised",
        sections=(),
        base=None,
        deductions=(),
        bonus_points=Decimal(0),
        criticals=(),
        ceiling=Decimal(100),
        na_percent=0,  # type: ignore[arg-type]
        published=None if published is None else Decimal(published),
    )
    fields: dict[str, Any] = {
        "day": october(5),
        "row": 0,
        "cells": (),
        "raw": (),
        "standard": 0,
        "score": score,
    }
    place = Place("评分.xlsx")
    return EvaluationResult(name, source, source, number, place=place, **{**fields, **more})


def praise(name: str, *people: str, **more: Any) -> Praise:
    """A verified praise from a customer of its own, of the lowest level."""
    fields: dict[str, Any] = {
        "place": Place("表扬.xlsx", "表扬", name),
        "service_on": october(2),
        "verified": Verified.YES,
        "verified_by": "主管",
        "verified_on": october(12),
        "level": "一般",
        "customer": f"客户{name}",
    }
    return Praise(name, people=people, **{**fields, **more})


def records(roster: Roster, **more: Any) -> MonthRecords:
    """October's records."""
    return MonthRecords(period=more.pop("period", OCTOBER), roster=roster, **more)
