import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlparse

import html5lib
import pytest

from diff_insight.errors import SiteError, UsageError
from diff_insight.site.build import MANIFEST, Built, SiteSettings, build_site
from tests.program import Run
from tests.site.conftest import MakeReports


@pytest.fixture
def settings(tmp_path: Path) -> SiteSettings:
    return SiteSettings(tmp_path / "site", "Reports", "", "en", None, 400, 1)


def built(reports: Path, settings: SiteSettings) -> Built:
    return build_site([reports], settings, lambda *_: None)


def content(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def links(folder: Path) -> Iterator[tuple[Path, str]]:
    for page in folder.rglob("*.html"):
        for element in html5lib.parse(page.read_text("utf-8"), namespaceHTMLElements=False).iter():
            if href := element.get("href"):
                yield page, href


def test_every_link_of_every_page_leads_to_a_page_or_a_place_in_one(
    make_reports: MakeReports, settings: SiteSettings
) -> None:
    built(make_reports(days=3, languages=("en", "ja")), settings)
    seen = 0
    for page, href in links(settings.target):
        if not href.startswith(("https://", "http://", "data:image/svg+xml,")):
            address, place = urldefrag(urljoin(page.as_uri(), href))
            target = Path(unquote(urlparse(address).path))
            assert target.is_file(), (page, href)
            assert not place or f'id="{place}"' in target.read_text("utf-8"), (page, href)
            seen += 1
    assert seen > 50


def test_every_report_is_found_from_the_first_page_its_month_its_category_and_its_neighbours(
    make_reports: MakeReports, settings: SiteSettings
) -> None:
    built(make_reports(days=3, categories=("docs",)), settings)
    site = content(settings.target)
    addresses = sorted(name for name in site if name.startswith("reports/"))
    assert [Path(address).name for address in addresses] == [
        "20250330-docs.en.html", "20250331-docs.en.html", "20250401-docs.en.html",
    ]  # fmt: skip
    for address in addresses:
        for page in ("index.html", "categories/docs.html", f"months/{address[8:12]}-{address[13:15]}.html"):
            assert address in site[page].decode()
    middle = site[addresses[1]].decode()
    assert f'rel="prev" href="../../../{addresses[0]}"' in middle
    assert f'rel="next" href="../../../{addresses[2]}"' in middle


def test_the_newest_day_comes_first(make_reports: MakeReports, settings: SiteSettings) -> None:
    built(make_reports(days=3, categories=("docs",)), settings)
    days = re.findall(r"reports/\d+/\d+/(\d{8})", (settings.target / "index.html").read_text())
    assert days == sorted(days, reverse=True)


def test_a_second_build_renders_nothing_and_a_new_report_only_itself_and_the_one_before_it(
    make_reports: MakeReports, settings: SiteSettings
) -> None:
    assert built(make_reports(days=3, categories=("docs",)), settings).rendered == 3
    before = content(settings.target)
    assert built(make_reports(days=3, categories=("docs",)), settings).rendered == 0
    assert content(settings.target) == before
    assert built(make_reports(days=4, categories=("docs",)), settings).rendered == 2


def test_what_was_built_in_steps_has_the_bytes_of_what_was_built_at_once(
    make_reports: MakeReports, settings: SiteSettings, tmp_path: Path
) -> None:
    for days in (1, 3, 2):
        shutil.rmtree(tmp_path / "reports", ignore_errors=True)
        built(make_reports(days=days), settings)
    at_once = replace(settings, target=tmp_path / "at-once")
    built(make_reports(days=2), at_once)
    assert content(settings.target) == content(at_once.target)


def test_several_processes_write_the_bytes_of_one(
    make_reports: MakeReports, settings: SiteSettings, tmp_path: Path
) -> None:
    reports = make_reports(days=20)
    by_two = replace(settings, target=tmp_path / "by-two", processes=2)
    built(reports, settings)
    built(reports, by_two)
    assert content(settings.target) == content(by_two.target)


def test_the_page_of_a_report_that_is_gone_goes_too(make_reports: MakeReports, settings: SiteSettings) -> None:
    reports = make_reports(days=2, categories=("docs",))
    built(reports, settings)
    (reports / "1-docs-en.json").unlink()
    assert built(reports, settings).removed == 1
    assert not [name for name in content(settings.target) if "20250331" in name]


def test_two_reports_of_one_day_and_category_have_a_page_each(
    make_reports: MakeReports, settings: SiteSettings
) -> None:
    reports = make_reports(days=1, categories=("docs",))
    other = (reports / "0-docs-en.json").read_text().replace("A title for day 0", "Another title")
    (reports / "other.json").write_text(other)
    built(reports, settings)
    assert {"reports/2025/03/20250330-docs.en.html", "reports/2025/03/20250330-docs.en-2.html"} <= set(
        content(settings.target)
    )


def test_templates_of_ones_own_come_first_and_change_every_page(
    make_reports: MakeReports, settings: SiteSettings, tmp_path: Path
) -> None:
    reports = make_reports(days=2, categories=("docs",))
    built(reports, settings)
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "site_top.html.j2").write_text("<p>Our own heading, {{ site_title }}</p>")
    assert built(reports, replace(settings, templates=templates)).rendered == 2
    pages = [text.decode() for name, text in content(settings.target).items() if name.endswith(".html")]
    assert all("Our own heading, Reports" in page for page in pages)
    (templates / "site_top.html.j2").write_text("{% if %}")
    with pytest.raises(UsageError, match="cannot be used"):
        built(reports, replace(settings, templates=templates))


def test_a_folder_that_holds_something_else_is_left_alone(make_reports: MakeReports, settings: SiteSettings) -> None:
    settings.target.mkdir()
    (settings.target / "thesis.txt").write_text("mine")
    with pytest.raises(SiteError, match="something other than a site"):
        built(make_reports(), settings)
    assert content(settings.target) == {"thesis.txt": b"mine"}


def test_a_file_that_is_no_report_is_an_error_where_it_was_named_and_left_out_of_a_folder(
    make_reports: MakeReports, settings: SiteSettings
) -> None:
    reports = make_reports(days=1)
    (reports / "package.json").write_text('{"name": "x"}')
    assert ["package.json is not a report" in said for said in built(reports, settings).left_out] == [True]
    with pytest.raises(SiteError, match=r"package\.json is not a report"):
        built(reports / "package.json", settings)


def test_a_damaged_manifest_only_costs_time(make_reports: MakeReports, settings: SiteSettings) -> None:
    reports = make_reports(days=2)
    built(reports, settings)
    before = content(settings.target)
    (settings.target / MANIFEST).write_text("{")
    assert built(reports, settings).rendered == 4
    assert content(settings.target) == before


def test_after_a_build_that_was_killed_the_next_ends_in_the_same_bytes(
    make_reports: MakeReports, settings: SiteSettings, tmp_path: Path
) -> None:
    reports = make_reports(days=30)
    built(reports, settings)
    killed = tmp_path / "killed"
    command = [sys.executable, "-m", "diff_insight", "site", "build", *map(str, (reports, "-o", killed))]
    command += ["--title", "Reports", "--quiet"]
    process = subprocess.Popen(command, start_new_session=True)
    while process.poll() is None and len(list(killed.rglob("*.html"))) < 8:
        time.sleep(0.005)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert len(list(killed.rglob("*.html"))) < 60
    subprocess.run(command, check=True)
    assert content(killed) == content(settings.target)


def test_the_command_says_what_it_did(run: Run, make_reports: MakeReports, tmp_path: Path) -> None:
    make_reports(days=1)
    done = run("site", "build", "--title", "Ours")
    assert done.returncode == 0, done.stderr
    assert b"2 reports, rendered now: 2" in done.stderr
    assert b"Ours" in (tmp_path / "site" / "index.html").read_bytes()


def test_without_any_report_it_says_how_one_is_made(run: Run) -> None:
    done = run("site", "build")
    assert done.returncode == 17
    assert b"as made with `report --format json`" in done.stderr


def test_a_damaged_report_ends_the_build_and_no_page_is_lost(
    run: Run, make_reports: MakeReports, tmp_path: Path
) -> None:
    make_reports(days=2)
    assert run("site", "build").returncode == 0
    before = {file: file.read_bytes() for file in (tmp_path / "site").rglob("*") if file.is_file()}
    damaged = next((tmp_path / "reports").rglob("*.json"))
    damaged.write_bytes(damaged.read_bytes()[:900])
    done = run("site", "build", "-q")
    assert done.returncode == 17
    assert damaged.name.encode() in done.stderr
    assert {file: file.read_bytes() for file in (tmp_path / "site").rglob("*") if file.is_file()} == before
