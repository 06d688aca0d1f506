"""Renders a report as JSON, without loss."""

from diff_insight.reports.render_options import DEFAULT, RenderOptions
from diff_insight.reports.report import Report
from diff_insight.system.visible import escaped


def render_json(report: Report, _options: RenderOptions = DEFAULT) -> str:
    """The report as indented JSON; the same report gives the same bytes.

    Characters that a terminal might interpret or an editor might not show are written as JSON escapes.
    """
    return escaped(report.model_dump_json(indent=2)) + "\n"
