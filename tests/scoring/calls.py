"""Calls and checks for the tests of transcript checks, written briefly."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from qualitykit.model import CallFacts, Evaluation, HitDecision, Place, Role, Transcript
from qualitykit.scoring.results import CheckOutcome
from qualitykit.scoring.transcript import Checker
from qualitykit.standards.phrases import PhraseList
from qualitykit.standards.transcript import Check, ChecksFile

__all__ = ["LISTS", "Rules", "call", "judge", "outcome", "rules"]

LISTS = """
lists:
  - {id: greet, title: 问候, kind: required, clause: P3.sop.3a, match: [exact, fuzzy, sound],
     phrases: [欢迎光临, 很高兴为您服务, {text: 您好, match: [exact]}]}
  - {id: offer, title: 帮助, kind: required, clause: P3.sop.3a, phrases: [有什么可以帮]}
  - {id: sorry, title: 致歉, kind: required, clause: P3.wait, match: [exact, sound],
     phrases: [{text: 抱歉, match: [exact]}, 对不起, 久等了]}
  - {id: why, title: 原因, kind: required, clause: P3.wait, phrases: [因为, 查询]}
  - {id: bye, title: 道别, kind: required, clause: P3.sop.3e, phrases: [再见, 感谢]}
  - {id: hold, title: 稍等, kind: cue, clause: P3.wait, phrases: [请稍等]}
  - {id: ok, title: 应答, kind: cue, clause: P3.angry, phrases: [好, 好的, 是的]}
  - {id: parting, title: 客户道别, kind: cue, clause: P3.sop.3e, phrases: [再见, 谢谢]}
  - {id: angry, title: 客户激动, kind: cue, clause: P3.angry, phrases: [我要投诉]}
  - {id: help, title: 帮忙, kind: cue, clause: P3.ban, phrases: [我马上帮您问]}
  - {id: rude, title: 禁语, kind: banned, clause: P3.ban, match: [exact, fuzzy, sound], worth: stands,
     severity: minor,
     phrases: [不归我管, 说了多少遍了, 你自己想办法, {text: 没有, match: [exact], except: [有没有]}]}
  - {id: unsure, title: 不清楚, kind: banned, clause: P3.ban, worth: stands, severity: minor,
     rescued_by: {list: [help], within_turns: 1}, phrases: [我不清楚]}
  - {id: insult, title: 辱骂, kind: banned, clause: P3.ban, worth: stands, severity: severe,
     phrases: [神经病]}
  - {id: plain, title: 不, kind: banned, clause: P3.sop.3c, worth: advice, phrases: [不, 不可以]}
"""
_TURN = re.compile(r"(?:(?P<start>[\d.]+)-(?P<end>[\d.]*) )?(?P<role>[acr])[:：](?P<text>.*)")
_ROLES = {"a": Role.AGENT, "c": Role.CUSTOMER, "r": Role.OTHER}


@dataclass(frozen=True)
class Rules:
    """Checks and the lists that they name, as a Checker wants them."""

    checks: tuple[Check, ...]
    phrases: tuple[PhraseList, ...]


def rules(checks: str) -> Rules:
    """Checks from YAML (a list of mappings), over ``LISTS``."""
    given = [
        {"title": one["id"], "clause": "P3.sop.3a", **one}
        for one in yaml.load(checks, Loader=yaml.BaseLoader)
    ]
    lists = yaml.load(LISTS, Loader=yaml.BaseLoader)["lists"]
    return Rules(
        ChecksFile.model_validate({"checks": given}).checks, tuple(map(PhraseList.model_validate, lists))
    )


def call(
    turns: str = "", *, contact: str = "C1", name: str = "E1", department: str = "", **facts: Any
) -> Evaluation:
    """An evaluation of a call. A turn a line: ``0-5 a: 您好`` (agent), c (customer), r (robot)."""
    lines = [found for line in turns.strip().splitlines() if (found := _TURN.match(line.strip()))]
    assert len(lines) == len(turns.strip().splitlines()), "a line that is no turn"
    timed = any(line["start"] for line in lines)
    ended = any(line["end"] for line in lines)
    place = Place("calls.xlsx", "录音", "", 0)
    transcript = Transcript(
        tuple(line["text"].strip() for line in lines),
        tuple(_ROLES[line["role"]] for line in lines),
        place,
        tuple(float(line["start"]) if line["start"] else None for line in lines) if timed else (),
        tuple(float(line["end"]) if line["end"] else None for line in lines) if ended else (),
    )
    values: dict[str, Any] = {
        key: Decimal(value) if key.endswith("seconds") else value for key, value in facts.items()
    }
    return Evaluation(
        id=f"V-{contact}",
        form="call-review",
        pack="service-attitude",
        employee_no=name,
        day=date(2026, 10, 3),
        place=place,
        row=2,
        cells=(),
        answers=(),
        contact_id=contact,
        department=department,
        call=CallFacts(**values) if facts else None,
        transcript=transcript if lines else None,
    )


def judge(
    checks: str, one: Evaluation, decisions: Mapping[str, HitDecision] | None = None
) -> tuple[CheckOutcome, ...]:
    """The outcomes of one call; the batch version and the definition must agree."""
    checker = Checker(rules(checks))
    (found,) = checker.check([one], decisions or {})
    assert checker.check_call(one, decisions or {}) == found
    return found


def outcome(checks: str, one: Evaluation, decisions: Mapping[str, HitDecision] | None = None) -> CheckOutcome:
    """The outcome of the last check."""
    return judge(checks, one, decisions)[-1]
