"""The sections of the highlights, each with its lines and the links of their topics."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from diff_insight.insight.change_types import Section
from diff_insight.reports.report import Report
from diff_insight.reports.topic_links import shown_links
from diff_insight.sentences.translation import Wording
from diff_insight.topics.topic import Link


@dataclass(frozen=True, slots=True)
class HighlightLine:
    """A line of the highlights, and the links and the position of the topic it tells.

    `topic` is None for a line that tells no single topic.
    """

    text: str
    links: Sequence[Link]
    topic: int | None = None


@dataclass(frozen=True, slots=True)
class HighlightSection:
    """Which section of the highlights, its heading and its lines."""

    section: Section
    heading: str
    lines: tuple[HighlightLine, ...]


def highlight_sections(wording: Wording, report: Report) -> tuple[HighlightSection, ...]:
    """The sections of the highlights in the order of the published reports; also those without lines."""
    said = report.highlights
    sections = (
        (Section.NEW_FEATURES, wording.say("New features"), said.new_features, said.topics.new_features),
        (
            Section.BREAKING_CHANGES,
            wording.say("Breaking changes"),
            said.breaking_changes,
            said.topics.breaking_changes,
        ),
        (Section.OTHER_UPDATES, wording.say("Other updates"), said.other_updates, said.topics.other_updates),
    )
    return tuple(
        HighlightSection(
            section,
            heading,
            tuple(
                HighlightLine(line, shown_links(report.topics[topic]) if topic is not None else (), topic)
                for line, topic in zip_longest(lines, topics[: len(lines)])
            ),
        )
        for section, heading, lines, topics in sections
    )
