"""Slices of lines: a fact that quotes a slice takes its text from the place it names, so the quote is correct."""

from dataclasses import dataclass, replace

from rapidfuzz.distance import Postfix, Prefix

from diff_insight.changes.changeset import Line
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.diff.line_pairs import word_edits


@dataclass(frozen=True, slots=True)
class Slice:
    """The characters of a line from `start` up to `end`, counted from 0."""

    line: Line
    start: int
    end: int

    @property
    def text(self) -> str:
        """The text of the slice."""
        return self.line.text[self.start : self.end]

    @property
    def left(self) -> str:
        """The text before it on its line."""
        return self.line.text[: self.start]

    def stripped(self) -> "Slice":
        """The slice without leading and trailing white space."""
        start = self.start + len(self.text) - len(self.text.lstrip())
        return Slice(self.line, start, start + len(self.text.strip()))

    def with_whole_words(self, most: int) -> "Slice":
        """The slice extended to whole words, by at most `most` characters on either side."""
        line, start, end = self.line.text, self.start, self.end
        while start > max(0, self.start - most) and not line[start - 1].isspace():
            start -= 1
        while end < min(len(line), self.end + most) and not line[end].isspace():
            end += 1
        return replace(self, start=start, end=end)


def whole_line(line: Line) -> Slice:
    """A line without leading and trailing white space."""
    return Slice(line, 0, len(line.text)).stripped()


def replaced_words(old: Line, new: Line) -> list[tuple[Slice, Slice]]:
    """The words replaced between two lines, as pairs of slices of the old and the new line.

    Leading and trailing white space is ignored.
    """
    first, second = whole_line(old), whole_line(new)
    return [
        (
            Slice(old, first.start + edit.old.start, first.start + edit.old.stop),
            Slice(new, second.start + edit.new.start, second.start + edit.new.stop),
        )
        for edit in word_edits(first.text, second.text)
    ]


def replaced_span(old: Line, new: Line) -> tuple[Slice, Slice]:
    """What differs between two lines as one slice of each: all but how they begin and end alike."""
    first, second = whole_line(old), whole_line(new)
    begin = Prefix.similarity(first.text, second.text)
    end = Postfix.similarity(first.text[begin:], second.text[begin:])
    return (
        Slice(old, first.start + begin, first.end - end),
        Slice(new, second.start + begin, second.end - end),
    )


def quoting(kind: FactKind, old: Slice | None, new: Slice | None, subject: str | None = None) -> Fact:
    """Build a fact that quotes the slices of the two sides."""
    return Fact(
        kind,
        old.text if old else None,
        new.text if new else None,
        subject,
        old_line=old.line.old if old else None,
        new_line=new.line.new if new else None,
        old_span=(old.start, old.end) if old else None,
        new_span=(new.start, new.end) if new else None,
    )
