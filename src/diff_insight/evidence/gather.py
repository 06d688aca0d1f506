"""Gathers everything that can be proved from a change: about each file, and across files."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from diff_insight.changes.changeset import ChangeSet, Commit, FileChange, Fold, Status, Trees, Versions
from diff_insight.changes.generated import is_minified
from diff_insight.changes.notice import Notice, NoticeKind
from diff_insight.changes.trees import DiffAlone
from diff_insight.evidence.across.borne_out import without_unborne
from diff_insight.evidence.across.moved_classes import with_lost_members
from diff_insight.evidence.across.moved_dependencies import without_moved_dependencies
from diff_insight.evidence.across.moved_surface import without_moved
from diff_insight.evidence.across.recurrence import Recurrence, recurrences, with_exceptions
from diff_insight.evidence.across.references import exposed_modules, left_path, linking_files
from diff_insight.evidence.across.shared_names import FolderRename, SharedName, folder_renames, shared_names
from diff_insight.evidence.code.languages import code_language
from diff_insight.evidence.code.unread_languages import unread_language
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.diff.moved_blocks import moves, with_moves
from diff_insight.evidence.diff.sides import EDITS_READ, sides_of
from diff_insight.evidence.file_facts import facts_as_text, facts_of
from diff_insight.evidence.proof import Proved, ends, proved, proved_across, side_of, speaks_of_two
from diff_insight.evidence.reach import python_names
from diff_insight.evidence.reach.deprecated import deprecated_names
from diff_insight.evidence.reach.documented import Documentation, Documented
from diff_insight.evidence.reach.documented_losses import documented_losses
from diff_insight.evidence.reach.public_names import with_reachable
from diff_insight.evidence.reach.reaches import name_of
from diff_insight.evidence.reach.removed_modules import removed_modules
from diff_insight.evidence.roles import Role, role_of
from diff_insight.evidence.settings.manifest_objections import without_objections
from diff_insight.evidence.sign import Sign, SignKind
from diff_insight.evidence.sign_strength import with_strength
from diff_insight.evidence.signs import declared_signs, is_private, signs_of

_SEVERAL = 3  # with at least this many files, a commit that touches all of them is reported once, for the whole


@dataclass(frozen=True, slots=True)
class FileEvidence:
    """One file with everything known about it before a model is asked.

    Attributes:
        change: the file.
        facts: what can be proved about it.
        signs: signs of a breaking change among the facts.
        commits: the commits that touch it, newest first.
        own_commits: those of `commits` that do not touch every file of the change, and so are specific to it.
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
        recurring: edits that several files share, most frequent first.
        folder_renames: folders whose files were moved together.
        shared_names: names that one file newly defines and others use.
        declared: breaking changes declared by the commits' authors.
        notices: what was not examined.
        exposed: paths of modules that are part of an interface although their names mark them as private.
        unproved: number of facts that failed the check against the two versions and were left out.
    """

    files: tuple[FileEvidence, ...]
    recurring: tuple[Recurrence, ...]
    folder_renames: tuple[FolderRename, ...]
    shared_names: tuple[SharedName, ...]
    declared: tuple[Sign, ...]
    notices: tuple[Notice, ...]
    exposed: frozenset[str] = frozenset()
    unproved: int = 0


def gather(changes: ChangeSet) -> Evidence:
    """All evidence of a change; whole files are kept in memory only while their own facts are extracted."""
    trees = changes.trees or DiffAlone()
    too_deep: list[str] = []
    own = [
        _own_facts(file, versions, too_deep)
        for file, versions in zip(changes.files, trees.versions(changes.files), strict=True)
    ]
    read = [replace(file, hunks=()) if file.fold or not file.is_sum else file for file in changes.files]
    across = _across(read, with_moves(read, [found.facts for found in own], moves(read)))
    whole = with_lost_members(changes.files, [found.facts for found in across], trees)
    facts = without_moved(changes.files, [found.facts for found in whole], trees)
    facts = without_moved_dependencies(changes.files, facts)

    @cache
    def documented() -> Documented | None:
        return Documented.of(changes.files, trees)

    deprecated = deprecated_names(changes.files, facts)
    facts = with_reachable(changes.files, facts, trees, documented, deprecated)
    unfolded = [() if file.fold else of_file for file, of_file in zip(changes.files, facts, strict=True)]
    unproved = sum(found.unproved for found in (*own, *across, *whole))
    linking, searched = linking_files(changes.files, trees)
    exposed = exposed_modules(changes.files, trees) | _judged(changes.files, documented)
    recurring = recurrences(
        (file.path, tuple(fact for fact in of_file if not _is_of_whole_file(file, fact)))
        for file, of_file in zip(changes.files, unfolded, strict=True)
    )
    gone = removed_modules(changes.files, trees, documented)
    signs = [
        (
            *signs_of(file, of_file, is_exposed=file.path in exposed),
            *_removed(file, gone),
            *_linked(file, linking),
        )
        for file, of_file in zip(changes.files, facts, strict=True)
    ]
    standing = without_unborne(changes.files, without_objections(changes.files, signs, trees))
    weighed = _with_losses(changes.files, with_strength(standing, changes, documented, deprecated), trees)
    return Evidence(
        files=tuple(
            _file_evidence(changes, file, of_file, of_signs)
            for file, of_file, of_signs in zip(changes.files, facts, weighed, strict=True)
        ),
        recurring=with_exceptions(recurring, read, trees),
        folder_renames=folder_renames(changes.files),
        shared_names=shared_names(read, unfolded),
        declared=tuple(declared_signs(changes.commits)),
        notices=tuple(_notices(changes, searched, unproved, tuple(too_deep))),
        exposed=exposed,
        unproved=unproved,
    )


def _is_of_whole_file(file: FileChange, fact: Fact) -> bool:
    """Whether a link is new or gone with the file in which it stands, such as that of its licence."""
    kinds = {Status.ADDED: FactKind.LINK_ADDED, Status.REMOVED: FactKind.LINK_REMOVED}
    return kinds.get(file.status) is fact.kind


def _own_facts(file: FileChange, versions: Versions, too_deep: list[str]) -> Proved:
    """The proved facts of one file, none if it is not read; adds its path to `too_deep` if it is nested too deeply."""
    if not _is_read(file):
        return Proved((), 0)
    sides = sides_of(file, versions)
    try:
        return proved(facts_of(sides), sides)
    except RecursionError:
        too_deep.append(file.path)
        return proved(facts_as_text(sides), sides)


def _is_read(file: FileChange) -> bool:
    """Whether facts are extracted from a file; of folded files, only source code has facts that concern other files."""
    if file.is_submodule or not file.is_sum:
        return False
    if file.fold is None:
        return True
    return file.fold is not Fold.LOCK_FILE and code_language(file.path) is not None and not is_minified(file.path)


def _across(files: Sequence[FileChange], facts: Sequence[tuple[Fact, ...]]) -> list[Proved]:
    """The facts of each file; those about two files are checked against the diffs of both."""
    told = list(zip(files, facts, strict=True))
    paths = {path for file, of_file in told for fact in of_file if speaks_of_two(fact) for path in ends(fact, file)}
    shown = {
        path: (side_of(file, None, is_old=True), side_of(file, None, is_old=False))
        for file in files
        for path in {file.path, left_path(file)} & paths
        if path is not None
    }
    return [proved_across(of_file, file, shown) for file, of_file in told]


def _notices(changes: ChangeSet, searched: bool, unproved: int, too_deep: tuple[str, ...]) -> Iterator[Notice]:
    if too_deep:
        yield Notice(NoticeKind.FILES_TOO_DEEP, len(too_deep), names=too_deep)
    if unproved:
        yield Notice(NoticeKind.FACTS_UNPROVED, unproved)
    if changes.trees and not searched:
        yield Notice(NoticeKind.TREE_NOT_SEARCHED, 1)
    unread = [unread_language(file.path) for file in changes.files if role_of(file.path) is Role.SOURCE]
    if languages := [language for language in unread if language]:
        yield Notice(NoticeKind.NAMES_UNREAD, len(languages), names=tuple(dict.fromkeys(languages)))
    large = sum(
        sum(line.kind != " " for hunk in file.hunks for line in hunk.lines) > EDITS_READ
        for file in changes.files
        if not file.fold and (file.additions or 0) + (file.deletions or 0) > EDITS_READ
    )
    if large:
        yield Notice(NoticeKind.LINES_UNREAD, large, {"limit": EDITS_READ})


def _file_evidence(
    changes: ChangeSet, file: FileChange, facts: tuple[Fact, ...], signs: tuple[Sign, ...]
) -> FileEvidence:
    commits = _commits_of(file, changes)
    everywhere = len(changes.files) if len(changes.files) >= _SEVERAL else 0
    own = tuple(commit for commit in commits if not everywhere or len(commit.paths) < everywhere)
    return FileEvidence(file, facts, signs, commits, own)


def _judged(files: Sequence[FileChange], documentation: Documentation) -> frozenset[str]:
    """The private modules of Python, if documentation and packages have told which of their names others can reach."""
    paths = frozenset(
        file.path for file in files if file.path.endswith(python_names.SUFFIXES) and is_private(file.path)
    )
    return paths if paths and documentation() is not None else frozenset()


def _with_losses(
    files: Sequence[FileChange], signs: Sequence[tuple[Sign, ...]], trees: Trees
) -> list[tuple[Sign, ...]]:
    """The signs of each file with those of names that its documentation presented, if no other sign tells of them."""
    told = {name_of(sign.fact).rpartition(".")[2] for of_file in signs for sign in of_file if sign.fact}
    losses = documented_losses(files, trees, told)
    return [
        (*of_file, *(Sign(SignKind.DOCUMENTED_NAME_REMOVED, fact) for fact in losses.get(file.path, ())))
        for file, of_file in zip(files, signs, strict=True)
    ]


def _removed(file: FileChange, gone: Mapping[str, str]) -> tuple[Sign, ...]:
    removed = left_path(file)
    module = gone.get(removed) if removed else None
    if module is None:
        return ()
    fact = Fact(FactKind.FILE_RENAMED, removed, file.path if file.path != removed else None, module)
    return (Sign(SignKind.MODULE_REMOVED, fact),)


def _linked(file: FileChange, linking: dict[str, tuple[str, ...]]) -> tuple[Sign, ...]:
    removed = left_path(file)
    if removed not in linking or role_of(removed) is not Role.DOCUMENTATION:  # what only contributors look for
        return ()
    fact = Fact(FactKind.FILE_RENAMED, removed, file.path if file.path != removed else None)
    return (Sign(SignKind.LINKED_FILE_REMOVED, fact, linking[removed]),)


def _commits_of(file: FileChange, changes: ChangeSet) -> tuple[Commit, ...]:
    """The commits that touch the file; a commit whose files are unknown counts only if it is the only one."""
    if len(changes.commits) == 1 and not changes.commits[0].paths:
        return changes.commits
    return tuple(c for c in changes.commits if file.path in c.paths or (file.old_path or file.path) in c.paths)
