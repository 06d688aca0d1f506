"""The diffs of a series' single patches."""

from collections.abc import Collection, Iterator, Sequence

from diff_insight.changes.changeset import Commit, FileChange, StepFiles
from diff_insight.changes.trees import shown_whole


class PatchSteps:
    """The patches of a series; as `Steps`.

    Args:
        patches: each commit or mail with the files of its diff.
    """

    def __init__(self, patches: Sequence[tuple[Commit, tuple[FileChange, ...]]]) -> None:
        self._files = dict(patches)

    def files(self, commits: Sequence[Commit], paths: Collection[str]) -> Iterator[StepFiles | None]:
        """As in `Steps`."""
        wanted = frozenset(paths)
        for commit in commits:
            files = self._files.get(commit)
            if files is None:
                yield None
            else:
                mine = (file for file in files if file.path in wanted or file.old_path in wanted)
                yield tuple((file, shown_whole(file)) for file in mine)
