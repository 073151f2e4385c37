"""What a scan of transcripts found: per check, per phrase, and examples in context. Text, and JSON."""

import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from qualitykit.i18n import _
from qualitykit.problems import Problem
from qualitykit.reports.figures import cut
from qualitykit.reports.masking import HIDDEN, mask_numbers
from qualitykit.reports.tables import plain_table
from qualitykit.reports.wording import hit_kind, hit_phrase
from qualitykit.scoring.results import Hit
from qualitykit.scoring.scan import TOO_OFTEN, CheckScan, Example, PhraseScan, ScanResult

__all__ = ["FORMAT", "scan_json", "scan_tables"]

FORMAT = "qualitykit-scan/1"
_PHRASES = 30  # phrases that the terminal shows; JSON has all
_PHRASE = 30  # characters of a phrase: a pattern may be long
_WIDE = 60  # characters of a turn beside the evidence


def scan_tables(result: ScanResult, files: int, left_out: int, *, redact: bool = False) -> str:
    """The scan as the terminal shows it. ``redact``: no words of the calls."""
    head = _(
        "{calls} calls with {turns} turns in {files} files, {agent} of them by agents; {out} left out"
    ).format(calls=result.calls, turns=result.turns, files=files, agent=result.agent_turns, out=left_out)
    blocks = [
        head + "\n" + _("Findings of a scan are for coaching and for judging rules: they warn nobody."),
        _("Checks") + "\n" + _checks(result.checks),
    ]
    if result.phrases:
        blocks.append(_("Phrases") + "\n" + _phrases(result.phrases))
    blocks += [_warning(one) for one in result.phrases if one.too_often]
    if examples := "\n".join(_examples(result.checks, redact=redact)):
        blocks.append(_("Examples") + "\n" + examples)
    return "\n\n".join(blocks)


def _checks(checks: Iterable[CheckScan]) -> str:
    heads = [
        *(_("Check"), _("Title"), _("applies"), _("Hit rate"), _("failed"), _("pending"), _("passed")),
        *(_("N/A"), _("unknown")),
    ]
    rows = [
        [
            one.check,
            cut(one.title, 40),
            str(one.applied),
            "—" if one.hit_percent is None else f"{one.hit_percent} %",
            *map(str, (one.failed, one.pending, one.passed, one.na, one.unknown)),
        ]
        for one in checks
    ]
    return plain_table(heads, rows, range(2, 9))


def _phrases(phrases: Sequence[PhraseScan]) -> str:
    heads = [
        *(_("Phrase"), _("Check"), _("hits"), _("pending"), _("per 1,000 agent turns")),
        _("pending per 1,000"),
    ]
    rows = [
        [
            cut(_shown(one), _PHRASE),
            one.check,
            str(one.hits),
            str(one.pending),
            str(one.per_1000),
            str(one.pending_per_1000),
        ]
        for one in phrases[:_PHRASES]
    ]
    table = plain_table(heads, rows, range(2, 6))
    if len(phrases) > _PHRASES:
        table += "\n" + _("… {n} more, see --json").format(n=len(phrases) - _PHRASES)
    return table


def _shown(one: PhraseScan) -> str:
    """The phrase; of a pattern words that it found, for nobody can read a pattern."""
    return _("like “{words}”").format(words=one.found) if one.found else one.phrase


def _warning(one: PhraseScan) -> str:
    return _(
        "! “{phrase}” ({check}) alone makes {rate} pending hits per 1,000 agent turns, more than {most}: "
        "narrow it, add an exception, or make it advice."
    ).format(phrase=_shown(one), check=one.check, rate=one.pending_per_1000, most=TOO_OFTEN)


def _examples(checks: Iterable[CheckScan], *, redact: bool) -> Iterator[str]:
    for check in checks:
        if not check.examples:
            continue
        yield f"{check.check}  {check.title}"
        for example in check.examples:
            yield from _example(example, redact=redact)


def _example(example: Example, *, redact: bool) -> Iterator[str]:
    hit = example.hit
    where = HIDDEN if redact else f"{example.place.shown}  {example.contact_id}".rstrip()
    if hit is None:
        yield f"  {where}  " + _("missing: {what}").format(what="、".join(example.missing) or "—")
        return
    second = "" if hit.second is None else _(", second {second}").format(second=f"{hit.second:g}")
    turn = _("turn {turn}").format(turn=hit.turn) + second if hit.turn else _("the whole call")
    yield f"  {where}  {turn}  [{_state(hit)}, {hit_kind(hit.kind)}] {cut(hit_phrase(hit), _PHRASE)}"
    if redact or not hit.turn:
        return
    for text, mark in ((hit.before, " "), (_marked(hit), ">"), (hit.after, " ")):
        if text:
            yield f"    {mark} {cut(mask_numbers(text.replace(chr(10), ' ')), _WIDE * 2)}"


def _state(hit: Hit) -> str:
    if hit.worth == "advice":
        return _("advice")
    return _("pending") if hit.pending else _("stands")


def _marked(hit: Hit) -> str:
    """The turn with its evidence in brackets; a finding that is the whole turn needs none."""
    if hit.start == 0 and hit.end >= len(hit.context):
        return hit.context
    return f"{hit.context[: hit.start]}【{hit.context[hit.start : hit.end]}】{hit.context[hit.end :]}"


# --- JSON ----------------------------------------------------------------------------------------------


def scan_json(result: ScanResult, files: int, left_out: int, problems: Sequence[Problem]) -> str:
    """The scan as JSON: rates as text, customers' numbers masked."""
    whole = {
        "format": FORMAT,
        "files": files,
        "calls": result.calls,
        "turns": result.turns,
        "agent_turns": result.agent_turns,
        "left_out": left_out,
        "checks": [_check_json(one) for one in result.checks],
        "phrases": [
            {
                "check": one.check,
                "phrase": one.phrase,
                "hits": one.hits,
                "pending": one.pending,
                "per_1000": str(one.per_1000),
                "pending_per_1000": str(one.pending_per_1000),
                "too_often": one.too_often,
            }
            for one in result.phrases
        ],
        "problems": [
            {
                "code": one.code,
                "severity": one.severity.value,
                "place": str(one.place),
                "message": mask_numbers(one.message()),
            }
            for one in problems
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _check_json(one: CheckScan) -> dict[str, Any]:
    return {
        "check": one.check,
        "title": one.title,
        "clause": one.clause,
        "calls": one.calls,
        "applied": one.applied,
        "hit_percent": _text(one.hit_percent),
        "failed": one.failed,
        "pending": one.pending,
        "passed": one.passed,
        "na": one.na,
        "unknown": one.unknown,
        "hits": one.hits,
        "pending_hits": one.pending_hits,
        "advice_hits": one.advice_hits,
        "examples": [_example_json(example) for example in one.examples],
    }


def _example_json(one: Example) -> dict[str, Any]:
    found: dict[str, Any] = {
        "contact_id": one.contact_id,
        "place": str(one.place),
        "missing": list(one.missing),
    }
    hit = one.hit
    if hit is not None:
        found |= {
            "phrase": hit.phrase,
            "kind": hit.kind,
            "worth": hit.worth,
            "pending": hit.pending,
            "turn": hit.turn,
            "second": hit.second,
            "quote": mask_numbers(hit.quote),
            "context": mask_numbers(hit.context),
            "before": mask_numbers(hit.before),
            "after": mask_numbers(hit.after),
        }
    return found


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
