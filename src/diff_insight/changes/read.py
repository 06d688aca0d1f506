"""Reads a change from whichever source a `ChangeSpec` names."""

from dataclasses import dataclass
from pathlib import Path

from diff_insight.changes.changeset import ChangeSet, SourceKind
from diff_insight.changes.git.command import GitCommand
from diff_insight.changes.git.obvious_range import obvious_range
from diff_insight.changes.git.ranges import read_range, read_staged, read_worktree
from diff_insight.changes.git.revisions import Range, object_of, read_words
from diff_insight.changes.size_limit import USUAL, SizeLimit
from diff_insight.errors import NotARepositoryError, UnknownRevisionError, UsageError

_TWO = 2


@dataclass(frozen=True, slots=True)
class ChangeSpec:
    """Which change to read.

    Attributes:
        kind: kind of source.
        revisions: of a range: its two sides, or the words of a command line, such as `("v1.4..v1.5",)`; without any,
            the range is the obvious one. Two words that name no versions can name two releases: folders or archives.
        repo: a folder of the repository; None for the one around the current folder.
        pathspecs: git pathspecs, relative to `repo`; empty for all files.
        input: the file of a patch or compare response; `-` is standard input.
        size: maximum size of the diff.

    Raises:
        UsageError: a source that needs a file has none, or pathspecs are given for a file.
    """

    kind: SourceKind
    revisions: Range | tuple[str, ...] = ()
    repo: Path | None = None
    pathspecs: tuple[str, ...] = ()
    input: Path | None = None
    size: SizeLimit = USUAL

    def __post_init__(self) -> None:
        if self.is_file and self.input is None:
            raise UsageError(f"a {self.kind} is read from a file: name it")
        if self.is_file and self.pathspecs:
            raise UsageError("pathspecs after -- select files of a repository: select those of a diff with --path GLOB")

    @property
    def is_file(self) -> bool:
        """Whether the change is read from a file, so that no repository is needed."""
        return self.kind in (SourceKind.PATCH, SourceKind.COMPARE_JSON)


def read_change(spec: ChangeSpec) -> ChangeSet:
    """Read the change that the spec names.

    Raises:
        DiffInsightError: it cannot be read; see `errors`.
    """
    # Each reader is imported where it is needed, because a report of one commit takes less time than all imports.
    if spec.input is not None:
        from diff_insight.changes.input_file import read_file

        return read_file(spec.kind, spec.input, spec.size)
    if isinstance(spec.revisions, tuple) and len(spec.revisions) == _TWO and not _names_versions(spec):
        from diff_insight.changes.releases.read import is_release, read_releases

        old, new = (Path(word) for word in spec.revisions)
        if is_release(old) and is_release(new):
            return read_releases(old, new, spec.pathspecs, spec.size)
        if is_release(old) or is_release(new):
            missing = new if is_release(old) else old
            raise UnknownRevisionError(
                f"'{old}' and '{new}' are neither two versions of a repository nor two folders or archives: "
                f"there is no file or folder '{missing}' here, and no version of this name"
            )
    git = GitCommand(spec.repo, spec.size)
    if spec.kind is SourceKind.STAGED:
        return read_staged(git, spec.pathspecs)
    if spec.kind is SourceKind.WORKTREE:
        return read_worktree(git, spec.pathspecs)
    if isinstance(spec.revisions, Range):
        revisions = spec.revisions
    else:
        revisions = read_words(git, spec.revisions) if spec.revisions else obvious_range(git)
    return read_range(git, revisions, spec.pathspecs)


def _names_versions(spec: ChangeSpec) -> bool:
    """Whether two words name versions of a repository, which they do rather than files and folders of these names."""
    try:
        git = GitCommand(spec.repo, spec.size)
        words = spec.revisions if isinstance(spec.revisions, tuple) else ()
        return all(object_of(git, word) is not None for word in words)
    except NotARepositoryError:
        return False
