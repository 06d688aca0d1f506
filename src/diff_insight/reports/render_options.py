"""Rendering options of a report."""

from dataclasses import dataclass
from enum import StrEnum

from diff_insight.reports.fail_on import FailOn

DIFF_LINES = 400
"""Default maximum lines shown of each file's diff."""


class Flavour(StrEnum):
    """A dialect of Markdown: pandoc's, with attributes, or GitHub's, with HTML anchors."""

    PANDOC = "pandoc"
    GITHUB = "github"

    @property
    def anchors_are_attributes(self) -> bool:
        """Whether a heading can carry its anchor as `{#anchor}`."""
        return self is Flavour.PANDOC

    @property
    def new_tab(self) -> str:
        """The attributes after a link that make it open in a new tab, '' if not supported."""
        return '{target="_blank"}' if self is Flavour.PANDOC else ""

    @property
    def gap(self) -> str:
        """The separator between HTML and Markdown inside it: CommonMark needs a blank line to end an HTML block."""
        return "" if self is Flavour.PANDOC else "\n"


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """How a report is rendered.

    Attributes:
        flavour: the dialect of Markdown.
        diff_lines: maximum lines of each file's diff in Markdown and HTML, with a note if it is cut; 0 for no diff.
        brief: whether Markdown ends after the table, and is cut to what a comment of a pull request can hold.
        fail_on: the conditions of --fail-on, which a JUnit report is about.
    """

    flavour: Flavour = Flavour.PANDOC
    diff_lines: int = DIFF_LINES
    brief: bool = False
    fail_on: tuple[FailOn, ...] = ()


DEFAULT = RenderOptions()
