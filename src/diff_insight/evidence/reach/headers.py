"""Which names of a C or C++ header others can reach, by its documentation and what it includes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from diff_insight.changes.changeset import FileChange, Status, Trees
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.reach.documented import Documentation
from diff_insight.evidence.reach.reaches import LOST, Reaches, is_new, name_of, nothing, texts_of

SUFFIXES = (".h", ".hh", ".hpp", ".hxx")
"""The suffixes of headers."""

_WORD = re.compile(r"\w+")
_INCLUDED = re.compile(r"#\s*include\s*[\"<]([^\">]+)")
_OF_DETAILS = frozenset({"detail", "details", "impl", "private"})
_OFFERED = frozenset({"include", "includes"})
_OF_PYTHON = (":(top,literal)pyproject.toml", ":(top,literal)setup.py")
_WITHIN = tuple(f":(glob)**/*{suffix}" for suffix in SUFFIXES)


@dataclass(frozen=True, slots=True)
class Headers:
    """The headers of a tree.

    Attributes:
        included: the file names of what each header includes, itself or by way of another one, by its path.
        added: the names that are new in headers, by the file name of the header.
        left: the paths of headers that are no longer where they were, by whatever name they go on.
        words: the words of the new text of each header that loses names.
        documentation: reads what the documentation names.
        of_extension: whether the project is a package of Python, whose headers are for its own extension modules
            unless they lie in a folder of what is installed.
    """

    included: Mapping[str, frozenset[str]]
    added: Mapping[str, frozenset[str]]
    left: frozenset[str]
    words: Mapping[str, frozenset[str]]
    documentation: Documentation
    of_extension: bool = False

    @classmethod
    def of(
        cls, told: Sequence[tuple[FileChange, tuple[Fact, ...]]], trees: Trees, documentation: Documentation
    ) -> "Headers":
        """The headers that matter to the facts of a change."""
        added: dict[str, set[str]] = {}
        for file, of_file in told:
            for fact in of_file:
                if fact.kind is FactKind.NAME_ADDED and file.path.endswith(SUFFIXES):
                    added.setdefault(PurePosixPath(file.path).name, set()).add(name_of(fact))
                elif fact.kind is FactKind.NAME_MOVED and fact.new_path:
                    added.setdefault(PurePosixPath(fact.new_path).name, set()).add(name_of(fact))
        texts = texts_of(trees.mentions(["include"], _WITHIN) or ()) if added else {}
        included = {
            path: frozenset(PurePosixPath(name).name for name in _INCLUDED.findall(text))
            for path, text in texts.items()
        }
        named = {name: frozenset(names) for name, names in added.items()}
        changed = [
            file for file, facts in told if file.path.endswith(SUFFIXES) and any(fact.kind in LOST for fact in facts)
        ]
        words = {
            file.path: frozenset(_WORD.findall(versions.new or ""))
            for file, versions in zip(changed, trees.versions(changed), strict=True)
        }
        left = frozenset(file.path for file, _ in told if file.status in (Status.REMOVED, Status.RENAMED))
        return cls(_all_included(included), named, left, words, documentation, bool(trees.mentions([""], _OF_PYTHON)))

    def of_module(self, path: str) -> Reaches:
        """Which names of a header others can reach: if it is documented, those that are documented, too.

        Those who include the header still have what is in the headers that it includes, and perhaps each name that it
        still has as a word: another branch of the preprocessor or a macro may define it. Of one that is gone they
        must include another one, whichever has its names. Headers in a folder for details are for the other headers.
        """
        parts = PurePosixPath(path).parts
        if not _OF_DETAILS.isdisjoint(parts) or (self.of_extension and not _OFFERED.intersection(parts)):
            return nothing
        words = self.words.get(path, frozenset())
        others = self.added if path in self.left else self.included.get(path, ())
        still = frozenset(name for header in others for name in self.added.get(header, ()))

        def reaches(fact: Fact) -> bool:
            if fact.kind in LOST and (name_of(fact) in still or _last_word(fact) in words):
                return False
            documented = None if is_new(fact) else self.documentation()
            return documented is None or PurePosixPath(path).name not in documented.headers or documented.tells_of(fact)

        return reaches


def _all_included(included: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """The file names of what each header includes, and of what those include."""
    by_name: dict[str, frozenset[str]] = {}
    for path, names in included.items():
        name = PurePosixPath(path).name
        by_name[name] = by_name.get(name, frozenset()) | names

    def all_of(names: frozenset[str]) -> frozenset[str]:
        known, new = frozenset[str](), names
        while new:
            known |= new
            new = frozenset(each for name in new for each in by_name.get(name, ())) - known
        return known

    return {path: all_of(names) for path, names in included.items()}


def _last_word(fact: Fact) -> str | None:
    words = _WORD.findall(name_of(fact).rpartition(".")[2])
    return words[0] if words else None
