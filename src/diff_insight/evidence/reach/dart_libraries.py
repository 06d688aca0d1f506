"""Which names of a Dart package others can reach: by convention `lib/src` is its own, but for what libraries export."""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from diff_insight.changes.changeset import FileChange, Trees
from diff_insight.evidence.reach.reaches import Reaches, anything, nothing, outermost, texts_of

SUFFIXES = (".dart",)
"""The suffixes of sources of libraries."""

_WITHIN = (":(glob)**/*.dart",)
# With the names that are exported; without them all are. The parts of a library are like exports of all.
_PASSED_ON = re.compile(
    r"^\s*(?:export|part)\s+['\"](?P<uri>[^'\"]+)['\"](?:\s+show\s+(?P<names>[\w\s,$]+))?", re.MULTILINE
)
_WORD = re.compile(r"[\w$]+")
_OWN = re.compile(r"(?:^|/)lib/src/")
_PACKAGE = re.compile(r"package:\w+/")


@dataclass(frozen=True, slots=True)
class DartLibraries:
    """The libraries of the packages of a tree.

    Attributes:
        exported: the sources in `lib/src` that a library passes on, with the names; None for all of them.
    """

    exported: Mapping[str, frozenset[str] | None]

    @classmethod
    def of(cls, files: Sequence[FileChange], trees: Trees) -> "DartLibraries | None":
        """None if the tree cannot be searched.

        Args:
            files: the files of the change, which may remove exports.
            trees: the two trees.
        """
        mentions = trees.mentions(["export ", "part "], _WITHIN)
        if mentions is None:
            return None
        texts = texts_of(mentions)
        for file in files:
            removed = [line.text for hunk in file.hunks for line in hunk.lines if line.kind == "-"]
            if file.path.endswith(SUFFIXES) and removed:
                texts[file.path] = "\n".join([texts.get(file.path, ""), *removed])
        passed = {path: list(_passed_on(path, text)) for path, text in texts.items()}
        exported: dict[str, frozenset[str] | None] = {}
        waiting = [path for path in passed if not _OWN.search(path)]
        while waiting:
            for target, names in passed.get(waiting.pop(), ()):
                known = exported.get(target, frozenset())
                if known is None or (names is not None and names <= known):
                    continue
                exported[target] = None if names is None else known | names
                waiting.append(target)
        return cls(exported)

    def of_module(self, path: str) -> Reaches:
        """Which names of a source others can reach."""
        if not _OWN.search(path):
            return anything
        names = self.exported.get(path, frozenset())
        if names is None:
            return anything
        return (lambda fact: outermost(fact) in names) if names else nothing


def _passed_on(path: str, text: str) -> Iterator[tuple[str, frozenset[str] | None]]:
    """Yield the sources that a source exports, or that are parts of it, with the names; None for all of them."""
    for match in _PASSED_ON.finditer(text):
        inside = _PACKAGE.match(match["uri"])
        around = f"{path.partition('lib/')[0]}lib" if inside else posixpath.dirname(path)
        target = posixpath.normpath(posixpath.join(around, match["uri"][inside.end() if inside else 0 :]))
        yield target, frozenset(_WORD.findall(match["names"])) if match["names"] else None
