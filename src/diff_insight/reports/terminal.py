"""Renders a report for a terminal: highlights, insights and table, with colours and in the width of the window."""

import io
import re

from rich.console import Console
from rich.markdown import Markdown

from diff_insight.reports.markdown.render import render_markdown
from diff_insight.reports.render_options import Flavour, RenderOptions
from diff_insight.reports.report import Report

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


def render_for_terminal(report: Report, width: int) -> str:
    """The brief report as text with the escape sequences of a terminal; those of the change itself take no effect.

    Args:
        report: the report to render.
        width: columns of the terminal.
    """
    brief = render_markdown(report, RenderOptions(Flavour.GITHUB, brief=True))
    console = Console(file=io.StringIO(), force_terminal=True, width=width, highlight=False)
    console.print(f"{report.title}, {report.date}", style="bold", markup=False)
    console.print(Markdown(_FRONT_MATTER.sub("", brief)))
    written: str = console.file.getvalue()  # type: ignore[attr-defined]
    return written
