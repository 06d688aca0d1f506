"""Reads the change that the command line names."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from diff_insight.changes.changeset import ChangeSet, SourceKind
from diff_insight.changes.git.command import GitCommand
from diff_insight.changes.git.ranges import read_range, read_staged, read_worktree
from diff_insight.changes.git.revisions import read_words
from diff_insight.changes.input_file import read_file
from diff_insight.changes.size_limit import USUAL, SizeLimit
from diff_insight.errors import UsageError

MaxDiff = Annotated[int, typer.Option("--max-diff", metavar="MB", min=1, help="Refuse a diff that is larger.")]


def read_source(
    words: list[str],
    repo: Path | None,
    *,
    pathspecs: Sequence[str] = (),
    staged: bool = False,
    worktree: bool = False,
    patch: Path | None = None,
    compare: Path | None = None,
    size: SizeLimit = USUAL,
) -> ChangeSet:
    """The change out of the one source that is named; `pathspecs` limit what is read of a repository.

    Raises:
        UsageError: none is named, or several are.
        DiffInsightError: the source cannot be read; see `errors`.
    """
    named = [bool(words), staged, worktree, patch is not None, compare is not None]
    if sum(named) != 1:
        raise UsageError(
            "name one change: a range such as 'v1.4..v1.5', --staged, --worktree, --patch FILE or --compare-json FILE"
        )
    if pathspecs and (patch or compare):
        raise UsageError("pathspecs behind -- choose files of a repository: choose those of a diff with --path GLOB")
    if patch is not None:
        return read_file(SourceKind.PATCH, patch, size)
    if compare is not None:
        return read_file(SourceKind.COMPARE_JSON, compare, size)
    git = GitCommand(repo, size)
    if staged:
        return read_staged(git, pathspecs)
    if worktree:
        return read_worktree(git, pathspecs)
    return read_range(git, read_words(git, words), pathspecs)
