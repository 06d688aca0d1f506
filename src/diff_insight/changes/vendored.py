"""Decides from its folders whether a file is vendored: copied from elsewhere and maintained by others."""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

_SURE = frozenset({"node_modules", "bower_components"})
_OF_ANY = frozenset({"vendor", "third_party"})
_HOST = re.compile(r"[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z]{2,}\Z")
_MANAGERS = frozenset({"composer", "bundle"})  # folders of package managers inside `vendor`
_LISTS = frozenset({"modules.txt", "autoload.php"})  # files that package managers write into it


def vendor_folders(paths: Iterable[str]) -> frozenset[str]:
    """The folders that a package manager's file identifies as vendored."""
    return frozenset(
        str(pure.parent)
        for pure in map(PurePosixPath, paths)
        if pure.name in _LISTS and pure.parent.name in _OF_ANY
    )  # fmt: skip


def is_vendored(path: str, known: frozenset[str] = frozenset()) -> bool:
    """Whether a file is in a folder of third-party code.

    A folder `vendor` or `third_party` counts at the top of the tree; further down, where a part of the program may have
    that name, it counts only if it contains a host folder, as of a Go module, or is known from a package manager.

    Args:
        path: the file's.
        known: folders known to be vendored, from `vendor_folders`.
    """
    folders = PurePosixPath(path).parts[:-1]
    for depth, name in enumerate(folders):
        if name in _SURE:
            return True
        if name in _OF_ANY:
            inside = folders[depth + 1] if depth + 1 < len(folders) else ""
            if (
                depth == 0
                or _HOST.match(inside)
                or (name == "vendor" and inside in _MANAGERS)
                or "/".join(folders[: depth + 1]) in known
            ):
                return True
    return False
