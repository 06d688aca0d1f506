"""Gives files the shortest names that are unique within a change."""

from collections import Counter
from collections.abc import Iterable
from pathlib import PurePosixPath


def short_names(paths: Iterable[str]) -> dict[str, str]:
    """Map each path to its file name, or to itself if several paths share that name."""
    paths = list(paths)
    ends = Counter(PurePosixPath(path).name for path in paths)
    return {path: path if ends[PurePosixPath(path).name] > 1 else PurePosixPath(path).name or path for path in paths}
