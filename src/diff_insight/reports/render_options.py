"""What a report may be rendered with."""

from dataclasses import dataclass
from enum import StrEnum

DIFF_LINES = 400
"""Lines of each file's diff that are shown, unless the user says otherwise."""


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
        """What follows a link that opens in a tab of its own."""
        return '{target="_blank"}' if self is Flavour.PANDOC else ""

    @property
    def gap(self) -> str:
        """What separates HTML from Markdown inside it: CommonMark needs a blank line to leave an HTML block."""
        return "" if self is Flavour.PANDOC else "\n"


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """What a report is rendered with.

    Attributes:
        flavour: the dialect of Markdown.
        diff_lines: lines of each file's diff in Markdown and HTML; a note says where it is cut. 0 shows no diff.
    """

    flavour: Flavour = Flavour.PANDOC
    diff_lines: int = DIFF_LINES


DEFAULT = RenderOptions()
