"""Reads whole files of a git repository's trees, and searches the new one."""

import os
import re
from collections.abc import Iterator, Sequence

from diff_insight.changes.changeset import FileChange, Mention, Status, Versions
from diff_insight.changes.decoding import decode, readable_path
from diff_insight.changes.git.attributes import Attributes
from diff_insight.changes.git.blobs import blob_sizes, read_blobs
from diff_insight.changes.git.command import GitCommand
from diff_insight.changes.trees import patched, shown_whole
from diff_insight.errors import MissingHistoryError, TooLargeError

_AT_ONCE = 16 * 1024 * 1024  # bytes that are requested from git at once
_SPECIAL = re.compile(r"[][\\.^$*+?(){}|]")  # in a POSIX extended regular expression
_MENTIONS = 2000  # maximum number of files whose lines are read for mentions
_PATHS = 250  # of which so many at a time
_SHOWN = 64 * 1024 * 1024  # bytes of such lines after which no more files are read


class GitTrees:
    """The trees of a git repository.

    Args:
        git: the repository.
        attributes: those that apply.
        new_side: the new side as `git grep` takes it: an object id, `--cached`, or nothing for the working tree.
    """

    def __init__(self, git: GitCommand, attributes: Attributes, *new_side: str) -> None:
        self._git = git
        self._attributes = attributes
        self._new_side = new_side
        # Git prints the name of a tree before each path in it.
        self._prefix = b"".join(f"{name}:".encode() for name in new_side if name != "--cached")

    def versions(self, files: Sequence[FileChange]) -> Iterator[Versions]:
        """As in `Trees`: the old side is read from git, the new one is obtained by applying the hunks."""
        sizes = blob_sizes(self._git, [file.old_id for file in files if file.old_id and _is_wanted(file)])
        waiting: list[FileChange] = []
        size = 0
        for file in files:
            waiting.append(file)
            size += sizes.get(file.old_id or "", 0)
            if size >= _AT_ONCE or len(waiting) >= 500:
                yield from self._read(waiting, sizes)
                waiting, size = [], 0
        yield from self._read(waiting, sizes)

    def mentions(self, texts: Sequence[str], within: Sequence[str] = ()) -> tuple[Mention, ...] | None:
        """As in `Trees`; if very many files contain a text, or very long ones, only the first ones are read."""
        flags, patterns = _any_of(texts)
        named = self._grep("--files-with-matches", *flags, patterns=patterns, within=within)
        if named is None:
            return None
        paths = [path for path in named.split(b"\0") if path][:_MENTIONS]
        found: list[Mention] = []
        size = 0
        for start in range(0, len(paths), _PATHS):
            part = [os.fsdecode(path.removeprefix(self._prefix)) for path in paths[start : start + _PATHS]]
            try:
                shown = self._grep("--line-number", *flags, patterns=patterns, paths=part) or b""
            except TooLargeError:
                break
            found += self._mentions_in(shown)
            size += len(shown)
            if size > _SHOWN:
                break
        return tuple(found)

    def _mentions_in(self, shown: bytes) -> Iterator[Mention]:
        """Yield what `git grep` prints with numbers of lines."""
        for row in shown.split(b"\n"):
            fields = row.split(b"\0", 2)
            if len(fields) == 3 and fields[1].isdigit():
                path = readable_path(fields[0].removeprefix(self._prefix))
                yield Mention(path, int(fields[1]), fields[2].decode("utf-8", "replace"))

    def holders(self, text: str, *, whole_words: bool) -> tuple[str, ...] | None:
        """As in `Trees`."""
        words = ("--word-regexp",) if whole_words else ()
        named = self._grep("--files-with-matches", *words, "--fixed-strings", "-e", text)
        if named is None:
            return None
        return tuple(readable_path(path.removeprefix(self._prefix)) for path in named.split(b"\0") if path)

    def _grep(
        self, *wanted: str, patterns: bytes = b"", paths: Sequence[str] = (), within: Sequence[str] = ()
    ) -> bytes | None:
        """What `git grep` prints of the files with the given paths, or of those that match the given pathspecs.

        Args:
            wanted: its flags.
            patterns: what `-f -` among the flags reads.
            paths: those of the files.
            within: the pathspecs.
        """
        flags = ("--no-color", "--no-textconv", "--no-recurse-submodules", "--full-name", "-z", "-I")
        try:
            view = self._attributes.view.with_pathspecs() if within else self._attributes.view
            found = self._git.run(
                "grep", *flags, *wanted, *self._new_side, "--", *paths, *within, stdin=patterns, view=view
            )
        except MissingHistoryError:
            return None
        return found.stdout if found.status in (0, 1) else None

    def _read(self, files: Sequence[FileChange], sizes: dict[str, int]) -> Iterator[Versions]:
        ids = dict.fromkeys(file.old_id or "" for file in files if _is_wanted(file))
        contents = read_blobs(self._git, {object_id: sizes[object_id] for object_id in ids if object_id in sizes})
        for file in files:
            content = contents.get(file.old_id or "")
            if content is None or not _is_wanted(file):
                yield shown_whole(file)
            else:
                old = _text(content, file.encoding)
                yield Versions(old, patched(old, file))


def _any_of(texts: Sequence[str]) -> tuple[tuple[str, ...], bytes]:
    """The flags of `git grep` for lines with any of the texts, and what it reads of its standard input.

    As one expression, since of several patterns git searches the rest of a file for each again after each line found.
    It may be longer than an argument of a program can be.
    """
    if len(texts) == 1 or "" in texts:
        return ("--fixed-strings", *(part for text in texts for part in ("-e", text))), b""
    expression = "|".join(_SPECIAL.sub(r"\\\g<0>", text) for text in texts)
    return ("--extended-regexp", "-f", "-"), os.fsencode(expression) + b"\n"


def _text(content: bytes, encoding: str) -> str:
    """Decode a whole file with the encoding of its diff, or by detection if the diff was too short to tell."""
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return decode(content).text


def _is_wanted(file: FileChange) -> bool:
    return not file.binary and not file.is_submodule and bool(file.hunks) and file.status is not Status.REMOVED
