"""A report's page in a real browser, opened from disk as a reader opens it."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from diff_insight.changes.changeset import SourceKind
from diff_insight.changes.read import ChangeSpec, read_change
from diff_insight.evidence.roles import Role
from diff_insight.insight.analysis import analyse
from diff_insight.insight.change_types import DEFAULT_TYPES
from diff_insight.reports.build import build_report, provenance_of
from diff_insight.reports.html.render import render_html
from diff_insight.reports.report import Report, Request, UpgradeItem
from diff_insight.sentences.translation import Wording
from tests.browser.conftest import Open
from tests.made_reports import item, report, topic
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


def test_what_matters_stands_above_the_map_and_the_files(page: Page) -> None:
    expect(page.locator("p.lead")).to_be_in_viewport()
    expect(page.locator("article.topic").first).to_be_in_viewport()
    headings = [heading.partition(" #")[0] for heading in page.locator("h2:visible").all_inner_texts()]
    assert headings[0] == "Highlights"
    assert headings.index("At a glance") == headings.index("Modified Contents") - 1


def test_a_page_is_known_among_tabs_by_its_versions_and_an_icon(page: Page) -> None:
    assert re.fullmatch("all [0-9a-f]{7} → HEAD · 2025-03-22", page.title())
    assert page.locator("link[rel=icon]").get_attribute("href", timeout=1000).startswith("data:image/svg+xml,")  # type: ignore[union-attr]


def test_a_topic_opens_to_its_facts_commits_and_files_and_leads_to_them(page: Page) -> None:
    topic = page.locator("article.topic").first
    expect(topic).to_contain_text("limit")
    topic.locator("summary").click()
    expect(topic).to_contain_text("feat: limit")
    topic.get_by_role("link", name="line 13").click()
    expect(page.locator("tr.pointed")).to_be_in_viewport()
    expect(page.locator("tr.pointed")).to_contain_text("def step_3(value, limit=None)")


def rows(page: Page) -> list[str]:
    return [heading.inner_text() for heading in page.locator("article.file h3").all() if heading.is_visible()]


def test_text_status_and_folder_filter_the_files(page: Page) -> None:
    assert len(rows(page)) == 4
    page.get_by_label("Text").fill("GUIDE")
    assert rows(page) == ["docs/guide.md"]
    expect(page.locator("#shown")).to_have_text("1 of 4 files")
    page.get_by_label("Text").fill("")
    page.locator("#filter [name=folder]").select_option("docs")
    assert rows(page) == ["docs/guide.md", "docs/new.md"]
    page.get_by_label("Status").select_option("added")
    assert rows(page) == ["docs/new.md"]


def test_files_are_sorted_by_their_lines(page: Page) -> None:
    page.get_by_label("Sort by").select_option("lines added")
    assert rows(page)[0] == "docs/new.md"
    page.get_by_label("Sort by").select_option("path")
    assert rows(page) == sorted(rows(page))


@pytest.mark.parametrize(("group", "names"), [("folder", [".", "docs", "src"]), ("topic", ["limit"])])
def test_files_are_grouped_under_headings(page: Page, group: str, names: list[str]) -> None:
    page.get_by_label("Group by").select_option(group)
    headings = page.locator("p.group").all_inner_texts()
    assert sorted(heading.rpartition(" (")[0] for heading in headings) == names
    assert sum(int(heading.rpartition(" (")[2].rstrip(")")) for heading in headings) == 4


def with_roles() -> Report:
    roles = {
        "src/a.py": Role.SOURCE, "docs/a.md": Role.DOCUMENTATION, "tests/a.py": Role.TEST, "ci.yml": Role.CI,
        "uv.lock": Role.LOCK,
    }  # fmt: skip
    files = [item(path, anchor=f"item-{number:06x}", role=role) for number, (path, role) in enumerate(roles.items())]
    return report(*files)


def test_tests_ci_and_lock_files_are_shown_only_where_the_reader_wants_them(open_page: Open) -> None:
    page = open_page(render_html(with_roles()))
    assert rows(page) == ["src/a.py", "docs/a.md"]
    expect(page.locator("#shown")).to_have_text("2 of 5 files")
    page.get_by_role("checkbox", name="tests").check()
    page.get_by_role("checkbox", name="documentation").uncheck()
    assert rows(page) == ["src/a.py", "tests/a.py"]


def test_the_address_keeps_the_view(open_page: Open) -> None:
    page = open_page(render_html(with_roles()))
    page.get_by_role("checkbox", name="tests").check()
    page.get_by_label("Group by").select_option("folder")
    page.get_by_label("Text").fill("a.py")
    page.get_by_label("side by side").check()
    assert page.url.endswith("?text=a.py&group=folder&view=split&tests=1")
    page.reload()
    assert rows(page) == ["src/a.py", "tests/a.py"]
    assert page.locator("p.group").all_inner_texts() == ["src (1)", "tests (1)"]
    expect(page.get_by_label("side by side")).to_be_checked()


def test_a_link_to_a_file_that_is_not_shown_shows_it(open_page: Open) -> None:
    page = open_page(render_html(with_roles()))
    page.evaluate("location.hash = 'item-000002'")
    expect(page.get_by_role("heading", name="tests/a.py")).to_be_in_viewport()


def test_lock_files_are_one_tile_of_the_map_and_tests_stand_apart(open_page: Open) -> None:
    page = open_page(render_html(with_roles()))
    titles = page.locator(".map title").all_text_contents()
    assert len(titles) == 5
    assert "1 lock, generated or vendored file" in titles
    assert page.locator(".map .aside title").first.text_content() == "tests/a.py"


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


def test_the_page_is_dark_where_the_system_is_and_the_reader_can_choose(
    open_page: Open, made: Callable[[str], Report]
) -> None:
    page = open_page(render_html(made("en")), dark=True)
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(21, 24, 27)"
    page.get_by_label("Colours").select_option("light")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    page.reload()
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    page.get_by_label("Colours").select_option("system")
    assert page.evaluate(ground) == "rgb(21, 24, 27)"


def test_hostile_text_of_a_diff_is_shown_and_does_nothing(page: Page) -> None:
    article = page.locator("article", has=page.get_by_role("heading", name="docs/new.md"))
    assert HOSTILE in article.locator("table.diff").inner_text()
    assert page.evaluate("window.hacked") is None


def test_keys_move_open_and_search(page: Page) -> None:
    page.keyboard.press("j")
    expect(page.locator("article.topic summary").first).to_be_focused()
    page.keyboard.press("o")
    expect(page.locator("article.topic details").first).to_have_attribute("open", "")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator("article.topic summary").first).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_label("Text")).to_be_focused()
    page.keyboard.type("jog?")
    expect(page.get_by_label("Text")).to_have_value("jog?")


def test_the_help_of_the_keys_opens_and_closes(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).not_to_be_visible()


def test_it_can_be_used_without_those_keys(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the contents")).to_be_focused()
    summary = page.locator("article.file > details > summary").first
    summary.focus()
    was_open = page.locator("details.whole").first.get_attribute("open") is not None
    page.keyboard.press("Enter")
    assert (page.locator("details.whole").first.get_attribute("open") is not None) is not was_open


def test_topics_and_release_notes_can_be_copied(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy as release notes").click()
    expect(page.locator("#status")).to_have_text("Copied")
    notes = page.evaluate("navigator.clipboard.readText()")
    assert notes.startswith("## HEAD - 2025-03-22")
    page.locator("article.topic").first.get_by_role("button", name="Copy").click()
    expect(page.locator("article.topic").first.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith("- ")


def test_a_heading_gives_a_link_to_itself(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("link", name="Copy a link to “Highlights”").click()
    expect(page.locator("#status")).to_have_text("Copied")
    assert page.url.endswith("#highlights")
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_steps_to_upgrade_can_be_ticked_and_stay_so(open_page: Open) -> None:
    step = UpgradeItem(words="", changes=("The option `--a` is gone.",), instead="", files=("a.py",), topic=0)
    page = open_page(render_html(report(upgrade=(step,), topics=(topic(),))))
    page.get_by_role("checkbox", name="--a").check()
    page.reload()
    expect(page.get_by_role("checkbox", name="--a")).to_be_checked()


def test_steps_of_which_only_weak_signs_speak_are_folded(open_page: Open) -> None:
    step = UpgradeItem(
        words="", changes=("The constant `A` is gone.",), instead="", files=("a.py",), topic=0, weak=True
    )
    page = open_page(render_html(report(upgrade=(step,), topics=(topic(),))))
    expect(page.get_by_role("heading", name="To upgrade")).to_be_visible()
    box = page.get_by_role("checkbox", name="A is gone")
    expect(box).to_be_hidden()
    page.get_by_text("Less certain").click()
    box.check()
    expect(box).to_be_checked()


def test_on_a_wide_screen_the_outline_stays_at_the_side_and_a_link_leads_back(page: Page) -> None:
    outline = page.get_by_role("navigation", name="Contents")
    outline.get_by_role("link", name="Modified Contents").click()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(outline).to_be_in_viewport()
    page.get_by_role("link", name="Back to top").click()
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()


def test_on_a_phone_files_are_folded(open_page: Open, made: Callable[[str], Report]) -> None:
    page = open_page(render_html(made("en")), width="phone")
    assert page.locator("details.whole[open]").count() == 0
    page.locator("article.file summary").first.click()
    assert page.locator("details.whole[open]").count() == 1


def test_on_paper_there_are_no_controls_and_diffs_stay(page: Page) -> None:
    page.emulate_media(media="print")
    expect(page.locator("#filter")).not_to_be_visible()
    expect(page.locator("#theme")).not_to_be_visible()
    expect(page.get_by_role("navigation")).not_to_be_visible()
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
    assert page.locator("article.file").count() == 4
