"""Which names of a Python package others can reach, by its documentation and its `__init__.py` files."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from diff_insight.changes.changeset import FileChange, Trees
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.reach.documented import Documented
from diff_insight.evidence.reach.reaches import (
    LOST,
    Reaches,
    anything,
    folders_around,
    import_path,
    is_new,
    name_of,
    nothing,
    outermost,
    texts_of,
)
from diff_insight.evidence.signs import is_private

SUFFIXES = (".py", ".pyi")
"""The suffixes of its modules."""

_WORD = re.compile(r"[A-Za-z_]\w*")
_REDIRECTS = frozenset({"sys", "modules"})
_DEFINES = re.compile(r"^(?:async )?def \w", re.MULTILINE)
_OFFERS = re.compile(r"__all__\s*\+?=\s*[\[(][^\])]*|\b(\w+) as \1\b|^(?:async )?(?:def|class) \w+", re.MULTILINE)
_INITS = (":(glob)**/__init__.py",)


@dataclass(frozen=True, slots=True)
class PythonNames:
    """What a Python package tells of its names.

    Attributes:
        documented: what its documentation names.
        exported: the words of the `__init__.py` files of its outermost packages and of those that the documentation
            names, before and after the change, and the names of which a warning said that they were deprecated.
        newly_exported: those of them that were not there before the change.
        packages: the words of each `__init__.py` after the change, by how it is imported and then by path.
        inits: the paths of all `__init__.py` files before and after the change that are not empty.
    """

    documented: Documented
    exported: frozenset[str]
    newly_exported: frozenset[str]
    packages: Mapping[str, Mapping[str, frozenset[str]]]
    inits: frozenset[str]

    @classmethod
    def of(
        cls,
        told: Sequence[tuple[FileChange, tuple[Fact, ...]]],
        trees: Trees,
        documented: Documented | None,
    ) -> "PythonNames | None":
        """None if the tree cannot be searched, or has no documentation."""
        mentions = trees.mentions([""], _INITS)
        if mentions is None or documented is None:
            return None
        deprecated = {
            (fact.subject or "").partition(".")[0]
            for _, of_file in told
            for fact in of_file
            if fact.kind is FactKind.DEPRECATION_ENDED
        }
        inits = texts_of(mentions)
        changed = [file for file, _ in told if file.path.endswith("__init__.py")]
        old = {file.path: versions.old or "" for file, versions in zip(changed, trees.versions(changed), strict=True)}
        packages: dict[str, dict[str, frozenset[str]]] = {}
        for path, text in inits.items():
            packages.setdefault(import_path(path), {})[path] = frozenset(_WORD.findall(text))
        known = {*inits, *old}
        offered = [path for path in known if _is_offered(path, known, documented)]
        before = frozenset(word for path in offered for word in _offered_words(old.get(path, inits.get(path, ""))))
        after = frozenset(word for path in offered for word in _offered_words(inits.get(path, "")))
        return cls(documented, before | after | deprecated, after - before - deprecated, packages, frozenset(known))

    def of_module(self, path: str) -> Reaches:
        """Which names of a module others can reach: all of a module that is documented as a whole."""
        module = import_path(path)
        # A module that became a package, or moved into a folder of sources, still has what the package names.
        kept = self._words_at(module, path) | self._words_at(f"{module}/__init__", path)
        if any(
            words >= _REDIRECTS
            for around in folders_around(path)
            for words in self.packages.get(import_path(f"{around}__init__.py"), {}).values()
        ):
            # The package puts other modules in the place of its own.
            return lambda fact: (
                fact.kind not in LOST and (not is_private(path) or outermost(fact) in self.exported or is_new(fact))
            )
        if path.endswith("__init__.py") and _is_offered(path, self.inits, self.documented):
            return lambda fact: not (fact.kind in LOST and outermost(fact) in kept)
        if self._is_outside_of_sources(path):
            return nothing
        dotted = path.rpartition(".")[0].replace("/", ".")
        if not kept and any(dotted == each or dotted.endswith(f".{each}") for each in self.documented.modules):
            return anything
        folder, _, name = path.rpartition("/")
        if name.startswith("_"):
            # What a private module loses, its package may have from another one.
            kept |= self._words_at(import_path(f"{folder}/__init__.py"), path)
        # So may packages further out, if it is from there that users are told to import.
        outside = frozenset(
            word
            for around in folders_around(path)
            for word in self._words_at(import_path(f"{around}__init__.py"), path)
        )

        is_in_private = is_private(path)

        def reaches(fact: Fact) -> bool:
            is_exported = outermost(fact) in self.exported
            if is_in_private and not is_exported:
                return False  # its package imports other names from there
            if is_in_private and outermost(fact) in self.newly_exported and not is_new(fact):
                return False  # nobody could call what it was
            is_member = "." in name_of(fact) and not name_of(fact).rpartition(".")[2].startswith("__")
            is_told = self.documented.tells_of(fact)
            is_whole = fact.kind in LOST and "." not in name_of(fact)
            if is_whole and outermost(fact) in outside and not self._is_shown_in(dotted, outermost(fact)):
                return False
            if is_exported:
                is_told |= not is_member or name_of(fact).rpartition(".")[2] in self.documented.names
            if is_new(fact):
                return is_told or (is_exported and not is_member)
            return is_told and not (fact.kind in LOST and outermost(fact) in kept)

        return reaches

    def _is_shown_in(self, module: str, name: str) -> bool:
        """Whether the documentation names something with its module, however much of what it is in it spells out."""
        parts = module.split(".")
        return any(".".join((*parts[start:], name)) in self.documented.paths for start in range(len(parts)))

    def _is_outside_of_sources(self, path: str) -> bool:
        """Whether a module lies beside the folder in which all packages are, such as a script that is not installed."""
        inside = [place for places in self.packages.values() for place in places]
        first = path.partition("/")[0]
        return (
            "/" in path
            and first != "src"
            and any(place.startswith("src/") for place in inside)
            and not any(place.startswith((f"{first}/", f"src/{first}/")) for place in inside)
        )

    def _words_at(self, module: str, path: str) -> frozenset[str]:
        """The words of the packages that are imported by a name, but for that of the given path itself."""
        places = self.packages.get(module, {})
        return frozenset(word for place, words in places.items() if place != path for word in words)


def _is_offered(path: str, inits: Collection[str], documented: Documented) -> bool:
    """Whether users import from the package with this `__init__.py`: an outermost one, or one that is documented.

    Nobody is to import from one in a private package.
    """
    if is_private(path):
        return False
    parts = PurePosixPath(path).parent.parts
    roots = (number for number in range(1, len(parts)) if "/".join((*parts[:number], "__init__.py")) in inits)
    root = next(roots, None)
    return root is None or ".".join(parts[root - 1 :]) in documented.paths


def _offered_words(text: str) -> list[str]:
    """The words of an `__init__.py`; of one that is a program of its own, only what it says that it offers."""
    if not _DEFINES.search(text):
        return _WORD.findall(text)
    return [word for part in _OFFERS.finditer(text) for word in _WORD.findall(part[0])]
