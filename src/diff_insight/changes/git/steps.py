"""Reads the diffs of single commits of a git repository."""

import os
import re
from collections.abc import Collection, Iterator, Sequence

from diff_insight.changes.changeset import Commit, FileChange, StepFiles
from diff_insight.changes.decoding import raw_path
from diff_insight.changes.git.attributes import Attributes
from diff_insight.changes.git.command import GitCommand
from diff_insight.changes.git.diff import FLAGS
from diff_insight.changes.git.encodings import with_encodings
from diff_insight.changes.git.trees import GitTrees
from diff_insight.changes.patch.unified import read_sections
from diff_insight.errors import MissingHistoryError, TooLargeError, UnreadableChangeError

_AT_ONCE = 100  # commits whose diffs are requested from git at once
_NAMED = 400  # maximum number of paths named to git; if there are more, their diffs are selected afterwards
_COMMIT = re.compile(rb"^([0-9a-f]{40}|[0-9a-f]{64})\n", re.MULTILINE)


class GitSteps:
    """The commits of a git repository; as `Steps`.

    Args:
        git: the repository.
        attributes: those that apply.
    """

    def __init__(self, git: GitCommand, attributes: Attributes) -> None:
        self._git = git
        self._attributes = attributes
        self._trees = GitTrees(git, attributes)

    def files(self, commits: Sequence[Commit], paths: Collection[str]) -> Iterator[StepFiles | None]:
        """As in `Steps`; a commit whose diff is larger than the limit, or not in a partial clone, cannot be read."""
        wanted = frozenset(paths)
        for start in range(0, len(commits), _AT_ONCE):
            part = commits[start : start + _AT_ONCE]
            try:
                found = self._read(part, wanted)
            except (TooLargeError, MissingHistoryError, UnreadableChangeError):
                found = {}
            versions = self._trees.versions([file for commit in part for file in found.get(commit.id, ())])
            for commit in part:
                files = found.get(commit.id)
                yield None if files is None else tuple((file, next(versions)) for file in files)

    def _read(self, commits: Sequence[Commit], paths: frozenset[str]) -> dict[str, tuple[FileChange, ...]]:
        named = [os.fsdecode(raw_path(path)) for path in sorted(paths)] if len(paths) <= _NAMED else []
        shown = self._git.succeed(
            "diff-tree", "--stdin", "-r", "--root", "--patch", "--unified=3", *FLAGS, "--", *named,
            stdin="".join(f"{commit.id}\n" for commit in commits).encode(),
            view=self._attributes.view,
        )  # fmt: skip
        # A commit without changes in these paths prints nothing.
        read: dict[str, tuple[FileChange, ...]] = {commit.id: () for commit in commits}
        _, *parts = _COMMIT.split(shown.stdout)
        for id_, diff in zip(parts[::2], parts[1::2], strict=True):
            files = read_sections(diff, "the diff of a commit").files
            mine = [file for file in files if file.path in paths or file.old_path in paths]
            read[id_.decode("ascii")] = with_encodings(self._git, self._attributes, mine)
        return read
