"""Builds labelled changes from a repository whose commits follow Conventional Commits 1.0."""

from collections.abc import Iterator

from diff_insight.changes.changeset import Commit, FileChange, Status
from diff_insight.changes.folding import fold, is_prose
from diff_insight.changes.git.attributes import GitAttributes
from diff_insight.changes.git.command import GitCommand
from diff_insight.changes.git.diff import git_diff
from diff_insight.evaluation.rows import Row
from diff_insight.evidence.commits import ConventionalCommit, conventional
from diff_insight.evidence.signs import is_test

_STATUSES = (Status.ADDED, Status.MODIFIED, Status.REMOVED, Status.RENAMED)
_TYPES = {"feat": "new feature", "fix": "bug fix"}


def labelled_history(git: GitCommand, name: str, commits: tuple[Commit, ...]) -> Iterator[Row | None]:
    """Yield a row for each commit, or None if the commit gives none.

    A row is the change to the only file that a commit edits apart from tests, documents, lock files and generated ones:
    an author labels a whole commit, and with one file the label is that file's. `feat` is a new feature, `fix` a bug
    fix, a `!` or a BREAKING CHANGE footer a breaking change, everything else a minor update.

    Args:
        git: the repository.
        name: the repository's name in the rows.
        commits: the commits, without merges.
    """
    for commit in commits:
        read = conventional(commit)
        path = _only_path(commit) if read else None
        yield _row(git, name, commit, read, path) if read and path else None


def _only_path(commit: Commit) -> str | None:
    files = fold(FileChange(path, Status.MODIFIED) for path in sorted(commit.paths))
    telling = [f.path for f in files if not (f.fold or is_test(f.path) or is_prose(f.path))]
    return telling[0] if len(telling) == 1 else None


def _row(git: GitCommand, name: str, commit: Commit, read: ConventionalCommit, path: str) -> Row | None:
    parent = git.run("rev-parse", "--verify", "--quiet", f"{commit.id}^")
    if parent.status:
        return None  # a root commit adds the whole tree
    base = parent.stdout.decode("ascii").strip()
    changed = git_diff(git, GitAttributes(git, commit.id), base, commit.id).files
    change = next((file for file in changed if path in (file.path, file.old_path)), None)
    if change is None or not change.hunks or change.status not in _STATUSES:
        return None
    return Row(
        repo=name,
        commit=commit.id,
        date=commit.day.isoformat() if commit.day else None,
        path=change.path,
        status=change.status.value,
        additions=change.additions,
        deletions=change.deletions,
        diff=change.diff,
        type="breaking change" if read.breaking else _TYPES.get(read.type, "minor update"),
        scope=read.scope,
        title=read.description,
    )
