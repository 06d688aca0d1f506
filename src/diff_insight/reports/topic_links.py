"""Chooses the links that are shown with a topic."""

from collections.abc import Sequence

from diff_insight.reports.report import TopicItem
from diff_insight.topics.topic import Link, LinkKind

_REQUESTS = 8  # maximum pull requests shown with one topic


def shown_links(topic: TopicItem) -> Sequence[Link]:
    """The topic's pull requests, or if there are none its issues, or else its first commit."""
    for kind, most in ((LinkKind.PULL_REQUEST, _REQUESTS), (LinkKind.ISSUE, _REQUESTS), (LinkKind.COMMIT, 1)):
        if found := [link for link in topic.links if link.kind is kind]:
            return found[:most]
    return ()
