"""The output formats of a report; to add one, write a module that renders it and add a line to `FORMATS`."""

from dataclasses import dataclass
from pkgutil import resolve_name

from diff_insight.reports.render_options import DEFAULT, RenderOptions
from diff_insight.reports.report import Report


@dataclass(frozen=True, slots=True)
class Format:
    """An output format: the function that renders a report with `RenderOptions` to text, and the suffix of its files.

    The function is named `module:function`, and imported on use. Of some, what is written is about the conditions in
    `RenderOptions.fail_on`, so that they cannot do without.
    """

    renderer: str
    suffix: str
    is_about_conditions: bool = False


FORMATS = {
    "md": Format("diff_insight.reports.markdown.render:render_markdown", "md"),
    "html": Format("diff_insight.reports.html.render:render_html", "html"),
    "json": Format("diff_insight.reports.json_text:render_json", "json"),
    "sarif": Format("diff_insight.reports.sarif:render_sarif", "sarif"),
    "junit": Format("diff_insight.reports.junit:render_junit", "junit.xml", is_about_conditions=True),
    "notes": Format("diff_insight.reports.notes.render:render_notes", "notes.md"),
}
"""The output formats by name."""


def render(report: Report, format_: str = "md", options: RenderOptions = DEFAULT) -> bytes:
    """The report as a file in UTF-8; the same report and options give the same bytes.

    Args:
        report: the report to render.
        format_: a key of `FORMATS`.
        options: rendering options.
    """
    text: str = resolve_name(FORMATS[format_].renderer)(report, options)
    return text.encode("utf-8")
