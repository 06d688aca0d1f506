"""Renders a report as release notes in Markdown, under the headings of Keep a Changelog."""

from collections.abc import Sequence

from diff_insight.insight.highlights import counted_kinds
from diff_insight.reports.highlight_sections import highlight_sections
from diff_insight.reports.markdown.escape import prose
from diff_insight.reports.markdown.links import linked
from diff_insight.reports.render_options import DEFAULT, RenderOptions
from diff_insight.reports.report import Report, TopicItem
from diff_insight.reports.topic_links import shown_links
from diff_insight.reports.upgrade_lines import upgrade_lines
from diff_insight.sentences.code_spans import plain
from diff_insight.sentences.translation import Wording
from diff_insight.system.messages import marked
from diff_insight.system.visible import visible
from diff_insight.topics.topic import Audience, Kind

RELEASE = 125_000
"""Maximum number of characters of release notes: those of a release on GitHub."""

_LINE = 300  # characters of a line, roughly, when notes are too long

# Keep a Changelog 1.1.0, security first.
_HEADINGS = (
    (marked("Security"), (Kind.SECURITY,)),
    (marked("Removed or incompatible"), (Kind.BREAK,)),
    (marked("Deprecated"), (Kind.DEPRECATION,)),
    (marked("Added"), (Kind.FEATURE,)),
    (marked("Changed"), (Kind.OTHER, Kind.PERFORMANCE, Kind.REFACTORING, Kind.DEPENDENCY, Kind.DOCUMENTATION)),
    (marked("Fixed"), (Kind.FIX,)),
)


def render_notes(report: Report, _options: RenderOptions = DEFAULT) -> str:
    """Release notes: every topic that concerns users, in its author's words if there are any.

    What those who upgrade must mind stands below them, but for what only weak signs are about. Unlike in a report,
    words are not marked as quoted: release notes are the words of authors. Of notes longer than `RELEASE` the topics
    that weigh least are left out, which the last line counts.
    """
    told = _told(report)
    while len(rendered := _render(report, told)) > RELEASE and told:
        over = (len(rendered) - RELEASE) // _LINE + 1
        ranked = sorted(range(len(told)), key=lambda place: -told[place][0].weight)
        told = [told[place] for place in sorted(ranked[: max(0, len(told) - over)])]
    return rendered if len(rendered) <= RELEASE else f"{rendered[: RELEASE - 2]}…\n"


def _render(report: Report, told: Sequence[tuple[TopicItem, str]]) -> str:
    wording = Wording(report.language)
    lines = [f"## {visible(report.range.head or report.category)} - {report.date.isoformat()}", ""]
    for heading, kinds in _HEADINGS:
        entries = [line for topic, line in told if topic.kind in kinds]
        if entries:
            lines += [f"### {wording.say(heading)}", "", *entries, ""]
    if steps := upgrade_lines(wording, report).lines:
        lines += [f"### {wording.say('To upgrade')}", ""]
        lines += [*(f"- {prose(step.text)}{linked(step.links)}" for step in steps), ""]
    written = {id(topic) for topic, _ in told}
    rest = counted_kinds(wording, [topic.kind for topic in report.topics if id(topic) not in written])
    if rest:
        lines += [prose(wording.say("Not told here: {rest}.", rest=rest)), ""]
    return "\n".join(lines)


def _told(report: Report) -> list[tuple[TopicItem, str]]:
    """The topics of the notes with their lines: all that concern users, or else all that the highlights tell."""
    by_topic = _lines(report)
    chosen = [topic for topic in report.topics if topic.audience is not Audience.CONTRIBUTORS and topic.title]
    having = {id(topic) for topic in chosen}
    chosen += [report.topics[number] for number in by_topic if id(report.topics[number]) not in having]
    numbers = {id(topic): number for number, topic in enumerate(report.topics)}
    return [
        (topic, f"- {prose(_words(topic) or by_topic[numbers[id(topic)]])}{linked(shown_links(topic))}")
        for topic in chosen
    ]


def _words(topic: TopicItem) -> str:
    words = plain(topic.title)
    return words[:1].upper() + words[1:]


def _lines(report: Report) -> dict[int, str]:
    """The lines of the highlights by topic."""
    lines = (line for each in highlight_sections(Wording(report.language), report) for line in each.lines)
    return {line.topic: line.text for line in lines if line.topic is not None}
