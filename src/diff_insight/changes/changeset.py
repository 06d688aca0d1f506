"""The data types that every source of changes is converted to."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from diff_insight.changes.notice import Notice


class Status(StrEnum):
    """What happened to a file as a whole."""

    ADDED = "added"
    MODIFIED = "modified"
    REMOVED = "removed"
    RENAMED = "renamed"
    COPIED = "copied"
    MODE_CHANGED = "mode changed"
    TYPE_CHANGED = "type changed"


class Fold(StrEnum):
    """Why a file is folded to one line in the report."""

    GENERATED = "generated"
    VENDORED = "vendored"
    LOCK_FILE = "lock file"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a hunk.

    Attributes:
        kind: '+', '-' or ' '.
        text: the line without its line feed; a carriage return before it is kept.
        old: its number before the change, counted from 1; None for an added line.
        new: its number after the change; None for a removed line.
        ends_file: whether the file ends here without a line feed.
    """

    kind: str
    text: str
    old: int | None
    new: int | None
    ends_file: bool = False


@dataclass(frozen=True, slots=True)
class Hunk:
    """Adjacent changed lines with their context; `header` is the `@@` line as it was read."""

    header: str
    old_start: int
    new_start: int
    lines: tuple[Line, ...]

    @property
    def old_span(self) -> tuple[int, int]:
        """The old side's first line and the line after its last; both are equal if the side has no lines."""
        return _span(self.old_start, sum(line.kind != "+" for line in self.lines))

    @property
    def new_span(self) -> tuple[int, int]:
        """The same for the new side."""
        return _span(self.new_start, sum(line.kind != "-" for line in self.lines))

    @property
    def text(self) -> str:
        """The hunk as a unified diff, each line ending in a line feed."""
        parts = [self.header]
        for line in self.lines:
            parts.append(line.kind + line.text)
            if line.ends_file:
                parts.append("\\ No newline at end of file")
        return "\n".join(parts) + "\n"


def _span(start: int, count: int) -> tuple[int, int]:
    # The header of a side without lines gives the line before it.
    return (start, start + count) if count else (start + 1, start + 1)


@dataclass(frozen=True, slots=True)
class FileChange:
    r"""One file of the change.

    Attributes:
        path: the current path, or the former one of a removed file; bytes that are not UTF-8 appear as `\\xNN`.
        old_path: the former path of a renamed or copied file.
        additions: added lines as `git diff --numstat` counts them; None for a binary file.
        deletions: removed lines, likewise.
        encoding: Python's name of the encoding that turns the diff's text back into its bytes.
        guessed: whether that encoding is a guess.
        patches: how many patches of a series changed the file.
        is_sum: whether the hunks lead from the old version to the new one; False if several patches of a series could
            not be chained, so that the hunks of each are listed.
        old_id: the object id of its old content, if the source gives it; a patch gives only the first digits.
        new_id: the same for the new content.
        same_content: whether a renamed or copied file's content is unchanged; None if unknown.
        unshown: whether the source named the file but left its diff out.
        fold: why it is folded to one line; None if it is not.
        documentation: whether `.gitattributes` calls it documentation; None if it says nothing.
    """

    path: str
    status: Status
    old_path: str | None = None
    old_mode: str | None = None
    new_mode: str | None = None
    hunks: tuple[Hunk, ...] = ()
    additions: int | None = 0
    deletions: int | None = 0
    binary: bool = False
    encoding: str = "utf-8"
    guessed: bool = False
    patches: int = 1
    is_sum: bool = True
    unshown: bool = False
    fold: Fold | None = None
    documentation: bool | None = None
    old_id: str | None = None
    new_id: str | None = None
    same_content: bool | None = None

    @property
    def is_submodule(self) -> bool:
        """Whether the entry is a commit of another repository."""
        return "160000" in (self.old_mode, self.new_mode)

    @property
    def diff(self) -> str:
        """The hunks as a unified diff; '' if there are none."""
        return "".join(hunk.text for hunk in self.hunks)


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit of the range, or a mail of the patch series.

    Attributes:
        id: the full object id; '' if a mail gives none.
        day: the author date.
        paths: the files it touches, if known.
        parents: the object ids of its parents, if known.
    """

    id: str
    subject: str
    body: str
    author: str
    day: date | None
    paths: frozenset[str]
    parents: tuple[str, ...] = ()


class SourceKind(StrEnum):
    """What a change was read from."""

    RANGE = "range"
    STAGED = "staged"
    WORKTREE = "worktree"
    PATCH = "patch"
    COMPARE_JSON = "compare json"
    RELEASES = "releases"


@dataclass(frozen=True, slots=True)
class Pages:
    """The addresses of a repository's pages on its forge, with `{}` for the number or the object id."""

    pull_request: str
    issue: str
    commit: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a change was read from.

    Attributes:
        name: the name in the report if there are no categories: that of the repository or file.
        kind: what it was read from.
        sha256: of the bytes of a patch or a compare response; None for changes from git, which have object ids.
        base: the old side as the user wrote it.
        head: the same for the new side.
        base_id: the object id of the old side; None if there is none.
        head_id: the same for the new side.
        permalink: a page that shows the change; None if none is known.
        forge: the name of the site behind the permalink, such as GitHub.
        pages: the pages of pull requests, issues and commits; None if the forge is not known.
        day: the date of the head commit or of the last mail; None if neither is known.
        pathspecs: git pathspecs from the top of the tree that limit the change; empty if it is not limited.
        prefix: the folder of the tree the command was run in, with a trailing slash; '' for the top.
        archives_sha256: of the files of the two releases, old and new; None for a folder; empty for other sources.
    """

    name: str
    kind: SourceKind = SourceKind.PATCH
    sha256: str | None = None
    base: str | None = None
    head: str | None = None
    base_id: str | None = None
    head_id: str | None = None
    permalink: str | None = None
    forge: str | None = None
    pages: Pages | None = None
    day: date | None = None
    pathspecs: tuple[str, ...] = ()
    prefix: str = ""
    archives_sha256: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Versions:
    """A file's whole text before and after the change; None for an unknown side."""

    old: str | None = None
    new: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A line of the new tree that contains a text."""

    path: str
    line: int
    text: str


class Trees(Protocol):
    """The old and the new tree of a change, as far as they can be read."""

    def versions(self, files: Sequence[FileChange]) -> Iterator[Versions]:
        """The whole texts of files, yielded one by one so that few are in memory at a time."""

    def mentions(self, texts: Sequence[str], within: Sequence[str] = ()) -> tuple[Mention, ...] | None:
        """Lines of the new tree that contain any of the texts; None if the tree cannot be searched.

        Args:
            texts: what is searched for; '' stands in every line.
            within: git pathspecs of the files that are searched; all if there are none.
        """

    def holders(self, text: str, *, whole_words: bool) -> tuple[str, ...] | None:
        """The files of the new tree that contain a text, optionally as whole words only; None as above."""


StepFiles = tuple[tuple[FileChange, Versions], ...]
"""The files that one commit changes, each with its whole texts before and after the commit."""


class Steps(Protocol):
    """The diffs of the single commits that a change consists of, as far as they can be read."""

    def files(self, commits: Sequence[Commit], paths: Collection[str]) -> Iterator[StepFiles | None]:
        """For each commit the files that its own diff changes, of those in `paths`; None if it cannot be read.

        Yielded one by one so that few are in memory at a time.
        """


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Everything that changed.

    Attributes:
        files: the files that differ between the two sides, in the order of the diff.
        commits: the commits in between without merges: newest first from git, in their order from a patch series.
        history: all commits in between, with merges and with those that touch no file of the change; empty if unknown.
        trees: the two sides; None if there is only a diff.
        steps: the diffs of the commits; None if they are not known.
        left_behind: the commits, without merges, that the old version has and the new one does not, newest first.
        copied: the ids of those commits in between of which the old version has a copy.
    """

    source: Source
    files: tuple[FileChange, ...]
    commits: tuple[Commit, ...] = ()
    notices: tuple[Notice, ...] = ()
    trees: Trees | None = field(default=None, compare=False, repr=False)
    history: tuple[Commit, ...] = ()
    steps: Steps | None = field(default=None, compare=False, repr=False)
    left_behind: tuple[Commit, ...] = ()
    copied: frozenset[str] = frozenset()
