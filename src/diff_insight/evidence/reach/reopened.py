"""Finds classes, modules and members that one file no longer has, but another one that opens the same class."""

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

_IN_PARTS = (".cs",)  # languages in which members of one class may stand in any of its parts
_OFFERED = re.compile(r"^\s*(?:public|protected)\b")
_WORD = re.compile(r"\w+")
_KINDS = frozenset({NameKind.CLASS, NameKind.MODULE, NameKind.ERROR_TYPE, NameKind.INTERFACE})
_GONE = (FactKind.NAME_REMOVED, FactKind.NAME_MOVED)
_MOST = 200  # maximum number of names that are searched for


def reopened(told: Sequence[tuple[FileChange, tuple[Fact, ...]]], trees: Trees) -> frozenset[tuple[str, str]]:
    """The names, by path, that a file of the new tree still has, within those they are in.

    So it does if it opens a class or module that is gone elsewhere, or defines a member of one in several parts.

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
            if file.path.endswith(suffix) and fact.kind in _GONE and fact.before and _may_be_elsewhere(suffix, fact)
        ][:_MOST]
        if not gone:
            continue
        names = {part for _, name in gone for part in name.split(".")}
        there: dict[str, set[str]] = {}
        for mention in trees.mentions(sorted(names), (f":(glob)**/*{suffix}",)) or ():
            if role_of(mention.path) is not Role.SOURCE:
                continue
            if match := opens.search(mention.text):
                there.setdefault(mention.path, set()).update(_WORD.findall(match[1]))
            elif suffix in _IN_PARTS and _OFFERED.match(mention.text):
                there.setdefault(mention.path, set()).update(_WORD.findall(mention.text.partition("(")[0]))
        found.update(
            (path, name) for path, name in gone if any(words.issuperset(name.split(".")) for words in there.values())
        )
    return frozenset(found)


def _may_be_elsewhere(suffix: str, fact: Fact) -> bool:
    """Whether another file may have what a fact says is gone: a class or module, or a member of one in parts."""
    name = fact.before or ""
    return fact.subject in _KINDS or (suffix in _IN_PARTS and "." in name and "(" not in name)
