"""Finds the range that somebody means who names none."""

from diff_insight.changes.git.command import GitCommand
from diff_insight.changes.git.revisions import Range, object_of
from diff_insight.errors import UsageError

_USUAL = ("main", "master", "trunk", "develop")


def obvious_range(git: GitCommand) -> Range:
    """On the default branch, or on none, what came after the last tag; on another what it adds to the default branch.

    The default branch is that of the remote `origin`, else the first that exists of main, master, trunk and develop. If
    HEAD itself is tagged, the range begins at the tag before.

    Raises:
        UsageError: there is nothing to compare with.
    """
    head = git.run("symbolic-ref", "--quiet", "--short", "HEAD").stdout.decode("utf-8", "replace").strip()
    default = _default_branch(git)
    if head and default and head != default.rpartition("/")[2]:
        return Range(default, "HEAD", from_merge_base=True)
    commit = object_of(git, "HEAD^{commit}")
    for end in ("HEAD", "HEAD^"):
        found = git.run("describe", "--tags", "--abbrev=0", end)
        tag = found.stdout.decode("utf-8", "replace").strip()
        if found.status == 0 and tag and object_of(git, f"{tag}^{{commit}}") != commit:
            return Range(tag, "HEAD")
    raise UsageError(
        "there is no tag before HEAD to compare with: name one change, such as 'v1.4..v1.5', --staged, --worktree, "
        "--patch FILE or --compare-json FILE"
    )


def _default_branch(git: GitCommand) -> str | None:
    found = git.run("symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD")
    remote = found.stdout.decode("utf-8", "replace").strip()
    names = ([remote] if remote else []) + [name for each in _USUAL for name in (f"origin/{each}", each)]
    return next((name for name in names if object_of(git, f"{name}^{{commit}}")), None)
