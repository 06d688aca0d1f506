"""The output formats of a report; to add one, write a module that renders it and add a line to `FORMATS`."""

from pkgutil import resolve_name

from diff_insight.reports.render_options import DEFAULT, RenderOptions
from diff_insight.reports.report import Report

FORMATS = {
    "md": "diff_insight.reports.markdown.render:render_markdown",
    "html": "diff_insight.reports.html.render:render_html",
    "json": "diff_insight.reports.json_text:render_json",
}
"""By suffix, the function that renders a report with `RenderOptions` to text; imported on use."""


def render(report: Report, format_: str = "md", options: RenderOptions = DEFAULT) -> bytes:
    """The report as a file in UTF-8; the same report and options give the same bytes.

    Args:
        report: the report to render.
        format_: a key of `FORMATS`.
        options: rendering options.
    """
    text: str = resolve_name(FORMATS[format_])(report, options)
    return text.encode("utf-8")
