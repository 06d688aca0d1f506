"""Reads a change out of a git repository: a range, what is staged, or what is not yet committed."""

import re
from pathlib import Path

from diff_insight.changes.changeset import ChangeSet, Commit, Source, SourceKind
from diff_insight.changes.decoding import readable_path
from diff_insight.changes.git_command import GitCommand
from diff_insight.changes.git_commits import LIMIT, commit_day, commits_between
from diff_insight.changes.git_diff import git_diff
from diff_insight.changes.git_trees import GitTrees
from diff_insight.changes.linguist import fold
from diff_insight.changes.remote import permalink
from diff_insight.changes.revisions import Range
from diff_insight.errors import (
    EmptyChangeError,
    MissingHistoryError,
    NotARepositoryError,
    UnknownRevisionError,
    UsageError,
)
from diff_insight.notices import Notice, NoticeKind


def read_range(git: GitCommand, wanted: Range) -> ChangeSet:
    """What differs between two versions, and the commits in between.

    Raises:
        UnknownRevisionError: a version does not exist.
        MissingHistoryError: the clone is shallow or partial and lacks what is needed.
        EmptyChangeError: nothing differs.
    """
    head = resolve(git, wanted.head)
    base = _parent(git, wanted.head, head) if wanted.base is None else resolve(git, wanted.base)
    if wanted.from_merge_base and base:
        base = _merge_base(git, wanted, base, head)
    old = base or _empty_tree(git)
    diff = git_diff(git, old, head)
    if not diff.files:
        raise EmptyChangeError(
            f"nothing differs between '{wanted.base or f'{wanted.head}^'}' and '{wanted.head}': name others"
        )
    are_commits = _is_commit(git, head) and (base is None or _is_commit(git, base))
    commits: tuple[Commit, ...] = ()
    if are_commits:
        commits = commits_between(git, base, head)
    notices = diff.notices
    if len(commits) == LIMIT:
        notices += (Notice(NoticeKind.COMMITS_TRUNCATED, LIMIT),)
    link = permalink(git, base, head, direct=not wanted.from_merge_base) if are_commits else None
    source = Source(
        name=_name(git),
        kind=SourceKind.RANGE,
        base=wanted.base or (base[:7] if base else None),
        head=wanted.head,
        base_id=old,
        head_id=head,
        permalink=link.url if link else None,
        forge=link.forge if link else None,
        day=commit_day(git, head) if are_commits else None,
    )
    files = fold(git, diff.files, tree=head)
    return ChangeSet(source=source, files=files, commits=commits, notices=notices, trees=GitTrees(git, head))


def read_commits(git: GitCommand, wanted: str) -> tuple[str, tuple[Commit, ...]]:
    """The repository's name, and the commits of `BASE..HEAD` or all that led to a commit, newest first, no merges.

    Raises:
        UnknownRevisionError: a version does not exist, or is no commit.
        MissingHistoryError: the clone is shallow or partial and lacks what is needed.
    """
    base, dots, head = wanted.partition("..")
    ends = [resolve(git, name or "HEAD") for name in (base, head)] if dots else [None, resolve(git, wanted)]
    if not all(_is_commit(git, end) for end in ends if end):
        raise UnknownRevisionError(f"'{wanted}' leads to no commits: name a commit, or two as BASE..HEAD")
    return _name(git), commits_between(git, ends[0], ends[1] or "")


def read_staged(git: GitCommand) -> ChangeSet:
    """What the index holds that the last commit does not.

    Raises:
        EmptyChangeError: nothing is staged.
        UsageError: files hold unresolved conflicts.
    """
    _refuse_conflicts(git)
    head = _head(git)
    diff = git_diff(git, "--cached", head)
    if not diff.files:
        raise EmptyChangeError("nothing is staged: `git add` the files first, or use --worktree")
    source = Source(name=_name(git), kind=SourceKind.STAGED, base="HEAD", head="the index", base_id=head)
    files = fold(git, diff.files, tree=None)
    return ChangeSet(source=source, files=files, notices=diff.notices, trees=GitTrees(git, "--cached"))


def read_worktree(git: GitCommand) -> ChangeSet:
    """What tracked files of the working tree hold that the last commit does not, staged or not.

    Raises:
        EmptyChangeError: nothing differs.
        NotARepositoryError: the repository is bare.
        UsageError: files hold unresolved conflicts.
    """
    if git.repo.bare:
        raise NotARepositoryError(f"{git.folder} is a bare repository without a working tree: name a range instead")
    _refuse_conflicts(git)
    head = _head(git)
    diff = git_diff(git, head)
    if not diff.files:
        raise EmptyChangeError("no tracked file differs from the last commit: name a range, or `git add` new files")
    notices = list(diff.notices)
    listed = git.succeed("ls-files", "-z", "--others", "--exclude-standard", "--directory", "--no-empty-directory")
    if untracked := listed.stdout.count(b"\0"):
        notices.append(Notice(NoticeKind.UNTRACKED_FILES, untracked))
    if filters := git.filters:
        notices.append(Notice(NoticeKind.FILTERS_NOT_RUN, len(filters)))
    source = Source(name=_name(git), kind=SourceKind.WORKTREE, base="HEAD", head="the working tree", base_id=head)
    files = fold(git, diff.files, tree=None)
    return ChangeSet(source=source, files=files, notices=tuple(notices), trees=GitTrees(git))


def _refuse_conflicts(git: GitCommand) -> None:
    listed = git.succeed("ls-files", "--unmerged", "-z").stdout
    if listed:
        path = readable_path(listed.partition(b"\0")[0].partition(b"\t")[2])
        raise UsageError(f"{path} has unresolved conflicts: resolve them first")


def _name(git: GitCommand) -> str:
    return Path(git.folder).resolve().name.removesuffix(".git") or "repository"


def resolve(git: GitCommand, name: str) -> str:
    """The object id of a commit, or of a tree where the name leads to none."""
    for kind in ("commit", "tree"):
        found = git.run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{{kind}}}")
        if found.status == 0:
            return found.stdout.decode("ascii").strip()
    if _is_shallow(git):
        raise MissingHistoryError(_shallow_message(git, f"'{name}' is not in it", _depth_of(name)))
    if git.run("rev-parse", "--verify", "--quiet", "HEAD").status:
        raise UnknownRevisionError(
            f"{git.folder} has no commits yet, so there is no '{name}': stage files and use --staged"
        )
    raise UnknownRevisionError(
        f"there is no version '{name}' in {git.folder}: `git branch --all` and `git tag` list the names, and "
        "`git fetch` brings those of the remote"
    )


def _parent(git: GitCommand, name: str, commit: str) -> str | None:
    """The first parent; None of a root commit."""
    found = git.run("cat-file", "commit", f"{commit}^{{commit}}")
    if found.status:
        raise UnknownRevisionError(f"'{name}' is no commit, so it has no change of its own: name two versions instead")
    headers = found.stdout.partition(b"\n\n")[0].decode("ascii", "replace")
    match = re.search(r"^parent ([0-9a-f]+)$", headers, re.MULTILINE)
    if not match:
        return None
    parent = match[1]
    if git.run("cat-file", "-e", parent).status:
        raise MissingHistoryError(_shallow_message(git, f"the parent of '{name}' is not in it", 2))
    return parent


def _merge_base(git: GitCommand, wanted: Range, base: str, head: str) -> str:
    found = git.run("merge-base", base, head)
    if found.status == 0:
        return found.stdout.decode("ascii").split()[0]
    where = f"'{wanted.base}' and '{wanted.head}'"
    if _is_shallow(git):
        raise MissingHistoryError(_shallow_message(git, f"the merge base of {where} is not in it", None))
    raise UnknownRevisionError(f"{where} share no history, so they have no merge base: compare them with '..'")


def _head(git: GitCommand) -> str:
    found = git.run("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    return found.stdout.decode("ascii").strip() if found.status == 0 else _empty_tree(git)


def _empty_tree(git: GitCommand) -> str:
    return git.succeed("hash-object", "-t", "tree", "--stdin").stdout.decode("ascii").strip()


def _is_commit(git: GitCommand, object_id: str) -> bool:
    return git.run("cat-file", "-t", object_id).stdout.strip() == b"commit"


def _is_shallow(git: GitCommand) -> bool:
    return git.run("rev-parse", "--is-shallow-repository").stdout.strip() == b"true"


def _depth_of(name: str) -> int | None:
    """The depth of history that holds a name such as HEAD~3; None where the name does not tell."""
    steps = re.findall(r"~(\d*)|\^(?!\{)", name)
    return 1 + sum(int(step or 1) for step in steps) if steps else None


def _shallow_message(git: GitCommand, missing: str, depth: int | None) -> str:
    held = int(git.run("rev-list", "--count", "HEAD").stdout.strip() or 0)
    way = f"`git fetch --depth={depth}`" if depth else "`git fetch --unshallow`"
    checkout = f"fetch-depth: {depth or 0}"
    return (
        f"this clone is shallow (HEAD has {held} commit{'' if held == 1 else 's'} in it), and {missing}: run {way} "
        f"where the remote can be reached; in a CI job set `{checkout}` at the checkout"
    )
