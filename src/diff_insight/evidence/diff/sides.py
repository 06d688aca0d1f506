"""The two sides of one file's change: whole texts where they are known, and its edits, paired once."""

from dataclasses import dataclass
from itertools import chain, islice

from diff_insight.changes.changeset import FileChange, Line, Status, Versions
from diff_insight.evidence.diff.line_pairs import Edit, edits

EDITS_READ = 20_000
"""Edited lines of one file that facts are read from; the rest of a larger file is only counted."""


@dataclass(frozen=True, slots=True)
class Sides:
    """One file's change as the readers of facts see it.

    Attributes:
        file: the change.
        edits: its edited lines for each hunk, `EDITS_READ` at most in all.
        old: the whole text before, None where it is not known; '' where there was none.
        new: the whole text after, likewise.
    """

    file: FileChange
    edits: tuple[tuple[Edit, ...], ...]
    old: str | None
    new: str | None

    @property
    def are_whole(self) -> bool:
        """Whether both whole texts are known."""
        return self.old is not None and self.new is not None

    def all_edits(self) -> chain[Edit]:
        """The edits of all hunks in order."""
        return chain.from_iterable(self.edits)

    def removed_lines(self) -> list[Line]:
        """The lines that are gone, in order."""
        return [edit.removed for edit in self.all_edits() if edit.removed]

    def added_lines(self) -> list[Line]:
        """The lines that are new, in order."""
        return [edit.added for edit in self.all_edits() if edit.added]


def sides_of(file: FileChange, versions: Versions) -> Sides:
    """Pair the edited lines of a file and complete its versions: one that did not exist is empty."""
    left = EDITS_READ
    paired = []
    for hunk in file.hunks:
        found = tuple(islice(edits(hunk), left))
        paired.append(found)
        left -= len(found)
        if left <= 0:
            break
    old = "" if file.status is Status.ADDED else versions.old
    new = "" if file.status is Status.REMOVED else versions.new
    return Sides(file, tuple(paired), old, new)
