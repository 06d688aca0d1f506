from pathlib import Path
from xml.etree import ElementTree

from diff_insight.site.build import SiteSettings, build_site
from tests.site.conftest import MakeReports

ATOM = "{http://www.w3.org/2005/Atom}"


def feed_of(reports: Path, target: Path, url: str) -> ElementTree.Element:
    build_site([reports], SiteSettings(target, "Reports", url, "en", None, 400, 1), lambda *_: None)
    return ElementTree.fromstring((target / "feed.xml").read_bytes())  # noqa: S314 - our own


def test_the_feed_has_the_newest_reports_first_each_with_an_id_of_its_own(
    make_reports: MakeReports, tmp_path: Path
) -> None:
    feed = feed_of(make_reports(days=3, categories=("docs",)), tmp_path / "site", "")
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == [
        "docs, 2025-04-01", "docs, 2025-03-31", "docs, 2025-03-30",
    ]  # fmt: skip
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 3
    assert feed.findtext(f"{ATOM}updated") == "2025-04-01T00:00:00+00:00"


def test_a_summary_is_text_to_a_reader_that_takes_it_for_html(make_reports: MakeReports, tmp_path: Path) -> None:
    reports = make_reports(days=1, categories=("docs",))
    file = reports / "0-docs-en.json"
    file.write_text(file.read_text().replace("On day 0 something", "On day 0 <img src=x onerror=alert(1)>"))
    feed = feed_of(reports, tmp_path / "site", "")
    (summary,) = feed.iter(f"{ATOM}summary")
    assert summary.get("type") == "html"
    assert "&lt;img src=x onerror=alert(1)&gt;" in (summary.text or "")


def test_where_the_site_will_be_is_known_its_links_are_absolute(make_reports: MakeReports, tmp_path: Path) -> None:
    feed = feed_of(make_reports(days=1, categories=("日本",)), tmp_path / "site", "https://reports.example/")
    addresses = [link.get("href", "") for link in feed.iter(f"{ATOM}link")]
    assert all(address.startswith("https://reports.example/") and address.isascii() for address in addresses)
