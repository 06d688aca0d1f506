"""Finds classes and modules of Ruby that one file no longer opens, but another one defines."""

import re
from collections.abc import Sequence

from diff_insight.changes.changeset import FileChange, Trees
from diff_insight.evidence.code.definition import NameKind
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.roles import Role, role_of

_WITHIN = (":(glob)**/*.rb",)
_OPENS = re.compile(r"^\s*(?:class|module)\s+(\w+(?:::\w+)*)")
_WORD = re.compile(r"\w+")
_KINDS = frozenset({NameKind.CLASS, NameKind.MODULE, NameKind.ERROR_TYPE})
_GONE = (FactKind.NAME_REMOVED, FactKind.NAME_MOVED)
_MOST = 200  # maximum number of names that are searched for


def reopened(told: Sequence[tuple[FileChange, tuple[Fact, ...]]], trees: Trees) -> frozenset[tuple[str, str]]:
    """The classes and modules, by path and name, that a file of the new tree still opens, within those they are in.

    Args:
        told: the files with their facts.
        trees: the two trees.
    """
    gone = [
        (file.path, fact.before)
        for file, of_file in told
        for fact in of_file
        if file.path.endswith(".rb") and fact.kind in _GONE and fact.before and fact.subject in _KINDS
    ][:_MOST]
    if not gone:
        return frozenset()
    names = {part for _, name in gone for part in name.split(".")}
    opened: dict[str, set[str]] = {}
    for mention in trees.mentions(sorted(names), _WITHIN) or ():
        if role_of(mention.path) is Role.SOURCE and (match := _OPENS.match(mention.text)):
            opened.setdefault(mention.path, set()).update(_WORD.findall(match[1]))
    return frozenset(
        (path, name) for path, name in gone if any(there.issuperset(name.split(".")) for there in opened.values())
    )
