"""Finds references to files: links to removed files, and packages that import from a private module."""

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from urllib.parse import unquote

from diff_insight.changes.changeset import FileChange, Mention, Status, Trees
from diff_insight.evidence.roles import Role, role_of
from diff_insight.evidence.words.word_facts import links

_ATTRIBUTE = re.compile(r"""\b(?:href|src)\s*=\s*["']([^"'<>]+)["']""")
_AT_ONCE = 200  # number of names per search


def linking_files(files: Sequence[FileChange], trees: Trees) -> tuple[dict[str, tuple[str, ...]], bool]:
    """The files of the new tree that link to each removed path, and whether the whole tree was searched.

    Markdown and HTML links count, relative to their file or to the top of the tree, but not those of release notes,
    which tell the past. If the tree cannot be searched, the lines shown in the diff are.
    """
    removed = {left_path(file) for file in files} - {
        None,
        *(file.path for file in files if file.status is not Status.REMOVED),
    }
    by_name: dict[str, set[str]] = {}
    for path in removed:
        by_name.setdefault(PurePosixPath(path or "").name, set()).add(path or "")
    names = sorted(by_name)
    found: dict[str, dict[str, None]] = {}
    searched = True
    for start in range(0, len(names), _AT_ONCE):
        mentions: Iterable[Mention] | None = trees.mentions(names[start : start + _AT_ONCE])
        if mentions is None:
            searched, mentions = False, _shown(files)
        for mention in mentions:
            for target in _targets(mention):
                if target in removed and mention.path != target and role_of(mention.path) is not Role.RELEASE_NOTES:
                    found.setdefault(target, {})[mention.path] = None
        if not searched:
            break
    return {path: tuple(linking) for path, linking in found.items()}, searched


def exposed_modules(files: Sequence[FileChange], trees: Trees) -> frozenset[str]:
    """The private Python modules from which their package's `__init__.py` imports, making their names public."""
    packages: dict[tuple[str, str], str] = {}
    for file in files:
        path = PurePosixPath(file.path)
        if path.suffix == ".py" and path.stem.startswith("_") and not path.stem.startswith("__"):
            packages[str(path.parent / "__init__.py"), f"from .{path.stem} import"] = file.path
    mentions = trees.mentions(sorted({text for _, text in packages})) if packages else ()
    return frozenset(
        path
        for (package, text), path in packages.items()
        if any(mention.path == package and text in mention.text for mention in mentions or ())
    )


def left_path(file: FileChange) -> str | None:
    """The path that no longer exists: a removed file's own, or a renamed file's old one; None for other files."""
    if file.status is Status.REMOVED:
        return file.path
    return file.old_path if file.status is Status.RENAMED else None


def _shown(files: Iterable[FileChange]) -> Iterator[Mention]:
    for file in files:
        if file.status is Status.REMOVED:
            continue
        for hunk in file.hunks:
            for line in hunk.lines:
                if line.kind != "-":
                    yield Mention(file.path, line.new or 0, line.text)


def _targets(mention: Mention) -> Iterator[str]:
    """Yield the paths that a line's links point to."""
    for link in [*links(mention.text), *_ATTRIBUTE.findall(mention.text)]:
        address = unquote(link.partition("#")[0].partition("?")[0])
        if not address or "://" in address:
            continue
        if address.startswith("/"):
            yield posixpath.normpath(address.lstrip("/"))
        else:
            yield posixpath.normpath(posixpath.join(posixpath.dirname(mention.path), address))
