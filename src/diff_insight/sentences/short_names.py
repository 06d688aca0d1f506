"""Names files as shortly as a change allows."""

from collections import Counter
from collections.abc import Iterable
from pathlib import PurePosixPath


def short_names(paths: Iterable[str]) -> dict[str, str]:
    """For each path its last part, or the whole where several paths of the change end alike."""
    paths = list(paths)
    ends = Counter(PurePosixPath(path).name for path in paths)
    return {path: path if ends[PurePosixPath(path).name] > 1 else PurePosixPath(path).name or path for path in paths}
