"""Finds classes and modules that one file no longer opens, but another one defines, or defines a part of."""

import re
from collections.abc import Sequence

from diff_insight.changes.changeset import FileChange, Trees
from diff_insight.evidence.code.definition import NameKind
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.roles import Role, role_of

_OPENS = {
    ".rb": re.compile(r"^\s*(?:class|module)\s+(\w+(?:::\w+)*)"),
    ".cs": re.compile(r"\bpartial\s+(?:record\s+)?(?:class|struct|interface|record)\s+(\w+)"),
}
"""What opens a class, by the suffix of languages in which several files can; its group is the name."""

_WORD = re.compile(r"\w+")
_KINDS = frozenset({NameKind.CLASS, NameKind.MODULE, NameKind.ERROR_TYPE, NameKind.INTERFACE})
_GONE = (FactKind.NAME_REMOVED, FactKind.NAME_MOVED)
_MOST = 200  # maximum number of names that are searched for


def reopened(told: Sequence[tuple[FileChange, tuple[Fact, ...]]], trees: Trees) -> frozenset[tuple[str, str]]:
    """The classes and modules, by path and name, that a file of the new tree still opens, within those they are in.

    Args:
        told: the files with their facts.
        trees: the two trees.
    """
    found: set[tuple[str, str]] = set()
    for suffix, opens in _OPENS.items():
        gone = [
            (file.path, fact.before)
            for file, of_file in told
            for fact in of_file
            if file.path.endswith(suffix) and fact.kind in _GONE and fact.before and fact.subject in _KINDS
        ][:_MOST]
        if not gone:
            continue
        names = {part for _, name in gone for part in name.split(".")}
        opened: dict[str, set[str]] = {}
        for mention in trees.mentions(sorted(names), (f":(glob)**/*{suffix}",)) or ():
            if role_of(mention.path) is Role.SOURCE and (match := opens.search(mention.text)):
                opened.setdefault(mention.path, set()).update(_WORD.findall(match[1]))
        found.update(
            (path, name) for path, name in gone if any(there.issuperset(name.split(".")) for there in opened.values())
        )
    return frozenset(found)
