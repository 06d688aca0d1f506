"""Renders a report as JSON, which loses nothing."""

from diff_insight.report.report import Report


def render_json(report: Report) -> bytes:
    """The report as indented JSON in UTF-8; the same report gives the same bytes."""
    return (report.model_dump_json(indent=2) + "\n").encode("utf-8")
