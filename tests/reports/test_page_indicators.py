"""The report page's figures against targets: those of ``kpi``, from folders and from the ledger."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest

from qualitykit.reports.page import page_html
from qualitykit.workflow.indicators import indicators_from_folders
from qualitykit.workflow.reporting import report_from_folders
from tests.reports.invented import month_result

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
FOLDERS = [SAMPLES / month for month in ("2026-08", "2026-09", "2026-10")]
AT = datetime(2026, 11, 3, 9, 0)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of the sample October."""
    out = tmp_path_factory.mktemp("page") / "report.html"
    return report_from_folders("2026-10", out, folders=FOLDERS, at=AT).read_text("utf-8")


def rows(html: str, table: str) -> dict[str, list[str]]:
    """The rows of a table by their first cell; the head under the empty name."""
    part = html[html.index(f'id="{table}"') :]
    part = part[: part.index("</table>")]
    found = {}
    for line in re.findall(r"<tr>.*?</tr>", part, re.DOTALL):
        cells = [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", line, re.DOTALL)]
        found["" if 'scope="col"' in line else cells[0]] = cells
    return found


def test_the_figures_are_those_of_kpi(page: str) -> None:
    """Value, target, result and trend of every indicator that has a value or a target."""
    report = indicators_from_folders("2026-10", FOLDERS, today=date(2026, 11, 3)).report
    shown = rows(page, "t-indicators")
    head = shown.pop("")
    wanted = {one.title: one for one in report.indicators if one.value is not None or one.target}
    assert list(wanted) == list(shown)
    assert {"met", "none"} <= {one.status for one in wanted.values()}
    for title, one in wanted.items():
        cells = dict(zip(head, shown[title], strict=True))
        value = "" if one.value is None else f"{one.value:.2f}"
        assert cells["数值"].split(" ")[0] == (value.removesuffix(".00") if one.unit == "count" else value)
        assert one.target == cells["目标值"]
        assert {"met": "达标", "missed": "未达标"}.get(one.status, "") in cells["结果"]
    goals = rows(page, "t-goals")
    assert len(report.goals) == len(goals) - 1
    assert ["目标", "数值", "目前应达到", "目标值", "结果"] == goals[""][:5]


def test_the_first_figure_says_how_many_targets_were_met(page: str) -> None:
    """And leads to the section, which stands in the page's list of contents."""
    report = indicators_from_folders("2026-10", FOLDERS, today=date(2026, 11, 3)).report
    judged = [one for one in report.indicators if one.status in ("met", "missed")]
    met = sum(one.status == "met" for one in judged)
    tile = re.search(r'<a href="#kpi"><span>达标指标</span> <b>(.*?)</b>', page)
    assert tile is not None
    assert f"{met} / {len(judged)}" == tile[1]
    assert '<li><a href="#kpi">指标与目标</a></li>' in page


def test_a_leaders_page_has_none(tmp_path: Path) -> None:
    """Targets are the company's, and its figures are other people's."""
    page = report_from_folders(
        "2026-10", tmp_path / "r.html", folders=FOLDERS[2:], team="客户服务部", at=AT
    ).read_text("utf-8")
    assert 'id="kpi"' not in page
    assert "达标指标" not in page


def test_without_indicators_there_is_no_section() -> None:
    """A standard need not have any; the page is there all the same."""
    page = page_html(month_result())
    assert 'id="kpi"' not in page
    assert 'id="ranking"' in page
