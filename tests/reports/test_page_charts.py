"""The page's charts: the overview's figures drawn, named in the reader's language, inert."""

import re
import subprocess
import sys
from dataclasses import replace
from html import escape
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from qualitykit.i18n import set_language
from qualitykit.reports.figures import score
from qualitykit.reports.lookup import Lookup
from qualitykit.reports.overview import Overview, overview
from qualitykit.reports.page import page_html
from qualitykit.reports.page_charts import Chart, charts_of
from qualitykit.scoring.results import MonthResult
from tests.reports.invented import month_result, with_departments

NAMES = ("chart-trend", "chart-distribution", "chart-departments", "chart-violations")
TREND = (month_result("2026-08", seed=1), month_result("2026-09", seed=2))
ROOT = Path(__file__).parents[2]
Element = ElementTree.Element


def facts_of(month: MonthResult, *trend: MonthResult) -> Overview:
    """The month's figures."""
    return overview(Lookup(month), trend)


def charts(month: MonthResult, *trend: MonthResult) -> dict[str, Chart]:
    """The month's charts by name."""
    return {one.id: one for one in charts_of(facts_of(month, *trend), "全部")}


def drawings(month: MonthResult, *trend: MonthResult) -> dict[str, tuple[Element, ...]]:
    """The month's drawings by chart, parsed."""
    made = charts(month, *trend)
    return {name: tuple(map(ElementTree.fromstring, one.drawings)) for name, one in made.items()}


@pytest.fixture(scope="module")
def drawn() -> dict[str, tuple[Element, ...]]:
    """The invented October's drawings, after August and September."""
    set_language("zh")
    return drawings(month_result(), *TREND)


def texts(drawing: Element) -> list[str]:
    """What is written in a drawing."""
    return [one.text or "" for one in drawing.iter("text")]


def titles(drawing: Element, *tags: str) -> list[str]:
    """What the pointer says on marks of these kinds."""
    return [found for one in drawing.iter() if one.tag in tags and (found := one.findtext("title"))]


def marks(drawing: Element, fill: str) -> list[Element]:
    """The marks of a colour."""
    return [one for one in drawing.iter("path") if one.get("fill") == fill]


def size(mark: Element) -> tuple[float, float]:
    """Width and height of a bar, from its outline."""
    found = re.fullmatch(r"M[^h]+h([\d.]+)v([\d.]+)h-[\d.]+Z", mark.get("d", ""))
    assert found, mark.get("d")
    return float(found[1]), float(found[2])


def place(mark: Element) -> tuple[float, float]:
    """Where a mark stands."""
    found = re.match(r"translate\(([-\d.]+),([-\d.]+)\)", mark.get("transform", ""))
    assert found, mark.get("transform")
    return float(found[1]), float(found[2])


# --- for whom they are ------------------------------------------------------------------------------------


def test_each_chart_is_drawn_for_a_desk_and_for_a_phone() -> None:
    """Both say the same; the phone's is narrow enough that its text need not shrink."""
    made = drawings(month_result(), *TREND)
    assert NAMES == tuple(made)
    for desk, phone in made.values():
        assert ("desk", "phone") == (desk.get("class"), phone.get("class"))
        assert ("560", "300") == (desk.get("width"), phone.get("width"))
        assert f"0 0 300 {phone.get('height')}" == phone.get("viewBox")
        assert set(titles(desk, "path", "text")) == set(titles(phone, "path", "text"))


@pytest.mark.parametrize(
    "language, words",
    [
        ("zh", ("各月平均分", "月度得分分布", "各部门得分", "违规类别")),
        (
            "en",
            (
                "Mean score by month",
                "Distribution of month scores",
                "Score of departments",
                "Violations by kind",
            ),
        ),
    ],
)
def test_every_chart_has_a_name_in_the_readers_language(language: str, words: tuple[str, ...]) -> None:
    """Title and figures in words; the marks within say nothing by themselves."""
    set_language(language)
    html = page_html(month_result(), trend=TREND)
    names = dict(re.findall(r'id="(chart-[a-z]+-[td])"[^>]*>([^<]+)<', html))
    for name, word in zip(NAMES, words, strict=True):
        assert word == names[f"{name}-t"].strip()
        assert re.search(r"\d", names[f"{name}-d"])
        said = f'role="img" aria-labelledby="{name}-t {name}-d"'
        assert 2 == html.count(said)
    assert not re.search(r"aria-roledescription|graphics-", html)


def test_a_chinese_page_has_no_english_in_its_charts(drawn: dict[str, tuple[Element, ...]]) -> None:
    """Vega's own descriptions of axes and marks do not come through."""
    for pair in drawn.values():
        for drawing in pair:
            said = [text for one in drawing.iter() for text in (one.text, one.tail) if text]
            assert said
            assert not [text for text in said if re.search("[A-Za-z]", text)]
            assert not [key for one in drawing[0].iter() for key in one.attrib if key.startswith("aria")]


def test_a_drawing_is_inert(drawn: dict[str, tuple[Element, ...]]) -> None:
    """No style, script, link, id or address that could fetch, run, or clash with another drawing."""
    for name, pair in drawn.items():
        for drawing in pair:
            for one in drawing.iter():
                assert one.tag in ("svg", "g", "path", "line", "text", "title")
                assert not {"style", "id", "class", "href", "clip-path"} & set(one.attrib) or one is drawing
                assert not [value for value in one.attrib.values() if "url(" in value or "http" in value]
            assert {"class", "role", "aria-labelledby", "viewBox", "width", "height"} == set(drawing.attrib)
            assert "xmlns" not in "".join(charts(month_result(), *TREND)[name].drawings)


def test_colours_are_the_pages_own(drawn: dict[str, tuple[Element, ...]]) -> None:
    """Dark mode and print change them; nothing has a colour that stays."""
    for pair in drawn.values():
        for drawing in pair:
            colours = {one.get(key) for one in drawing.iter() for key in ("fill", "stroke")} - {None, "none"}
            assert colours
            assert not [one for one in colours if not re.fullmatch(r"var\(--[a-z0-9]+\)", one or "")]


# --- what they show ---------------------------------------------------------------------------------------


def test_bars_of_departments_are_as_long_as_their_scores(drawn: dict[str, tuple[Element, ...]]) -> None:
    """Score, name and the month before as published; lengths on a scale from 0 to 100."""
    facts = facts_of(month_result(), *TREND)
    said = [
        f"{one.name}: {score(one.mean)} (上月 {score(one.before)})" for one in facts.departments if one.mean
    ]
    assert 3 == len(said)
    for drawing in drawn["chart-departments"]:
        bars, tracks = marks(drawing, "var(--bar)"), marks(drawing, "var(--track)")
        assert said == [one.findtext("title") for one in bars]
        for bar, track, one in zip(bars, tracks, facts.departments, strict=True):
            assert float(one.mean or 0) == pytest.approx(100 * size(bar)[0] / size(track)[0], abs=0.01)
        ticks = [float(re.findall(r"[\d.]+", one.get("d", ""))[0]) for one in marks(drawing, "var(--ink)")]
        whole = size(tracks[0])[0]
        assert [float(one.before or 0) for one in facts.departments] == pytest.approx(
            [100 * (x + 1) / whole for x in ticks], abs=0.01
        )
        for one in facts.departments:
            assert one.name in texts(drawing)
            assert score(one.mean) in texts(drawing)


def test_violations_and_bands_are_drawn_as_counted(drawn: dict[str, tuple[Element, ...]]) -> None:
    """The most frequent fills the row; a band's column is as high as its share of the highest."""
    facts = facts_of(month_result(), *TREND)
    most = facts.violations[0][1]
    for drawing in drawn["chart-violations"]:
        bars = marks(drawing, "var(--bar)")
        assert [f"{kind}: {count}" for kind, count in facts.violations] == [b.findtext("title") for b in bars]
        lengths = [size(bar)[0] / size(bars[0])[0] for bar in bars]
        assert [count / most for _kind, count in facts.violations] == pytest.approx(lengths)
    for drawing in drawn["chart-distribution"]:
        bars = marks(drawing, "var(--bar)")
        heights = [size(bar)[1] for bar in bars]
        tallest = max(heights)
        highest = max(facts.distribution)
        assert [count / highest for count in facts.distribution] == pytest.approx(
            [height / tallest for height in heights]
        )
        counts = [text for text in texts(drawing) if text.isdigit()]
        assert [str(count) for count in facts.distribution] == counts
        assert f"75–80: {facts.distribution[3]}" == bars[3].findtext("title")


def test_points_of_the_trend_stand_at_their_scores(drawn: dict[str, tuple[Element, ...]]) -> None:
    """Every month's score is a point that says it, on one scale with the grid's levels."""
    facts = facts_of(month_result(), *TREND)
    lines = [("全部", tuple(mean for _month, mean in facts.trend)), *facts.department_trend]
    months = [month for month, _mean in facts.trend]
    expected = {
        f"{name} {month}: {score(value)}": float(value)
        for name, values in lines
        for month, value in zip(months, values, strict=True)
        if value is not None
    }
    for drawing in drawn["chart-trend"]:
        points = {
            said: place(one)[1]
            for one in drawing.iter("path")
            if one.get("stroke") == "var(--paper)" and (said := one.findtext("title"))
        }
        assert expected.keys() == points.keys()
        levels = {
            float(one.text or ""): place(one)[1] - 4  # a text stands a little below its line
            for one in drawing.iter("text")
            if (one.text or "").isdigit()
        }
        assert len(levels) > 2
        (low, below), (high, above) = min(levels.items()), max(levels.items())
        for said, value in expected.items():
            y = below - (value - low) * (below - above) / (high - low)
            assert y == pytest.approx(points[said], abs=0.6), said


def test_a_month_without_result_is_a_gap() -> None:
    """August and October: the months between are on the axis, and no line runs over them."""
    month = month_result()
    alone = drawings(replace(month, departments=()), month_result("2026-08", seed=1))["chart-trend"]
    whole = drawings(month, *TREND)["chart-trend"]
    for gap, drawing in zip(alone, whole, strict=True):
        assert "2026-09" in texts(gap)
        lines = [one.get("d", "") for one in gap.iter("path") if one.get("stroke-linecap")]
        assert 4 == len(lines)
        assert not [line for line in lines if "L" in line]
        lines = [one.get("d", "") for one in drawing.iter("path") if one.get("stroke-linecap")]
        assert [2] * 4 == [line.count("L") for line in lines]


def test_many_departments_are_said_to_be_more_than_are_drawn() -> None:
    """24 bars, 7 lines beside that of all; long names are cut, the pointer says them whole."""
    before = with_departments(month_result("2026-09", count=60, seed=2), 30)
    month = with_departments(month_result(count=60), 30)
    made = charts(month, before)
    assert "竖线为上月；共 30 项，图中为前 24 项" == made["chart-departments"].note
    assert "共 30 个部门，图中为前 7 个" == made["chart-trend"].note
    desk, phone = map(ElementTree.fromstring, made["chart-departments"].drawings)
    assert 24 == len(marks(desk, "var(--bar)")) == len(marks(phone, "var(--bar)"))
    first = facts_of(month, before).departments[0].name
    assert first in titles(desk, "text")[0]
    assert first not in texts(desk)
    assert first in texts(phone)


def test_names_of_lines_cover_neither_each_other_nor_the_edge() -> None:
    """Eight lines that all end at one score."""
    month = with_departments(month_result(count=16), 8)
    month = replace(month, people=tuple(replace(one, score=month.people[0].score) for one in month.people))
    for drawing in drawings(month, with_departments(month_result("2026-09", count=16), 8))["chart-trend"]:
        names = [one for one in drawing.iter("text") if one.get("font-weight")]
        ends = sorted(place(one)[1] for one in names)
        assert 8 == len(ends)
        assert min(b - a for a, b in pairwise(ends)) >= 15.9
        assert ends[0] > 0
        assert ends[-1] < float(drawing.get("height", ""))


def test_a_name_with_characters_that_no_xml_holds_is_drawn_without_them() -> None:
    """A control character, half a surrogate pair; markup stays text."""
    month = with_departments(month_result(), 2, "一\x00\x0b\ud800<b>&amp;{n}")
    for drawing in drawings(month)["chart-departments"]:
        assert {"一<b>&amp;0", "一<b>&amp;1"} <= set(texts(drawing))


def test_nothing_to_show_is_no_chart() -> None:
    """One month: no trend; nobody: none at all."""
    assert NAMES[1:] == tuple(charts(month_result()))
    month = month_result()
    assert () == tuple(charts(replace(month, people=(), incidents=()), replace(month, people=())))


def test_the_library_is_loaded_with_the_first_drawing() -> None:
    """Half a second that only a written page costs."""
    script = "import sys, qualitykit.reports.page; print('vl_convert' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "False" == done.stdout.strip()


def test_where_nothing_can_draw_a_chart_is_its_words(tmp_path: Path) -> None:
    """As on Windows on ARM: the page is written, its figures stand there in words."""
    script = (
        "import sys; sys.modules['vl_convert'] = None\n"
        "from pathlib import Path\n"
        "from qualitykit.reports.page import page_html\n"
        "from tests.reports.invented import month_result\n"
        "Path(sys.argv[1]).write_text(page_html(month_result()), encoding='utf-8')\n"
    )
    page = tmp_path / "page.html"
    subprocess.run([sys.executable, "-c", script, str(page)], check=True, cwd=ROOT)
    text = page.read_text(encoding="utf-8")
    summary = charts(month_result())["chart-distribution"].summary
    assert f'<p id="chart-distribution-d">{escape(summary)}</p>' in text
    assert "aria-labelledby" not in text.partition('class="charts"')[2].partition("</section>")[0]
