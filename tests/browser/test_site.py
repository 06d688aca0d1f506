"""A site in a real browser, from disk."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from diff_insight.site.build import SiteSettings, build_site
from tests.browser.conftest import Open
from tests.site.conftest import MakeReports, make_reports

pytestmark = pytest.mark.process

__all__ = ["make_reports"]

LISTS = (
    "index.html", "search.html", "categories/docs.html", "months/2025-03.html", "names.html", "names/xyz.html",
)  # fmt: skip


@pytest.fixture
def site(make_reports: MakeReports, tmp_path: Path) -> Path:
    target = tmp_path / "site"
    reports = make_reports(days=3, languages=("en", "ja", "zh"))
    build_site([reports], SiteSettings(target, "Our reports", "", "en", None, 400, 1), lambda *_: None)
    return target


def test_one_walks_from_the_first_page_to_a_report_and_its_neighbours(site: Path, open_page: Open) -> None:
    page = open_page(site / "index.html")
    page.locator("main a", has_text="docs").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Diff Insight Report - docs")
    page.get_by_role("link", name="← 2025-03-31").click()
    expect(page.locator("time")).to_have_text("2025-03-31")
    page.get_by_role("link", name="2025-04-01 →").click()
    page.get_by_role("link", name="Our reports").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Our reports")


@pytest.mark.parametrize(
    ("words", "number"), [("2025-03-31 docs", 3), ("FOR DAY", 18), ("日本語", 18), ("page-2.md", 6), ("nowhere", 0)]
)
def test_the_search_finds_reports_by_words_in_any_language(
    site: Path, open_page: Open, words: str, number: int
) -> None:
    page = open_page(site / "search.html")
    page.get_by_role("searchbox").fill(words)
    expect(page.locator("#found")).to_have_text(f"Reports found: {number}")
    assert page.locator("#results > li").count() == number


def test_the_search_shows_topics_first_and_leads_to_them(site: Path, open_page: Open) -> None:
    page = open_page(site / "search.html")
    page.get_by_role("searchbox").fill("new xyz")
    assert page.locator("main h2:visible").all_inner_texts() == ["Topics", "Reports"]
    assert page.locator("#topics li").count() == 18
    expect(page.locator("#topics p").first).to_have_text("New xyz")


def test_a_day_tells_breaks_and_features_of_all_categories_and_names_that_recur_have_pages(
    site: Path, open_page: Open
) -> None:
    page = open_page(site / "index.html")
    day = page.locator("section.day").first
    assert day.locator("h3").all_inner_texts() == ["New features", "Reports"]
    assert day.locator(".told-of-day li").count() == 6
    page.get_by_role("link", name="Names that recur").click()
    page.get_by_role("link", name="xyz").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("xyz")
    page.locator("main li a").first.click()
    expect(page.locator("time")).to_have_text("2025-04-01")


def test_a_search_can_be_handed_on_as_an_address(site: Path, open_page: Open) -> None:
    page = open_page(site / "search.html")
    page.get_by_role("searchbox").fill("2025-03-31 docs")
    page.reload()
    expect(page.locator("#found")).to_have_text("Reports found: 3")
    page.locator("#results a").first.click()
    expect(page.locator("time")).to_have_text("2025-03-31")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", ["phone", "desktop"])
@pytest.mark.parametrize("name", [*LISTS, "report"])
def test_axe_finds_nothing_wrong_and_no_page_is_wider_than_its_window(
    site: Path, open_page: Open, violations: Callable[[Page], list[str]], name: str, width: str, dark: bool
) -> None:
    path = next(site.glob("reports/*/*/*.ja.html")) if name == "report" else site / name
    page = open_page(path, width=width, dark=dark)
    if name == "search.html":
        page.get_by_role("searchbox").fill("day")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
