"""Reads the change between two releases, each a folder or an archive."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path, PurePosixPath

from pathspec import GitIgnoreSpec

from diff_insight.changes.changeset import ChangeSet, FileChange, Mention, SourceKind, Trees, Versions
from diff_insight.changes.git.ranges import read_range
from diff_insight.changes.git.revisions import Range
from diff_insight.changes.notice import Notice, NoticeKind
from diff_insight.changes.releases.archives import Archive
from diff_insight.changes.releases.entry import Entries, Tally
from diff_insight.changes.releases.folders import folder_entries
from diff_insight.changes.releases.store import Content, Store, Stored
from diff_insight.changes.size_limit import USUAL, SizeLimit
from diff_insight.errors import UnreadableChangeError
from diff_insight.system.visible import visible

_SUFFIX = re.compile(
    r"(?:\.orig)?(?:\.tar(?:\.(?:gz|bz2|xz|zst))?|\.t[gbx]z2?|\.tzst|\.zip|\.whl|\.jar|\.war|\.nupkg|\.crate|\.egg|\.vsix)$",
    re.IGNORECASE,
)
_VERSION = re.compile(r"[-_.]?v?\d*[-_.]*$")
_CHUNK = 1 << 20


def is_release(path: Path) -> bool:
    """Whether a path can be a release: a folder or a file that exists."""
    return path.is_dir() or path.is_file()


def read_releases(old: Path, new: Path, pathspecs: Sequence[str] = (), size: SizeLimit = USUAL) -> ChangeSet:
    """Read the differences between two releases.

    A folder in which all files of an archive lie is left out of their paths. Files that the new release's `.gitignore`
    files name are left out of both, and its `.gitattributes` are heard.

    Args:
        old: the old release, a folder or an archive.
        new: the new one.
        pathspecs: git pathspecs below the top; empty for all files.
        size: maximum size of the diff.

    Raises:
        UnreadableChangeError: one cannot be read.
        TooLargeError: one holds too much.
        EmptyChangeError: nothing differs.
        NotARepositoryError: git is not installed.
    """
    sides = [_Side.of(old), _Side.of(new)]
    store = Store(size)
    ignored: list[set[str]] = []

    def choose(contents: list[Content]) -> list[Mapping[str, Stored]]:
        both = zip(sides, contents, strict=True)
        bare = [_without_top(content) if side.archive else content for side, content in both]
        rules = _Ignored(bare[1].ignores)
        ignored.extend({path for path in content.files if rules.match(path)} for content in bare)
        return [
            {path: stored for path, stored in content.files.items() if path not in left_out}
            for content, left_out in zip(bare, ignored, strict=True)
        ]

    base, head = store.trees([(str(side.path), side.entries()) for side in sides], choose)
    changes = read_range(store.git, Range(base, head), pathspecs)
    name = _VERSION.sub("", _beginning(sides[0].title, sides[1].title)) or sides[1].title
    source = replace(
        changes.source,
        name=visible(name),
        kind=SourceKind.RELEASES,
        base=sides[0].title,
        head=sides[1].title,
        day=sides[1].archive.day if sides[1].archive else None,
        archives_sha256=tuple(side.sha256 for side in sides),
    )
    notices = changes.notices
    if special := [path for side in sides for path in side.tally.left_out]:
        notices += (Notice(NoticeKind.SPECIAL_FILES, len(special), names=tuple(special)),)
    if both := sorted(ignored[0] | ignored[1]):
        notices += (Notice(NoticeKind.IGNORED_FILES, len(both), names=tuple(both)),)
    trees = _KeptTrees(changes.trees, store) if changes.trees else None
    return replace(changes, source=source, notices=notices, trees=trees)


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the releases: its path, its archive if it is one, and what is counted of it."""

    path: Path
    archive: Archive | None
    sha256: str | None
    tally: Tally

    @classmethod
    def of(cls, path: Path) -> "_Side":
        tally = Tally(str(path), 0, 0, [])
        if path.is_dir():
            return cls(path, None, None, tally)
        return cls(path, Archive(path), sha256_of(path), tally)

    @property
    def title(self) -> str:
        """Its name without the suffix of an archive."""
        name = self.path.resolve().name
        return visible(_SUFFIX.sub("", name) if self.archive else name)

    def entries(self) -> Entries:
        """Its files."""
        return self.archive.entries(self.tally) if self.archive else folder_entries(self.path, self.tally)


def content_id(path: Path) -> str:
    """What identifies the content of a release: the SHA-256 of an archive, or of all paths and bytes of a folder.

    Raises:
        UnreadableChangeError: it cannot be read.
        TooLargeError: it holds too much.
    """
    if not path.is_dir():
        return sha256_of(path)
    digest = hashlib.sha256()
    for entry in folder_entries(path, Tally(str(path), 0, 0, [])):
        digest.update(f"{entry.mode} {entry.size} {entry.path}\0".encode("utf-8", "surrogateescape"))
        while chunk := entry.content.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _beginning(one: str, other: str) -> str:
    """The characters with which both begin."""
    return "".join(first for first, _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file.

    Raises:
        UnreadableChangeError: it cannot be read.
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except OSError as error:
        raise UnreadableChangeError(f"{path} cannot be read: {error.strerror}; check the path") from None
    return digest.hexdigest()


def _without_top(content: Content) -> Content:
    """The same without the folder in which all files lie, if there is one."""
    tops = {path.partition("/")[0] for path in content.files}
    if len(tops) != 1 or not all("/" in path for path in content.files):
        return content
    start = len(tops.pop()) + 1
    return Content(
        {path[start:]: stored for path, stored in content.files.items()},
        {path[start:]: text for path, text in content.ignores.items()},
    )


class _Ignored:
    """The rules of a tree's `.gitignore` files.

    Args:
        texts: their contents by path.
    """

    def __init__(self, texts: Mapping[str, bytes]) -> None:
        self._rules = {
            str(PurePosixPath(path).parent): GitIgnoreSpec.from_lines(text.decode("utf-8", "replace").splitlines())
            for path, text in texts.items()
        }

    def match(self, path: str) -> bool:
        """Whether a file is ignored: the list nearest to it that says something decides."""
        for folder in PurePosixPath(path).parents:
            rules = self._rules.get(str(folder))
            if rules is not None:
                found = rules.check_file(path if str(folder) == "." else path[len(str(folder)) + 1 :])
                if found.include is not None:
                    return found.include
        return False


class _KeptTrees:
    """Trees in a store, which lives as long as they do.

    Args:
        trees: the trees.
        store: the store.
    """

    def __init__(self, trees: Trees, store: Store) -> None:
        self._trees = trees
        self._store = store

    def versions(self, files: Sequence[FileChange]) -> Iterator[Versions]:
        """As in `Trees`."""
        return self._trees.versions(files)

    def mentions(self, texts: Sequence[str], within: Sequence[str] = ()) -> tuple[Mention, ...] | None:
        """As in `Trees`."""
        return self._trees.mentions(texts, within)

    def holders(self, text: str, *, whole_words: bool) -> tuple[str, ...] | None:
        """As in `Trees`."""
        return self._trees.holders(text, whole_words=whole_words)
