"""Gathers all that can be proved from a change: of each file, and across them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from diff_insight.changes.changeset import ChangeSet, Commit, FileChange
from diff_insight.changes.trees import DiffAlone
from diff_insight.evidence.breaking import Sign, SignKind, declared_signs, signs_of
from diff_insight.evidence.fact import Fact, FactKind
from diff_insight.evidence.facts import facts_of
from diff_insight.evidence.moves import moves, with_moves
from diff_insight.evidence.recurrence import Recurrence, recurrences, with_exceptions
from diff_insight.evidence.references import exposed_modules, left_path, linking_files
from diff_insight.evidence.sides import EDITS_READ, sides_of
from diff_insight.evidence.together import FolderRename, SharedName, folder_renames, shared_names
from diff_insight.notices import Notice, NoticeKind

_SEVERAL = 3  # files of a change from which on a commit that touches all of them is told once, for the whole


@dataclass(frozen=True, slots=True)
class FileEvidence:
    """One file with all that is known of it before a model is asked.

    Attributes:
        change: the file.
        facts: what can be proved of it.
        signs: signs of a breaking change among the facts.
        commits: those that touch it, newest first.
        own_commits: those of them that do not touch every file of the change, and so say something about this one.
    """

    change: FileChange
    facts: tuple[Fact, ...]
    signs: tuple[Sign, ...]
    commits: tuple[Commit, ...]
    own_commits: tuple[Commit, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What can be proved from a change.

    Attributes:
        files: each file, in the order of the change.
        recurring: edits that several files share, the most frequent first.
        folder_renames: folders whose files went elsewhere together.
        shared_names: names that one file defines anew and others use.
        declared: what the commits' authors say breaks something.
        notices: what was not looked at.
    """

    files: tuple[FileEvidence, ...]
    recurring: tuple[Recurrence, ...]
    folder_renames: tuple[FolderRename, ...]
    shared_names: tuple[SharedName, ...]
    declared: tuple[Sign, ...]
    notices: tuple[Notice, ...]


def gather(changes: ChangeSet) -> Evidence:
    """All evidence of a change. Whole files are held only while their own facts are read."""
    trees = changes.trees or DiffAlone()
    facts: list[tuple[Fact, ...]] = []
    for file, versions in zip(changes.files, trees.versions(changes.files), strict=True):
        facts.append(() if file.fold or file.is_submodule else facts_of(sides_of(file, versions)))
    read = [replace(file, hunks=()) if file.fold else file for file in changes.files]
    facts = with_moves(read, facts, moves(read))
    linking, searched = linking_files(changes.files, trees)
    exposed = exposed_modules(changes.files, trees)
    recurring = recurrences((file.path, of_file) for file, of_file in zip(changes.files, facts, strict=True))
    return Evidence(
        files=tuple(
            _file_evidence(changes, file, of_file, linking, exposed)
            for file, of_file in zip(changes.files, facts, strict=True)
        ),
        recurring=with_exceptions(recurring, read, trees),
        folder_renames=folder_renames(changes.files),
        shared_names=shared_names(read, facts),
        declared=tuple(declared_signs(changes.commits)),
        notices=tuple(_notices(changes, searched)),
    )


def _notices(changes: ChangeSet, searched: bool) -> Iterator[Notice]:
    if changes.trees and not searched:
        yield Notice(NoticeKind.TREE_NOT_SEARCHED, 1)
    large = sum(
        sum(line.kind != " " for hunk in file.hunks for line in hunk.lines) > EDITS_READ
        for file in changes.files
        if not file.fold and (file.additions or 0) + (file.deletions or 0) > EDITS_READ
    )
    if large:
        yield Notice(NoticeKind.LINES_UNREAD, large, {"limit": EDITS_READ})


def _file_evidence(
    changes: ChangeSet,
    file: FileChange,
    facts: tuple[Fact, ...],
    linking: dict[str, tuple[str, ...]],
    exposed: frozenset[str],
) -> FileEvidence:
    commits = _commits_of(file, changes)
    everywhere = len(changes.files) if len(changes.files) >= _SEVERAL else 0
    own = tuple(commit for commit in commits if not everywhere or len(commit.paths) < everywhere)
    signs = chain(signs_of(file, facts, is_exposed=file.path in exposed), _linked(file, linking))
    return FileEvidence(file, facts, tuple(signs), commits, own)


def _linked(file: FileChange, linking: dict[str, tuple[str, ...]]) -> tuple[Sign, ...]:
    gone = left_path(file)
    if gone not in linking:
        return ()
    fact = Fact(FactKind.FILE_RENAMED, gone, file.path if file.path != gone else None)
    return (Sign(SignKind.LINKED_FILE_REMOVED, fact, linking[gone]),)


def _commits_of(file: FileChange, changes: ChangeSet) -> tuple[Commit, ...]:
    """The commits that touch the file; where a commit's files are unknown, only if it is the only one."""
    if len(changes.commits) == 1 and not changes.commits[0].paths:
        return changes.commits
    return tuple(c for c in changes.commits if file.path in c.paths or (file.old_path or file.path) in c.paths)
