"""Writes the newest reports as an Atom feed (RFC 4287)."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from urllib.parse import quote, urljoin
from uuid import NAMESPACE_URL, uuid5

from feedgen.feed import FeedGenerator

from diff_insight.report.visible import visible
from diff_insight.site.pages import Placed

_MOST = 50


def atom_feed(reports: Sequence[Placed], title: str, url: str, language: str) -> bytes:
    """The feed of the newest reports, newest first; the same reports give the same bytes.

    Args:
        reports: newest first, at least one.
        title: of the site.
        url: where the site will be, ending with `/`; '' where nobody knows, which leaves the links relative.
        language: of the site.
    """
    feed = FeedGenerator()
    feed.id(url or uuid5(NAMESPACE_URL, f"diff-insight:{title}").urn)
    feed.title(visible(title))
    feed.author(name="diff-insight")
    feed.language(language)
    feed.link(href=urljoin(url, "feed.xml"), rel="self")
    feed.link(href=url or "index.html", rel="alternate")
    feed.updated(_moment(reports[0]))
    feed.generator("diff-insight")
    for placed in reports[:_MOST]:
        entry = feed.add_entry(order="append")
        entry.id(uuid5(NAMESPACE_URL, placed.entry.digest).urn)
        entry.title(visible(f"{placed.entry.category}, {placed.entry.day}"))
        entry.link(href=urljoin(url, quote(placed.address)))
        entry.summary(visible(placed.entry.summary))
        entry.updated(_moment(placed))
    written: bytes = feed.atom_str(pretty=True)
    return written


def _moment(placed: Placed) -> datetime:
    return datetime.combine(placed.entry.day, time(), UTC)
