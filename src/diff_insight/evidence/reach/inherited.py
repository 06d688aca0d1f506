"""Finds members that a class no longer defines, but inherits from another class of the tree."""

import re
from collections.abc import Sequence

from diff_insight.changes.changeset import FileChange, Trees
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.reach.reaches import texts_of

_HEAD = re.compile(
    r"\b(?:class|interface|object) (?P<name>\w+)(?:<[^>]*>)?\s*(?:\(|:|extends\b|implements\b|<)(?P<bases>[^{]*)"
)
_SOURCES = tuple(
    f":(glob)**/*{suffix}" for suffix in (".py", ".cs", ".java", ".kt", ".php", ".ts", ".js", ".rb", ".hpp", ".h")
)
_KEYWORDS = ("class", "interface", "object")
_WORD = re.compile(r"[A-Za-z_$][\w$]*")
_DEFINED = re.compile(r"\b(?:class|interface) (\w+)")
_WITHOUT_MEMBERS = frozenset({"ABC", "ABCMeta", "Protocol", "Generic", "NamedTuple", "TypedDict", "Any", "Object"})
_GONE = (FactKind.NAME_REMOVED, FactKind.NAME_RENAMED)
_MOST = 50  # maximum number of members that are searched for


def inherited_members(told: Sequence[tuple[FileChange, tuple[Fact, ...]]], trees: Trees) -> frozenset[tuple[str, str]]:
    """The members, by path and name, that a class no longer defines but has from a class of the tree.

    A base that is not in the tree may have any member, but for those that only say what a class is.
    """
    gone = [
        (file.path, fact.before)
        for file, of_file in told
        for fact in of_file
        if fact.kind in _GONE and fact.public and fact.before and fact.before.count(".") == 1
    ][:_MOST]
    if not gone:
        return frozenset()
    owners = {name.partition(".")[0] for _, name in gone}
    heads = trees.mentions([f"{word} {owner}" for owner in sorted(owners) for word in _KEYWORDS]) or ()
    bases: dict[str, set[str]] = {}
    for mention in heads:
        match = _HEAD.search(mention.text)
        if match and match["name"] in owners:
            bases.setdefault(match["name"], set()).update(_WORD.findall(match["bases"]))
    wanted = {base for owner in owners for base in bases.get(owner, ())}
    members = {name.partition(".")[2] for _, name in gone}
    texts = [*(f"{word} {base}" for base in sorted(wanted) for word in _KEYWORDS), *sorted(members)]
    found = texts_of(trees.mentions(texts, _SOURCES) or ()) if wanted else {}

    def has(owner: str, member: str) -> bool:
        defines = re.compile(rf"(?<![\w.]){re.escape(member)}\??\s*[(:={{;]")
        return any(
            re.search(rf"\b(?:class|interface) {re.escape(base)}\b", text) and defines.search(text)
            for base in bases.get(owner, ())
            for text in found.values()
        )

    defined = {name for text in found.values() for name in _DEFINED.findall(text)}
    of_outside = {
        owner
        for owner in owners
        if any(base[:1].isupper() for base in bases.get(owner, set()) - _WITHOUT_MEMBERS - defined)
    }
    return frozenset(
        (path, name) for path, name in gone if name.partition(".")[0] in of_outside or has(*name.split("."))
    )
