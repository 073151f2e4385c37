"""Lints: fines, cliffs, double punishment, rules that never fail, clauses; and their waivers."""

# ruff: noqa: E501 - a case of YAML reads best on one line

from decimal import Decimal
from pathlib import Path

import pytest

from qualitykit.model import Place, Roster, RosterRow
from qualitykit.rulecheck.lints import check_pack
from qualitykit.standards.packfiles import shipped_packs
from qualitykit.standards.reader import load_standard
from tests.rulecheck.test_cases import HEAD


def pack_with(folder: Path, waivers: str = "waivers: []\n", **files: str) -> Path:
    """A pack that extends the core one, with these files changed."""
    folder.mkdir()
    (folder / "standard.yaml").write_text(HEAD + waivers, encoding="utf-8")
    for name, text in files.items():
        path = folder / (name.replace("__", "/").replace("_", "-") + ".yaml")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("pack", shipped_packs())
def test_the_shipped_packs_have_no_lint_that_is_not_waived_with_a_reason(pack: str) -> None:
    """What is waived is listed as such, with its reason."""
    report = check_pack(pack)
    assert () == report.problems
    assert all(waiver.reason for _lint, waiver in report.waived)


USUAL = {("QK602", "75"), ("QK602", "85"), ("QK602", "90"), ("QK603", "banned-phrase")}


@pytest.mark.parametrize(
    "files, code, value",
    [
        ({"praise": "amounts:\n  - {name: 罚款, amount: 200}\n"}, "QK601", "罚款"),
        ({"ladder": "steps:\n  - {step: 2, title: 书面警告并罚款}\n"}, "QK601", "书面警告并罚款"),
        (
            {
                "bonus": "bands:\n  - {low: 0, high: 90, coefficient: 1}\n  - {low: 90, high: 100, coefficient: 1.04}\n"
            },
            "",
            "",
        ),
        (
            {
                "bonus": "complaint_rate:\n  - {low: 0, high: 2, coefficient: 1}\n  - {low: 2, high: 99, coefficient: 0.5}\n"
            },
            "QK602",
            "2",
        ),
        (
            {
                "forms__customer_rating": "id: customer-rating\nsections:\n  - id: rating\n    items:\n"
                "      - id: attitude\n        answer:\n          options:\n"
                + "".join(f'            - {{label: "{n}", score: 1}}\n' for n in range(1, 5 + 1))
            },
            "QK604",
            "customer-rating/attitude",
        ),
        (
            {
                "forms__call_review": "id: call-review\nsections:\n  - id: solving\n    items:\n      - id: solution\n"
                "        violation: {severity: minor, kind: bad-attitude}\n        answer:\n          options:\n"
                "            - {label: 没有办法也没有步骤, score: 0.2}\n"
            },
            "QK604",
            "call-review/solution",
        ),
        ({"ladder": "steps:\n  - {step: 1, effects: [{kind: coaching}]}\n"}, "QK605", "口头警告"),
        ({"clauses": "clauses:\n  - {id: P9.new, kinds: [I], title: 新条款}\n"}, "QK606", "P9.new"),
        ({"clauses": "clauses:\n  - {id: P9.new, kinds: [R, K], title: 新条款}\n"}, "", ""),
        (
            {
                "forms__call_review": "id: call-review\ndeductions:\n  - {id: late, title: 接晚, clause: P4.tel.1, check: answered-late, points: 5, per: evaluation}\n"
            },
            "QK603",
            "answered-late",
        ),
    ],
)
def test_each_lint_finds_what_it_is_for(tmp_path: Path, files: dict[str, str], code: str, value: str) -> None:
    """One fault, one lint; beside those that the core pack waives."""
    report = check_pack(pack_with(tmp_path / "tried", **files))
    found = {(one.code, one.value) for one in report.problems} - USUAL
    assert ({(code, value)} if code else set()) == found


def test_a_fine_cannot_be_a_negative_amount(tmp_path: Path) -> None:
    """The models take no negative money at all."""
    folder = pack_with(tmp_path / "tried", praise="amounts:\n  - {name: 一般, amount: -50}\n")
    assert "QK515" in {one.code for one in check_pack(folder).problems}


WAIVED = """waivers:
  - {lint: QK602, reason: 方案所定}
  - {lint: QK603, subject: banned-phrase, reason: 分开计}
"""


def test_waivers_hide_nothing_and_say_why(tmp_path: Path) -> None:
    """Waived lints are listed apart; a waiver for nothing or of a fine is itself a problem."""
    report = check_pack(pack_with(tmp_path / "one", WAIVED))
    assert () == report.problems
    assert USUAL == {(lint.code, lint.value) for lint, _waiver in report.waived}
    extra = WAIVED + "  - {lint: QK603, subject: no-closing, reason: x}\n  - {lint: QK601, reason: x}\n"
    report = check_pack(pack_with(tmp_path / "two", extra))
    assert [("QK608", "QK603 no-closing"), ("QK609", "QK601")] == [(p.code, p.value) for p in report.problems]
    assert ["two/standard.yaml:11", "two/standard.yaml:12"] == [str(p.place) for p in report.problems]


OUR_LIST = """lists:
  - id: our-banned
    title: "禁语: 本单位"
    kind: banned
    clause: P3.ban
    worth: review
    severity: minor
    phrases: [紫色长颈鹿]
"""


def found_in(folder: Path) -> set[tuple[str, str]]:
    """Codes and values of the lints beside those that the core pack waives."""
    return {(one.code, one.value) for one in check_pack(folder).problems} - USUAL


def test_an_own_phrase_list_that_nothing_uses_is_told_with_the_line_that_uses_it(tmp_path: Path) -> None:
    """The line shown, written into transcript.yaml, is a check, and the lint is silent."""
    folder = pack_with(tmp_path / "tried", phrases__our=OUR_LIST)
    lint = next(one for one in check_pack(folder).problems if one.code == "QK610")
    assert ("tried/phrases/our.yaml:2", "our-banned") == (str(lint.place), lint.value)
    line = dict(lint.params)["line"]
    assert line in lint.message()
    (folder / "transcript.yaml").write_text(f"checks:\n  {line}\n", encoding="utf-8")
    assert set() == found_in(folder)


@pytest.mark.parametrize(
    "kind, line",
    [
        ("required", "- {id: no-our-banned, title: 致谢, clause: P3.ban, says: {any: [our-banned]}}"),
        ("cue", "where: {after: {says: [our-banned]}, within_turns: 2}"),
    ],
)
def test_the_line_shown_fits_the_kind_of_the_list(tmp_path: Path, kind: str, line: str) -> None:
    """What must be said, and what only starts another rule."""
    text = OUR_LIST.replace("banned\n    clause", f"{kind}\n    clause").replace('"禁语: 本单位"', "致谢")
    (lint,) = (
        one
        for one in check_pack(pack_with(tmp_path / "tried", phrases__our=text)).problems
        if one.code == "QK610"
    )
    assert {"line": line} == dict(lint.params)


def test_a_list_that_rescues_hits_of_a_used_list_is_used(tmp_path: Path) -> None:
    """It is named by no check, and is looked for all the same."""
    text = OUR_LIST + (
        "  - {id: dont-know, rescued_by: {list: [our-rescue], within_turns: 1}}\n"
        "  - {id: our-rescue, title: 补救, kind: cue, clause: P3.ban, phrases: [长颈鹿来帮您]}\n"
    )
    folder = pack_with(tmp_path / "tried", phrases__our=text)
    assert {("QK610", "our-banned")} == found_in(folder)


def test_a_changed_check_that_drops_the_base_s_lists_is_told(tmp_path: Path) -> None:
    """`says` replaces all lists: 27 shipped ones are used by nothing then. Repeating them keeps them."""
    check = "checks:\n  - id: banned-phrase\n    says: {none: [our-banned]}\n"
    folder = pack_with(tmp_path / "tried", phrases__our=OUR_LIST, transcript=check)
    (lint,) = (one for one in check_pack(folder).problems if one.code == "QK611")
    assert ("tried/transcript.yaml:2", "banned-phrase") == (str(lint.place), lint.value)
    standard, _problems = load_standard("service-attitude")
    assert standard is not None
    shipped = next(one.says for one in standard.checks if one.id == "banned-phrase")
    assert shipped is not None
    assert {
        "count": str(len(shipped.none)),
        "lists": "dont-know, dont-know-rude, not-my-job, not-my-job-rude, blaming-the-customer …",
    } == dict(lint.params)
    all_lists = ", ".join(("our-banned", *shipped.none))
    text = f"checks:\n  - id: banned-phrase\n    says: {{none: [{all_lists}]}}\n"
    (folder / "transcript.yaml").write_text(text, encoding="utf-8")
    assert set() == found_in(folder)


def test_phrases_of_the_base_that_a_list_of_the_same_id_leaves_out_are_counted(tmp_path: Path) -> None:
    """A note at `phrases`; a list whose other keys are changed keeps its phrases."""
    text = "lists:\n  - {id: sarcasm, worth: review}\n  - id: sarcasm-plain\n    phrases: [哟呵您真行]\n"
    folder = pack_with(tmp_path / "tried", phrases__our=text)
    standard, _problems = load_standard("service-attitude")
    assert standard is not None
    before = next(one for one in standard.phrases if one.id == "sarcasm-plain")
    (note,) = (one for one in check_pack(folder).problems if one.code == "QK612")
    assert ("tried/phrases/our.yaml:4", "sarcasm-plain") == (str(note.place), note.value)
    assert {"now": "1", "count": str(len(before.phrases))} == dict(note.params)


@pytest.mark.parametrize(
    "phrase, found",
    [
        ("没有", True),
        ("不可以的", True),
        ("{text: 不, worth: stands, bounds: alone}", True),
        ("{text: 没有, worth: advice, severity: none}", False),
        ("没有这个义务", False),
        ("不可以就别来", False),
    ],
)
def test_a_bare_negation_is_no_banned_phrase(tmp_path: Path, phrase: str, found: bool) -> None:
    """Counted for coaching it may be, and it may be a part of a phrase."""
    text = OUR_LIST.replace("紫色长颈鹿", f"紫色长颈鹿, {phrase}")
    lints = [
        one
        for one in check_pack(pack_with(tmp_path / "tried", phrases__our=text)).problems
        if one.code == "QK613"
    ]
    assert ([("tried/phrases/our.yaml:8", "our-banned")] if found else []) == [
        (str(one.place), dict(one.params)["list"]) for one in lints
    ]


def test_a_list_of_bare_negations_that_is_not_banned_is_fine(tmp_path: Path) -> None:
    """A cue may be a bare word."""
    text = OUR_LIST.replace("banned\n    clause", "cue\n    clause").replace("紫色长颈鹿", "没有")
    found = check_pack(pack_with(tmp_path / "tried", phrases__our=text)).problems
    assert "QK613" not in {one.code for one in found}


def test_the_roster_shows_whose_pay_floor_is_in_reach(tmp_path: Path) -> None:
    """Lowest coefficient 0.8, 20 % withheld: 60 % of the base is what is left in the worst month."""
    rows = (
        RosterRow("E1", "甲", "一部", Place("r.xlsx"), bonus_base=Decimal(2000), pay_floor=Decimal(1200)),
        RosterRow(
            "E2", "乙", "一部", Place("r.xlsx"), bonus_base=Decimal(2000), pay_floor=Decimal("1200.01")
        ),
        RosterRow("E3", "丙", "一部", Place("r.xlsx"), bonus_base=Decimal(2000)),
    )
    found = check_pack("service-attitude", Roster(rows)).problems
    assert [("QK607", "E2")] == [(one.code, one.value) for one in found]
    assert dict(found[0].params) == {"worst": "1200.00", "floor": "1200.01"}


def test_cliffs_are_measured_with_the_roster_s_highest_base(tmp_path: Path) -> None:
    """The message says how many yuan one hundredth of a point moves."""
    rows = (RosterRow("E1", "甲", "一部", Place("r.xlsx"), bonus_base=Decimal(5000)),)
    report = check_pack(pack_with(tmp_path / "tried"), Roster(rows))
    cliffs = [dict(one.params) for one in report.problems if one.code == "QK602"]
    assert [{"amount": "500.00", "base": "5000"}] * 3 == cliffs
