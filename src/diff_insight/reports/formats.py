"""The formats a report can be written in: a new one is a module that renders, and a line in `FORMATS`."""

from pkgutil import resolve_name

from diff_insight.reports.render_options import DEFAULT, RenderOptions
from diff_insight.reports.report import Report

FORMATS = {
    "md": "diff_insight.reports.markdown.render:render_markdown",
    "html": "diff_insight.reports.html.render:render_html",
    "json": "diff_insight.reports.json_text:render_json",
}
"""By suffix, the function from a report and its `RenderOptions` to text; it is imported where it is used."""


def render(report: Report, format_: str = "md", options: RenderOptions = DEFAULT) -> bytes:
    """The report as a file in UTF-8; the same report and options give the same bytes.

    Args:
        report: what is rendered.
        format_: a key of `FORMATS`.
        options: how.
    """
    text: str = resolve_name(FORMATS[format_])(report, options)
    return text.encode("utf-8")
