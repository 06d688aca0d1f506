"""Finds names of JavaScript modules that stand in a module of the same path with another suffix, as in TypeScript."""

import re
from collections.abc import Sequence

from diff_insight.changes.changeset import FileChange, Trees
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind

_SUFFIXES = (".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx")
_SUFFIX = re.compile(rf"(?:\.d)?(?:{'|'.join(map(re.escape, _SUFFIXES))})$")
_WORD = re.compile(r"[\w$]+")
_MOST = 500  # maximum number of names that are searched for


def rewritten(told: Sequence[tuple[FileChange, tuple[Fact, ...]]], trees: Trees) -> frozenset[tuple[str, str]]:
    """The names, by path, that a module loses and the new tree has in one that is imported by the same path.

    Args:
        told: the files with their facts.
        trees: the two trees.
    """
    gone = [
        (file.path, fact.before)
        for file, of_file in told
        for fact in of_file
        if _SUFFIX.search(file.path) and fact.kind is FactKind.NAME_REMOVED and fact.before and fact.public
    ][:_MOST]
    modules = {_SUFFIX.sub("", path) for path, _ in gone}
    if not gone:
        return frozenset()
    names = {part for _, name in gone for part in _WORD.findall(name)}
    within = [f":(literal){module}{suffix}" for module in sorted(modules) for suffix in _SUFFIXES]
    found: dict[str, set[str]] = {}
    for mention in trees.mentions(sorted(names), within) or ():
        found.setdefault(mention.path, set()).update(_WORD.findall(mention.text))
    return frozenset(
        (path, name)
        for path, name in gone
        if any(
            other != path and _SUFFIX.sub("", other) == _SUFFIX.sub("", path) and words.issuperset(_WORD.findall(name))
            for other, words in found.items()
        )
    )
