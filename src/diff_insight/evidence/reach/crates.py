"""Which names of a Rust crate others can reach, by its `lib.rs`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from diff_insight.changes.changeset import Trees
from diff_insight.evidence.reach.documented import Documentation
from diff_insight.evidence.reach.reaches import Reaches, among, anything, folders_around, nothing, texts_of

_MANIFESTS = (":(glob)**/Cargo.toml", ":(glob)**/src/lib.rs", ":(glob)**/src/main.rs")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Crates:
    """The crates of a tree.

    Attributes:
        texts: their manifests and the roots of their libraries and programs, by path.
        documentation: reads what the documentation names.
    """

    texts: Mapping[str, str]
    documentation: Documentation

    @classmethod
    def of(cls, trees: Trees, documentation: Documentation) -> "Crates | None":
        """None if the tree cannot be searched."""
        mentions = trees.mentions([""], _MANIFESTS)
        return None if mentions is None else cls(texts_of(mentions), documentation)

    def of_module(self, path: str) -> Reaches:
        """Which names of a module others can reach: none of a crate without a library."""
        folder = next((folder for folder in folders_around(path) if f"{folder}Cargo.toml" in self.texts), None)
        if folder is None:
            return anything
        root = self.texts.get(f"{folder}src/lib.rs")
        if root is None:
            has_library = "[lib]" in self.texts[f"{folder}Cargo.toml"]
            return anything if has_library else nothing
        if f"{folder}src/main.rs" in self.texts and not self._is_offered(folder):
            return nothing
        inside = path.removeprefix(f"{folder}src/")
        module = PurePosixPath(inside).parts[0].removesuffix(".rs")
        if module in ("lib",) or re.search(rf"\bpub mod {re.escape(module)}\b", root):
            return anything
        if module in ("main", "bin"):
            return nothing
        exports = " ".join(re.findall(r"pub use [^;]+;", root))
        return anything if f"{module}::*" in exports else among(frozenset(_WORD.findall(exports)))

    def _is_offered(self, folder: str) -> bool:
        """Whether the documentation speaks of a crate that has a program as of a library."""
        named = re.search(r"^name\s*=\s*\"([\w-]+)\"", self.texts[f"{folder}Cargo.toml"], re.MULTILINE)
        documented = self.documentation()
        if named is None or documented is None:
            return True
        return not documented.crates.isdisjoint((named[1], named[1].replace("-", "_")))
