"""Writes the newest reports as an Atom feed (RFC 4287)."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from html import escape
from urllib.parse import quote, urljoin
from uuid import NAMESPACE_URL, uuid5

from feedgenerator import Atom1Feed

from diff_insight.site.entry import Placed
from diff_insight.system.visible import visible

_MOST = 50


def atom_feed(reports: Sequence[Placed], title: str, url: str, language: str) -> bytes:
    """The feed of the newest reports, newest first; the same reports give the same bytes.

    Args:
        reports: newest first, at least one.
        title: title of the site.
        url: address of the site, ending with `/`; '' if unknown, which leaves the links relative.
        language: language of the site.
    """
    feed = Atom1Feed(
        title=visible(title),
        link=url or "index.html",
        feed_url=urljoin(url, "feed.xml"),
        feed_guid=url or uuid5(NAMESPACE_URL, f"diff-insight:{title}").urn,
        description=None,
        language=language,
        author_name="diff-insight",
    )
    for placed in reports[:_MOST]:
        entry = placed.entry
        feed.add_item(
            title=visible(f"{entry.category}, {entry.day}"),
            link=urljoin(url, quote(placed.address)),
            description=escape(visible(entry.summary)),  # feed readers interpret it as HTML
            unique_id=uuid5(NAMESPACE_URL, entry.digest).urn,
            pubdate=_moment(placed),
            updateddate=_moment(placed),
        )
    written: str = feed.writeString("utf-8")
    return written.encode()


def _moment(placed: Placed) -> datetime:
    return datetime.combine(placed.entry.day, time(), UTC)
