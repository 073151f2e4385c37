"""The report page in a real browser: sorting, searching, links, colours, phones, a thousand people.

Skipped, and says so, where there is no Chromium or no Playwright.
"""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from qualitykit.i18n import set_language
from qualitykit.reports.indicator_report import PeriodReport
from qualitykit.reports.lookup import Lookup
from qualitykit.reports.page import page_html
from qualitykit.reports.statement import Issue, statement_of
from qualitykit.reports.statement_files import statement_html
from qualitykit.scoring.results import MonthResult
from qualitykit.workflow.indicators import indicators_from_folders
from qualitykit.workflow.months import score_months
from tests.reports.invented import month_result, with_departments

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
CHROMIUM = os.environ.get("QUALITYKIT_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"

pytestmark = pytest.mark.skipif(
    not Path(CHROMIUM).exists(),
    reason="no Chromium: install it (apt-get install chromium) or name it in QUALITYKIT_CHROMIUM",
)

# Every text's colour against what is painted below it: WCAG's contrast, the worst ones.
CONTRAST = """() => {
  const parse = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = (rgb) => {
    const [r, g, b] = rgb.map((v) => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const below = (node) => {
    for (let one = node; one; one = one.parentElement) {
      const colour = parse(getComputedStyle(one).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || ['SCRIPT', 'STYLE', 'TITLE', 'DESC', 'title', 'desc', 'NOSCRIPT'].includes(node.tagName)) continue;
    const style = getComputedStyle(node);
    const ink = parse(node instanceof SVGElement ? style.fill : style.color).slice(0, 3);
    const [a, b] = [light(ink), light(below(node))].sort((x, y) => y - x);
    found.push([(a + 0.05) / (b + 0.05), node.tagName + '.' + (node.className.baseVal ?? node.className), walker.currentNode.data.slice(0, 20)]);
  }
  return found.sort((x, y) => x[0] - y[0]).slice(0, 5);
}"""  # noqa: E501


# Which drawing of each chart is shown.
DRAWINGS = """Array.from(document.querySelectorAll('.chart svg')).filter(one => one.getClientRects().length)
  .map(one => one.getAttribute('class'))"""

# The charts' texts: how many, which leave their figure, which cover each other, the smallest in pixels.
CHART_TEXTS = """() => {
  const found = { count: 0, over: [], covered: [], smallest: 99 };
  for (const drawing of document.querySelectorAll('.chart svg')) {
    if (!drawing.getClientRects().length) continue;
    const room = drawing.closest('figure').getBoundingClientRect();
    const texts = Array.from(drawing.querySelectorAll('text'), (one) => {
      const box = one.getBoundingClientRect(), said = one.firstChild.data;
      const size = parseFloat(getComputedStyle(one).fontSize) * drawing.getScreenCTM().a;
      if (box.left < room.left || box.right > room.right || box.bottom > room.bottom) found.over.push(said);
      found.smallest = Math.min(found.smallest, size);
      // fonts keep room above and below their letters
      return { said, left: box.left, right: box.right, top: box.bottom - size * 1.1, bottom: box.bottom - size * 0.2 };
    });
    found.count += texts.length;
    texts.forEach((a, at) => texts.slice(at + 1).forEach((b) => {
      if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom) found.covered.push([a.said, b.said]);
    }));
  }
  return found;
}"""  # noqa: E501

SHOWN = "Array.from(document.querySelectorAll('#t-ranking tbody tr')).filter(one => one.offsetParent).length"


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """Debian's Chromium, without a window."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


def write(
    folder: Path, month: MonthResult, *trend: MonthResult, indicators: PeriodReport | None = None
) -> Path:
    """The month's page as a file."""
    set_language("zh")
    path = folder / "report.html"
    path.write_text(page_html(month, trend=trend, indicators=indicators), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented October as a file, with the sample month's figures: targets met, missed and behind."""
    set_language("zh")
    known = indicators_from_folders("2026-10", [SAMPLES / "2026-10"], today=date(2026, 11, 3)).report
    first, *others = (one for one in known.indicators if one.status == "met")
    changed = replace(first, status="missed", trend="worse")
    known = replace(known, indicators=(changed, *(one for one in known.indicators if one is not first)))
    assert others
    folder = tmp_path_factory.mktemp("page")
    return write(folder, month_result(), month_result("2026-09", seed=2), indicators=known)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year of twenty departments with long names, one month missing."""
    months = [f"2025-{month:02}" for month in (11, 12)] + [f"2026-{month:02}" for month in range(1, 11)]
    made = [
        with_departments(month_result(month, count=40, seed=seed), 20, "{n}区客户服务与投诉处理中心")
        for seed, month in enumerate(months)
        if month != "2026-04"
    ]
    return write(tmp_path_factory.mktemp("many"), made[-1], *made[:-1])


class Watch:
    """A page with everything that it complained about and asked for."""

    def __init__(self, browser: "Browser", path: Path, **options: Any) -> None:
        self.page: Page = browser.new_page(**options)
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(path.as_uri())
        assert [path.as_uri()] == self.asked

    def column(self, table: str, index: int) -> list[str]:
        """The texts of a column, rows that are shown only."""
        cells = self.page.locator(f"#{table} tbody tr:not([hidden]) > *:nth-child({index + 1})")
        return [text.strip() for text in cells.all_text_contents()]

    def head(self, table: str, title: str) -> int:
        """Where a column stands."""
        heads = self.page.locator(f"#{table} thead th").all_text_contents()
        return [text.strip() for text in heads].index(title)

    def sort(self, table: str, title: str) -> list[str]:
        """Click a head; gives the column as it is then."""
        index = self.head(table, title)
        self.page.locator(f"#{table} thead th").nth(index).locator("button").click()
        return self.column(table, index)


@pytest.fixture
def watch(browser: "Browser", report: Path) -> Iterator[Watch]:
    """The page, and at the end: no complaint, no request but for itself."""
    watched = Watch(browser, report, viewport={"width": 1280, "height": 900})
    yield watched
    assert [] == watched.said
    assert [report.as_uri()] == [url.partition("#")[0] for url in dict.fromkeys(watched.asked)]
    watched.page.close()


def test_a_click_on_a_head_sorts_and_says_so(watch: Watch) -> None:
    """Scores: the highest first, then the lowest; aria-sort says which; ties keep their order."""
    month = month_result()
    scores = sorted((one.score for one in month.people if one.score is not None), reverse=True)
    assert [f"{score:.2f}" for score in scores] == watch.sort("t-ranking", "月度得分")
    head = watch.page.locator("#t-ranking thead th").nth(watch.head("t-ranking", "月度得分"))
    assert "descending" == head.get_attribute("aria-sort")
    assert [f"{score:.2f}" for score in reversed(scores)] == watch.sort("t-ranking", "月度得分")
    assert "ascending" == head.get_attribute("aria-sort")
    assert [str(rank) for rank in range(1, 25)] == watch.sort("t-ranking", "名次")
    assert head.get_attribute("aria-sort") is None


def test_changes_sort_by_their_size_and_names_as_chinese_does(watch: Watch) -> None:
    """−5 below −1 below +1; 陈 before 郭 before 王, by pinyin."""
    changes = [float(text.replace("−", "-")) for text in watch.sort("t-ranking", "变化")]
    assert sorted(changes, reverse=True) == changes
    names = watch.sort("t-ranking", "姓名")
    picked = [name for name in names if name in ("陈静", "郭涛", "王芳", "周杰")]
    assert ["陈静", "郭涛", "王芳", "周杰"] == picked


def test_what_is_empty_stands_last_both_ways(watch: Watch) -> None:
    """Stars' amounts: three, then blanks, whichever way."""
    for _turn in range(2):
        amounts = watch.sort("t-stars", "预算前金额")
        assert all(amounts[:3])
        assert not any(amounts[3:])


def test_searching_leaves_the_rows_with_every_word(watch: Watch) -> None:
    """Full-width letters too; the count is said; an empty box brings all back."""
    box = watch.page.locator("#t-ranking input")
    box.fill("客服一部 ｅ1004")
    watch.page.locator("#t-ranking output:has-text('24')").wait_for()
    assert ["E1004"] == watch.column("t-ranking", watch.head("t-ranking", "工号"))
    assert "显示 1 / 24" == watch.page.locator("#t-ranking output").text_content()
    box.fill("")
    watch.page.locator("#t-ranking tbody tr").nth(23).wait_for()
    assert 24 == len(watch.column("t-ranking", 0))


def test_a_name_opens_the_scorecard_and_evidence_leads_to_its_row(watch: Watch) -> None:
    """By a click, from a link, and again after it was closed."""
    page = watch.page
    link = page.locator("#t-ranking tbody a").first
    name = link.text_content()
    target = page.locator(link.get_attribute("href") or "")
    assert target.get_attribute("open") is None
    for _turn in range(2):
        link.click()
        page.locator("details[open]:target").wait_for()
        assert name == target.locator("summary b").first.text_content()
        target.evaluate("one => { one.open = false; }")
    evidence = page.locator("#t-violations tbody a[href^='#e']").first
    evidence.click()
    page.locator("details[open] tr:target").wait_for()
    row = page.locator(evidence.get_attribute("href") or "")
    assert row.is_visible()
    assert (evidence.text_content() or "").split("!")[0] in (row.text_content() or "")


def test_cards_open_and_close_together_and_can_be_searched(watch: Watch) -> None:
    """24 cards; a search leaves one."""
    from playwright.sync_api import expect  # it may not be installed

    page = watch.page
    for opened in (24, 0):
        page.locator("#all-cards").press("Enter")
        expect(page.locator("details[open]")).to_have_count(opened)
    page.locator("[data-cards]").fill("E1007")
    page.locator("#people output:has-text('1 / 24')").wait_for()
    assert 1 == page.locator("details:not([hidden])").count()


def test_colours_follow_the_system_until_the_reader_chooses(browser: "Browser", report: Path) -> None:
    """And the choice is kept over a reload."""
    for scheme, other in (("light", "dark"), ("dark", "light")):
        watched = Watch(browser, report, color_scheme=scheme)
        page = watched.page
        paint = "getComputedStyle(document.body).backgroundColor"
        before = page.evaluate(paint)
        page.select_option("#theme", other)
        after = page.evaluate(paint)
        assert before != after
        page.reload()
        assert after == page.evaluate(paint)
        assert [] == watched.said
        page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_text_can_be_read_and_nothing_hangs_over(
    browser: "Browser", report: Path, scheme: str, width: int
) -> None:
    """Contrast of at least 4.5 in both colours with all cards open; the page never scrolls sideways."""
    watched = Watch(browser, report, viewport={"width": width, "height": 900}, color_scheme=scheme)
    watched.page.locator("#all-cards").click()
    worst = watched.page.evaluate(CONTRAST)
    assert worst[0][0] >= 4.5, worst
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= width
    assert [] == watched.said
    watched.page.close()


@pytest.mark.parametrize("width, shown", [(1280, "desk"), (800, "desk"), (390, "phone"), (360, "phone")])
def test_texts_of_charts_stand_free_and_stay_large(
    browser: "Browser", report: Path, many: Path, width: int, shown: str
) -> None:
    """The drawing for the width, and that one alone: nothing hangs over or covers another, 10 px at least."""
    for path in (report, many):
        watched = Watch(browser, path, viewport={"width": width, "height": 900})
        page = watched.page
        assert [shown] * 4 == page.evaluate(DRAWINGS)
        found = page.evaluate(CHART_TEXTS)
        assert found["count"] > 30
        assert [] == found["over"]
        assert [] == found["covered"]
        assert found["smallest"] >= 10
        assert [] == watched.said
        page.close()


def test_charts_are_read_aloud_once(watch: Watch) -> None:
    """One picture a chart, called by its title and its figures; nothing inside it speaks."""
    pictures = watch.page.get_by_role("img")
    assert 4 == pictures.count()
    assert (
        1
        == watch.page.get_by_role(
            "img", name=re.compile("各部门得分 竖线为上月 .*客服一部 [0-9.]{5}")
        ).count()
    )
    assert (
        1
        == watch.page.get_by_role(
            "img", name=re.compile("各月平均分 全部: 2026-09 [0-9.]{5}, 2026-10")
        ).count()
    )
    assert 0 == watch.page.locator(".chart svg [role], .chart svg [aria-label]").count()


def test_charts_follow_the_colours(browser: "Browser", report: Path) -> None:
    """Dark by choice, black on white on paper: the drawings themselves change nothing."""
    watched = Watch(browser, report, color_scheme="light")
    page = watched.page
    paint = "getComputedStyle(document.querySelector('#chart-violations svg text')).fill"
    assert "rgb(31, 41, 51)" == page.evaluate(paint)
    page.select_option("#theme", "dark")
    assert "rgb(230, 235, 240)" == page.evaluate(paint)
    page.emulate_media(media="print")
    assert "rgb(0, 0, 0)" == page.evaluate(paint)
    page.set_viewport_size({"width": 390, "height": 900})
    assert ["desk"] * 4 == page.evaluate(DRAWINGS)
    page.close()


def test_without_a_script_everything_is_still_there(browser: "Browser", report: Path) -> None:
    """No tools that do nothing; a word says so; the cards open by themselves."""
    page = browser.new_page(java_script_enabled=False)
    page.goto(report.as_uri())
    assert 0 == page.locator("input:visible").count()
    assert page.locator("noscript").is_visible()
    assert 24 == page.locator("#t-ranking tbody tr:visible").count()
    page.close()


def test_a_print_holds_the_tables_and_no_tools(browser: "Browser", report: Path) -> None:
    """Paper does not scroll: tables stand whole, navigation and boxes are gone."""
    page = browser.new_page(color_scheme="dark")
    page.goto(report.as_uri())
    page.emulate_media(media="print", color_scheme="dark")
    assert 0 == page.locator("nav:visible, input:visible, #print:visible").count()
    assert "rgb(255, 255, 255)" == page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert page.evaluate(
        "Array.from(document.querySelectorAll('.table .scroll'))"
        ".every(one => getComputedStyle(one).maxHeight === 'none')"
    )
    assert page.pdf(format="A4", landscape=True).startswith(b"%PDF")
    page.close()


@pytest.mark.nightly  # it looks at the clock
def test_a_thousand_people_do_not_freeze_it(browser: "Browser", tmp_path: Path) -> None:
    """Each sort and search takes less than a second, layout included; all rows are a click away."""
    path = write(tmp_path, month_result(count=1000))
    watched = Watch(browser, path, viewport={"width": 1280, "height": 900})
    page = watched.page
    assert 200 == page.evaluate(SHOWN)
    timed = page.evaluate(
        """async () => {
          const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
          const times = [];
          for (const table of ['#t-ranking', '#t-stars', '#heat0']) {
            document.querySelector(table).scrollIntoView();
            await painted();
            for (const head of Array.from(document.querySelectorAll(table + ' thead th')).slice(0, 4)) {
              const start = performance.now();
              head.querySelector('button').click();
              await painted();
              times.push(performance.now() - start);
            }
          }
          const box = document.querySelector('#t-ranking input');
          box.value = 'E1500';
          const start = performance.now();
          box.dispatchEvent(new Event('input'));
          while (!document.querySelector('#t-ranking output').textContent) await painted();
          times.push(performance.now() - start);
          return times;
        }"""
    )
    assert max(timed) < 1000, timed
    assert ["E1500"] == watched.column("t-ranking", watched.head("t-ranking", "工号"))
    page.locator("#t-ranking input").fill("")
    page.locator("#t-ranking .more").click()
    assert 1000 == page.evaluate(SHOWN)
    assert [] == watched.said
    page.close()


OVER = """Array.from(document.querySelectorAll('.scroll')).filter(one => one.scrollWidth > one.clientWidth)
  .map(one => one.closest('.table') ? one.closest('.table').id : one.getAttribute('aria-label'))"""


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> MonthResult:
    """The sample October, scored alone."""
    set_language("zh")
    return score_months([SAMPLES / "2026-10"], out=tmp_path_factory.mktemp("results")).results[-1]


def test_conduct_and_praise_fit_a_desk_and_the_ranking_shows_all_rows(
    browser: "Browser", sample: MonthResult, tmp_path: Path
) -> None:
    """No sideways scrolling at 1280 px but for the ranking and wide heat maps; no inner scroll to 50 rows."""
    watched = Watch(browser, write(tmp_path, sample), viewport={"width": 1280, "height": 900})
    wide = watched.page.evaluate(OVER)
    assert {"t-violations", "t-warnings", "t-praise", "t-register"}.isdisjoint(wide)
    box = "document.querySelector('#t-ranking .scroll')"
    assert watched.page.evaluate(f"{box}.scrollHeight <= {box}.offsetHeight")
    assert 23 == watched.page.evaluate(SHOWN)
    watched.page.close()


def test_a_long_table_says_that_it_scrolls(browser: "Browser", tmp_path: Path) -> None:
    """Above 50 rows; up to there nothing scrolls inside."""
    watched = Watch(browser, write(tmp_path, month_result(count=60)), viewport={"width": 1280, "height": 900})
    assert watched.page.locator("#t-ranking", has_text="共 60 行，可在表内滚动查看").count() == 1
    box = "document.querySelector('#t-ranking .scroll')"
    assert watched.page.evaluate(f"{box}.scrollHeight > {box}.offsetHeight")
    watched.page.close()


def test_on_a_phone_nothing_sticks_out_of_a_card(
    browser: "Browser", sample: MonthResult, tmp_path: Path
) -> None:
    """得分由来 fits its card at 390 px."""
    watched = Watch(browser, write(tmp_path, sample), viewport={"width": 390, "height": 844})
    watched.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    wide = watched.page.evaluate(OVER)
    assert [] == [one for one in wide if one.startswith("得分由来")]
    assert 0 == watched.page.locator(".card table:not(.scroll table)").count()
    watched.page.close()


def test_a_statement_fits_a_phone(browser: "Browser", sample: MonthResult, tmp_path: Path) -> None:
    """No cell leaves the paper at 390 px, 失效日期 neither; each says what it is."""
    issue = Issue("晴川", date(2026, 11, 3), date(2026, 11, 18), seal="x" * 64)
    path = tmp_path / "statement.html"
    path.write_bytes(statement_html([statement_of(Lookup(sample), "E1006", issue, 20)]))
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(path.as_uri())
    assert 390 == page.evaluate("document.documentElement.scrollWidth")
    cells = """Array.from(document.querySelectorAll('td')).filter(one => one.offsetParent)
      .map(one => [one.getBoundingClientRect().right, one.scrollWidth - one.clientWidth])"""
    assert all(right <= 390 and more <= 0 for right, more in page.evaluate(cells))
    label = "document.querySelector('td[data-label=失效日期]').innerText"
    assert "2027-10-11" == page.evaluate(label)
    page.close()
