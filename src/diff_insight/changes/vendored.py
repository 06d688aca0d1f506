"""Tells by its folders whether a file was copied from elsewhere and is kept by others."""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

_SURE = frozenset({"node_modules", "bower_components"})
_OF_ANY = frozenset({"vendor", "third_party"})
_HOST = re.compile(r"[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z]{2,}\Z")
_MANAGERS = frozenset({"composer", "bundle"})  # the folders of package managers inside of `vendor`
_LISTS = frozenset({"modules.txt", "autoload.php"})  # what package managers write into it


def vendor_folders(paths: Iterable[str]) -> frozenset[str]:
    """The folders that are known by a file of their package manager to hold what is vendored."""
    return frozenset(
        str(pure.parent)
        for pure in map(PurePosixPath, paths)
        if pure.name in _LISTS and pure.parent.name in _OF_ANY
    )  # fmt: skip


def is_vendored(path: str, known: frozenset[str] = frozenset()) -> bool:
    """Whether a file lies in a folder of other people's code.

    A folder `vendor` is one at the top of the tree, and farther down where a host, as of a Go module, or a package
    manager stands in it: a part of a program can have that name as well.

    Args:
        path: the file's.
        known: folders that are known to be such, as `vendor_folders` finds them.
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
