"""Reads whole files of a git repository's trees, and searches the new one."""

from collections.abc import Iterator, Sequence

from diff_insight.changes.changeset import FileChange, Mention, Status, Versions
from diff_insight.changes.decoding import readable_path
from diff_insight.changes.git_command import GitCommand
from diff_insight.changes.trees import patched, shown_whole
from diff_insight.errors import MissingHistoryError

LARGEST = 2 * 1024 * 1024
"""Bytes of a file that is read whole; of a larger one only the changed lines are."""

_AT_ONCE = 16 * 1024 * 1024  # bytes that are asked of git in one go
_MENTIONS = 500  # files whose lines are read for mentions


class GitTrees:
    """The trees of a git repository.

    Args:
        git: the repository.
        new_side: what `git grep` calls the new side: an object id, `--cached`, or nothing for the working tree.
    """

    def __init__(self, git: GitCommand, *new_side: str) -> None:
        self._git = git
        self._new_side = new_side
        # Git writes the name of a tree before each path in it.
        self._prefix = b"".join(f"{name}:".encode() for name in new_side if name != "--cached")

    def versions(self, files: Sequence[FileChange]) -> Iterator[Versions]:
        """As in `Trees`: the old side is read from git, the new one is what the hunks make of it."""
        sizes = self._sizes(files)
        waiting: list[FileChange] = []
        size = 0
        for file in files:
            waiting.append(file)
            size += sizes.get(file.old_id or "", 0)
            if size >= _AT_ONCE or len(waiting) >= 500:
                yield from self._read(waiting, sizes)
                waiting, size = [], 0
        yield from self._read(waiting, sizes)

    def mentions(self, texts: Sequence[str]) -> tuple[Mention, ...] | None:
        """As in `Trees`; where very many files hold a text, lines are read from the first of them only."""
        named = self._grep("--files-with-matches", *(part for text in texts for part in ("-e", text)))
        if named is None:
            return None
        paths = [path for path in named.split(b"\0") if path][:_MENTIONS]
        if not paths:
            return ()
        shown = self._grep(
            "--line-number", *(part for text in texts for part in ("-e", text)),
            paths=[path.removeprefix(self._prefix).decode("utf-8", "surrogateescape") for path in paths],
        )  # fmt: skip
        found = []
        for row in (shown or b"").split(b"\n"):
            fields = row.split(b"\0", 2)
            if len(fields) == 3 and fields[1].isdigit():
                path = readable_path(fields[0].removeprefix(self._prefix))
                found.append(Mention(path, int(fields[1]), fields[2].decode("utf-8", "replace")))
        return tuple(found)

    def holders(self, text: str, *, whole_words: bool) -> tuple[str, ...] | None:
        """As in `Trees`."""
        named = self._grep("--files-with-matches", *(("--word-regexp",) if whole_words else ()), "-e", text)
        if named is None:
            return None
        return tuple(readable_path(path.removeprefix(self._prefix)) for path in named.split(b"\0") if path)

    def _grep(self, *wanted: str, paths: Sequence[str] = ()) -> bytes | None:
        flags = ("--no-color", "--no-textconv", "--no-recurse-submodules", "--full-name", "-z", "-I", "--fixed-strings")
        try:
            found = self._git.run("grep", *flags, *wanted, *self._new_side, "--", *paths)
        except MissingHistoryError:
            return None
        return found.stdout if found.status in (0, 1) else None

    def _sizes(self, files: Sequence[FileChange]) -> dict[str, int]:
        """The sizes of the old blobs that are small enough to be read."""
        ids = list(dict.fromkeys(file.old_id for file in files if file.old_id and _is_wanted(file)))
        if not ids:
            return {}
        listed = self._git.succeed("cat-file", "--batch-check", stdin="".join(f"{i}\n" for i in ids).encode())
        rows = (line.split() for line in listed.stdout.decode("ascii", "replace").splitlines())
        return {row[0]: int(row[2]) for row in rows if len(row) == 3 and row[1] == "blob" and int(row[2]) <= LARGEST}

    def _read(self, files: Sequence[FileChange], sizes: dict[str, int]) -> Iterator[Versions]:
        ids = list(dict.fromkeys(file.old_id for file in files if file.old_id in sizes and _is_wanted(file)))
        contents: dict[str, bytes] = {}
        if ids:
            answer = self._git.succeed("cat-file", "--batch", stdin="".join(f"{i}\n" for i in ids).encode()).stdout
            position = 0
            for object_id in ids:
                start = answer.index(b"\n", position) + 1
                contents[object_id] = answer[start : start + sizes[object_id]]
                position = start + sizes[object_id] + 1
        for file in files:
            content = contents.get(file.old_id or "")
            if content is None or not _is_wanted(file):
                yield shown_whole(file)
            else:
                old = content.decode(file.encoding, "replace")
                yield Versions(old, patched(old, file))


def _is_wanted(file: FileChange) -> bool:
    return not file.binary and not file.is_submodule and bool(file.hunks) and file.status is not Status.REMOVED
