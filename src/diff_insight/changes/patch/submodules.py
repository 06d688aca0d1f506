"""Submodules in a patch: the line that names one with its commits, and how its change counts."""

import re

from diff_insight.changes.changeset import Status
from diff_insight.changes.patch.file_header import FileHeader

MODE = "160000"
"""The mode of an entry that is a commit of another repository."""

SUBMODULE = re.compile(
    r"Submodule (?P<path>.+) (?P<old>[0-9a-f]{7,64})\.{2,3}(?P<new>[0-9a-f]{7,64})"
    r"(?: \((?P<note>new submodule|submodule deleted|rewind|commits not present)\))?:?$"
)
"""A line of `diff.submodule=log` or `diff`."""


def read_submodule(line: str) -> FileHeader | None:
    """The header of a submodule that `git diff` shows as a line such as `Submodule lib 1234567..89abcde:`."""
    match = SUBMODULE.match(line)
    if match is None:
        return None
    status = {"new submodule": Status.ADDED, "submodule deleted": Status.REMOVED}.get(
        match["note"] or "", Status.MODIFIED
    )
    return FileHeader(
        path=match["path"],
        status=status,
        old_mode=None if status is Status.ADDED else MODE,
        new_mode=None if status is Status.REMOVED else MODE,
        old_id=None if status is Status.ADDED else match["old"],
        new_id=None if status is Status.REMOVED else match["new"],
    )


def submodule_counts(status: Status) -> tuple[int, int]:
    """Added and removed lines: the commit of each side counts as one, whatever format it is written in."""
    return int(status is not Status.REMOVED), int(status is not Status.ADDED)
