"""Reads the change that the command line names."""

import sys
from dataclasses import replace
from pathlib import Path

from diff_insight.changes.changeset import ChangeSet
from diff_insight.changes.compare_json import read_compare_json
from diff_insight.changes.git_command import GitCommand
from diff_insight.changes.git_range import read_range, read_staged, read_worktree
from diff_insight.changes.linguist import fold_by_name
from diff_insight.changes.revisions import parse_range
from diff_insight.changes.series import read_patch
from diff_insight.errors import UnreadableChangeError, UsageError


def read_source(
    words: list[str], repo: Path | None, *, staged: bool, worktree: bool, patch: Path | None, compare: Path | None
) -> ChangeSet:
    """The change out of the one source that is named.

    Raises:
        UsageError: none is named, or several are.
        DiffInsightError: the source cannot be read; see `errors`.
    """
    named = [bool(words), staged, worktree, patch is not None, compare is not None]
    if sum(named) != 1:
        raise UsageError(
            "name one change: a range such as 'v1.4..v1.5', --staged, --worktree, --patch FILE or --compare-json FILE"
        )
    if patch is not None:
        return _folded(read_patch(_content(patch), None if str(patch) == "-" else patch))
    if compare is not None:
        return _folded(read_compare_json(_content(compare), compare))
    git = GitCommand(repo)
    if staged:
        return read_staged(git)
    if worktree:
        return read_worktree(git)
    return read_range(git, parse_range(words))


def _folded(changes: ChangeSet) -> ChangeSet:
    return replace(changes, files=fold_by_name(changes.files))


def _content(path: Path) -> bytes:
    if str(path) == "-":
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableChangeError(f"{path} cannot be read: {error.strerror}; check the path") from None
