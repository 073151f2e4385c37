"""A filled blank of an older version: read with the version that it was made from, or said."""

from datetime import date
from pathlib import Path

import pytest

from qualitykit.intake.month import read_months
from qualitykit.model import Answer, MonthRecords
from qualitykit.problems import Problem
from qualitykit.sheets.meta import Meta
from qualitykit.standards.forms import Form, Scale
from qualitykit.standards.standard import Standard
from tests.intake.months import call, calls, codes, month, pack, save, total

NEW_FROM = date(2026, 10, 15)


def _form(standard: Standard) -> Form:
    found = standard.form("call-review")
    assert found is not None
    return found


def _with_form(form: Form) -> Standard:
    forms = tuple(form if one.id == form.id else one for one in pack().forms)
    update = {"version": "9.0.0", "digest": "9" * 64, "effective_from": NEW_FROM, "forms": forms}
    return pack().model_copy(update=update)


def same_items() -> Standard:
    """A later version that asks the same in another order."""
    form = _form(pack())
    sections = tuple(
        section.model_copy(update={"items": section.items[::-1]}) for section in form.sections[::-1]
    )
    return _with_form(form.model_copy(update={"sections": sections}))


def wider_scale() -> Standard:
    """A later version whose 礼貌用语 goes to 10."""
    form = _form(pack())
    sections = []
    for section in form.sections:
        items = tuple(
            item.model_copy(update={"answer": item.answer.model_copy(update={"max": 10})})
            if item.title == "礼貌用语" and isinstance(item.answer, Scale)
            else item
            for item in section.items
        )
        sections.append(section.model_copy(update={"items": items}))
    return _with_form(form.model_copy(update={"sections": tuple(sections)}))


def meta(version: str, digest: str = "") -> Meta:
    """The meta of a blank of that version."""
    return Meta(
        kind="form",
        form="call-review",
        pack="service-attitude",
        pack_version=version,
        pack_digest=digest,
        sheets="质检",
    )


def read(folder: Path, *standards: Standard) -> tuple[MonthRecords, tuple[Problem, ...]]:
    """The month, by these versions."""
    return read_months([folder], standards=standards)[0]


def polite(records: MonthRecords, standard: Standard) -> Answer:
    """What the first evaluation says of 礼貌用语, at that version's place for it."""
    titles = [item.title for item in _form(standard).items]
    return records.evaluations[0].answers[titles.index("礼貌用语")]


@pytest.mark.parametrize("old_first", [True, False])
def test_a_blank_is_read_with_the_version_that_it_was_made_from(tmp_path: Path, old_first: bool) -> None:
    """7 of 10 is an answer on the new blank and none on the old one, whichever version is named first."""
    folder = month(tmp_path)
    standards = [pack(), wider_scale()] if old_first else [wider_scale(), pack()]
    save(folder / "新.xlsx", meta("9.0.0"), 质检=calls(call("c1", day=NEW_FROM, 礼貌用语=7)))
    records, problems = read(folder, *standards)
    assert [] == codes(problems)
    assert 7 == polite(records, wider_scale()).value
    save(folder / "新.xlsx", meta("1.0.0"), 质检=calls(call("c1", 礼貌用语=7)))
    assert codes(read(folder, *standards)[1])


def test_the_digest_goes_before_the_version(tmp_path: Path) -> None:
    """Two folders of one version number are told apart by what is in them."""
    folder = month(tmp_path)
    draft = wider_scale().model_copy(update={"version": pack().version})
    save(folder / "新.xlsx", meta("1.0.0", "9" * 64), 质检=calls(call("c1", day=NEW_FROM, 礼貌用语=7)))
    assert [] == codes(read(folder, pack(), draft)[1])


def test_a_version_that_is_not_given_is_said(tmp_path: Path) -> None:
    """Read by its titles all the same, with a warning that names both versions."""
    folder = month(tmp_path)
    save(folder / "旧.xlsx", meta("0.9.0"), 质检=calls(call("c1"), call("c2")))
    records, problems = read(folder, pack())
    assert ["QK149"] == codes(problems)
    assert {"made": "0.9.0", "used": pack().version, "pack": "service-attitude"} == dict(problems[0].params)
    assert 2 == len(records.evaluations)


def test_the_same_questions_in_another_order_count_by_the_version_of_the_day(tmp_path: Path) -> None:
    """The old blank used on: each answer goes to its own item, and knows its own cell."""
    folder = month(tmp_path)
    late = date(2026, 10, 20)
    save(folder / "旧.xlsx", meta("1.0.0"), 质检=calls(call("c1", day=late, 礼貌用语=2)))
    records, problems = read(folder, pack(), same_items())
    assert [] == codes(problems)
    assert 2 == polite(records, same_items()).value
    index = [item.title for item in _form(same_items()).items].index("礼貌用语")
    column = calls()[0].index("礼貌用语")
    assert f"{chr(65 + column)}2" == records.evaluations[0].cell(index).cell


def test_another_question_is_never_answered_by_the_old_blank(tmp_path: Path) -> None:
    """5 of 5 must not become 5 of 10: the row is held back, and its sheet adds up."""
    folder = month(tmp_path)
    late = date(2026, 10, 20)
    save(folder / "旧.xlsx", meta("1.0.0"), 质检=calls(call("c1", day=late), call("c2")))
    records, problems = read(folder, pack(), wider_scale())
    assert ["QK150"] == codes(problems)
    assert {"c1": ("QK150",), "c2": ()} == {one.contact_id: one.held_back for one in records.evaluations}
    control = total(records, "旧.xlsx")
    assert (2, 1, 1) == (control.read, control.used, control.left_out)
