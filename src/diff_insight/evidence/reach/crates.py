"""Which names of a Rust crate others can reach, by its `lib.rs` and the modules around theirs."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from diff_insight.changes.changeset import FileChange, Trees
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.reach.documented import Documentation
from diff_insight.evidence.reach.reaches import Reaches, among, anything, folders_around, nothing, texts_of

_MANIFESTS = (":(glob)**/Cargo.toml", ":(glob)**/src/lib.rs", ":(glob)**/src/main.rs")
_WORD = re.compile(r"\w+")
_EXPORT = re.compile(r"\bpub use [^;]+;")
_PUBLIC = re.compile(r"^\s*pub mod (\w+)")


@dataclass(frozen=True, slots=True)
class Crates:
    """The crates of a tree.

    Attributes:
        texts: their manifests and the roots of their libraries and programs, by path.
        documentation: reads what the documentation names.
        trees: the trees, for the modules around others.
        opened: by the path of a library's root the modules that the change makes public, in which nobody had anything.
        lost: the lines of sources that the change removes, by path; a module that is gone is declared nowhere else.
        known: the texts of modules that were looked for, by path; '' where there is none.
    """

    texts: Mapping[str, str]
    documentation: Documentation
    trees: Trees
    opened: Mapping[str, frozenset[str]] = field(default_factory=dict)
    lost: Mapping[str, str] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, files: Sequence[FileChange], trees: Trees, documentation: Documentation) -> "Crates | None":
        """None if the tree cannot be searched."""
        mentions = trees.mentions([""], _MANIFESTS)
        opened = {file.path: _opened(file) for file in files if file.path.endswith("src/lib.rs")}
        lost = {file.path: _lost(file) for file in files if file.path.endswith(".rs")}
        return None if mentions is None else cls(texts_of(mentions), documentation, trees, opened, lost)

    def of_module(self, path: str) -> Reaches:
        """Which names of a module others can reach: none of a crate without a library."""
        folder = next((folder for folder in folders_around(path) if f"{folder}Cargo.toml" in self.texts), None)
        if folder is None:
            return anything
        root = self.texts.get(f"{folder}src/lib.rs")
        if root is None:
            has_library = "[lib]" in self.texts[f"{folder}Cargo.toml"]
            return anything if has_library else nothing
        reaches = self._in_library(path, folder, root)
        return _unless_moved_out(reaches, f"{folder}src/") if _exports_another_crate(root) else reaches

    def _in_library(self, path: str, folder: str, root: str) -> Reaches:
        if f"{folder}src/main.rs" in self.texts and not self._is_offered(folder):
            return nothing
        inside = path.removeprefix(f"{folder}src/")
        module = PurePosixPath(inside).parts[0].removesuffix(".rs")
        if module in self.opened.get(f"{folder}src/lib.rs", ()):
            return nothing
        if module in ("lib",) or re.search(rf"\bpub mod {re.escape(module)}\b", root):
            return self._in_modules(PurePosixPath(inside), f"{folder}src/", root)
        if module in ("main", "bin"):
            return nothing
        exports = " ".join(re.findall(r"pub use [^;]+;", root))
        return anything if f"{module}::*" in exports else among(frozenset(_WORD.findall(exports)))

    def _in_modules(self, inside: PurePosixPath, sources: str, root: str) -> Reaches:
        """Which names of a module below a public one others can reach: all, or what the modules around it export."""
        parts = [part for part in inside.with_suffix("").parts if part != "mod"]
        texts = [root]
        for depth in range(1, len(parts)):
            around = "/".join(parts[:depth])
            text = self._module(f"{sources}{around}/mod.rs") or self._module(f"{sources}{around}.rs")
            texts.append(text)
            name = re.escape(parts[depth])
            exports = " ".join(export for each in texts for export in _EXPORT.findall(each))
            is_private = re.search(rf"\bmod {name}\b", text) and not re.search(rf"\bpub mod {name}\b", text)
            if is_private and not re.search(rf"\b{name}::\*", exports):
                return among(frozenset(_WORD.findall(exports)))
        return anything

    def _module(self, path: str) -> str:
        if path not in self.known:
            found = self.trees.mentions([""], [f":(top,literal){path}"])
            self.known[path] = f"{texts_of(found or ()).get(path, '')}\n{self.lost.get(path, '')}".strip()
        return self.known[path]

    def _is_offered(self, folder: str) -> bool:
        """Whether the documentation speaks of a crate that has a program as of a library."""
        named = re.search(r"^name\s*=\s*\"([\w-]+)\"", self.texts[f"{folder}Cargo.toml"], re.MULTILINE)
        documented = self.documentation()
        if named is None or documented is None:
            return True
        return not documented.crates.isdisjoint((named[1], named[1].replace("-", "_")))


def _opened(root: FileChange) -> frozenset[str]:
    """The modules that the root of a library did not let others use before the change."""
    lines = [line for hunk in root.hunks for line in hunk.lines]
    public = {kind: {m[1] for line in lines if line.kind == kind and (m := _PUBLIC.search(line.text))} for kind in "+-"}
    return frozenset(public["+"] - public["-"])


def _lost(file: FileChange) -> str:
    return "\n".join(line.text for hunk in file.hunks for line in hunk.lines if line.kind == "-")


def _exports_another_crate(root: str) -> bool:
    return any(not re.search(rf"\bmod {name}\b", root) for name in re.findall(r"\bpub use (?:::)?(\w+)::\*;", root))


def _unless_moved_out(reaches: Reaches, sources: str) -> Reaches:
    """The same of a crate that exports all of another one, to which names may move."""

    def stays(fact: Fact) -> bool:
        is_out = fact.kind is FactKind.NAME_MOVED and fact.new_path and not fact.new_path.startswith(sources)
        return not is_out and reaches(fact)

    return stays
