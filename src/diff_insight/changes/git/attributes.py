"""Makes git use the attributes of the reported tree, regardless of the working tree."""

import os
import shutil
import tempfile
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from diff_insight.changes.decoding import raw_path, readable_path
from diff_insight.changes.git.blobs import blob_sizes, read_blobs
from diff_insight.changes.git.command import PLAIN, GitCommand, View

_FILE = b".gitattributes"
_ID = 40  # minimum number of digits of an object id


class Attributes(Protocol):
    """The attributes that apply to a comparison."""

    view: View

    def of(self, paths: Sequence[str], *names: str) -> dict[str, dict[str, str]]:
        """The values of some attributes by path, as git reports them: `set`, `unset`, `unspecified`, or a word."""


class GitAttributes:
    """The `.gitattributes` of a tree.

    Git reads them from the working tree, so a bare clone or another checkout would give another diff. Here git gets a
    temporary working tree that contains only the attribute files of the given tree.

    Args:
        git: the repository.
        tree: the object id of the tree whose attributes apply; None for those of the repository's index.

    Attributes:
        view: makes git read these attributes.
    """

    def __init__(self, git: GitCommand, tree: str | None) -> None:
        self._git = git
        folder = Path(tempfile.mkdtemp(prefix="diff-insight-"))
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        shown = folder / "tree"
        shown.mkdir()
        _write(git, _entries(git, tree), shown)
        environment = {"GIT_WORK_TREE": str(shown)}
        if tree:
            # If a folder has no such file, git would look for it in the index.
            environment["GIT_INDEX_FILE"] = str(folder / "index")
        self.view = View(environment, shown)

    def of(self, paths: Sequence[str], *names: str) -> dict[str, dict[str, str]]:
        """As in `Attributes`."""
        return _check(self._git, paths, names, view=self.view)


class WorkTreeAttributes:
    """The same for the working tree, whose own attribute files apply."""

    def __init__(self, git: GitCommand) -> None:
        self._git = git
        self.view = PLAIN

    def of(self, paths: Sequence[str], *names: str) -> dict[str, dict[str, str]]:
        """As in `Attributes`."""
        return _check(self._git, paths, names)


def has_local_attributes(git: GitCommand) -> bool:
    """Whether this clone has its own attributes in `info/attributes`, which override those of any tree."""
    try:
        lines = (git.place.common_folder / "info" / "attributes").read_bytes().splitlines()
    except OSError:
        return False
    return any(line.strip() and not line.lstrip().startswith(b"#") for line in lines)


def _entries(git: GitCommand, tree: str | None) -> dict[bytes, str]:
    """The object ids of the attribute files of a tree, or of the index, by path."""
    if tree:
        listed = git.succeed("ls-tree", "-r", "-z", "--full-tree", tree).stdout
    else:
        listed = git.succeed("ls-files", "--stage", "-z", "--full-name").stdout
    entries = {}
    for entry in listed.split(b"\0"):
        fields, _, path = entry.partition(b"\t")
        parts = path.split(b"/")
        # Git ignores attribute files that are links; a tree entry named `..` must not lead out of the folder.
        if parts[-1] == _FILE and fields.startswith(b"100") and not {b"", b".", b"..", b".git"}.intersection(parts):
            entries[path] = next(word for word in fields.decode("ascii").split() if len(word) >= _ID)
    return entries


def _write(git: GitCommand, entries: Mapping[bytes, str], folder: Path) -> None:
    contents = read_blobs(git, blob_sizes(git, entries.values()))
    for path, object_id in entries.items():
        if object_id in contents:
            file = folder / os.fsdecode(path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(contents[object_id])


def _check(
    git: GitCommand,
    paths: Sequence[str],
    names: Sequence[str],
    view: View = PLAIN,
) -> dict[str, dict[str, str]]:
    answer = git.succeed(
        "check-attr", "--stdin", "-z", *names,
        stdin=b"".join(raw_path(path) + b"\0" for path in paths),
        view=view,
    )  # fmt: skip
    fields = answer.stdout.split(b"\0")
    found: dict[str, dict[str, str]] = {}
    for path, name, value in zip(fields[::3], fields[1::3], fields[2::3], strict=False):
        values = found.setdefault(readable_path(path), {})
        values[name.decode("utf-8", "replace")] = value.decode("utf-8", "replace")
    return found
