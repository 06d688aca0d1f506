"""Renders a report as JSON, which loses nothing."""

from diff_insight.reports.render_options import DEFAULT, RenderOptions
from diff_insight.reports.report import Report
from diff_insight.system.visible import escaped


def render_json(report: Report, _options: RenderOptions = DEFAULT) -> str:
    """The report as indented JSON; the same report gives the same bytes.

    What a terminal might obey or an editor would not show is written as an escape, which means the same.
    """
    return escaped(report.model_dump_json(indent=2)) + "\n"
