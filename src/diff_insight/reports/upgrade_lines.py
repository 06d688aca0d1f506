"""The list of what those who upgrade must mind, each line with the links of its topic."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from diff_insight.insight.insight import UpgradeStep
from diff_insight.insight.upgrade import step_line
from diff_insight.reports.highlight_sections import HighlightLine
from diff_insight.reports.report import Report, UpgradeItem
from diff_insight.reports.topic_links import shown_links
from diff_insight.sentences.translation import Wording

MOST = 40
"""Maximum number of lines; JSON has all."""

MOST_WEAK = 12
"""Likewise of those of which only weak signs say that they break anything."""


@dataclass(frozen=True, slots=True)
class UpgradeLines:
    """A line for each change that breaks what others rely on; what is left out is counted in the last.

    Attributes:
        lines: what an author calls breaking, or a sign that is not weak is about.
        weak: what only weak signs are about.
    """

    lines: tuple[HighlightLine, ...]
    weak: tuple[HighlightLine, ...]


def upgrade_lines(wording: Wording, report: Report) -> UpgradeLines:
    """The lines of what those who upgrade must mind."""
    strong = [step for step in report.upgrade if not step.weak]
    weak = [step for step in report.upgrade if step.weak]
    return UpgradeLines(tuple(_lines(wording, report, strong, MOST)), tuple(_lines(wording, report, weak, MOST_WEAK)))


def _lines(wording: Wording, report: Report, steps: Sequence[UpgradeItem], most: int) -> Iterator[HighlightLine]:
    for step in steps[:most]:
        line = step_line(wording, UpgradeStep(**step.model_dump()))
        yield HighlightLine(line, shown_links(report.topics[step.topic]))
    more = len(steps) - most
    if more > 0:
        text = wording.say_n(
            "{count} more change to mind is in the JSON report.",
            "{count} more changes to mind are in the JSON report.",
            more,
        )
        yield HighlightLine(text, ())
