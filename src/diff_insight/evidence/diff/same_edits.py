"""Finds files with identical edits, so that they can be described in the same words."""

from collections.abc import Hashable, Mapping

from diff_insight.changes.changeset import FileChange, Status
from diff_insight.evidence.diff.line_pairs import edits, word_edits

_MOST = 40  # maximum number of changed lines in a file compared with others


def same_edits(files: Mapping[int, FileChange]) -> dict[int, list[int]]:
    """Group files by edit: maps the first file of each group to the others, in order.

    Edits are the same if the same words replaced the same words, anywhere in the file, and the same lines were added
    and removed.
    """
    groups: dict[Hashable, list[int]] = {}
    for number, file in files.items():
        groups.setdefault(_edit_of(file) or number, []).append(number)
    return {first: others for first, *others in groups.values()}


def _edit_of(file: FileChange) -> Hashable | None:
    """A value that identical edits share; None for files that are added, removed, renamed or changed a lot."""
    if file.status is not Status.MODIFIED or (file.additions or 0) + (file.deletions or 0) > _MOST:
        return None
    changed: set[tuple[str | None, str | None]] = set()
    for hunk in file.hunks:
        for edit in edits(hunk):
            if edit.removed and edit.added:
                words = word_edits(edit.removed.text.strip(), edit.added.text.strip())
                changed.update((word.before, word.after) for word in words)
            elif edit.removed:
                changed.add((edit.removed.text.strip(), None))
            elif edit.added:
                changed.add((None, edit.added.text.strip()))
    return frozenset(changed) or None
