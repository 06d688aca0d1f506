"""Which names of a Python package others can reach, by its documentation and its `__init__.py` files."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diff_insight.changes.changeset import FileChange, Trees
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.reach.reaches import LOST, Reaches, anything, import_path, outermost, texts_of
from diff_insight.evidence.roles import Role, role_of

SUFFIXES = (".py", ".pyi")
"""The suffixes of its modules."""

_NEW = frozenset({FactKind.NAME_ADDED, FactKind.PARAMETER_ADDED, FactKind.ENUM_VALUE_ADDED})
_WORD = re.compile(r"[A-Za-z_]\w*")
_DOCUMENTS = (
    ":(glob)**/__init__.py", ":(glob)doc*/**", ":(glob)**/doc*/**/*.rst", ":(glob)**/doc*/**/*.md", ":(glob)*.md",
    ":(glob)*.rst",
)  # fmt: skip
_MODULE = re.compile(r"(?:auto|current|py:)?module::\s*([\w.]+)|^::: ([\w.]+)")


@dataclass(frozen=True, slots=True)
class PythonNames:
    """What a Python package tells of its names.

    Attributes:
        words: the words of its documentation and of its `__init__.py` files, before and after the change, and the names
            of which a warning said that they were deprecated.
        modules: modules that its documentation presents as a whole, with dots.
        packages: the words of each `__init__.py` after the change, by how it is imported and then by path.
    """

    words: frozenset[str]
    modules: frozenset[str]
    packages: Mapping[str, Mapping[str, frozenset[str]]]

    @classmethod
    def of(cls, told: Sequence[tuple[FileChange, tuple[Fact, ...]]], trees: Trees) -> "PythonNames | None":
        """None if the tree cannot be searched, or has no documentation."""
        mentions = trees.mentions([""], _DOCUMENTS)
        if not mentions or not any(role_of(mention.path) is Role.DOCUMENTATION for mention in mentions):
            return None
        gone = [
            line.text
            for file, _ in told
            if file.path.endswith("__init__.py") or role_of(file.path) is Role.DOCUMENTATION
            for hunk in file.hunks
            for line in hunk.lines
            if line.kind == "-"
        ]
        texts = [mention.text for mention in mentions] + gone
        deprecated = {
            (fact.subject or "").partition(".")[0]
            for _, of_file in told
            for fact in of_file
            if fact.kind is FactKind.DEPRECATION_ENDED
        }
        words = frozenset(word for text in texts for word in _WORD.findall(text)) | deprecated
        modules = frozenset(one or two for text in texts for one, two in _MODULE.findall(text))
        inits = texts_of([mention for mention in mentions if mention.path.endswith("__init__.py")])
        packages: dict[str, dict[str, frozenset[str]]] = {}
        for path, text in inits.items():
            packages.setdefault(import_path(path), {})[path] = frozenset(_WORD.findall(text))
        return cls(words, modules, packages)

    def of_module(self, path: str) -> Reaches:
        """Which names of a module others can reach: all of a module that is documented as a whole."""
        module = import_path(path)
        # A module that became a package, or moved into a folder of sources, still has what the package names.
        kept = self._words_at(module, path) | self._words_at(f"{module}/__init__", path)
        if path.endswith("__init__.py"):
            return lambda fact: not (fact.kind in LOST and outermost(fact) in kept)
        dotted = path.removesuffix(".py").replace("/", ".")
        if not kept and any(dotted == each or dotted.endswith(f".{each}") for each in self.modules):
            return anything
        folder, _, name = path.rpartition("/")
        if name.startswith("_"):
            # What a private module loses, its package may have from another one.
            kept |= self._words_at(import_path(f"{folder}/__init__.py"), path)

        def reaches(fact: Fact) -> bool:
            # What is new need not be documented yet.
            is_new = fact.kind in _NEW and fact.where != "required"
            return is_new or (outermost(fact) in self.words and not (fact.kind in LOST and outermost(fact) in kept))

        return reaches

    def _words_at(self, module: str, path: str) -> frozenset[str]:
        """The words of the packages that are imported by a name, but for that of the given path itself."""
        places = self.packages.get(module, {})
        return frozenset(word for place, words in places.items() if place != path for word in words)
