"""Notices: what they say, what a public one may not show, and the look back that refuses it."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from qualitykit import __version__
from qualitykit.errors import CannotRunError
from qualitykit.model import MonthRecords
from qualitykit.reports.explain import explain
from qualitykit.reports.facts import remark_beside
from qualitykit.reports.lookup import Lookup
from qualitykit.reports.notice_check import Secrets, document_text, leaks, secrets_of
from qualitykit.reports.notices import (
    TEMPLATES,
    Letterhead,
    case_notices,
    commendation_notices,
    shipped_template,
    star_notices,
    warning_letters,
)
from qualitykit.scoring.results import Incident

MONTH = Path(__file__).resolve().parents[2] / "samples" / "2026-10"
NOBODY = Secrets(frozenset(), frozenset(), frozenset(), frozenset(), frozenset())


@pytest.fixture(scope="module")
def october() -> tuple[Lookup, MonthRecords]:
    """The sample October, scored alone."""
    from qualitykit.intake.month import read_months
    from qualitykit.scoring.month import score_month
    from qualitykit.scoring.results import History
    from qualitykit.workflow.standards import load_standards

    packs = load_standards(None)
    ((records, problems),) = read_months([MONTH], standards=packs)
    result = score_month(packs, records, History(), program_version=__version__, input_problems=problems)
    return Lookup(result), records


def head(**own: bytes) -> Letterhead:
    """A letterhead with the shipped templates, ``own`` ones first."""
    templates = {name: shipped_template(name) for name in TEMPLATES} | own
    return Letterhead("晴川生活服务有限公司", date(2026, 11, 3), False, templates)


def said(data: bytes) -> str:
    """All text of a document."""
    return "\n".join(document_text(data))


def written(*lines: str) -> bytes:
    """A document of these paragraphs."""
    document = Document()
    document.core_properties.author = ""
    for line in lines:
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def edited(name: str, change: Callable[[Any], None]) -> bytes:
    """A shipped template after somebody edited it."""
    document = Document(io.BytesIO(shipped_template(name)))
    change(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


# --- what they say --------------------------------------------------------------------------------------


def test_star_certificates_name_the_stars_and_nothing_else(october: tuple[Lookup, MonthRecords]) -> None:
    """One for each star, with name and rank; no number and no amount."""
    find, records = october
    made = star_notices(find, records, head())
    assert [star.employee_no for star in find.result.stars] == [one.people[0] for one in made]
    for star, one in zip(find.result.stars, made, strict=True):
        text = said(one.data)
        assert f"{find.name(star.employee_no)}：" in text
        assert f"位列第{star.rank}名" in text
        assert "草稿" not in text
        assert star.employee_no not in text


def test_a_public_certificate_masks_by_rule(october: tuple[Lookup, MonthRecords]) -> None:
    """王芳 becomes 王**."""
    find, records = october
    for one in star_notices(find, records, head(), public=True):
        name = find.name(one.people[0])
        assert f"{name[0]}**：" in said(one.data)
        assert name not in said(one.data)


def test_a_draft_says_so(october: tuple[Lookup, MonthRecords]) -> None:
    """What is not final says it on the page."""
    find, records = october
    made = star_notices(find, records, replace(head(), draft=True))
    assert all("草稿" in said(one.data) for one in made)


def test_a_public_commendation_masks_names_in_customers_words(october: tuple[Lookup, MonthRecords]) -> None:
    """Also what a customer calls somebody by: 婷婷 of 吴婷婷."""
    find, records = october
    (open_one,) = commendation_notices(find, records, head())
    assert "婷婷讲解很清楚" in said(open_one.data)
    (public,) = commendation_notices(find, records, head(), public=True)
    assert "吴**" in said(public.data)
    assert "婷婷" not in said(public.data)
    assert all(find.name(number) not in said(public.data) for number in public.people)


def test_customers_and_money_in_praise_do_not_get_out(october: tuple[Lookup, MonthRecords]) -> None:
    """A customer's words are shown without customer, phone, money, contact and other people's names."""
    find, records = october
    content = "沈先生说吴婷婷好，13812345678，E1003 和周建国也帮忙，LY2026100006，给 200 元"
    other = find.name("E1003")
    praises = tuple(
        replace(one, content=content.replace("周建国", other)) if one.employee_no == "E1007" else one
        for one in find.result.praises
    )
    changed = Lookup(replace(find.result, praises=praises))
    (made,) = commendation_notices(changed, records, head(), ["E1007"])
    text = said(made.data)
    assert "吴婷婷好" in text
    for hidden in ("沈先生", "13812345678", "E1003", other, "LY2026100006", "200"):
        assert hidden not in text


def test_cases_name_nobody_no_day_and_no_small_department(october: tuple[Lookup, MonthRecords]) -> None:
    """A warning as a lesson: what and which clause, never who or which day."""
    find, records = october
    secrets = secrets_of(find, records)
    made = case_notices(find, records, head())
    assert len([case for case in find.result.cases if not case.overturned]) == len(made)
    sizes = [person.department for person in find.result.people]
    for one in made:
        text = said(one.data)
        assert () == leaks(one.data, secrets, days=False)
        assert not any(name in text for name in secrets.names | secrets.customers)
        assert not re.search(r"月\d+日|E10\d\d|LY2026", text)
        department = find.department(one.people[0])
        assert (sizes.count(department) >= 10) == (department in text)
        assert one.people[0] not in one.name


def test_a_case_names_its_person_only_with_consent(october: tuple[Lookup, MonthRecords]) -> None:
    """The one who agreed is named, the others are not; --public names nobody."""
    find, records = october
    agreed = find.result.cases[0]
    name = find.name(agreed.employee_no)
    made = case_notices(find, records, head(), consented=[agreed.id])
    assert [one.people[0] for one in made if name in said(one.data)] == [agreed.employee_no]
    public = case_notices(find, records, head(), consented=[agreed.id], public=True)
    assert not any(name in said(one.data) for one in public)


def test_a_letter_tells_the_person_everything_and_only_what_was_confirmed(
    october: tuple[Lookup, MonthRecords],
) -> None:
    """Number, acts with days, step, what follows, appeal; an unconfirmed hit of the contact is left out."""
    find, records = october
    letters = {one.people[0]: said(one.data) for one in warning_letters(find, records, head(), appeal_days=9)}
    assert {case.employee_no for case in find.result.cases if not case.overturned} == set(letters)
    text = letters["E1005"]
    for shown in (
        "E1005",
        find.name("E1005"),
        "2026-10-14",
        "安抚激动客户",
        "口头警告",
        "P3.lad.1",
        "9 日内",
    ):
        assert shown in text
    assert "久等致歉" not in text


def test_an_incident_that_joins_an_earlier_case_makes_no_second_letter(
    october: tuple[Lookup, MonthRecords],
) -> None:
    """Unless the case goes a step higher; the notice of the case names the month of the act."""
    find, records = october
    case = next(one for one in find.result.cases if not one.overturned)
    on = [one.day for one in find.result.incidents if one.id in case.incidents]
    joined = replace(case, continues="2026-08", first_incident_on=date(2026, 8, 16), effects=())
    others = Lookup(replace(find.result, cases=(joined,)))
    assert () == warning_letters(others, records, head(), appeal_days=15)
    (notice,) = case_notices(others, records, head())
    assert f"{min(on).year}年{min(on).month}月" in said(notice.data)
    assert "2026年8月" not in said(notice.data)
    told = explain(others.result, case.employee_no)
    assert "延续 2026-08 的案件（首次事件 2026-08-16）" in told
    risen = Lookup(replace(find.result, cases=(replace(joined, effects=(("coaching", "", None),)),)))
    assert 1 == len(warning_letters(risen, records, head(), appeal_days=15))


def test_the_gravest_letter_carries_what_was_said_and_what_was_remarked(
    october: tuple[Lookup, MonthRecords],
) -> None:
    """周洋: the answer, the words in the transcript, the remark, contact and cell, the clauses in words."""
    find, records = october
    (letter,) = warning_letters(find, records, head(), ["E1006"], appeal_days=15)
    text = said(letter.data)
    for shown in (
        "结果：有",
        "对话文本：“跟你说了多少遍”“听不懂人话吗”",
        "检查备注：语言侮辱，主管已复听",
        "2026-10-11",
        "录音质检-10月.xlsx!录音质检!",
        "服务禁语：否定、敷衍、推脱、指责客户的说法（P3.ban）",
        "条款“第三次或严重违规：暂扣绩效奖金（或按员工手册），记录在案，考核面谈时提出（P3.lad.3）”",
    ):
        assert shown in text
    (evaluation,) = {violation.evaluation for one in find.incidents["E1006"] for violation in one.violations}
    assert f"联系编号：{find.evaluation_by_id[evaluation].contact_id}" in text


def test_a_remark_stands_once_beside_the_answer_and_names_no_inspector(
    october: tuple[Lookup, MonthRecords],
) -> None:
    """Three violations of one contact: beside the one that a person answered."""
    find, _records = october
    (incident,) = find.incidents["E1006"]
    remarks = [remark_beside(one, incident.violations, find) for one in incident.violations]
    assert ["语言侮辱，主管已复听"] == [one for one in remarks if one]
    assert "" == incident.violations[remarks.index("语言侮辱，主管已复听")].quote
    (evaluation,) = {one.evaluation for one in incident.violations}
    evaluations = tuple(
        replace(one, remark=f"{one.inspector}已复听") if one.id == evaluation else one
        for one in find.result.evaluations
    )
    assert "检查人已复听" in [
        remark_beside(one, incident.violations, Lookup(replace(find.result, evaluations=evaluations)))
        for one in incident.violations
    ]


def test_what_people_wrote_is_text_and_never_a_mark(october: tuple[Lookup, MonthRecords]) -> None:
    """Braces, angle brackets and control characters of a quote stand there as they are, or as a blank."""
    find, records = october
    quote = "{{ 7*7 }} <w:p>&\x0b{% raw %} 13812345678"

    def said_so(incident: Incident) -> Incident:
        return replace(
            incident,
            violations=tuple(replace(one, quote=quote, confirmed=True) for one in incident.violations),
        )

    changed = Lookup(replace(find.result, incidents=tuple(map(said_so, find.result.incidents))))
    (letter,) = warning_letters(changed, records, head(), ["E1005"], appeal_days=15)
    assert "{{ 7*7 }} <w:p>& {% raw %} 138****5678" in said(letter.data)


# --- what may not be public -----------------------------------------------------------------------------


_TYPED = (
    "{name}",
    "{name_apart}",
    "E1009",
    "13812345678",
    "奖励 300 元",
    "￥500",
    "2,000.00",
    "10月12日",
    "沈先生",
)


@pytest.mark.parametrize(
    "typed, where",
    [
        *((typed, "body") for typed in _TYPED),
        ("{name}", "table"),
        ("E1009", "footer"),
        ("{name}", "properties"),
        ("13812345678", "runs"),
        ("{name}", "runs"),
    ],
)
def test_an_edited_template_cannot_leak(october: tuple[Lookup, MonthRecords], typed: str, where: str) -> None:
    """The finished file is read back: what somebody typed into a template is refused, wherever it stands."""
    find, records = october
    name = find.name("E1009")
    text = typed.format(name=name, name_apart=" ".join(name)) if "{" in typed else typed

    def change(document: Any) -> None:
        if where == "body":
            document.add_paragraph(f"通报：{text}。")
        elif where == "table":
            document.add_table(rows=1, cols=1).cell(0, 0).text = text
        elif where == "footer":
            document.sections[0].footer.paragraphs[0].text = text
        elif where == "properties":
            document.core_properties.keywords = text
        else:
            paragraph = document.add_paragraph()
            for character in text:
                paragraph.add_run(character)

    with pytest.raises(CannotRunError) as caught:
        case_notices(find, records, head(case=edited("case", change)), [find.result.cases[0].employee_no])
    assert caught.value.details
    assert caught.value.hint
    assert name not in caught.value.message


def test_what_looks_alike_is_no_leak() -> None:
    """Figures of dates, counts and longer words are no numbers, pay or names."""
    secrets = replace(
        NOBODY,
        numbers=frozenset({"2026", "10", "7", "E10"}),
        amounts=frozenset({Decimal("2026.00"), Decimal("10.00"), Decimal("33.33")}),
        names=frozenset({"Li An"}),
    )
    assert () == leaks(written("2026年10月，共 7 次，第 10 例，E1007X，Li Andy", "2026年10月"), secrets)


@pytest.mark.parametrize(
    "text, secret",
    [
        ("工号：7", {"numbers": frozenset({"7"})}),
        ("e1007 到场", {"numbers": frozenset({"E1007"})}),
        ("编号10086。", {"numbers": frozenset({"10086"})}),
        ("得 500", {"amounts": frozenset({Decimal("500.00")})}),
        ("得 2,000.00", {"amounts": frozenset({Decimal("2000.00")})}),
        ("得 33.33", {"amounts": frozenset({Decimal("33.33")})}),
        ("王　芳", {"names": frozenset({"王芳"})}),
        ("by li an.", {"names": frozenset({"Li An"})}),
    ],
)
def test_what_is_a_leak(text: str, secret: dict[str, Any]) -> None:
    """Short numbers with their word, any case, any way of writing an amount, names with blanks."""
    assert leaks(written(text), replace(NOBODY, **secret))


def test_somebody_who_may_be_named_hides_nobody_else() -> None:
    """王芳芳 may be named: 王芳 in it is no leak, another 王芳 is one."""
    secrets = replace(NOBODY, names=frozenset({"王芳", "王芳芳"}))
    assert () == leaks(written("王芳芳 得奖"), secrets, named=["王芳芳"])
    assert leaks(written("王芳芳 得奖，王芳 也到场"), secrets, named=["王芳芳"])


# --- templates ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "template",
    [b"", b"no document", written("{{ nothing }}"), written("{{ name"), written("{% for %}")],
    ids=["empty", "text", "unknown", "open", "syntax"],
)
def test_a_faulty_template_says_which_and_what_helps(
    october: tuple[Lookup, MonthRecords], template: bytes
) -> None:
    """No traceback: the template's name and where to get a right one."""
    find, records = october
    with pytest.raises(CannotRunError, match="star") as caught:
        star_notices(find, records, head(star=template))
    assert "notice templates" in caught.value.hint


def test_an_edited_template_cannot_reach_into_the_program(october: tuple[Lookup, MonthRecords]) -> None:
    """Templates come by mail too: they run in a sandbox."""
    find, records = october
    with pytest.raises(CannotRunError):
        star_notices(find, records, head(star=written("{{ name.__class__.__mro__ }}")))


@pytest.mark.parametrize("name", TEMPLATES)
def test_shipped_templates_name_nobody_and_open(name: str) -> None:
    """They carry no author, and nothing that the check would refuse."""
    data = shipped_template(name)
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    assert not Document(io.BytesIO(data)).core_properties.author
    assert () == leaks(data, NOBODY)
