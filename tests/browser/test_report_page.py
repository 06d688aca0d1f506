"""A report's page in a real browser, opened from disk as a reader opens it."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from diff_insight.changes.changeset import SourceKind
from diff_insight.changes.read import ChangeSpec, read_change
from diff_insight.insight.analysis import analyse
from diff_insight.insight.change_types import DEFAULT_TYPES
from diff_insight.reports.build import build_report, provenance_of
from diff_insight.reports.html.render import render_html
from diff_insight.reports.report import Report, Request
from diff_insight.sentences.translation import Wording
from tests.browser.conftest import Open
from tests.made_reports import item, report
from tests.repository import Repository

pytestmark = pytest.mark.process

HOSTILE = '<img src=x onerror="window.hacked=1"></pre><script>window.hacked=1</script>'


@pytest.fixture
def made(repository: Repository) -> Callable[[str], Report]:
    """The report of a commit that edits code and a document, adds a file and removes one, in a language."""
    code = "".join(f"def step_{number}(value):\n    return value + {number}\n\n\n" for number in range(20))
    guide = "# Guide\n\nThe limit is 20 tokens.\n"
    repository.commit("base", {"src/steps.py": code, "docs/guide.md": guide, "old.txt": "x\n"})
    changed = code.replace("def step_3(value)", "def step_3(value, limit=None)").replace("value + 17", "value + 18")
    repository.git("rm", "-q", "old.txt")
    repository.commit(
        "feat: limit",
        {
            "src/steps.py": changed,
            "docs/guide.md": guide.replace("20", "40"),
            "docs/new.md": f"# New\n\n{HOSTILE}\n",
        },
    )

    def of_language(language: str) -> Report:
        changes = read_change(ChangeSpec(SourceKind.RANGE, ("HEAD^!",), repository.folder))
        analysis = analyse(changes, Wording(language), DEFAULT_TYPES, None, lambda *_: None)
        request = Request(source=SourceKind.RANGE)
        return build_report(
            analysis, Wording(language), category="all", day=date(2025, 3, 22), permalink=None,
            provenance=provenance_of(None, DEFAULT_TYPES, request),
        )  # fmt: skip

    return of_language


@pytest.fixture
def page(open_page: Open, made: Callable[[str], Report]) -> Page:
    return open_page(render_html(made("en")))


def test_what_matters_stands_above_the_counts_and_the_map(page: Page) -> None:
    expect(page.locator("p.lead")).to_be_in_viewport()
    expect(page.locator("#highlights ~ ul li").first).to_be_in_viewport()
    headings = page.locator("h2").all_inner_texts()
    assert headings[0] == "Highlights"
    assert headings.index("At a glance") == headings.index("Summary Table") - 1


def rows(page: Page) -> list[str]:
    return [row.inner_text() for row in page.locator("#files tbody th").all() if row.is_visible()]


def test_text_types_and_folders_filter_the_table_and_the_files_below(page: Page) -> None:
    assert len(rows(page)) == 4
    page.get_by_label("Text").fill("GUIDE")
    assert rows(page) == ["guide.md"]
    assert [article.is_visible() for article in page.locator("article.file").all()].count(True) == 1
    expect(page.locator("#shown")).to_have_text("1 of 4 files")
    page.get_by_label("Text").fill("")
    page.get_by_label("Folder").select_option("docs")
    assert rows(page) == ["guide.md", "new.md"]
    page.get_by_label("Status").select_option("added")
    assert rows(page) == ["new.md"]


def test_a_heading_sorts_the_table_and_says_so(page: Page) -> None:
    heading = page.get_by_role("columnheader", name="Added")
    heading.get_by_role("button").click()
    expect(heading).to_have_attribute("aria-sort", "descending")
    assert rows(page)[0] == "new.md"
    heading.get_by_role("button").click()
    expect(heading).to_have_attribute("aria-sort", "ascending")
    assert rows(page)[-1] == "new.md"


def test_an_opened_diff_has_the_numbers_of_both_sides_and_its_very_text(page: Page, repository: Repository) -> None:
    article = page.locator("article", has=page.get_by_role("heading", name="docs/guide.md"))
    cells = article.locator("table.diff tr").all_inner_texts()
    assert [cell.split("\t") for cell in cells[1:]] == [
        ["1", "1", "", "# Guide"],
        ["2", "2", "", ""],
        ["3", "", "−", "The limit is 20 tokens."],
        ["", "3", "+", "The limit is 40 tokens."],
    ]
    assert article.locator("table.diff b").all_inner_texts() == ["20", "40"]


def test_side_by_side_a_line_stands_beside_the_one_it_replaces(page: Page) -> None:
    page.get_by_label("side by side").check()
    article = page.locator("article", has=page.get_by_role("heading", name="docs/guide.md"))
    cells = article.locator("table.diff tr").all_inner_texts()
    assert cells[-1].split("\t") == ["3", "The limit is 20 tokens.", "3", "The limit is 40 tokens."]


def test_long_diffs_are_drawn_only_when_they_are_opened(open_page: Open) -> None:
    diff = "@@ -0,0 +1,80 @@\n" + "".join(f"+line {number}\n" for number in range(80))
    page = open_page(render_html(report(item(diff=diff, additions=80))))
    assert page.locator("table.diff").count() == 0
    page.get_by_text("Diff of 81 lines").click()
    expect(page.locator("table.diff tr")).to_have_count(81)
    page.get_by_role("button", name="Close all").click()
    expect(page.locator("table.diff")).not_to_be_visible()


def test_a_fact_leads_to_its_line_and_opens_the_diff_around_it(page: Page) -> None:
    page.get_by_role("button", name="Close all").click()
    article = page.locator("article", has=page.get_by_role("heading", name="src/steps.py"))
    article.locator("details.facts summary").click()
    link = article.locator("details.facts a").first
    number = link.inner_text().removeprefix("line ")
    link.click()
    pointed = page.locator("tr.pointed")
    expect(pointed).to_be_in_viewport()
    assert number in pointed.inner_text().split("\t")[:2]


def test_a_box_of_the_map_leads_to_its_file(page: Page) -> None:
    page.locator(".map .box", has=page.locator("title", has_text="docs/new.md")).click()
    expect(page.get_by_role("heading", name="docs/new.md")).to_be_in_viewport()


def test_the_page_is_dark_where_the_reader_wants_it_so(open_page: Open, made: Callable[[str], Report]) -> None:
    page = open_page(render_html(made("en")), dark=True)
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(21, 24, 27)"
    page.get_by_role("button", name="Light or dark").click()
    assert page.evaluate(ground) == "rgb(255, 255, 255)"


def test_hostile_text_of_a_diff_is_shown_and_does_nothing(page: Page) -> None:
    article = page.locator("article", has=page.get_by_role("heading", name="docs/new.md"))
    assert HOSTILE in article.locator("table.diff").inner_text()
    assert page.evaluate("window.hacked") is None


def test_it_can_be_used_with_the_keyboard_alone(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the contents")).to_be_focused()
    heading = page.get_by_role("columnheader", name="Removed").get_by_role("button")
    heading.focus()
    page.keyboard.press("Enter")
    assert rows(page)[0] in {"old.txt", "steps.py"}
    summary = page.locator("details.change summary").first
    summary.focus()
    was_open = page.locator("details.change").first.get_attribute("open") is not None
    page.keyboard.press("Enter")
    assert (page.locator("details.change").first.get_attribute("open") is not None) is not was_open


def test_on_paper_there_are_no_controls_and_diffs_stay(page: Page) -> None:
    page.emulate_media(media="print")
    expect(page.locator("#filter")).not_to_be_visible()
    expect(page.locator("#theme")).not_to_be_visible()
    expect(page.locator("table.diff").first).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ja", "zh"])
@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_no_page_is_wider_than_its_window(
    open_page: Open, made: Callable[[str], Report], language: str, width: str
) -> None:
    page = open_page(render_html(made(language)), width=width)
    page.get_by_role("radio").nth(1).check()
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("language", ["en", "ja", "zh"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_axe_finds_nothing_wrong(
    open_page: Open,
    made: Callable[[str], Report],
    violations: Callable[[Page], list[str]],
    language: str,
    dark: bool,
    width: str,
) -> None:
    page = open_page(render_html(made(language)), width=width, dark=dark)
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    assert violations(page) == []
    page.get_by_role("radio").nth(1).check()
    assert violations(page) == []


def test_the_page_can_be_read_without_any_script(open_page: Open, made: Callable[[str], Report]) -> None:
    page = open_page(render_html(made("en")).replace("<script>", "<script type='text/plain'>"))
    assert "The limit is 40 tokens." in page.locator("pre").first.inner_text()
    assert page.locator("#files tbody tr").count() == 4
