"""Finds files that got the very same edit, so that they can be spoken of in the same words."""

from collections.abc import Hashable, Mapping

from diff_insight.changes.changeset import FileChange, Status
from diff_insight.evidence.diff.line_pairs import edits, word_edits

_MOST = 40  # changed lines of a file that can be the same edit as another's


def same_edits(files: Mapping[int, FileChange]) -> dict[int, list[int]]:
    """The files in groups of one edit: under the first of each group the others, in order.

    An edit is the same where the same words took the place of the same words, wherever in the file, and the same
    lines came and went.
    """
    groups: dict[Hashable, list[int]] = {}
    for number, file in files.items():
        groups.setdefault(_edit_of(file) or number, []).append(number)
    return {first: others for first, *others in groups.values()}


def _edit_of(file: FileChange) -> Hashable | None:
    """What was edited, as a value that equal edits share; None of files that come or go, or change much."""
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
