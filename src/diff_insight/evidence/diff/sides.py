"""The two sides of one file's change: full texts if known, and its edits, paired once."""

from dataclasses import dataclass
from itertools import chain, islice

from diff_insight.changes.changeset import FileChange, Line, Status, Versions
from diff_insight.evidence.diff.line_pairs import Edit, edits

EDITS_READ = 20_000
"""Maximum number of edited lines per file from which facts are extracted; the rest are only counted."""


@dataclass(frozen=True, slots=True)
class Sides:
    """One file's change as the fact readers see it.

    Attributes:
        file: the change.
        edits: its edits for each hunk, at most `EDITS_READ` in total.
        old: the full text before; None if unknown, '' if the file did not exist.
        new: the full text after, likewise.
    """

    file: FileChange
    edits: tuple[tuple[Edit, ...], ...]
    old: str | None
    new: str | None

    @property
    def are_whole(self) -> bool:
        """Whether both full texts are known."""
        return self.old is not None and self.new is not None

    def all_edits(self) -> chain[Edit]:
        """The edits of all hunks in order."""
        return chain.from_iterable(self.edits)

    def removed_lines(self) -> list[Line]:
        """The removed lines, in order."""
        return [edit.removed for edit in self.all_edits() if edit.removed]

    def added_lines(self) -> list[Line]:
        """The added lines, in order."""
        return [edit.added for edit in self.all_edits() if edit.added]


def sides_of(file: FileChange, versions: Versions) -> Sides:
    """Pair the edited lines of a file and complete its versions: a version that does not exist is empty."""
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
