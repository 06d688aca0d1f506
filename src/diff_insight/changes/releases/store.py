"""Keeps the files of releases in a temporary object store, so that git can compare them as two trees."""

import os
import shutil
import tempfile
import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from diff_insight.changes.git.command import GitCommand
from diff_insight.changes.releases.archives import DAMAGED
from diff_insight.changes.releases.entry import Entries, Entry
from diff_insight.changes.size_limit import SizeLimit
from diff_insight.errors import NotARepositoryError, UnreadableChangeError

_CHUNK = 1 << 20
_IGNORE = ".gitignore"
_LARGEST_IGNORE = 1_000_000  # bytes of a list of ignored files that is heard


@dataclass(frozen=True, slots=True)
class Stored:
    """A file in the store: its mode, and its mark in the stream that brought it there."""

    mode: str
    mark: int


@dataclass(frozen=True, slots=True)
class Content:
    """What a release holds.

    Attributes:
        files: by path.
        ignores: the contents of its lists of ignored files, by path.
    """

    files: Mapping[str, Stored]
    ignores: Mapping[str, bytes]


Chosen = Callable[[list[Content]], list[Mapping[str, Stored]]]
"""Given what each release holds, returns the files of each by their paths in its tree."""


class Store:
    """A bare repository in a temporary folder, which is removed when this object is no longer used.

    Args:
        size: maximum size of a diff.

    Attributes:
        git: git in it.

    Raises:
        NotARepositoryError: git is not installed.
    """

    def __init__(self, size: SizeLimit) -> None:
        try:
            # GitPython looks for git on import.
            from git import Repo
        except ImportError:
            raise NotARepositoryError("git is not installed: install it to compare releases") from None
        folder = tempfile.mkdtemp(prefix="diff-insight-")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        path = Path(folder) / "releases.git"
        Repo.init(path, bare=True).close()
        self.git = GitCommand(path, size)
        self._marks = 0

    def trees(self, releases: Sequence[tuple[str, Entries]], choose: Chosen) -> list[str]:
        """Store releases and return the object ids of their trees.

        Args:
            releases: the name and the files of each.
            choose: decides which of them are compared.

        Raises:
            DiffInsightError: a release cannot be read.
        """

        def feed(stream: BinaryIO) -> None:
            contents = [self._bring(stream, name, entries) for name, entries in releases]
            for number, files in enumerate(choose(contents)):
                stream.write(f"commit refs/heads/{number}\ncommitter x <x> 0 +0000\ndata 0\n".encode())
                for path, stored in sorted(files.items()):
                    stream.write(f"M {stored.mode} :{stored.mark} ".encode() + _quoted(path) + b"\n")
                stream.write(b"\n")

        self.git.feed("fast-import", "--quiet", stdin=feed)
        found = (self.git.succeed("rev-parse", f"refs/heads/{number}^{{tree}}") for number in range(len(releases)))
        return [output.stdout.decode("ascii").strip() for output in found]

    def _bring(self, stream: BinaryIO, name: str, entries: Entries) -> Content:
        files: dict[str, Stored] = {}
        ignores: dict[str, bytes] = {}
        for entry in entries:
            self._marks += 1
            stream.write(f"blob\nmark :{self._marks}\ndata {entry.size}\n".encode())
            kept = _copied(entry, stream, name)
            stream.write(b"\n")
            files[entry.path] = Stored(entry.mode, self._marks)
            if kept is not None:
                ignores[entry.path] = kept
        return Content(files, ignores)


def _copied(entry: Entry, stream: BinaryIO, name: str) -> bytes | None:
    """Copy a file into the stream; the content of a list of ignored files is returned."""
    is_list = entry.path.rpartition("/")[2] == _IGNORE and entry.size <= _LARGEST_IGNORE
    kept = bytearray()
    left = entry.size
    while left and (chunk := _read(entry, min(left, _CHUNK), name)):
        stream.write(chunk)
        left -= len(chunk)
        if is_list:
            kept += chunk
    if left:
        raise UnreadableChangeError(f"{name} is damaged: {entry.path} ends before its {entry.size:,} bytes")
    return bytes(kept) if is_list else None


def _read(entry: Entry, size: int, name: str) -> bytes:
    try:
        return entry.content.read(size)
    except DAMAGED as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise UnreadableChangeError(f"{name} is damaged: {entry.path} cannot be read ({reason})") from None


def _quoted(path: str) -> bytes:
    """A path as fast-import reads it: in quotation marks, with escapes."""
    escaped = (
        b"\\%03o" % byte if byte in b'"\\' or byte < 32 or byte > 126 else bytes((byte,)) for byte in os.fsencode(path)
    )
    return b'"' + b"".join(escaped) + b'"'
