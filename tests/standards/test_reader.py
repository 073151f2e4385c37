"""Reading a standard: the shipped pack, YAML's traps, extending another pack, digests."""

import random
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from qualitykit.problems import Severity
from qualitykit.standards.forms import Choice, Scale
from qualitykit.standards.packfiles import rule_files, shipped_packs
from qualitykit.standards.reader import load_standard, read_standard
from qualitykit.standards.standard import Standard

GOOD = Path(__file__).parent.parent / "data" / "standards" / "good"


def standard_of(ref: str | Path) -> Standard:
    """The standard, which must have no problem at all."""
    standard, problems = load_standard(ref)
    assert [] == [f"{one.place} {one.code} {one.message()}" for one in problems]
    assert standard is not None
    return standard


@pytest.mark.parametrize("pack", shipped_packs())
def test_every_shipped_pack_has_no_problem(pack: str) -> None:
    """What is shipped must be beyond reproach."""
    assert pack == standard_of(pack).id


def test_the_core_pack_says_what_the_contract_says() -> None:
    """Weights, praise, stars, bands and low ratings of semantics.md §5, §7, §8."""
    standard = standard_of("service-attitude")
    weights = {one.source: int(one.weight) for one in standard.weights.sources}
    assert {
        "mystery-shopper": 30,
        "call-review": 30,
        "patrol": 15,
        "satisfaction": 15,
        "supervisor": 10,
    } == weights
    windows = {one.source: one.window_months for one in standard.weights.sources}
    assert 6 == windows["mystery-shopper"]
    assert 1 == windows["call-review"]
    assert [Decimal(50), Decimal(100), Decimal(200)] == [one.amount for one in standard.praise.amounts]
    assert ("supervisor",) == standard.stars.required_sources
    rating = standard.form("customer-rating")
    assert rating is not None
    answer = rating.items[0].answer
    assert isinstance(answer, Choice)
    scores = {one.label: one.score for one in answer.options}
    assert {
        "5": Decimal(1),
        "4": Decimal("0.9"),
        "3": Decimal("0.6"),
        "2": Decimal("0.3"),
        "1": Decimal(0),
    } == scores


def test_every_item_of_the_core_pack_guides_the_inspector() -> None:
    """A guide, a good and a bad example each, so that two inspectors answer alike."""
    standard = standard_of("service-attitude")
    without = [
        f"{form.id}/{item.id}"
        for form in standard.forms
        for item in form.items
        if not (item.guide and item.good_example and item.bad_example)
    ]
    assert [] == without


def test_scalars_are_read_as_people_wrote_them() -> None:
    """10:30 is no 630, no is no False, 012 is no 10, 1e3 and null are words."""
    standard = standard_of(GOOD / "yaml-traps")
    assert "012" == standard.version
    assert "no" == standard.title
    category = next(one for one in standard.ladder.complaint_categories if one.id == "attitude")
    assert ("10:30", "yes", "1e3", "null", "服务态度") == category.words


def test_an_extending_pack_changes_single_values_and_keeps_the_rest() -> None:
    """Keys are replaced, named entries merged, removed or added; another kind of answer is the whole."""
    base, own = standard_of("service-attitude"), standard_of(GOOD / "stricter")
    assert ("stricter", "2", date(2026, 7, 1)) == (own.id, own.version, own.effective_from)
    assert base.source == own.source
    assert base.bonus == own.bonus
    assert base.praise == own.praise
    assert (Decimal(88), 2) == (own.stars.minimum_score, own.stars.at_most)
    assert base.stars.minimum_days == own.stars.minimum_days
    assert base.ladder.steps[:2] == own.ladder.steps[:2]
    assert (Decimal(30), "bonus-withheld") == (own.ladder.steps[2].effects[0].percent, own.ladder.steps[2].id)
    before = [one.id for one in base.ladder.complaint_categories]
    after = [one.id for one in own.ladder.complaint_categories]
    assert [*(one for one in before if one != "quarrelling"), "slow"] == after
    patrol = own.form("patrol")
    assert patrol is not None
    items = {item.id: item for item in patrol.items}
    assert Scale(kind="scale", min=Decimal(1), max=Decimal(5)) == items["smile"].answer
    assert Decimal(3) == items["posture"].weight
    assert "微笑服务" == items["smile"].title


def test_a_changed_value_points_at_the_file_that_says_it() -> None:
    """Lines of an extending pack are its own, lines of what it keeps are the base's."""
    tree = read_standard(GOOD / "stricter").tree
    assert tree is not None
    stars = tree.mapping["stars"].mapping
    assert "stricter/stars.yaml:1" == str(stars["minimum_score"].place)
    assert stars["minimum_days"].place.file == "service-attitude/stars.yaml"


def copy_of_core(folder: Path) -> Path:
    """The core pack in a folder of its own."""
    shutil.copytree(Path(__file__).parents[2] / "src/qualitykit/standards/packs/service-attitude", folder)
    return folder


def test_the_digest_names_the_rules_and_not_their_tests(tmp_path: Path) -> None:
    """A changed rule changes it, also in the base; a changed test does not."""
    folder = copy_of_core(tmp_path / "service-attitude")
    first = standard_of(folder).digest
    assert standard_of("service-attitude").digest == first
    (folder / "bonus.test.yaml").write_text("cases: []\n", encoding="utf-8")
    assert first == standard_of(folder).digest
    child = tmp_path / "child"
    shutil.copytree(GOOD / "stricter", child)
    (child / "standard.yaml").write_text(
        (child / "standard.yaml")
        .read_text(encoding="utf-8")
        .replace("extends: service-attitude", "extends: ../service-attitude"),
        encoding="utf-8",
    )
    before = standard_of(child).digest
    praise = folder / "praise.yaml"
    praise.write_text(praise.read_text(encoding="utf-8").replace("cap: 600", "cap: 500"), encoding="utf-8")
    assert first != standard_of(folder).digest
    assert before != standard_of(child).digest


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault(tmp_path: Path) -> None:
    """Notepad writes both."""
    folder = copy_of_core(tmp_path / "service-attitude")
    bonus = folder / "bonus.yaml"
    bonus.write_bytes(b"\xef\xbb\xbf" + bonus.read_bytes().replace(b"\n", b"\r\n"))
    assert standard_of("service-attitude").bonus == standard_of(folder).bonus


def test_a_file_that_cannot_be_read_is_one_problem(tmp_path: Path) -> None:
    """What refers to its contents is not reported beside it: nobody knows whether it is there."""
    folder = copy_of_core(tmp_path / "service-attitude")
    for path in ("phrases/banned.yaml", "clauses.yaml", "transcript.yaml"):
        (folder / path).write_text("lists: [\n", encoding="utf-8")
    _standard, problems = load_standard(folder)
    assert {"QK501"} == {one.code for one in problems}
    assert 3 == len(problems)


@pytest.mark.parametrize("seed", range(20))
def test_no_slip_of_the_pen_stops_the_reader(tmp_path: Path, seed: int) -> None:
    """A character or a line too many or too few: a standard or problems with a line, never an exception."""
    folder = copy_of_core(tmp_path / "service-attitude")
    slips = random.Random(seed)
    path = slips.choice([one for one in rule_files(folder) if "phrases" not in one.parts])
    lines = path.read_text(encoding="utf-8").split("\n")
    at = slips.randrange(len(lines))
    where = slips.randrange(len(lines[at]) + 1)
    lines[at] = lines[at][:where] + slips.choice("{}[]:-,#&*!\"'x9.0无 \t") + lines[at][where:]
    lines.insert(slips.randrange(len(lines)), slips.choice(lines))
    path.write_text("\n".join(lines), encoding="utf-8")
    standard, problems = load_standard(folder)
    assert (standard is None) == any(one.severity is Severity.ERROR for one in problems)
    assert all(one.place.line and one.message() for one in problems)


def test_a_pack_that_extends_itself_is_a_problem(tmp_path: Path) -> None:
    """Nobody waits for ever."""
    for name, other in (("one", "two"), ("two", "one")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "standard.yaml").write_text(f"id: {name}\nextends: ../{other}\n", encoding="utf-8")
    standard, problems = load_standard(tmp_path / "one")
    assert standard is None
    assert "QK521" in {one.code for one in problems}
