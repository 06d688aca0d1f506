"""Reads a change from a git repository: a range, staged changes, or uncommitted changes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from diff_insight.changes.changeset import ChangeSet, Commit, Source, SourceKind
from diff_insight.changes.decoding import readable_path
from diff_insight.changes.folding import ATTRIBUTES, fold
from diff_insight.changes.git.attributes import Attributes, GitAttributes, WorkTreeAttributes, has_local_attributes
from diff_insight.changes.git.command import GitCommand
from diff_insight.changes.git.commits import LIMIT, commit_day, commits_between, copied_commits, merges_between
from diff_insight.changes.git.diff import GitDiff, git_diff
from diff_insight.changes.git.pathspecs import read_pathspecs
from diff_insight.changes.git.permalink import permalink, repository_name
from diff_insight.changes.git.revisions import (
    Range,
    is_ambiguous,
    is_shallow,
    object_of,
    read_words,
    resolve,
    shallow_message,
)
from diff_insight.changes.git.steps import GitSteps
from diff_insight.changes.git.trees import GitTrees
from diff_insight.changes.notice import Notice, NoticeKind
from diff_insight.errors import (
    EmptyChangeError,
    MissingHistoryError,
    NotARepositoryError,
    UnknownRevisionError,
    UsageError,
)


def read_range(git: GitCommand, wanted: Range, pathspecs: Sequence[str] = ()) -> ChangeSet:
    """Read the differences between two versions, and the commits in between.

    Args:
        git: the repository.
        wanted: the versions.
        pathspecs: git pathspecs relative to the given folder; empty for all files.

    Raises:
        UnknownRevisionError: a version does not exist.
        MissingHistoryError: the clone is shallow or partial and lacks what is needed.
        EmptyChangeError: nothing differs.
        UsageError: a pathspec is invalid.
    """
    head = resolve(git, wanted.head)
    base = _parent(git, wanted.head, head) if wanted.base is None else resolve(git, wanted.base)
    if wanted.from_merge_base and base:
        base = _merge_base(git, wanted, base, head)
    old = base or _empty_tree(git)
    attributes, below = GitAttributes(git, head), read_pathspecs(git, pathspecs, old)
    diff = git_diff(git, attributes, old, head, pathspecs=below)
    if not diff.files:
        within = f" in {' '.join(pathspecs)}" if pathspecs else ""
        raise EmptyChangeError(
            f"nothing differs{within} between '{wanted.base or f'{wanted.head}^'}' and '{wanted.head}': name others"
        )
    are_commits = _is_commit(git, head) and (base is None or _is_commit(git, base))
    commits: tuple[Commit, ...] = ()
    history: tuple[Commit, ...] = ()
    left_behind: tuple[Commit, ...] = ()
    copied: frozenset[str] = frozenset()
    if are_commits:
        commits = commits_between(git, base, head)
        if base:
            left_behind, copied = commits_between(git, head, base), copied_commits(git, base, head)
        history = (*commits, *merges_between(git, base, head))
    notices = (*diff.notices, *_notices(git, [name for name in (wanted.base, wanted.head) if name]))
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
        pages=link.pages if link else None,
        day=commit_day(git, head) if are_commits else None,
        pathspecs=below,
        prefix=git.place.prefix,
    )
    return replace(
        _change_set(git, source, diff, attributes, head, commits=commits, history=history, notices=notices),
        left_behind=left_behind,
        copied=copied,
    )


def _change_set(
    git: GitCommand,
    source: Source,
    diff: GitDiff,
    attributes: Attributes,
    *new_side: str,
    notices: tuple[Notice, ...],
    commits: tuple[Commit, ...] = (),
    history: tuple[Commit, ...] = (),
) -> ChangeSet:
    """A change with its files folded; if pathspecs limit it, only with the commits that touch one of its files."""
    files = fold(diff.files, attributes.of([file.path for file in diff.files], *ATTRIBUTES))
    if source.pathspecs:
        touched = {path for file in files for path in (file.path, file.old_path)}
        commits = tuple(commit for commit in commits if not touched.isdisjoint(commit.paths))
    steps = GitSteps(git, attributes) if commits else None
    return ChangeSet(source, files, commits, notices, GitTrees(git, attributes, *new_side), history, steps)


def _notices(git: GitCommand, names: Sequence[str]) -> Iterator[Notice]:
    ambiguous = tuple(dict.fromkeys(name for name in names if is_ambiguous(git, name)))
    if ambiguous:
        yield Notice(NoticeKind.NAMES_AMBIGUOUS, len(ambiguous), names=ambiguous)
    if has_local_attributes(git):
        yield Notice(NoticeKind.LOCAL_ATTRIBUTES, 1)


def read_commits(git: GitCommand, wanted: str) -> tuple[str, tuple[Commit, ...]]:
    """The repository's name, and the commits of `BASE..HEAD` or all up to a commit, newest first, without merges.

    Raises:
        UnknownRevisionError: a version does not exist, or is not a commit.
        MissingHistoryError: the clone is shallow or partial and lacks what is needed.
    """
    ends: list[str | None] = [None, object_of(git, wanted)]
    if ends[1] is None and ".." in wanted:
        named = read_words(git, [wanted])
        ends = [resolve(git, named.base or ""), resolve(git, named.head)]
    ends[1] = ends[1] or resolve(git, wanted)
    if not all(_is_commit(git, end) for end in ends if end):
        raise UnknownRevisionError(f"'{wanted}' does not name commits: name a commit, or two as BASE..HEAD")
    return _name(git), commits_between(git, ends[0], ends[1] or "")


def read_staged(git: GitCommand, pathspecs: Sequence[str] = ()) -> ChangeSet:
    """Read the differences between the last commit and the index; `pathspecs` as in `read_range`.

    Raises:
        EmptyChangeError: nothing is staged.
        UsageError: files hold unresolved conflicts.
    """
    _refuse_conflicts(git)
    head = _head(git)
    attributes, below = GitAttributes(git, None), read_pathspecs(git, pathspecs, head)
    diff = git_diff(git, attributes, "--cached", head, pathspecs=below)
    if not diff.files:
        raise EmptyChangeError("nothing is staged: `git add` the files first, or use --worktree")
    source = _uncommitted(git, SourceKind.STAGED, "the index", head, below)
    return _change_set(git, source, diff, attributes, "--cached", notices=(*diff.notices, *_notices(git, ())))


def read_worktree(git: GitCommand, pathspecs: Sequence[str] = ()) -> ChangeSet:
    """Read the differences between the last commit and the tracked files of the working tree; `pathspecs` as above.

    Raises:
        EmptyChangeError: nothing differs.
        NotARepositoryError: the repository is bare.
        UsageError: files hold unresolved conflicts.
    """
    if git.place.work_tree is None:
        raise NotARepositoryError(
            f"{git.folder} is a git folder without a working tree: give --repo the working tree, or name a range"
        )
    _refuse_conflicts(git)
    head = _head(git)
    attributes, below = WorkTreeAttributes(git), read_pathspecs(git, pathspecs, head)
    diff = git_diff(git, attributes, head, pathspecs=below)
    if not diff.files:
        raise EmptyChangeError("no tracked file differs from the last commit: name a range, or `git add` new files")
    notices = [*diff.notices, *_notices(git, ())]
    listed = git.succeed("ls-files", "-z", "--others", "--exclude-standard", "--directory", "--no-empty-directory")
    if untracked := listed.stdout.count(b"\0"):
        notices.append(Notice(NoticeKind.UNTRACKED_FILES, untracked))
    if filters := git.filters:
        notices.append(Notice(NoticeKind.FILTERS_NOT_RUN, len(filters)))
    source = _uncommitted(git, SourceKind.WORKTREE, "the working tree", head, below)
    return _change_set(git, source, diff, attributes, notices=tuple(notices))


def _uncommitted(
    git: GitCommand, kind: SourceKind, side: str, last_commit: str, pathspecs: tuple[str, ...]
) -> Source:  # fmt: skip
    return Source(
        name=_name(git),
        kind=kind,
        base="HEAD",
        head=side,
        base_id=last_commit,
        pathspecs=pathspecs,
        prefix=git.place.prefix,
    )


def _refuse_conflicts(git: GitCommand) -> None:
    listed = git.succeed("ls-files", "--unmerged", "-z").stdout
    if listed:
        path = readable_path(listed.partition(b"\0")[0].partition(b"\t")[2])
        raise UsageError(f"{path} has unresolved conflicts: resolve them first")


def _name(git: GitCommand) -> str:
    """The repository's name, from its remote or else its folder, so that all clones and worktrees agree."""
    common = git.place.common_folder
    folder = common.parent if common.name in (".git", ".bare") else common
    return repository_name(git) or folder.resolve().name.removesuffix(".git") or "repository"


def _parent(git: GitCommand, name: str, commit: str) -> str | None:
    """The first parent; None for a root commit."""
    found = git.run("cat-file", "commit", f"{commit}^{{commit}}")
    if found.status:
        raise UnknownRevisionError(
            f"'{name}' is not a commit, so it has no parent to compare with: name two versions instead"
        )
    headers = found.stdout.partition(b"\n\n")[0].decode("ascii", "replace")
    match = re.search(r"^parent ([0-9a-f]+)$", headers, re.MULTILINE)
    if not match:
        return None
    parent = match[1]
    if git.run("cat-file", "-e", parent).status:
        raise MissingHistoryError(shallow_message(git, f"the parent of '{name}' is not in it", 2))
    return parent


def _merge_base(git: GitCommand, wanted: Range, base: str, head: str) -> str:
    found = git.run("merge-base", base, head)
    if found.status == 0:
        return found.stdout.decode("ascii").split()[0]
    where = f"'{wanted.base}' and '{wanted.head}'"
    if is_shallow(git):
        raise MissingHistoryError(shallow_message(git, f"the merge base of {where} is not in it", None))
    raise UnknownRevisionError(f"{where} share no history, so they have no merge base: compare them with '..'")


def _head(git: GitCommand) -> str:
    return object_of(git, "HEAD^{commit}") or _empty_tree(git)


def _empty_tree(git: GitCommand) -> str:
    return git.succeed("hash-object", "-t", "tree", "--stdin").stdout.decode("ascii").strip()


def _is_commit(git: GitCommand, object_id: str) -> bool:
    return git.run("cat-file", "-t", object_id).stdout.strip() == b"commit"
