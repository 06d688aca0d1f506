"""The list of what those who upgrade must mind, each line with the links of its topic."""

from collections.abc import Sequence

from diff_insight.insight.insight import UpgradeStep
from diff_insight.insight.upgrade import step_line
from diff_insight.reports.highlight_sections import HighlightLine
from diff_insight.reports.report import Report
from diff_insight.reports.topic_links import shown_links
from diff_insight.sentences.translation import Wording

MOST = 40
"""Maximum number of lines; JSON has all."""


def upgrade_lines(wording: Wording, report: Report) -> Sequence[HighlightLine]:
    """A line for each change that breaks what others rely on; what is left out is counted in the last."""
    lines = [
        HighlightLine(step_line(wording, UpgradeStep(**step.model_dump())), shown_links(report.topics[step.topic]))
        for step in report.upgrade[:MOST]
    ]
    more = len(report.upgrade) - len(lines)
    if more:
        text = wording.say_n(
            "{count} more change to mind is in the JSON report.",
            "{count} more changes to mind are in the JSON report.",
            more,
        )
        lines.append(HighlightLine(text, ()))
    return lines
