"""semantics.md §4, sentence by sentence; the batch version against the definition."""

import random
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from qualitykit.model import Evaluation, HitDecision, Place, Role
from qualitykit.scoring.results import Hit
from qualitykit.scoring.transcript import Checker
from qualitykit.standards.reader import load_standard
from qualitykit.standards.transcript import Check
from tests.scoring.calls import call, judge, outcome, rules

GREETS = "[{id: g, where: {first: 2}, says: {any: [greet]}}]"
BANNED = "[{id: b, violation: {severity: minor}, says: {none: [rude, unsure, insult]}}]"
AFTER = "[{id: s, where: {after: {says: [angry], role: customer}, within_turns: 1}, says: {any: [sorry]}}]"
BEFORE = "[{id: s, where: {before: {says: [bye]}, within_turns: 1}, says: {any: [offer]}}]"
CLOSES = "[{id: e, when: {agent_turns_from: 2, farewells: [parting]}, where: {last: 2}, says: {any: [bye]}}]"
ANGER = """
[{id: a, where: {after: {says: [angry], role: customer}, within_turns: 9}, worth: review,
  sequence: {in_order: true, steps: [
    {id: x, title: 致歉, says: [sorry]}, {id: y, title: 原因, says: [why]},
    {id: z, title: 道别, says: [bye]}]}}]
"""


def _hit(one: Evaluation, checks: str = BANNED) -> Hit:
    (hit,) = outcome(checks, one).hits
    return hit


def _decided(hit: Hit, upheld: bool) -> dict[str, HitDecision]:
    return {hit.id: HitDecision(hit.id, upheld, Place("待复核.xlsx"))}


@pytest.mark.parametrize(
    "turns, state",
    [
        ("a: 您好", "passed"),
        ("a: 喂\nc: 在吗\na: 您好", "passed"),
        ("a: 喂\na: 在\na: 您好", "failed"),
        ("r: 欢迎光临\nr: 请按一\na: 喂\na: 您好", "passed"),
        ("r: 欢迎光临\na: 喂\na: 在", "failed"),
        ("c: 您好\na: 喂", "failed"),
        ("a: 環迎光临", "passed"),
        ("a: 欢迎广临本店", "passed"),
        ("c: 在吗", "unknown"),
        ("", "unknown"),
    ],
)
def test_first_turns(turns: str, state: str) -> None:
    """First n turns of the role; robots are skipped; a greeting heard badly is one; no words: unknown."""
    assert state == outcome(GREETS, call(turns)).state


def test_says_all_in_any_turn_or_in_one() -> None:
    """``all`` wants every list; ``in_one_turn`` wants them together."""
    one = call("a: 您好\na: 有什么可以帮您")
    assert outcome("[{id: g, says: {all: [greet, offer]}}]", one).state == "passed"
    apart = outcome("[{id: g, says: {all: [greet, offer], in_one_turn: true}}]", one)
    assert ("failed", "问候、帮助") == (apart.state, apart.parts[0].value)
    together = call("a: 您好，有什么可以帮您")
    assert outcome("[{id: g, says: {all: [greet, offer], in_one_turn: true}}]", together).state == "passed"


@pytest.mark.parametrize("times, state", [(1, "failed"), (2, "passed"), (3, "passed")])
def test_says_at_least(times: int, state: str) -> None:
    """``at_least`` n hits of the lists."""
    turns = "\n".join(["a: 对不起"] * times)
    assert state == outcome("[{id: g, says: {of: [sorry], at_least: 2}}]", call(turns)).state


@pytest.mark.parametrize(
    "turns, state",
    [
        ("c: 我要投诉\na: 对不起", "passed"),
        ("c: 我要投诉\na: 哦\na: 对不起", "failed"),
        ("a: 对不起\nc: 我要投诉\na: 哦", "failed"),
        ("c: 我要投诉", "unknown"),
        ("a: 您好\nc: 我要投诉", "na"),
        ("a: 我要投诉\na: 哦", "na"),
        ("c: 我要偷诉\na: 哦", "na"),
    ],
)
def test_within_turns_after_an_anchor(turns: str, state: str) -> None:
    """n turns after a customer's phrase; no anchor, no turn after it, or one only heard roughly: N/A."""
    assert state == outcome(AFTER, call(turns)).state


@pytest.mark.parametrize(
    "turns, state",
    [
        ("a: 有什么可以帮您\na: 再见", "passed"),
        ("a: 有什么可以帮您，再见", "passed"),
        ("a: 再见，有什么可以帮您", "failed"),
        ("a: 有什么可以帮您\na: 嗯嗯\na: 再见", "failed"),
        ("a: 好的", "na"),
    ],
)
def test_within_turns_before_an_anchor(turns: str, state: str) -> None:
    """n turns before, and the part of the anchor's own turn before it."""
    assert state == outcome(BEFORE, call(turns)).state


def test_anchor_on_another_check_and_on_a_wait() -> None:
    """The hits of another check, or a wait, are where the scope begins."""
    checks = BANNED[:-1] + ", {id: s, where: {after: {check: b}, within_turns: 1}, says: {any: [sorry]}}]"
    assert outcome(checks, call("a: 不归我管\na: 对不起")).state == "passed"
    assert outcome(checks, call("a: 不归我管\na: 哦")).state == "failed"
    assert outcome(checks, call("a: 您好")).state == "na"
    waits = (
        "[{id: s, where: {after: {wait_over: 180, holds: [hold]}, within_turns: 1}, says: {any: [sorry]}}]"
    )
    assert outcome(waits, call("0-5 a: 请稍等\n300-302 a: 对不起")).state == "passed"
    assert outcome(waits, call("0-5 a: 请稍等\n300-302 a: 好了\n303-304 a: 对不起")).state == "failed"
    assert outcome(waits, call("0-5 a: 请稍等\n100-102 a: 好了")).state == "na"


def test_exact_hit_stands_and_carries_its_evidence() -> None:
    """An exact hit of a ``stands`` phrase stands; evidence is verbatim, with turn, place and second."""
    hit = _hit(call("0-2 c: 谁管\n3-5 a: 这个【不*归*我*管】！\n6-7 c: 啊"))
    assert (True, False, False) == (hit.standing, hit.confirmed, hit.pending)
    assert ("不归我管", "exact", "stands", 2, 3.0) == (hit.phrase, hit.kind, hit.worth, hit.turn, hit.second)
    assert ("不*归*我*管", "谁管", "啊", "这个【不*归*我*管】！") == (
        hit.quote,
        hit.before,
        hit.after,
        hit.context,
    )
    assert hit.quote == hit.context[hit.start : hit.end]


@pytest.mark.parametrize(
    "text, kind",
    [
        ("硕了多少便了", "sound"),
        ("说了这多少遍了", "fuzzy"),
        ("神经病", "exact"),
        ("您说不归我管是吗", "exact"),
    ],
)
def test_doubtful_and_severe_hits_wait_for_a_person(text: str, kind: str) -> None:
    """Fuzzy, sound, severe and reported hits are pending, never standing, and break nothing yet."""
    found = outcome(BANNED, call(f"a: {text}"))
    (hit,) = found.hits
    assert ("pending", kind, False, True) == (found.state, hit.kind, hit.standing, hit.pending)


def test_confirmed_and_refused() -> None:
    """确认 makes a hit stand and confirmed; 驳回 takes it out; neither touches another call's hit."""
    one = call("a: 说了多少便了")
    hit = _hit(one)
    upheld = outcome(BANNED, one, _decided(hit, True))
    assert ("failed", True, True) == (upheld.state, upheld.hits[0].standing, upheld.hits[0].confirmed)
    refused = outcome(BANNED, one, _decided(hit, False))
    assert ("passed", False, True) == (refused.state, refused.hits[0].pending, refused.hits[0].refused)
    other = replace(one, contact_id="C2")
    assert outcome(BANNED, other, _decided(hit, True)).state == "pending"


def test_exact_hit_needs_a_person_for_the_ladder() -> None:
    """A standing hit counts for the score; ``confirmed`` is set by a person's 确认 only."""
    one = call("a: 不归我管")
    hit = _hit(one)
    assert (True, False) == (hit.standing, hit.confirmed)
    assert outcome(BANNED, one, _decided(hit, True)).hits[0].confirmed
    assert outcome(BANNED, one, _decided(hit, False)).state == "passed"


def test_hit_ids_are_stable_and_hold_no_name() -> None:
    """The id survives a re-run and a correction of names and rows; it differs by place and employee."""
    one = call("a: 不归我管")
    again = replace(one, id="other", inspector="someone", row=99, customer="x")
    assert _hit(one).id == _hit(again).id
    assert _hit(one).id != _hit(call("a: 啊，不归我管")).id
    assert _hit(one).id != _hit(replace(one, employee_no="E2")).id
    without_contact = replace(one, contact_id="")
    assert _hit(without_contact).id != _hit(replace(without_contact, id="V2")).id
    assert _hit(one).id[0].isalpha()


@pytest.mark.parametrize(
    "turns, state",
    [
        ("a: 有没有别的需要", "passed"),
        ("a: 没有", "failed"),
        ("a: 我不清楚。我马上帮您问。", "passed"),
        ("a: 我不清楚\nc: 啊\na: 我马上帮您问", "passed"),
        ("a: 我不清楚\na: 嗯嗯\na: 我马上帮您问", "failed"),
        ("a: 我马上帮您问。我不清楚。", "failed"),
        ("c: 不归我管\na: 您好", "passed"),
        ("r: 不归我管\na: 您好", "passed"),
    ],
)
def test_excuses_rescues_and_roles(turns: str, state: str) -> None:
    """``except`` covers, ``rescued_by`` follows at once, and only the named role's words count."""
    assert state == outcome(BANNED, call(turns)).state


def test_overlapping_hits_of_one_text_count_once() -> None:
    """The longest wins; a doubtful longer hit never hides a certain one."""
    checks = "[{id: b, says: {none: [rude, plain]}}]"
    found = outcome(checks, call("a: 不归我管"))
    assert ["不归我管"] == [hit.phrase for hit in found.hits]
    advice = outcome("[{id: b, says: {none: [plain]}}]", call("a: 不可以"))
    assert ("passed", ["不可以"], [False]) == (
        advice.state,
        [hit.phrase for hit in advice.hits],
        [hit.pending for hit in advice.hits],
    )


@pytest.mark.parametrize(
    "turns, ended, state",
    [
        ("a: 您好\nc: 谢谢\na: 再见", "customer", "passed"),
        ("a: 您好\nc: 谢谢\na: 嗯嗯", "customer", "failed"),
        ("a: 您好\na: 明天到\nc: 喂喂", "customer", "na"),
        ("a: 您好\na: 明天到\nc: 谢谢", "customer", "na"),
        ("a: 您好\na: 明天到", "system", "na"),
        ("a: 您好\na: 明天到\nc: 喂喂", "agent", "failed"),
        ("a: 您好\na: 明天到\nc: 喂喂", None, "na"),
        ("a: 您好\na: 明天到\nc: 谢谢", None, "failed"),
        ("a: 您好\na: 明天到", None, "failed"),
        ("a: 您好", "agent", "na"),
    ],
)
def test_closing(turns: str, ended: str | None, state: str) -> None:
    """N/A where the customer cut off or the call was very short; an orderly end is judged."""
    assert state == outcome(CLOSES, call(turns, hung_up_by=ended)).state


@pytest.mark.parametrize(
    "when, facts, state",
    [
        ("kind: [呼入]", {"kind": "电话呼入"}, "passed"),
        ("kind: [呼入]", {"kind": "呼出"}, "na"),
        ("kind: [呼入]", {}, "unknown"),
        ("kind_not: [聊天]", {}, "passed"),
        ("kind_not: [聊天]", {"kind": "在线聊天"}, "na"),
        ("queue: [售后]", {"queue": "售前"}, "na"),
        ("department: [客服]", {"department": "工程部"}, "na"),
        ("department: [客服]", {"department": "客服部"}, "passed"),
        ("from_day: 2026-10-03, until_day: 2026-10-03", {}, "passed"),
        ("from_day: 2026-10-04", {}, "na"),
        ("until_day: 2026-10-02", {}, "na"),
        ("rings_from: 5", {"rings": 5}, "passed"),
        ("rings_from: 5", {"rings": 4}, "na"),
        ("rings_from: 5", {"ring_seconds": "30"}, "unknown"),
        ("talk_seconds_from: 20", {"talk_seconds": "19"}, "na"),
        ("talk_seconds_from: 20", {}, "passed"),
        ("agent_turns_from: 2", {}, "na"),
        ("heard: {says: [angry], role: customer}", {}, "na"),
    ],
)
def test_conditions(when: str, facts: dict[str, Any], state: str) -> None:
    """Each check can be conditioned on call fields; what the sheet does not say is unknown, not N/A."""
    checks = f"[{{id: g, when: {{{when}}}, says: {{any: [greet]}}}}]"
    assert state == outcome(checks, call("a: 您好", **facts)).state


@pytest.mark.parametrize(
    "facts, state, score",
    [
        ({"rings": 3}, "passed", "1"),
        ({"rings": 4}, "passed", "0.5"),
        ({"rings": 5}, "failed", "0"),
        ({"ring_seconds": "30"}, "unknown", ""),
    ],
)
def test_rings_are_not_seconds(facts: dict[str, Any], state: str, score: str) -> None:
    """P4: ring 3 full, 4 half; seconds say nothing of rings."""
    checks = "[{id: r, answered_within: {rings: [{at_most: 3, score: 1}, {at_most: 4, score: 0.5}]}}]"
    found = outcome(checks, call("", **facts))
    assert (state, score) == (
        found.state,
        "".join(part.value for part in found.parts if part.name == "score"),
    )


@pytest.mark.parametrize(
    "turns, state",
    [
        ("0-10 c: 我说\n8.9-12 a: 您听我说", "failed"),
        ("0-10 c: 我说\n9-12 a: 您听我说", "passed"),
        ("0-10 c: 我说\n5-7 a: 好的，是的", "passed"),
        ("0-10 a: 我说\n5-7 c: 你听我说", "passed"),
        ("c: 我说\na: 您听我说", "unknown"),
        ("0- c: 我说\n5- a: 您听我说", "unknown"),
    ],
)
def test_interruptions(turns: str, state: str) -> None:
    """An overlap of more than a second; short assents are none; without start and end nobody knows."""
    assert state == outcome("[{id: i, interrupts: {seconds: 1, assents: [ok]}}]", call(turns)).state


@pytest.mark.parametrize("seconds, state", [(12, "failed"), (20, "passed"), (60, "failed")])
def test_speech_rate(seconds: int, state: str) -> None:
    """Characters a minute, punctuation not counted, between both limits."""
    checks = "[{id: r, rate: {at_most: 300, at_least: 120, minimum_characters: 60}}]"
    text = "，".join(["今天下午师傅上门"] * 9)
    assert state == outcome(checks, call(f"0-{seconds} a: {text}")).state
    assert outcome(checks, call("0-1 a: 好")).state == "na"
    assert outcome(checks, call(f"a: {text}")).state == "unknown"


def test_silence_repeats_and_hanging_up() -> None:
    """Silence after a customer's turn, the same sentence three times, who hangs up."""
    silence = "[{id: s, silence: {seconds: 10}}]"
    assert outcome(silence, call("0-1 c: 在吗\n12-13 a: 在")).state == "failed"
    assert outcome(silence, call("0-1 c: 在吗\n11-13 a: 在")).state == "passed"
    assert outcome(silence, call("c: 在吗\na: 在")).state == "unknown"
    repeats = "[{id: r, repeats: {times: 3, minimum_characters: 4}}]"
    assert (
        outcome(repeats, call("a: 请您耐心等待。\na: 请您，耐心等待\na: 嗯。请你耐心等待！")).state
        == "failed"
    )
    assert (
        outcome(repeats, call("a: 请您耐心等待\na: 请您耐心等待\na: 好的\na: 好的\na: 好的")).state
        == "passed"
    )
    hangs = "[{id: h, hangs_up: {by: customer}}]"
    states = [
        outcome(hangs, call("a: 您好", hung_up_by=by)).state for by in ("customer", "agent", "system", None)
    ]
    assert ["passed", "failed", "na", "unknown"] == states


@pytest.mark.parametrize(
    "turns, state",
    [
        ("c: 电话13800001234\na: 您的电话13800001234", "passed"),
        ("c: 电话幺三八零零零零一二三四\na: 尾号1234对吗", "passed"),
        ("c: 电话13800001234\na: 好的", "failed"),
        ("c: 我姓王\na: 王先生您好", "passed"),
        ("c: 我叫王小明\na: 好的", "failed"),
        ("c: 送到人民路八号院三栋502室\na: 人民路八号院对吗", "passed"),
        ("c: 送到人民路八号院三栋502室\na: 好的", "failed"),
        ("c: 我叫你们经理来\na: 好的", "na"),
        ("c: 两三天了\na: 好的", "na"),
        ("a: 好的\nc: 电话13800001234", "na"),
    ],
)
def test_repeating_back(turns: str, state: str) -> None:
    """Number, name, address are said back by the agent after they were given (P4.tel.5)."""
    assert state == outcome("[{id: r, repeats_back: {what: [number, name, address]}}]", call(turns)).state


def test_sequence_says_what_is_missing() -> None:
    """P3.angry: which steps are missing, in order; nobody angry: N/A."""
    found = outcome(ANGER, call("c: 我要投诉\na: 因为人多\na: 对不起\na: 再见"))
    assert ("pending", ["原因"]) == (
        found.state,
        [part.value for part in found.parts if part.name == "missing"],
    )
    assert outcome(ANGER, call("c: 我要投诉\na: 对不起，因为人多\na: 再见")).state == "passed"
    assert outcome(ANGER, call("c: 几点开门\na: 九点")).state == "na"


@pytest.mark.parametrize(
    "combine, turns, state",
    [
        ("all_of: [x, y]", "a: 您好\na: 再见", "passed"),
        ("all_of: [x, y]", "a: 您好", "failed"),
        ("any_of: [x, y]", "a: 您好", "passed"),
        ("any_of: [x, y]", "a: 哦", "failed"),
        ("not_of: x", "a: 您好", "failed"),
        ("not_of: x", "a: 哦", "passed"),
        ("all_of: [x, p]", "a: 您好，神经病", "pending"),
        ("any_of: [x, p]", "a: 神经病", "pending"),
        ("all_of: [x, y]", "c: 喂", "unknown"),
        ("all_of: [n]", "a: 您好", "na"),
    ],
)
def test_checks_of_checks(combine: str, turns: str, state: str) -> None:
    """all / any / not; N/A parts are left out; a doubt never fails."""
    checks = f"""
    [{{id: c, {combine}}}, {{id: x, says: {{any: [greet]}}}}, {{id: y, says: {{any: [bye]}}}},
     {{id: p, says: {{none: [insult]}}}}, {{id: n, when: {{kind_not: [电话]}}, says: {{any: [bye]}}}}]
    """
    assert state == judge(checks, call(turns, kind="电话"))[0].state


def test_density_is_coaching() -> None:
    """P3.sop.3c: a rate, never a failure; above the limit there is something to show."""
    checks = "[{id: d, worth: advice, density: {lists: [plain], at_most: 60, minimum_turns: 2}}]"
    above = outcome(checks, call("a: 不可以\na: 不行不行"))
    assert ("passed", "150.0", ["advice"]) == (
        above.state,
        {part.name: part.value for part in above.parts}["per_100_turns"],
        [hit.worth for hit in above.hits],
    )
    assert outcome(checks, call("a: 不可以\na: 好")).hits == ()
    assert outcome(checks, call("a: 不可以")).state == "na"


def test_review_and_advice_checks() -> None:
    """A failure of a ``review`` check waits for a person, one of an ``advice`` check is shown only."""
    review = outcome("[{id: g, worth: review, says: {any: [greet]}}]", call("a: 喂"))
    assert ("pending", ["问候"]) == (review.state, [hit.phrase for hit in review.hits])
    advice = outcome("[{id: g, worth: advice, says: {any: [greet]}}]", call("a: 喂"))
    assert ("passed", ["advice"]) == (advice.state, [hit.worth for hit in advice.hits])


def test_lost_decisions_are_told() -> None:
    """A decision for a hit that no longer exists is reported."""
    checker = Checker(rules(BANNED))
    lost = {"h-gone": HitDecision("h-gone", True, Place("待复核.xlsx"))}
    assert tuple(lost.values()) == checker.lost_decisions(checker.check([call("a: 您好")], lost), lost)


def test_calls_with_nothing_special_share_their_outcomes() -> None:
    """Equal results are one object, so that two million turns stay cheap."""
    checker = Checker(rules(GREETS[:-1] + ", " + BANNED[1:]))
    first, second = checker.check([call("a: 您好"), call("a: 您好，请讲", contact="C2")], {})
    assert first is second


@pytest.mark.parametrize(
    "text",
    [
        "{id: x}",
        "{id: x, says: {any: [greet]}, hangs_up: {by: agent}}",
        "{id: x, says: {any: [greet], all: [bye]}}",
        "{id: x, says: {of: [greet]}}",
        "{id: x, where: {first: 2, last: 2}, says: {any: [greet]}}",
        "{id: x, where: {within_turns: 2}, says: {any: [greet]}}",
        "{id: x, where: {first: 2}, hangs_up: {by: agent}}",
        "{id: x, where: {after: {says: [bye], check: y}, within_turns: 1}, says: {any: [greet]}}",
        "{id: x, not_of: x}",
        "{id: x, worth: advice, violation: {severity: minor}, says: {none: [rude]}}",
        "{id: x, density: {lists: [plain], at_most: 1}}",
        "{id: x, answered_within: {rings: [{at_most: 4, score: 1}, {at_most: 3, score: 0}]}}",
        "{id: x, answered_within: {rings: [{at_most: 3, score: 1}], seconds: [{at_most: 9, score: 1}]}}",
        "{id: x, rate: {minimum_characters: 10}}",
        "{id: x, says: {any: [greet]}, colour: red}",
        "{id: x, when: {from_day: 2026-10-04, until_day: 2026-10-03}, says: {any: [greet]}}",
    ],
)
def test_a_wrong_check_is_refused(text: str) -> None:
    """Strict: one demand, one scope, limits in order, no unknown key."""
    with pytest.raises(ValidationError):
        rules(f"[{text}]")


def test_references_in_a_circle_are_refused() -> None:
    """A check that waits for itself cannot be judged."""
    with pytest.raises(ValueError, match="circle"):
        Checker(rules("[{id: a, not_of: b}, {id: b, not_of: a}]"))


EVERYTHING = f"""
[{GREETS[1:-1]}, {BANNED[1:-1]}, {CLOSES[1:-1]}, {ANGER.strip()[1:-1]},
 {{id: s2, where: {{after: {{check: b}}, within_turns: 1}}, says: {{any: [sorry]}}}},
 {{id: s3, where: {{after: {{wait_over: 20, holds: [hold]}}, within_turns: 1}}, says: {{none: [rude]}}}},
 {{id: s4, where: {{before: {{says: [bye]}}, within_turns: 2}}, says: {{all: [greet, sorry]}}}},
 {{id: s5, when: {{heard: {{says: [angry], role: customer}}}}, says: {{any: [sorry]}}}},
 {{id: s6, when: {{heard: {{wait_over: 20}}}}, says: {{any: [sorry]}}}},
 {{id: s7, where: {{role: customer, last: 1}}, says: {{any: [parting]}}}},
 {{id: s8, where: {{role: customer}}, says: {{none: [angry]}}}},
 {{id: s9, violation: {{severity: minor}}, where: {{first: 1}}, says: {{all: [greet, offer]}}}},
 {{id: sa, says: {{of: [sorry, greet], at_least: 2}}}},
 {{id: w, wait: {{seconds: 20, holds: [hold], apologies: [sorry], reasons: [why]}}}},
 {{id: w2, when: {{agent_turns_from: 3, kind: [呼入]}},
   wait: {{seconds: 20, holds: [hold], apologies: [sorry], reasons: [why]}}}},
 {{id: r, when: {{kind_not: [聊天]}}, answered_within: {{seconds: [{{at_most: 10, score: 1}}]}}}},
 {{id: i, interrupts: {{seconds: 1, at_most: 1, assents: [ok]}}}},
 {{id: q, rate: {{at_most: 200, at_least: 90, minimum_characters: 12}}}},
 {{id: l, silence: {{seconds: 12}}}},
 {{id: d, worth: advice, density: {{lists: [plain], at_most: 30, minimum_turns: 2}}}},
 {{id: rp, where: {{role: agent}}, repeats: {{times: 2, minimum_characters: 3}}}},
 {{id: rb, worth: review, repeats_back: {{what: [number, name, address], within_turns: 2}}}},
 {{id: h, hangs_up: {{by: customer}}}},
 {{id: c1, all_of: [g, b, h]}}, {{id: c2, any_of: [g, h]}}, {{id: c3, not_of: b}}]
"""
SAID = [
    "您好",
    "欢迎光临",
    "環迎光临",
    "不归我管",
    "补归我管",
    "您说不归我管",
    "说了多少遍了",
    "没有",
    "有没有",
    "我不清楚",
    "我马上帮您问",
    "神经病",
    "不可以",
    "对不起",
    "因为人多",
    "再见",
    "感谢",
    "请稍等",
    "请稍等，订单号是多少？",
    "好的",
    "有什么可以帮您",
    "尾号1234",
    "王先生",
    "今天下午师傅上门维修水管",
]
HEARD = [
    "我要投诉",
    "谢谢",
    "再见",
    "喂",
    "电话13800001234",
    "我叫王小明",
    "嗯",
    "几点开门",
    "不归我管",
    "人民路八号院三栋502室",
]


def _random_call(chance: random.Random, number: int) -> Evaluation:
    timed, ended = chance.random() < 0.7, chance.random() < 0.8
    lines, at = [], 0.0
    for _turn in range(chance.choice((0, 1, 3, 6, 9, 14))):
        role = chance.choice("aaaccr")
        text = "。".join(chance.choices(HEARD if role == "c" else SAID, k=chance.choice((1, 1, 2))))
        length = chance.randrange(1, 9)
        known = timed and chance.random() < 0.98
        lines.append(f"{f'{at}-{at + length if ended else str()} ' if known else ''}{role}: {text}")
        at += length + chance.choice((-3, 0, 1, 2, 15, 21, 30)) * (chance.random() < 0.6)
        at = max(at, 0.0)
    facts: dict[str, Any] = {}
    for name, values in {
        "hung_up_by": ("customer", "agent", "system"),
        "kind": ("电话呼入", "聊天"),
        "wait_seconds": (5, 20, 21, 400),
        "queue_seconds": (5, 50),
        "ring_seconds": (5, 10, 11),
    }.items():
        if chance.random() < 0.4:
            facts[name] = chance.choice(values)
    return call("\n".join(lines), contact=f"C{number}", **facts)


@pytest.mark.parametrize("seed", range(4))
def test_many_calls_at_once_are_judged_like_one_call(seed: int) -> None:
    """The batch version gives exactly what the definition gives, decisions included."""
    chance = random.Random(seed)
    checker = Checker(rules(EVERYTHING))
    calls = [_random_call(chance, number) for number in range(120)]
    first = checker.check(calls, {})
    hits = [hit for outcomes in first for one in outcomes for hit in one.hits if hit.worth != "advice"]
    decisions = {hit.id: HitDecision(hit.id, chance.random() < 0.5, Place()) for hit in hits[::3]}
    assert [checker.check_call(one, decisions) for one in calls] == checker.check(
        calls, decisions, at_once=37
    )
    states = {one.state for outcomes in first for one in outcomes}
    assert {"passed", "failed", "na", "unknown", "pending"} == states


def test_shipped_pack_on_a_call_and_in_a_batch() -> None:
    """The pack's own checks: one call and many agree; every check's lists are there."""
    standard, problems = load_standard("service-attitude")
    assert standard is not None, problems
    checker = Checker(standard)
    chance = random.Random(7)
    calls = [_random_call(chance, number) for number in range(25)]
    assert [checker.check_call(one, {}) for one in calls] == checker.check(calls, {})
    known = {one.id for one in standard.phrases}
    assert all(name in known for check in standard.checks for name, _role in check.lists_used)


def test_outcomes_stand_in_the_order_of_the_checks() -> None:
    """Whatever depends on what, outcomes are aligned with the standard's checks."""
    checker = Checker(rules("[{id: n, not_of: g}, {id: g, says: {any: [greet]}}]"))
    (outcomes,) = checker.check([call("a: 您好")], {})
    assert [("n", "failed"), ("g", "passed")] == [(one.check, one.state) for one in outcomes]


def test_no_calls() -> None:
    """An empty month has no outcomes."""
    assert Checker(rules(EVERYTHING)).check([], {}) == []


def test_a_check_names_its_demand_and_its_lists() -> None:
    """What a reader of standards needs to know of a check."""
    check = Check.model_validate(
        {
            "id": "x",
            "title": "x",
            "clause": "P3.sop.3a",
            "when": {"farewells": ["parting"], "from_day": date(2026, 1, 1)},
            "where": {"after": {"says": ["hold"]}, "within_turns": 1},
            "says": {"any": ["greet"]},
        }
    )
    assert ("says", (("hold", Role.AGENT), ("parting", Role.CUSTOMER), ("greet", Role.AGENT)), ()) == (
        check.demand,
        check.lists_used,
        check.checks_used,
    )
