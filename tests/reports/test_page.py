"""The report page: one file, escaped, masked, complete, and a leader's page without anybody else."""

import hashlib
import re
from base64 import b64encode
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest

from qualitykit.errors import CannotRunError
from qualitykit.i18n import set_language
from qualitykit.model import Place, Roster, RosterRow, Verified
from qualitykit.reports.page import Team, page_html, write_page
from qualitykit.scoring.deadline_results import CallbackResult, ComplaintLine, DeadlineRate, DeadlineResult
from qualitykit.scoring.results import MonthResult, Reason
from qualitykit.workflow.reporting import find_team, report_from_results
from tests.reports.invented import PHONE, SECRET, month_result

VOID = {"meta", "input", "br", "img", "link", "hr"}
SVG_ALONE = {"path", "line", "rect", "circle"}
HOSTILE = "</td><script>alert(1)</script><b onmouseover='x'>\"&{{7*7}}{% raw %}"


class Reader(HTMLParser):
    """Tags with their attributes, the text that people see, and whether every tag is closed in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self._open: list[str] = []
        self.broken: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag opens."""
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag that is closed at once."""
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """A tag closes."""
        if not self._open or self._open.pop() != tag:
            self.broken.append(tag)

    def handle_data(self, data: str) -> None:
        """Text, but not of style and script."""
        if not self._open or self._open[-1] not in ("style", "script"):
            self.text.append(data)

    @property
    def seen(self) -> str:
        """The text alone."""
        return "".join(self.text)


def read(html: str) -> Reader:
    """The page, parsed."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert not reader.broken
    assert not reader._open
    return reader


@pytest.fixture(scope="module")
def page() -> str:
    """The invented October after August and September."""
    set_language("zh")
    return page_html(month_result(), trend=(month_result("2026-08", seed=1), month_result("2026-09", seed=2)))


# --- one file ---------------------------------------------------------------------------------------------


def test_nothing_is_fetched(page: str) -> None:
    """No address of another file or host, no @import, no picture, no font; links stay on the page."""
    assert not re.search(r"https?:|//[a-z]|@import|url\(|srcset|\bsrc=", page.replace("</", "<"))
    for tag, attributes in read(page).tags:
        assert tag not in ("link", "img", "iframe", "object", "embed", "base", "form")
        assert (attributes.get("href") or "#").startswith("#"), (tag, attributes)


def test_only_the_pages_own_style_and_script_may_run(page: str) -> None:
    """The policy names their digests; no attribute carries style or script."""
    tags = read(page).tags
    policy = next(a["content"] for t, a in tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    for tag in ("style", "script"):
        bodies = re.findall(f"<{tag}>(.*?)</{tag}>", page, re.S)
        assert 1 == len(bodies)
        digest = b64encode(hashlib.sha256(bodies[0].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not [a for _t, attributes in tags for a in attributes if a == "style" or a.startswith("on")]


def test_every_link_leads_somewhere_and_ids_are_unique(page: str) -> None:
    """Names to cards, findings to evaluations, headline figures to sections."""
    tags = read(page).tags
    ids = [attributes["id"] for _tag, attributes in tags if attributes.get("id")]
    assert len(set(ids)) == len(ids)
    links = {attributes["href"] for tag, attributes in tags if tag == "a"}
    assert not {link for link in links if link and link[1:] not in ids}


def test_200_people_stay_under_3_megabytes() -> None:
    """And the page says all of them."""
    html = page_html(month_result(count=200), trend=(month_result("2026-09", count=200, seed=2),))
    assert len(html.encode()) < 3_000_000
    assert all(f"E{1001 + index}" in html for index in range(200))


def test_the_same_month_gives_the_same_bytes(page: str) -> None:
    """No clock, no chance."""
    again = page_html(
        month_result(), trend=(month_result("2026-08", seed=1), month_result("2026-09", seed=2))
    )
    assert page == again


# --- for everybody's eyes ---------------------------------------------------------------------------------


def test_tables_and_charts_can_be_read_aloud(page: str) -> None:
    """Every table has a caption and scoped heads, every chart a title and a text, every field a name."""
    tables = re.findall(r"<table.*?</table>", page, re.S)
    assert len(tables) > 30
    for table in tables:
        assert "<caption>" in table
        assert not re.search(r"<th(?![^>]*scope=)[ >]", table)
    charts = re.findall(r'<figure class="chart".*?</figure>', page, re.S)
    assert len(charts) == 4
    for chart in charts:
        named = re.findall(r'role="img" aria-labelledby="([^"]+)"', chart)
        assert 2 == len(named)
        for part in " ".join(named).split():
            assert re.search(rf'id="{part}"[^>]*>[^<]+<', chart), part
    for tag, attributes in read(page).tags:
        if tag == "input":
            assert attributes.get("aria-label")
    assert 'lang="zh-CN"' in page


def test_what_was_published_stands_on_the_page(page: str) -> None:
    """Scores with 2 places, the marks of a draft, stars, quotes, evidence in its conversation."""
    month = month_result()
    seen = read(page).seen
    for person in month.people:
        assert f"{person.score:.2f}" in seen
    for mark in ("草稿", "预估", "服务之星", "热力图", "数据问题", "行数核对", "P3.ban"):
        assert mark in seen
    assert "服务热情，耐心解答了所有问题" in seen
    assert "质检员甲" not in seen


def test_a_violation_shows_its_words_in_the_conversation() -> None:
    """The turn before, the turn with the words marked and its phone masked, the turn after."""
    month = month_result()
    heard = next(one for one in month.evaluations if any(outcome.hits for outcome in one.outcomes))
    incident = month.incidents[0]
    violation = replace(incident.violations[0], quote="不知道", evaluation=heard.id)
    month = replace(
        month, incidents=(replace(incident, violations=(violation,), employee_no=heard.employee_no),)
    )
    html = page_html(month)
    assert "<mark>不知道</mark>，你打 138****8000 问吧。" in html
    assert html.index("请问这个怎么办理？") < html.index("<mark>") < html.index("那我找谁？")
    assert "请问这个怎么办理？" not in page_html(month, redact=True)


def test_nobodys_own_pay_stands_on_the_page(page: str) -> None:
    """Sums by kind only: a page is passed on easily."""
    month = month_result()
    total = sum((line.amount for line in month.bonuses), Decimal(0))
    assert f"￥{total:,.2f}" in page
    own = {line.amount for line in month.bonuses if line.kind == "performance"}
    amounts = {Decimal(one.replace(",", "")) for one in re.findall(r"￥([\d,]+\.\d\d)", page)}
    assert not own & amounts


def test_english_has_no_chinese_words_of_ours() -> None:
    """One catalogue serves both; what stays Chinese comes from the standard and the workbooks."""
    set_language("en")
    html = page_html(month_result())
    assert 'lang="en"' in html
    assert "Mean score" in html
    assert not re.search("排名|警告登记|打印|热力图", html)


# --- whose data -------------------------------------------------------------------------------------------


def hostile(month: MonthResult) -> MonthResult:
    """The month with markup wherever people write."""
    return replace(
        month,
        people=tuple(replace(one, name=HOSTILE, department=HOSTILE, team=HOSTILE) for one in month.people),
        evaluations=tuple(
            replace(one, remark=HOSTILE, customer=HOSTILE, raw=(HOSTILE,) * len(one.raw), inspector=HOSTILE,
                    place=replace(one.place, file=HOSTILE, sheet=HOSTILE))
            for one in month.evaluations
        ),
        incidents=tuple(
            replace(
                one,
                violations=tuple(replace(two, quote=HOSTILE, title=HOSTILE) for two in one.violations),
            )
            for one in month.incidents
        ),
        praises=tuple(
            replace(one, content=HOSTILE, customer=HOSTILE, level=HOSTILE) for one in month.praises
        ),
        cases=tuple(replace(one, served_how=HOSTILE, step_title=HOSTILE) for one in month.cases),
        controls=tuple(replace(one, file=HOSTILE, sheet=HOSTILE) for one in month.controls),
        notes=(Reason("unknown-code", (("what", HOSTILE),)),),
    )  # fmt: skip


def test_users_text_is_text() -> None:
    """Markup in a name, a quote, a file name is shown as written and never becomes part of the page."""
    html = page_html(hostile(month_result()))
    reader = read(html)
    assert 1 == sum(1 for tag, _a in reader.tags if tag == "script")
    assert not any("onmouseover" in attributes for _tag, attributes in reader.tags)
    assert reader.seen.count(HOSTILE) > 100
    assert "49{% raw" not in html


def test_numbers_of_customers_are_masked(page: str) -> None:
    """Phones and ID numbers, wherever they stand."""
    assert PHONE not in page
    assert "138****8000" in page
    assert "110101199003070012" not in page


def test_redacted_pages_hold_no_names_and_no_values() -> None:
    """王** for 王芳, *** for what was written."""
    month = month_result()
    html = page_html(month, redact=True)
    for person in month.people:
        assert person.name not in html
    for value in (SECRET, PHONE, "周女士", "服务热情", "不知道，你打", "质检员甲"):
        assert value not in html
    assert "王**" in html


# --- a leader's page --------------------------------------------------------------------------------------


def roster_of(month: MonthResult, supervisors: dict[str, str]) -> Roster:
    """A roster with these supervisors by employee number."""
    return Roster(
        tuple(
            RosterRow(
                one.employee_no, one.name, one.department, Place("名册.xlsx"), team=one.team,
                supervisor=supervisors.get(one.employee_no, ""), aliases=(f"小{one.name[0]}{index}号",),
            )
            for index, one in enumerate(month.people)
        )
    )  # fmt: skip


def gossip(month: MonthResult) -> MonthResult:
    """The month in which everybody's records name somebody else, by name and number."""
    people = [f"{one.name} {one.employee_no}" for one in month.people]

    def other(number: str, text: str) -> str:
        index = next(i for i, one in enumerate(month.people) if one.employee_no == number)
        return f"{text}（还有 {people[(index + 7) % len(people)]}、小{people[(index + 5) % len(people)]}）"

    return replace(
        month,
        evaluations=tuple(
            replace(one, remark=other(one.employee_no, "备注"), contact_id=other(one.employee_no, "单"),
                    place=replace(one.place, file=other(one.employee_no, "表") + ".xlsx"))
            for one in month.evaluations
        ),
        incidents=tuple(
            replace(
                one,
                violations=tuple(
                    replace(two, quote=other(one.employee_no, "原话"),
                            place=replace(two.place, sheet=other(one.employee_no, "页")))
                    for two in one.violations
                ),
            )
            for one in month.incidents
        ),
        praises=tuple(replace(one, content=other(one.employee_no, "表扬")) for one in month.praises),
        cases=tuple(replace(one, served_how=other(one.employee_no, "送达")) for one in month.cases),
    )  # fmt: skip


@pytest.mark.parametrize("redact", [False, True])
def test_a_leaders_page_holds_nobody_else(tmp_path: Path, redact: bool) -> None:
    """Not a name, not a number, not an alias of others, in no table, no attribute, no remark."""
    month = gossip(month_result())
    own = {one.employee_no for one in month.people[:5]}
    roster = roster_of(month, dict.fromkeys(own, "何经理"))
    path = report_from_results(
        (gossip(month_result("2026-09", seed=2)), month), tmp_path / "team.html", roster=roster,
        team="何经理", redact=redact,
    )  # fmt: skip
    html = path.read_text(encoding="utf-8")
    for row in roster.rows:
        for word in (row.employee_no, row.name, *row.aliases):
            if row.employee_no not in own:
                assert word not in html, word
        assert (row.employee_no in html) == (row.employee_no in own)
    assert 5 == html.count('<details class="card"')
    for word in ("￥2,000.00", ">奖金</span>", "质检员甲", "t-controls", "坏文件.xlsx"):
        assert word not in html
    read(html)


def test_a_leaders_means_are_of_their_own_people(tmp_path: Path) -> None:
    """The headline and the heat map's last line count nobody else."""
    month = month_result()
    own = month.people[2]
    html = page_html(month, team=Team("一人", [own.employee_no]))
    tile = re.search(r"平均分</span> <b>([^<]+)</b>", html)
    assert tile is not None
    assert f"{own.score:.2f}" == tile.group(1)
    for block in re.findall(r'<div class="table heat".*?</table>', html, re.S):
        rows = [
            re.findall(r"<td[^>]*>([^<]*)</td>", part) for part in re.findall(r"<tr>.*?</tr>", block, re.S)
        ]
        assert rows[1] == rows[2]


def test_a_name_borne_by_a_member_too_stays() -> None:
    """Two people of one name: the member's is not masked."""
    month = month_result()
    twin = replace(month.people[7], name=month.people[0].name)
    month = replace(month, people=(*month.people[:7], twin, *month.people[8:]))
    html = page_html(month, team=Team("一组", [month.people[0].employee_no]))
    assert month.people[0].name in html
    assert twin.employee_no not in html


@pytest.mark.parametrize(
    "leader, expected",
    [
        ("李主管", {0, 1}),
        (" 李 主管", {0, 1}),
        ("E1009", {2, 3}),
        ("e1009", {2, 3}),
        ("周杰", {2, 3}),
        ("吴倩", {4, 5}),
        ("E1010", {4, 5}),
        ("客服一部", set(range(0, 24, 3))),
        ("客服一部/1组", {0, 6, 12, 18}),
    ],
)
def test_a_leader_is_found_as_people_write_it(leader: str, expected: set[int]) -> None:
    """By the supervisor column, whether it holds names or numbers; by department; by department/team."""
    month = month_result()
    numbers = [one.employee_no for one in month.people]
    said = {0: "李主管", 1: "李主管", 2: "E1009", 3: "周杰", 4: "吴倩", 5: "吴倩 E1010"}
    team = find_team(month, roster_of(month, {numbers[i]: who for i, who in said.items()}), leader)
    assert {numbers[i] for i in expected} == team.members


def test_peoples_data_go_to_no_one_by_a_guess() -> None:
    """Nobody, two groups, or two leaders of one name: refused, and no name in the message."""
    month = month_result()
    numbers = [one.employee_no for one in month.people]
    twins = replace(month, people=(month.people[0], replace(month.people[1], name="王芳"), *month.people[2:]))
    cases: tuple[tuple[MonthResult, dict[str, str], str], ...] = (
        (month, {}, "没有此人"),
        (month, {numbers[0]: "客服一部"}, "客服一部"),
        (month, {}, "1组"),
        (twins, {numbers[5]: "王芳"}, "王芳"),
        (twins, {numbers[5]: "王芳"}, "E1001"),
    )
    for result, said, leader in cases:
        with pytest.raises(CannotRunError) as caught:
            find_team(result, roster_of(result, said), leader)
        assert leader not in caught.value.message + caught.value.hint


# --- complaints, writing ----------------------------------------------------------------------------------


def with_deadlines(month: MonthResult) -> MonthResult:
    """Two complaints of two people: one step late, one that cannot be judged; and their rates."""
    moment = datetime(2026, 10, 5, 9, 0)
    late = DeadlineResult(
        "d1", "pass-on", "转交责任部门", "P2.fwd", "wall", "complaint", "c1", f"TS-1 {PHONE}",
        (month.people[0].employee_no,), "客服一部", "major", Place("投诉.xlsx", "投诉", "3:3"), moment.date(),
        moment, moment.date(), moment.replace(hour=11), moment.replace(minute=10), "late",
        datetime(2026, 11, 1), 600, "", 7200, 6600,
    )  # fmt: skip
    unknown = replace(
        late, id="d2", number="TS-2", people=(month.people[1].employee_no,), state="unknown", start=None,
        end=None, end_on=date(2026, 10, 6), due=None, late_seconds=None, reason="no-clock-part",
    )  # fmt: skip
    return replace(
        month,
        deadlines=(unknown, late),
        deadline_rates=(DeadlineRate("pass-on", "转交及时率", "P2.fwd", 1, 0, 1, 0, 0, 1, Decimal("0.00")),),
        callbacks=(
            CallbackResult(
                "cb", "报修回访率", "P2.cb.1", 20, 19, 1, 2, Decimal("95.00"), Decimal(100), False, "done"
            ),
        ),
    )


def test_complaints_stand_with_their_deadlines() -> None:
    """Late ones first, how late; what cannot be judged says why; rates against their targets."""
    html = page_html(with_deadlines(month_result()))
    block = html[html.index('id="t-deadlines"') :]
    assert block.index("TS-1 138****8000") < block.index("TS-2")
    assert "1 小时 50 分" in block
    assert "绝不算超时" in block
    assert "转交及时率" in html
    assert "未达标" in html
    assert 'href="#complaints"' in html


def test_a_leader_sees_the_deadlines_of_their_people_only() -> None:
    """And no rate of the company."""
    month = with_deadlines(month_result())
    html = page_html(month, team=Team("一人", [month.people[0].employee_no]))
    assert "TS-1" in html
    assert "TS-2" not in html
    assert "报修回访率" not in html


def test_a_month_without_anything_is_a_page_too() -> None:
    """Nobody, nothing: no division by zero, every section says so."""
    month = month_result()
    empty = replace(
        month, people=(), evaluations=(), incidents=(), cases=(), warnings=(), praises=(), stars=(),
        bonuses=(), problems=(), controls=(), notes=(), budget=None, carried=(),
    )  # fmt: skip
    seen = read(page_html(empty)).seen
    assert "本月没有服务之星" in seen
    assert "本月没有客户表扬。" in seen


def test_the_file_is_written_whole_into_a_new_folder(tmp_path: Path) -> None:
    """Folders are made; no leftovers beside it."""
    path = write_page(month_result(), tmp_path / "新" / "报告.html")
    assert path.read_text(encoding="utf-8").endswith("</html>")
    assert [path] == list(path.parent.iterdir())


def test_the_legend_names_the_sources_that_intervals_leave_out(month: MonthResult) -> None:
    """主管评价 rates everybody once; a card says it of its person, and only of who has an interval."""
    seen = read(page_html(month)).seen
    assert "90%区间未含以下来源的波动：主管评价。" in seen
    assert "90% 区间未含主管评价的波动" in seen
    bare = replace(month, people=tuple(replace(one, interval=None) for one in month.people))
    seen = read(page_html(bare)).seen
    assert "未含" not in seen
    assert "没有横条：各来源都只有一次评价或每次得分相同" in seen


def with_complaints(month: MonthResult) -> MonthResult:
    """A complaint that is a violation, one not judged yet without a clock part, one that is not valid."""
    place, moment = Place("投诉.xlsx", "投诉", "3:3"), datetime(2026, 10, 5, 9, 0)
    first, second = (one.employee_no for one in month.people[:2])
    valid = ComplaintLine(
        "c1", f"TS-1 {PHONE}", (first,), moment.date(), moment, "推诿",
        "general", f"不归他管，回电 {PHONE}", Verified.YES, moment.date(), moment, "", place,
    )  # fmt: skip
    incident = month.incidents[0]
    violation = replace(incident.violations[0], evaluation="c1")
    return replace(
        month,
        incidents=(replace(incident, violations=(violation,)), *month.incidents[1:]),
        complaints=(
            valid,
            replace(
                valid, id="c2", number="TS-2", people=(second,), received=None, valid=Verified.PENDING,
                closed_on=None, closed=None, status="调查中",
            ),
            replace(valid, id="c3", number="TS-3", people=(), valid=Verified.NO),
        ),
    )  # fmt: skip


def test_every_complaint_of_the_register_stands_on_the_page() -> None:
    """Pending and invalid ones too, without any deadline; numbers masked; what it became as a violation."""
    seen = read(page_html(with_complaints(month_result()))).seen
    block = seen[seen.index("投诉登记") : seen.index("客户表扬", seen.index("投诉登记"))]
    for shown in ("TS-1 138****8000", "2026-10-05 09:00", "TS-2", "待定", "调查中（未办结）", "TS-3", "无效",
                  "2026-10-05 办结", "回电 138****8000"):  # fmt: skip
        assert shown in block
    assert PHONE not in seen
    violation = month_result().incidents[0].violations[0]
    assert f"{violation.title}（" in block
    assert "投诉登记" not in read(page_html(month_result())).seen


def test_a_leader_sees_the_complaints_of_their_people_only() -> None:
    """One about nobody is nobody's."""
    month = with_complaints(month_result())
    seen = read(page_html(month, team=Team("一人", [month.people[1].employee_no]))).seen
    assert "TS-2" in seen
    assert "TS-1" not in seen
    assert "TS-3" not in seen
