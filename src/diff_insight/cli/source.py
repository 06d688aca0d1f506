"""Determines from the command line which change to report."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from diff_insight.changes.changeset import SourceKind
from diff_insight.changes.read import ChangeSpec
from diff_insight.changes.size_limit import USUAL, SizeLimit
from diff_insight.cli.help_groups import CHANGE
from diff_insight.errors import UsageError

MaxDiff = Annotated[
    int,
    typer.Option(
        "--max-diff", rich_help_panel=CHANGE, metavar="MB", min=1, help="Refuse diffs larger than this many MB."
    ),
]


def change_spec(
    words: Sequence[str],
    repo: Path | None,
    *,
    pathspecs: Sequence[str] = (),
    staged: bool = False,
    worktree: bool = False,
    patch: Path | None = None,
    compare: Path | None = None,
    size: SizeLimit = USUAL,
) -> ChangeSpec:
    """The one change named, or the obvious range if none is; `pathspecs` limit what is read from a repository.

    Raises:
        UsageError: more than one change is named.
    """
    named = {
        SourceKind.RANGE: bool(words),
        SourceKind.STAGED: staged,
        SourceKind.WORKTREE: worktree,
        SourceKind.PATCH: patch is not None,
        SourceKind.COMPARE_JSON: compare is not None,
    }
    kinds = [kind for kind, is_named in named.items() if is_named]
    if len(kinds) > 1:
        raise UsageError(
            "name one change: a range such as 'v1.4..v1.5', --staged, --worktree, --patch FILE or --compare-json FILE"
        )
    return ChangeSpec(
        kinds[0] if kinds else SourceKind.RANGE, tuple(words), repo, tuple(pathspecs), patch or compare, size
    )
