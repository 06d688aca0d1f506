"""Which names of a Java package others can reach, by the descriptor of its module."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from diff_insight.changes.changeset import Trees
from diff_insight.evidence.reach.reaches import Reaches, anything, nothing, texts_of

SUFFIXES = (".java", ".kt")
"""The suffixes of sources of modules."""

_DESCRIPTORS = (":(glob)**/module-info.java",)
_EXPORTED = re.compile(r"^\s*(?:exports|opens)\s+([\w.]+)\s*;", re.MULTILINE)
_FOLDERS = re.compile(r"(?:^|/)src/(?:main/)?(?:java|kotlin|moditect)/")


@dataclass(frozen=True, slots=True)
class JavaModules:
    """The modules of a tree.

    Attributes:
        exported: the packages that each module exports to all, by the folder that holds its `src`.
    """

    exported: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, trees: Trees) -> "JavaModules | None":
        """None if the tree cannot be searched."""
        mentions = trees.mentions(["exports", "opens"], _DESCRIPTORS)
        if mentions is None:
            return None
        texts = texts_of(mentions)
        return cls({_root(path): frozenset(_EXPORTED.findall(text)) for path, text in texts.items()})

    def of_module(self, path: str) -> Reaches:
        """Which names of a source others can reach: none if its module does not export its package."""
        exported = self.exported.get(_root(path))
        if not exported:
            return anything
        inside = _FOLDERS.split(path, maxsplit=1)[-1]
        package = ".".join(PurePosixPath(inside).parent.parts)
        return anything if package in exported else nothing


def _root(path: str) -> str:
    """The folder that holds the folder of sources in which a file lies."""
    return _FOLDERS.split(path, maxsplit=1)[0]
