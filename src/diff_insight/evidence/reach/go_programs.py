"""Which names of a Go module others can reach: none of one that is a program and is documented as nothing else."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from diff_insight.changes.changeset import Mention, Trees
from diff_insight.evidence.reach.reaches import Reaches, anything, folders_around, nothing

_MODULE = re.compile(r"\s*module\s+\"?(?P<path>[^\s\"]+)")
_PACKAGE = re.compile(r"package\s+(?P<name>\w+)")
_PROGRAM = "main"
_TEST = "_test.go"
# Without those for its developers and those of others.
_DOCUMENTS = (
    ":(glob)**/*.md", ":(glob)**/*.rst", ":(glob)**/*.adoc", ":(glob)**/*.txt", ":(glob)**/doc.go",
    ":(exclude,glob)**/dev/**", ":(exclude,glob)**/vendor/**", ":(exclude,glob)**/testdata/**",
    ":(exclude,glob,icase)**/contributing*",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class GoPrograms:
    """The Go modules of a tree.

    Attributes:
        programs: by the folder of each module, with a slash at its end, whether nobody is to import it.
    """

    programs: dict[str, bool]

    @classmethod
    def of(cls, trees: Trees) -> "GoPrograms | None":
        """None if the tree cannot be searched."""
        declared = trees.mentions(["module "], [":(glob)**/go.mod"])
        if declared is None:
            return None
        modules = {_folder(each): match["path"] for each in declared if (match := _MODULE.match(each.text))}
        roots = trees.mentions(["package "], [f":(glob){folder}*.go" for folder in modules]) if modules else ()
        packages: dict[str, set[str]] = {}
        for each in roots or ():
            if (match := _PACKAGE.match(each.text)) and not each.path.endswith(_TEST):
                packages.setdefault(_folder(each), set()).add(match["name"])
        found = {
            folder: packages.get(folder) == {_PROGRAM} and not _is_imported(trees, path)
            for folder, path in modules.items()
        }
        return cls(found)

    def of_module(self, path: str) -> Reaches:
        """Which names of a file others can reach: none in a program, whose packages are its own."""
        folder = next((folder for folder in folders_around(path) if folder in self.programs), None)
        return nothing if folder is not None and self.programs[folder] else anything


def _is_imported(trees: Trees, module: str) -> bool:
    """Whether documentation imports a module or one of its packages; to install it names its path without quotes."""
    found: Sequence[Mention] = trees.mentions([f'"{module}'], _DOCUMENTS) or ()
    is_import = re.compile(rf'"{re.escape(module)}(?:/[^"\s]*)?"')
    return any(is_import.search(each.text) for each in found)


def _folder(mention: Mention) -> str:
    parent = str(PurePosixPath(mention.path).parent)
    return "" if parent == "." else f"{parent}/"
