"""Writes the links of a topic as Markdown."""

from collections.abc import Sequence
from urllib.parse import quote

from diff_insight.reports.markdown.escape import text
from diff_insight.system.visible import visible
from diff_insight.topics.topic import Link


def address(url: str) -> str:
    """A URL that cannot end the Markdown link it stands in."""
    return quote(visible(url), safe=":/?#[]@!$&'*+,;=%~-._").replace("(", "%28").replace(")", "%29")


def linked(links: Sequence[Link]) -> str:
    """The links in parentheses, with a space before them; '' if there are none."""
    shown = [f"[{text(link.label)}]({address(link.url)})" if link.url else text(link.label) for link in links]
    return f" ({', '.join(shown)})" if shown else ""
